/** What flows back along each drawn edge. */

import type { Replay } from "./replay";
import type { Edge } from "./view";

/** The contribution of each edge; null where it is not known or goes to a constant. */
export function flows(replay: Replay): (number | null)[] {
  const { boxes, edges } = replay.graph.view;
  const flow = edges.map((edge) => plain(replay, edge));
  edges.forEach((edge, i) => {
    if (edge.between > 0) flow[i] = remainder(replay, i, flow);
  });
  return flow.map((c, i) => (boxes[(edges[i] as Edge).source]?.kind === "constant" ? null : c));
}

function plain(replay: Replay, { node, slot, between }: Edge): number | null {
  return between > 0 ? null : replay.contribution(node, slot);
}

/** An edge through nodes that are not drawn carries what its source's other edges leave of the gradient, if it is alone. */
function remainder(replay: Replay, at: number, flow: readonly (number | null)[]): number | null {
  const { boxes, edges } = replay.graph.view;
  const source = (edges[at] as Edge).source;
  const siblings = edges.flatMap((edge, i) => (edge.source === source && i !== at ? [flow[i] ?? null] : []));
  const gradient = replay.gradient(boxes[source]?.node ?? -1);
  if (typeof gradient !== "number" || siblings.includes(null)) return null;
  const rest = siblings.reduce<number>((sum, c) => sum - (c as number), gradient);
  return Math.abs(rest) <= 1e-12 * Math.abs(gradient) ? 0 : rest;
}
