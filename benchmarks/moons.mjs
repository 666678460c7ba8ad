// Times a saved graph in the page: `node moons.mjs BUNDLE FILE`, a line of ms each for reading the graph, the first step
// with its tape, and steps of all inputs when warm.
import { readFileSync } from "node:fs";

const { decodeGraph, Replay, runPoint, SavedModel } = await import(process.argv[2]);
const message = new SavedModel(readFileSync(process.argv[3], "utf8")).get("graph");

function timed(action) {
  const start = performance.now();
  const made = action();
  return [made, performance.now() - start];
}

const [graph, read] = timed(() => decodeGraph(message));
const point = runPoint(graph);
const [replay, first] = timed(() => new Replay(graph, point));
const warm = [];
for (let turn = 0; turn < 300; turn++) {
  for (let i = 0; i < point.length; i++) point[i] -= 1e-3 * replay.gradient(graph.inputs[i].node);
  warm.push(timed(() => replay.moveTo(point))[1]);
}
for (const times of [[read], [first], warm.slice(100)]) console.log(JSON.stringify(times));
