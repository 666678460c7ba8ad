/**
 * Neurons: the modules of a layer, and the node that each of them comes to.
 *
 * Twin: microgradext/explain/folds/neurons.py
 */

import { KIND, NONE, type Regions } from "../wire/regions";

const LAST = new WeakMap<Regions, Int32Array>(); // found once: what is open makes no difference

/** The last node of each neuron in a region: of the modules directly in it that have a place in a list. */
export function neuronsIn(regions: Regions, region: number): number[] {
  const { kind, parent, label } = regions;
  const nodes: number[] = [];
  for (let child = region + 1; child < kind.length; child++) {
    if (kind[child] === KIND.module && parent[child] === region && label[child]?.startsWith("["))
      nodes.push(lastIn(regions, child));
  }
  return nodes;
}

/** The last node in a region. */
export function lastIn(regions: Regions, region: number): number {
  const last = LAST.get(regions) ?? found(regions);
  LAST.set(regions, last);
  return last[region] as number;
}

function found({ node: nodes, parent }: Regions): Int32Array {
  const last = new Int32Array(parent.length).fill(NONE);
  nodes.forEach((region, node) => {
    if (region !== NONE) last[region] = node;
  });
  for (let region = parent.length - 1; region > 0; region--) {
    const around = parent[region] as number;
    last[around] = Math.max(last[around] as number, last[region] as number);
  }
  return last;
}
