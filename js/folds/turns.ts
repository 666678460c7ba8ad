/** Turns: what flows out of each turn of a loop. */

import type { Graph } from "../wire/protocol";
import { KIND, NONE, type Regions } from "../wire/regions";
import { turnsOf } from "./naming";

/** For each turn of a loop, in order and also if nothing was made in it, the places among all operands of what it uses from outside; constants do not count. */
export function leaving({ start, operands, undrawn }: Graph, regions: Regions, loop: number): Int32Array[] {
  const { kind, parent, node: nodes } = regions;
  const turns = turnsOf(regions, loop);
  const place = new Map(turns.map((turn) => [turn, (regions.ordinal[turn] as number) - 1]));
  const turnOf = new Int32Array(kind.length).fill(NONE);
  for (let region = 1; region < kind.length; region++) {
    const own = kind[region] === KIND.turn ? place.get(region) : undefined;
    turnOf[region] = own ?? (turnOf[parent[region] as number] as number);
  }
  const found: number[][] = Array.from({ length: regions.ordinal[loop] as number }, () => []);
  nodes.forEach((region, node) => {
    const own = region === NONE ? NONE : (turnOf[region] as number);
    if (own === NONE) return;
    for (let each = start[node] as number; each < (start[node + 1] as number); each++) {
      const operand = operands[each] as number;
      const around = nodes[operand] as number;
      const isInside = around !== NONE && turnOf[around] === own;
      if (!isInside && undrawn.has(operand)) found[own]?.push(each);
    }
  });
  return found.map((places) => Int32Array.from(places));
}
