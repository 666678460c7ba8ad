// Holds a page's replay: `node replay.mjs BUNDLE`; a graph message or a point as JSON in each line of stdin, what the
// page then shows in a line of stdout. Numbers travel as text, for JSON has no nan and no infinity.
import { createInterface } from "node:readline";

const { alone, decodeGraph, Replay } = await import(process.argv[2]);
let replay;

function unpacked(_name, value) {
  if (typeof value?.base64 !== "string") return value;
  return new DataView(Uint8Array.from(Buffer.from(value.base64, "base64")).buffer);
}

function graph(message, isAlone) {
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
  const asked = JSON.parse(line, unpacked);
  if (asked.graph) graph(asked.graph, asked.alone);
  if (asked.point) replay.moveTo(asked.point.map(Number));
  if (asked.confirm) replay.confirm(Float64Array.from(asked.confirm, Number));
  process.stdout.write(`${JSON.stringify(shown())}\n`);
}
