/**
 * Ends: the first and the last node in each region.
 *
 * Twin: microgradext/explain/folds/ends.py
 */

import { NONE, type Regions } from "../wire/regions";

/** For each region the first and the last node in it; the number of all, and NONE, where there is none. */
export interface Ends {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

const ENDS = new WeakMap<Regions, Ends>(); // found once: what is open makes no difference

export function endsOf(regions: Regions): Ends {
  const ends = ENDS.get(regions) ?? found(regions);
  ENDS.set(regions, ends);
  return ends;
}

function found({ node: nodes, parent }: Regions): Ends {
  const first = new Int32Array(parent.length).fill(nodes.length);
  const last = new Int32Array(parent.length).fill(NONE);
  const widen = (region: number, from: number, to: number) => {
    first[region] = Math.min(first[region] as number, from);
    last[region] = Math.max(last[region] as number, to);
  };
  nodes.forEach((region, node) => {
    if (region !== NONE) widen(region, node, node);
  });
  for (let region = parent.length - 1; region > 0; region--) {
    widen(parent[region] as number, first[region] as number, last[region] as number);
  }
  return { first, last };
}
