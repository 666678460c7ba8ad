/** A graph in a page that never has a kernel: the page moves what the tape can move, and keeps the rest as it was. */

import type { Graph, Input } from "../wire/protocol";
import { ancestors } from "./tape";

/** The graph as such a page uses it: the tape is right as long as the held inputs stay where they are. */
export function alone(graph: Graph): Graph {
  if (graph.frozen || graph.stopped) return graph;
  const held = graph.inputs.filter((input) => input.held).map(({ name }) => name);
  const why = held.length > 0 ? `${graph.why} Without a kernel ${listed(held)} still.` : "";
  return { ...graph, mode: "replay", replays: true, why };
}

/** Whether an input stays still while others of its graph move. */
export function isHeld({ held }: Input, { replays }: Graph): boolean {
  return held && replays; // where a kernel reruns the code, the tape is not used
}

/** Whether any input of the graph can be moved. */
export function moves({ mode, frozen, stopped }: Graph): boolean {
  return mode !== "still" && frozen === "" && stopped === "";
}

const used = new WeakMap<Graph, Uint8Array>(); // of each node, 1 if the output is made from it

/** Whether the output is made from an input, drawn or not. */
export function uses(graph: Graph, { node }: Input): boolean {
  const found = used.get(graph) ?? ancestors(graph, graph.output < 0 ? [] : [graph.output]);
  used.set(graph, found);
  return found[node] === 1;
}

function listed(names: readonly string[]): string {
  if (names.length === 1) return `${names[0]} stays`;
  if (names.length > 4) return `${names.length} of the inputs stay`;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} stay`;
}
