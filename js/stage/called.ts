/** What a box is remembered by, and which node has a name. */

import { isNode } from "../folds/uses";
import type { Box } from "../view/view";
import type { Graph } from "../wire/protocol";

/** The name of the node of a box, or its source; "" if the box is many nodes. It says nothing of what else is drawn. */
export function nameOf({ regions, undrawn }: Graph, box: Box | undefined): string {
  if (box === undefined || !isNode(box)) return "";
  return regions && undrawn.has(box.node) ? undrawn.called(box.node) : box.label;
}

/** The node that is called by a name, or else that is made by this source, one that is drawn if any is; null for none. */
export function nodeCalled(graph: Graph, name: string): number | null {
  const { view, regions, undrawn } = graph;
  if (name === "") return null;
  if (regions) {
    const drawn = view.boxes.find((box) => nameOf(graph, box) === name);
    return drawn ? drawn.node : undrawn.find(name);
  }
  const isCalled = ({ label, kind }: Box) => label === name && kind !== "constant";
  const isMade = ({ source, kind }: Box) => source === name && kind !== "constant" && kind !== "input";
  return (view.boxes.find(isCalled) ?? view.boxes.find(isMade))?.node ?? null;
}
