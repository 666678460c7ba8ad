// Runs the page's whole tape: `node tape.mjs BUNDLE`, a graph as JSON in each line of stdin, its values, gradients and
// contributions, one for each operand, in a line of stdout. Numbers travel as text, for JSON has no nan, no infinity and no -0.
import { createInterface } from "node:readline";

const { Tape } = await import(process.argv[2]);

function replay({ opcodes, start, operands, data, output, inputs }) {
  const tape = new Tape({
    opcodes: Int32Array.from(opcodes),
    start: Int32Array.from(start),
    operands: Int32Array.from(operands),
    data: Float64Array.from(data, Number),
    output,
    inputs: inputs.map((node) => ({ node })),
    gradients: null,
    contributions: null,
  });
  tape.evaluate(inputs.map((node) => Number(data[node])));
  const slots = (node) => Array.from({ length: start[node + 1] - start[node] }, (_, slot) => slot);
  const flows = opcodes.flatMap((_, node) => slots(node).map((slot) => tape.contribution(node, slot)));
  return [tape.values, tape.gradients, flows].map((numbers) => Array.from(numbers, text));
}

const text = (number) => (Object.is(number, -0) ? "-0" : String(number));

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(replay(JSON.parse(line))));
}
