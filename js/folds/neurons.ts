/**
 * Neurons: the modules of a layer, and the node that each of them comes to.
 *
 * Twin: microgradext/explain/folds/neurons.py
 */

import { KIND, type Regions } from "../wire/regions";
import { endsOf } from "./ends";

/** The last node of each neuron in a region: of the modules directly in it that have a place in a list. */
export function neuronsIn(regions: Regions, region: number): number[] {
  return modulesIn(regions, region, "[").map((module) => endsOf(regions).last[module] as number);
}

/** The modules directly in a region whose names begin so. */
export function modulesIn({ kind, parent, label }: Regions, region: number, start: string): number[] {
  const found: number[] = [];
  for (let child = region + 1; child < kind.length; child++) {
    if (kind[child] === KIND.module && parent[child] === region && label[child]?.startsWith(start))
      found.push(child);
  }
  return found;
}
