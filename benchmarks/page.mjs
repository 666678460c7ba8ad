// Times the page's tape on graphs of a network's shape: `node page.mjs BUNDLE CODES NODES …`, a line of ms for each.
const { Tape } = await import(process.argv[2]);
const [ADD, MUL, TANH] = process.argv[3].split(",").map(Number);

/** Sums of products through tanh, from 16 inputs, until there are `operations` of them. */
function network(operations) {
  const [opcodes, operands, start] = [Array(16).fill(-1), [], [0]];
  for (let i = 0; i < 16; i++) start.push(0);
  const op = (code, ...from) => {
    opcodes.push(code);
    operands.push(...from);
    start.push(operands.length);
    return opcodes.length - 1;
  };
  let layer = [...Array(16).keys()];
  while (opcodes.length < operations + 16) {
    const weights = layer.slice();
    layer = layer.map((_, i) => {
      let sum = op(MUL, layer[0], weights[i]);
      for (let j = 1; j < layer.length; j++) sum = op(ADD, sum, op(MUL, layer[j], weights[(i + j) % 16]));
      return op(TANH, sum);
    });
  }
  const output = layer.reduce((sum, node) => op(ADD, sum, node));
  return {
    opcodes: Int32Array.from(opcodes),
    start: Int32Array.from(start),
    operands: Int32Array.from(operands),
    data: Float64Array.from(opcodes, (_, i) => (i < 16 ? 0.1 * i - 0.8 : 0)),
    output,
    inputs: [...Array(16).keys()].map((node) => ({ node })),
    gradients: null,
    contributions: null,
  };
}

for (const operations of process.argv.slice(4).map(Number)) {
  const tape = new Tape(network(operations));
  const point = Float64Array.from({ length: 16 }, (_, i) => 0.1 * i - 0.8);
  const times = [];
  for (let turn = 0; turn < 60; turn++) {
    point[turn % 16] += 0.01;
    const start = performance.now();
    tape.evaluate(point);
    times.push(performance.now() - start);
  }
  console.log(JSON.stringify(times.slice(20)));
}
