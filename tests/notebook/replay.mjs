// Holds a page's replay: `node replay.mjs BUNDLE`; a graph message or a point as JSON in each line of stdin, what the
// page then shows in a line of stdout. Numbers travel as text, for JSON has no nan and no infinity.
import { createInterface } from "node:readline";

const { alone, decodeGraph, Replay } = await import(process.argv[2]);
const BUFFERS = ["code", "start", "operands", "data", "gradients", "contributions"];
let replay;

function graph(message, isAlone) {
  for (const name of BUFFERS) {
    if (message[name] === null) continue;
    const bytes = Uint8Array.from(Buffer.from(message[name], "base64"));
    message[name] = new DataView(bytes.buffer);
  }
  const decoded = isAlone ? alone(decodeGraph(message)) : decodeGraph(message);
  replay = new Replay(
    decoded,
    decoded.inputs.map(({ node }) => decoded.data[node]),
  );
}

function shown() {
  const { inputs, output } = replay.graph;
  const gradients = inputs.map(({ node }) => String(replay.gradient(node)));
  return { stale: replay.stale, output: String(replay.value(output)), gradients };
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  if (asked.graph) graph(asked.graph, asked.alone);
  if (asked.point) replay.moveTo(asked.point.map(Number));
  if (asked.confirm) replay.confirm(Float64Array.from(asked.confirm, Number));
  process.stdout.write(`${JSON.stringify(shown())}\n`);
}
