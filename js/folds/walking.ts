/** Walking: where in a graph the user is, how one gets there, and how deep one can look. */

import type { Step } from "../view/view";
import type { Graph } from "../wire/protocol";
import { KIND, kindOf, NONE, type RegionKind, type Regions } from "../wire/regions";
import type { Classes } from "./classes";
import { endsOf } from "./ends";
import { regionsIn } from "./focus";
import { type Operands, partsOf, type State } from "./parts";

export const MOST_BOXES = 60; // that an opening may lead to where it stands
const MOST_SIBLINGS = 100;
const LEAVES: readonly RegionKind[] = ["inputs", "leaves"];

/** The regions around one, the outermost first; neither the whole picture nor the region itself. */
export function around({ parent }: Regions, region: number): number[] {
  const found: number[] = [];
  for (let each = parent[region] as number; each > 0; each = parent[each] as number) found.unshift(each);
  return found;
}

/** The region with a name, in the turns that are shown; null if it is not there. */
export function regionCalled(
  regions: Regions,
  classes: Classes,
  name: string,
  shown: ReadonlyMap<number, number>,
): number | null {
  const own = name === "" ? NONE : classes.classOf(name);
  if (own === NONE) return null;
  const isShown = (turn: number) =>
    regions.kind[turn] !== KIND.turn || shown.get(regions.parent[turn] as number) === turn;
  const found = regions.kind.findIndex(
    (_, region) => classes.of(region) === own && around(regions, region).every(isShown),
  );
  return found > 0 ? found : null;
}

/** The way to a region: the whole, then each region on it; a loop together with the turn that is shown of it. */
export function pathTo(
  regions: Regions,
  region: number,
  whole: string,
  called: (region: number) => string,
): Step[] {
  const steps: Step[] = [{ title: whole, region: 0 }];
  for (const each of [...around(regions, region), region]) {
    if (regions.kind[each] !== KIND.turn) steps.push({ title: called(each), region: each });
    else
      steps.push({ title: `${called(each)} ${regions.ordinal[each]}`, region: (steps.pop() as Step).region });
  }
  return steps;
}

/** The box in which a person goes on who has walked: the result of a region walked into, or what holds the one walked out of. */
export function arrival(from: Graph, { view, regions }: Graph): number | null {
  const [before, now] = [regionOf(from), regionOf({ view })];
  if (regions === null || before === now) return null;
  const isOut = now === 0 || from.view.trail?.path.some(({ region }) => region === now);
  const isRest = (box: number) => box === NONE || view.boxes[box]?.fold?.isRest;
  const boxOf = (node: number) => view.covers?.[node] ?? NONE;
  let node = endsOf(regions).last[isOut ? before : now] as number;
  while (node > 0 && isRest(boxOf(node))) node--;
  return isRest(boxOf(node)) ? null : boxOf(node);
}

function regionOf({ view }: Pick<Graph, "view">): number {
  return view.trail?.path.at(-1)?.region ?? 0;
}

/** Those of its kind beside a region, itself too; none if it has no others, or too many to choose from. */
export function siblingsOf(regions: Regions, region: number, called: (region: number) => string): Step[] {
  const { kind, parent } = regions;
  const found: Step[] = [];
  kind.forEach((each, other) => {
    if (other === 0 || each !== kind[region] || parent[other] !== parent[region]) return;
    found.push({ title: called(other), region: other });
  });
  return found.length > 1 && found.length <= MOST_SIBLINGS ? found : [];
}

/**
 * The state in which a region, and all that it is in, is open.
 *
 * What is beside it stays closed: without the frames around them, its boxes could not be told apart, nor closed again.
 */
export function openedTo(regions: Regions, state: State, region: number): State {
  const inside = regionsIn(regions, region);
  const open = [...state.open].filter((each) => inside[each] === 1);
  return { ...state, open: new Set([...open, ...around(regions, region), region]) };
}

/** The regions that are open so many deep; turns do not count, and groups of leaves stay closed. */
export function regionsTo(regions: Regions, depth: number): Set<number> {
  const { kind, parent } = regions;
  const deep = new Int32Array(kind.length);
  const found = new Set<number>();
  for (let region = 1; region < kind.length; region++) {
    const outer = deep[parent[region] as number] as number;
    deep[region] = kind[region] === KIND.turn ? outer : outer + 1;
    if (outer < depth && kind[region] !== KIND.turn && !LEAVES.includes(kindOf(regions, region)))
      found.add(region);
  }
  return found;
}

/** How many boxes there are for each depth from 1 on, until nothing more opens or there are too many. */
export function countsOf(graph: Operands, regions: Regions, state: State): number[] {
  const counts: number[] = [];
  let opened = 0;
  for (let depth = 1; (counts.at(-1) ?? 0) <= MOST_BOXES; depth++) {
    const open = regionsTo(regions, depth);
    if (open.size === opened) break;
    opened = open.size;
    const { parts } = partsOf(graph, regions, { ...state, open });
    counts.push(parts.filter(({ kind }) => kind !== "frame").length);
  }
  return counts;
}
