/** The chain rule at one node: its gradient is a sum with a term, upstream × local derivative, for each use. */

import { carriesOnly, endsOf, isNode, isOperand, operandOf } from "../../folds/uses";
import { NAMES } from "../../mathematics/generated/ops";
import type { Flow } from "../../picture/flow";
import { type Replay, type Shown, shownGradient } from "../../tape/replay";
import { type Flowing, isLost, ROUNDING } from "../../tape/rounding";
import type { Box, Edge } from "../../view/view";
import type { Graph } from "../../wire/protocol";
import { localDerivative } from "../../words/local";
import { numberOf } from "../../words/reading";

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
  readonly edges: number; // how many edges are drawn as one into a fold; 0 where the use itself is drawn
}

export interface Chain {
  readonly of: Box;
  readonly isOutput: boolean;
  readonly isGradient: boolean; // whether it is that of one node, and not all that flows into a fold of many
  readonly terms: readonly Term[];
  readonly sum: Shown;
}

/** The chain rule at a box, with its terms in the order of the code. */
export function chainOf(replay: Replay, flow: Flow, box: number): Chain {
  const { graph } = replay;
  const { view, output } = graph;
  const of = view.boxes[box] as Box;
  const isLeaving = ({ source, frame }: Edge) => source === box && frame !== box;
  const terms = view.edges.flatMap((edge, i) => (isLeaving(edge) ? [termOf(replay, flow, i)] : []));
  const isGradient =
    isNode(of) &&
    (terms.length === 0 || !view.trail?.usedElsewhere.includes(box)) &&
    view.edges.every((edge) => !isLeaving(edge) || carriesOnly(of, edge, graph));
  const sum = isGradient || terms.length === 0 ? shownGradient(replay, of.node) : added(terms);
  return { of, isOutput: of.node === output, isGradient, terms, sum };
}

/** What terms add up to; null if one is not known, undefined while waiting for the kernel. */
export function added(terms: readonly Term[]): Shown {
  const known = terms.flatMap(({ contribution }) => numberOf(contribution) ?? []);
  if (known.length < terms.length) return terms[0]?.upstream === undefined ? undefined : null;
  const sum = known.reduce((total, contribution) => total + contribution, 0);
  const sizes = known.reduce((total, contribution) => total + Math.abs(contribution), 0);
  return isLost(sum, sizes) ? ROUNDING : sum;
}

function termOf(replay: Replay, flow: Flow, index: number): Term {
  const { graph } = replay;
  const { boxes, edges } = graph.view;
  const edge = edges[index] as Edge;
  const of = boxes[edge.source] as Box;
  const isPlain = isNode(of) && isOperand(edge, graph) && operandOf(edge, graph) === of.node;
  const isFolded = !isPlain && edge.between === 0;
  return {
    edge: index,
    use: boxes[endsOf(edge).target] as Box,
    node: edge.node,
    slot: edge.slot,
    upstream: isPlain ? shownGradient(replay, edge.node) : replay.stale ? undefined : null,
    local: isPlain ? replay.local(edge.node, edge.slot) : null,
    contribution: flow.along(replay, index),
    between: edge.between,
    edges: isFolded ? (edge.flows?.length ?? 1) : 0,
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
    view.boxes.find((box) => box.node === operand && isNode(box)),
  );
  // A constant that an expression makes, such as math.sqrt(2), is written as that; any other as its number.
  const constants = boxes.map((box) =>
    box?.kind === "constant" && !box.source ? (data[box.node] as number) : null,
  );
  const names = boxes.map((box) => (box?.kind === "constant" && box.source) || box?.label || UNKNOWN);
  return localDerivative(row, slot, names, use.label || UNKNOWN, constants);
}
