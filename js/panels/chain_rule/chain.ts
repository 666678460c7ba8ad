/** The chain rule at one node: its gradient is a sum with a term, upstream × local derivative, for each use. */

import { NAMES } from "../../mathematics/generated/ops";
import type { Flow } from "../../picture/flow";
import { type Replay, type Shown, shownGradient } from "../../tape/replay";
import type { Flowing } from "../../tape/rounding";
import type { Box } from "../../view/view";
import type { Graph } from "../../wire/protocol";
import { localDerivative } from "../../words/local";

const UNKNOWN = "…"; // an operand that is not drawn

/** What one use of the node adds to its gradient. */
export interface Term {
  readonly edge: number; // its index in the view
  readonly use: Box; // what the node is used for
  readonly node: number; // whose operand the node is: the use, or a + within its sum
  readonly slot: number; // which operand of it
  readonly upstream: Shown; // null where it is not known, for instance through nodes that are not drawn
  readonly local: number | null;
  readonly contribution: Flowing;
  readonly between: number; // how many nodes on the way are not drawn
}

export interface Chain {
  readonly of: Box;
  readonly isOutput: boolean;
  readonly terms: readonly Term[];
  readonly gradient: Shown;
}

/** The chain rule at a box, with its terms in the order of the code. */
export function chainOf(replay: Replay, flow: Flow, box: number): Chain {
  const { view, output } = replay.graph;
  const of = view.boxes[box] as Box;
  const terms = view.edges.flatMap((edge, i) => (edge.source === box ? [termOf(replay, flow, i)] : []));
  return { of, isOutput: of.node === output, terms, gradient: shownGradient(replay, of.node) };
}

function termOf(replay: Replay, flow: Flow, index: number): Term {
  const { boxes, edges } = replay.graph.view;
  const edge = edges[index] as (typeof edges)[number];
  const isPlain = edge.between === 0;
  return {
    edge: index,
    use: boxes[edge.target] as Box,
    node: edge.node,
    slot: edge.slot,
    upstream: isPlain ? shownGradient(replay, edge.node) : null,
    local: isPlain ? replay.local(edge.node, edge.slot) : null,
    contribution: flow.along(replay, index),
    between: edge.between,
  };
}

/** The local derivative of a term in symbols, written as code; "" where only the user's own code knows it. */
export function symbolsOf(
  { opcodes, start, operands, view, data }: Graph,
  { node, slot, use }: Term,
): string {
  const row = NAMES[opcodes[node] as number];
  if (row === undefined) return "";
  const boxes = [...operands.subarray(start[node], start[node + 1])].map((operand) =>
    view.boxes.find((box) => box.node === operand),
  );
  // A constant that an expression makes, such as math.sqrt(2), is written as that; any other as its number.
  const constants = boxes.map((box) =>
    box?.kind === "constant" && !box.source ? (data[box.node] as number) : null,
  );
  const names = boxes.map((box) => (box?.kind === "constant" && box.source) || box?.label || UNKNOWN);
  return localDerivative(row, slot, names, use.label || UNKNOWN, constants);
}
