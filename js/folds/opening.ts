/**
 * Opening: what of a graph is open at first, so that it fits on one screen.
 *
 * Loops show one turn; calls, modules and named values stay closed, but for as many as a picture of very few boxes has
 * room for. Where it is still too large, frames close, the innermost first, and of these the one with the least in it.
 *
 * Twin: microgradext/explain/folds/opening.py
 */

import type { Box, View } from "../view/view";
import type { Work } from "../wire/pieces";
import { KIND, kindOf, NONE, type Regions } from "../wire/regions";
import { type Crowds, restOf } from "./crowds";
import type { Operands, State } from "./parts";

const MOST = 24; // boxes at first
const FEW = 5; // boxes of what was computed; a picture of fewer has room for more
const NOT_COMPUTED: readonly string[] = ["input", "leaf", "constant", "frame"];

/** How much flows inside each region: the sizes of what flows back to all operands of the nodes in it. */
export function weightsOf(
  { start }: Operands,
  regions: Regions,
  contributions: ArrayLike<number>,
): Float64Array {
  const found = new Float64Array(regions.kind.length);
  for (let node = 0; node < regions.node.length; node++) {
    const region = regions.node[node] as number;
    if (region === NONE) continue;
    for (let place = start[node] as number; place < (start[node + 1] as number); place++) {
      const size = Math.abs(contributions[place] as number);
      if (size < Number.POSITIVE_INFINITY) found[region] = (found[region] as number) + size; // nor nan
    }
  }
  for (let region = found.length - 1; region > 0; region--) {
    const around = regions.parent[region] as number;
    found[around] = (found[around] as number) + (found[region] as number);
  }
  return found;
}

/** The region in which a number first is not finite: a value, else what flows back; NONE if all are. */
export function bornIn(
  { start }: Operands,
  regions: Regions,
  value: (node: number) => number,
  contributions: ArrayLike<number>,
): number {
  let back = NONE;
  for (let node = 0; node < regions.node.length; node++) {
    const region = regions.node[node] as number;
    if (region === NONE) continue;
    if (!Number.isFinite(value(node))) return region;
    for (let place = start[node] as number; place < (start[node + 1] as number); place++) {
      const flow = contributions[place] ?? 0; // nothing is known while the kernel is awaited
      if (!Number.isFinite(flow)) back = region; // it goes from the last node to the first
    }
  }
  return back;
}

/** How a view is made for what is open, and whether there is room for it. */
export interface Room {
  draw(state: State): View;
  fits(view: View): boolean;
}

/** What is open at first; `born` is the region in which a number first was not finite. */
export function* opening(
  regions: Regions,
  weights: Float64Array,
  crowds: Crowds,
  room: Room,
  born = NONE,
): Work<State> {
  let state: State = {
    open: new Set(loops(regions)),
    turns: turns(regions, weights, born),
    rest: restOf(crowds),
  };
  yield;
  let view = room.draw(state);
  while (!isSmall(view, room)) {
    const frame = least(view, weights);
    if (frame === null) return state;
    state = { ...state, open: new Set([...state.open].filter((each) => each !== frame)) };
    yield;
    view = room.draw(state);
  }
  return yield* more(regions, state, view, room);
}

/** Open the largest folds while there are few boxes. */
function* more(regions: Regions, first: State, drawn: View, room: Room): Work<State> {
  let [state, view] = [first, drawn];
  while (view.boxes.filter((box) => !isLeaf(regions, box)).length < FEW) {
    const closed = view.boxes.flatMap((box) =>
      box.fold?.opens && !box.fold.members && !isLeaf(regions, box) ? [box.fold] : [],
    );
    closed.sort((one, other) => other.nodes - one.nodes || one.region - other.region);
    const largest = closed[0];
    if (largest === undefined) break;
    const wider = { ...state, open: new Set([...state.open, largest.region]) };
    yield;
    const larger = room.draw(wider);
    if (!isSmall(larger, room)) break;
    [state, view] = [wider, larger];
  }
  return state;
}

/** Whether a box is nothing that was computed, or a frame. */
function isLeaf(regions: Regions, { kind, fold }: Box): boolean {
  const of = fold !== undefined && fold.region !== NONE ? kindOf(regions, fold.region) : null;
  const isGroup = of === "inputs" || of === "leaves";
  return isGroup || NOT_COMPUTED.includes(kind);
}

function isSmall(view: View, room: Room): boolean {
  return view.boxes.filter(({ kind }) => kind !== "frame").length <= MOST && room.fits(view);
}

function loops({ kind, parent }: Regions): Set<number> {
  const found = new Set<number>();
  kind.forEach((each, turn) => {
    if (each === KIND.turn) found.add(parent[turn] as number);
  });
  return found;
}

/** The turn of each loop in which the most flows, the last one of a `while`; before all, that of a bad number. */
function turns({ kind, parent, label }: Regions, weights: Float64Array, born: number): Map<number, number> {
  const found = new Map<number, number>();
  kind.forEach((each, turn) => {
    if (each !== KIND.turn) return;
    const loop = parent[turn] as number;
    const known = found.get(loop);
    const isLater = known === undefined || label[loop]?.startsWith("while");
    if (isLater || (weights[turn] as number) > (weights[known] as number)) found.set(loop, turn);
  });
  for (let region = born; region > 0; region = parent[region] as number) {
    if (kind[region] === KIND.turn) found.set(parent[region] as number, region);
  }
  return found;
}

/** The region of the innermost frame, of these the one with the least flow. */
function least({ boxes }: View, weights: Float64Array): number | null {
  const depths: number[] = [];
  for (let i = boxes.length - 1; i >= 0; i--) {
    const frame = boxes[i]?.frame ?? NONE; // which comes after what is in it
    depths[i] = frame === NONE ? 0 : (depths[frame] as number) + 1;
  }
  let [chosen, depth, weight] = [null as number | null, -1, 0];
  boxes.forEach(({ kind, fold }, i) => {
    if (kind !== "frame" || fold === undefined) return;
    const [own, flow] = [depths[i] as number, weights[fold.region] as number];
    if (own > depth || (own === depth && flow < weight)) [chosen, depth, weight] = [fold.region, own, flow];
  });
  return chosen;
}
