/** The pin: a point that is kept, with the numbers there, so that differences from it can be shown. */

import { Replay, shownGradient } from "../tape/replay";
import type { Graph, Input } from "../wire/protocol";
import { short, signed } from "../words/numbers";
import { exact, numberOf } from "../words/reading";
import type { Pinned } from "./memory";

/** A graph at a pinned point, with other inputs where the cell ran; null if none of its inputs is pinned. */
export function replayAt(graph: Graph, pinned: Pinned): Replay | null {
  if (!graph.inputs.some(({ name }) => pinned.has(name))) return null;
  const at = ({ name, node }: Input) => pinned.get(name) ?? (graph.data[node] as number);
  const replay = new Replay(graph, graph.inputs.map(at));
  replay.settle(); // it never moves
  return replay;
}

/** The positions of a graph's inputs, by name. */
export function pinnedAt({ graph, point }: Replay): Pinned {
  return new Map(graph.inputs.map(({ name }, i) => [name, point[i] as number]));
}

/** The value of a node at the pin; undefined if the page does not know it. */
export function valueAt(pin: Replay | null, node: number): number | undefined {
  if (pin === null) return undefined;
  const isInput = pin.graph.inputs.some((input) => input.node === node);
  return isInput || !pin.stale ? pin.value(node) : undefined;
}

/** The gradient of a node at the pin, 0 if it is only rounding; undefined if the page does not know it. */
export function gradientAt(pin: Replay | null, node: number): number | undefined {
  return pin ? (numberOf(shownGradient(pin, node)) ?? undefined) : undefined;
}

/** The change since then, as `+4`. */
export function change(now: number | null | undefined, then: number | undefined): string {
  return typeof now === "number" && then !== undefined ? signed(now - then) : "";
}

/** ` (pinned −6, +4)`, or nothing. */
export function pinnedText(now: number | null | undefined, then: number | undefined, write = exact): string {
  return then === undefined ? "" : ` (pinned ${write(then)}, ${change(now, then) || short(Number.NaN)})`;
}
