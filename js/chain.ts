/** The chain rule at one node: its gradient is the sum of a term for each use, upstream × local derivative. */

import type { Flow } from "./flow";
import type { Gradient, Replay } from "./replay";
import type { Box } from "./view";

/** What one use of the node adds to its gradient. */
export interface Term {
  readonly edge: number; // of the view
  readonly use: Box; // what is made of the node there
  readonly slot: number; // which operand of it the node is
  readonly upstream: Gradient; // null where it is not known, as through nodes that are not drawn
  readonly local: number | null;
  readonly contribution: number | null;
  readonly between: number; // how many nodes that are not drawn lie on the way
}

export interface Chain {
  readonly of: Box;
  readonly isOutput: boolean;
  readonly terms: readonly Term[];
  readonly gradient: Gradient;
}

/** The chain rule at a box; its terms stand in the order of the code. */
export function chainOf(replay: Replay, flow: Flow, box: number): Chain {
  const { view, output } = replay.graph;
  const of = view.boxes[box] as Box;
  const terms = view.edges.flatMap((edge, i) => (edge.source === box ? [termOf(replay, flow, i)] : []));
  return { of, isOutput: of.node === output, terms, gradient: replay.gradient(of.node) };
}

function termOf(replay: Replay, flow: Flow, index: number): Term {
  const { boxes, edges } = replay.graph.view;
  const edge = edges[index] as (typeof edges)[number];
  const isPlain = edge.between === 0;
  return {
    edge: index,
    use: boxes[edge.target] as Box,
    slot: edge.slot,
    upstream: isPlain ? replay.gradient(edge.node) : null,
    local: isPlain ? replay.local(edge.node, edge.slot) : null,
    contribution: flow.along(replay, index),
    between: edge.between,
  };
}
