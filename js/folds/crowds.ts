/**
 * Crowds: many calls or modules side by side in one region, of which those with the most flow are drawn.
 *
 * Twin: microgradext/explain/folds/crowds.py
 */

import { KIND, NONE, type Regions } from "../wire/regions";
import { endsOf } from "./ends";
import type { Operands } from "./parts";

const WHOLE = 16; // so many are all drawn
const FIRST = 12; // of more, so many; the others are one box
const STEP = 100; // so many more each time that box is opened
const BEYOND = -2; // in place of the one among them, for a node that they lead to; and below any region

/** For each region with a crowd, the members of it, those with the most flow first. */
export type Crowds = ReadonlyMap<number, readonly number[]>;

/**
 * For each region with more than 16 calls or modules, none of which leads to another: these, the most flow first.
 *
 * Those that lead to one another are no crowd, since a box for some of them would lead to itself.
 */
export function crowdsOf(graph: Operands, regions: Regions, weights: Float64Array): Crowds {
  const among = new Map<number, number[]>();
  regions.kind.forEach((_, region) => {
    if (!isMember(regions, region)) return;
    const around = regions.parent[region] as number;
    const known = among.get(around);
    if (known) known.push(region);
    else among.set(around, [region]);
  });
  const large = [...among].filter(([, { length }]) => length > WHOLE);
  const ends = large.length > 0 ? endsOf(regions) : null;
  const apart = large.filter(
    ([region]) =>
      ends && areApart(graph, regions, region, ends.first[region] as number, ends.last[region] as number),
  );
  const weight = (region: number) => weights[region] as number;
  return new Map(
    apart.map(([region, members]) => [
      region,
      members.sort((one, other) => weight(other) - weight(one) || one - other),
    ]),
  );
}

/** Those of crowds that are not drawn, when the rest of each has been opened so many times. */
export function restOf(crowds: Crowds, times: (region: number) => number = () => 0): Set<number> {
  return new Set([...crowds].flatMap(([region, members]) => members.slice(FIRST + STEP * times(region))));
}

/** What stands for the rest of a crowd in a region where regions are opened, and the region that it stands for. */
export function restIn(region: number): number {
  return BEYOND - region;
}

function isMember({ kind }: Regions, region: number): boolean {
  return kind[region] === KIND.call || kind[region] === KIND.module;
}

/** Whether no call or module in a region leads to another one in it. */
function areApart(
  { start, operands }: Operands,
  regions: Regions,
  region: number,
  first: number,
  last: number,
): boolean {
  const comesOf = new Int32Array(Math.max(0, last + 1 - first)).fill(NONE);
  for (let node = first; node <= last; node++) {
    const own = childOf(regions, region, regions.node[node] as number);
    if (own === NONE) continue;
    const isAmong = own !== region && isMember(regions, own);
    for (let place = start[node] as number; place < (start[node + 1] as number); place++) {
      const source = comesOf[(operands[place] as number) - first] ?? NONE; // what comes before it is outside
      if (source === NONE) continue;
      if (isAmong && source !== own) return false;
      comesOf[node - first] = BEYOND;
    }
    if (isAmong) comesOf[node - first] = own;
  }
  return true;
}

/** The region directly in one that holds another; the region itself if it is that, NONE if it is not in it. */
function childOf({ parent }: Regions, region: number, held: number): number {
  let inner = held;
  while (inner > region && parent[inner] !== region) inner = parent[inner] as number;
  return inner >= region ? inner : NONE;
}
