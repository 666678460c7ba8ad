/** Uses: what can be said of an edge in a view with folds, where a box may be many nodes and an edge many operands. */

import { NAMES } from "../mathematics/generated/ops";
import type { Box, Edge } from "../view/view";
import type { Graph } from "../wire/protocol";
import { kindOf, NONE } from "../wire/regions";

/** Whether a box stands for its node, so that it has its value and gradient. */
export function isNode({ kind, fold }: Box): boolean {
  return kind !== "frame" && (kind !== "scope" || fold?.single === true);
}

/** Whether the node of a box is all that an edge carries to its target. */
export function carriesOnly({ node }: Box, edge: Edge, graph: Graph): boolean {
  if (edge.flows) return edge.flows.every((place) => graph.operands[place] === node);
  return edge.between > 0 || operandOf(edge, graph) === node;
}

/** The node that an edge of one operand carries. */
export function operandOf({ node, slot }: Edge, { start, operands }: Graph): number {
  return operands[(start[node] as number) + slot] as number;
}

/** The boxes at the ends of an edge; where it ends at the border of its frame, what is beyond that. */
export function endsOf({ source, target, frame, port = NONE }: Edge): { source: number; target: number } {
  const beyond = (end: number) => (end === frame && port !== NONE ? port : end);
  return { source: beyond(source), target: beyond(target) };
}

/** Whether the operation that an edge leads to is the node of its target, or a + within the target's sum. */
export function isOperand({ target, node, between, flows }: Edge, graph: Graph): boolean {
  const box = graph.view.boxes[target] as Box;
  if (flows || between > 0) return false;
  const region = box.fold?.region ?? NONE;
  if (region === NONE) return true;
  if (node === box.node) return isNode(box);
  const isSum = graph.regions !== null && kindOf(graph.regions, region) === "sum";
  return isSum && NAMES[graph.opcodes[node] as number] === "add";
}
