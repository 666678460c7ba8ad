/**
 * The height of each item: every column is as near to its neighbours as its own order and spacing allow.
 *
 * Twin: microgradext/explain/layout/rows.py
 */

import { at, type Held, type Layers, type Link } from "./layers";

const ROUNDS = 8;
const AT_REST = 0.5; // px; a round that moves nothing further than this is the last
const RESTING = 1e-3;
const FIXED = 1e9;
const MOST_FREE = 140; // px, two rows
const FIRM = 1e12; // held items never give way to others

/** The step of a link that joins the centres of its items. */
function level(_: Link): number {
  return 0;
}

/** The neighbours of every item on one side, and which items carry little weight there. */
interface Side {
  readonly near: readonly (readonly number[])[];
  readonly below: readonly (readonly number[])[]; // how far below each of them an item is where their link is level
  readonly light: readonly boolean[];
  readonly resting: number; // the weight with which an item without a neighbour on that side stays where it is
  readonly held?: Held;
}

/**
 * The centre of each item. `separation(upper, lower)` is the minimum distance between two centres in a column.
 *
 * Items with held heights stay there and the others move towards them; only the page holds any. A link is level where
 * the centre of its right item is `step(link)` below that of its left one.
 */
export function rows(
  layers: Layers,
  separation: (upper: number, lower: number) => number,
  held: Held = [],
  step: (link: Link) => number = level,
): number[] {
  const heights = layers.ranks.map(() => 0);
  const shifts = layers.columns.map((column) => shiftsOf(column, separation));
  layers.columns.forEach((column, i) => {
    stack(column, at(shifts, i), heights);
  });
  const left = leftSide(layers, step);
  const right = rightSide(layers, step);
  const last = layers.columns.length - 1;
  const pass = (side: Side, i: number) => settle(at(layers.columns, i), at(shifts, i), side, heights);
  for (let round = 0; round < ROUNDS; round++) {
    const earlier = [...heights];
    for (let i = 1; i <= last; i++) pass(left, i);
    for (let i = last - 1; i >= 0; i--) pass(right, i);
    if (heights.every((height, item) => Math.abs(height - at(earlier, item)) <= AT_REST)) break;
  }
  for (let i = 1; i <= last; i++) pass(left, i);
  const beside = constantsOnly(right);
  for (let i = 0; i <= last; i++) pass(beside, i);
  if (!held.some((height) => height !== undefined)) return heights;
  comeTo(held, heights);
  const kept = [keep(left, held), keep(beside, held)];
  for (const side of kept) for (let i = 0; i <= last; i++) pass(side, i);
  return heights;
}

/** Put held items back where they were, and keep the others at their distance from them. */
function comeTo(held: Held, heights: number[]): void {
  const moved = heights.flatMap((height, item) => (held[item] === undefined ? [] : [held[item] - height]));
  const shift = moved.reduce((sum, x) => sum + x, 0) / moved.length;
  for (const [item, height] of heights.entries()) heights[item] = held[item] ?? height + shift;
}

/** The side on which held items feel no pull, so that they stay where they are. */
function keep({ near, below, light }: Side, held: Held): Side {
  return {
    below,
    near: near.map((own, item) => (held[item] === undefined ? own : [])),
    light,
    resting: FIXED,
    held,
  };
}

/** The neighbours on the left; nothing is placed for the sake of a constant. */
function leftSide(layers: Layers, step: (link: Link) => number): Side {
  const strong = layers.leftward.map((links) => links.filter((link) => !at(layers.weak, link.left)));
  const near = strong.map((links) => links.map((link) => link.left));
  const below = strong.map((links) => links.map(step));
  return { near, below, light: layers.weak.map(() => false), resting: RESTING };
}

function rightSide(layers: Layers, step: (link: Link) => number): Side {
  const near = layers.rightward.map((links) => links.map((link) => link.right));
  const below = layers.rightward.map((links) => links.map((link) => -step(link)));
  return { near, below, light: layers.weak, resting: RESTING };
}

/** The side on which constants move to their consumers as far as there is room, and everything else stays. */
function constantsOnly({ near, below, light }: Side): Side {
  return { near: near.map((own, item) => (at(light, item) ? own : [])), below, light, resting: FIXED };
}

/** The minimum distance of each item of a column below the first. */
function shiftsOf(column: readonly number[], separation: (upper: number, lower: number) => number): number[] {
  let shift = 0;
  return column.map((item, i) => {
    if (i > 0) shift += separation(at(column, i - 1), item);
    return shift;
  });
}

function stack(column: readonly number[], shifts: readonly number[], heights: number[]): void {
  const half = (shifts[shifts.length - 1] ?? 0) / 2;
  column.forEach((item, i) => {
    heights[item] = at(shifts, i) - half;
  });
}

/** Move the items of a column towards where they would like to be: the middle of their neighbours on one side. */
function settle(column: readonly number[], shifts: readonly number[], side: Side, heights: number[]): void {
  const wishes = new Float64Array(column.length);
  const weights = new Float64Array(column.length);
  for (let i = 0; i < column.length; i++) {
    const item = at(column, i);
    const near = at(side.near, item);
    let total = near.length === 0 ? at(heights, item) : 0;
    const below = at(side.below, item);
    for (let k = 0; k < near.length; k++) total += at(heights, at(near, k)) + at(below, k);
    wishes[i] = total / Math.max(1, near.length);
    weights[i] = near.length === 0 ? restingOf(side, item) : at(side.light, item) ? RESTING : near.length;
  }
  const placed = spread(wishes, weights, shifts);
  for (let i = 0; i < column.length; i++) heights[at(column, i)] = placed[i] as number;
}

function restingOf({ held, resting }: Side, item: number): number {
  return held?.[item] === undefined ? resting : FIRM;
}

/**
 * The places nearest to the wished ones (weighted least squares) that keep the order and the distances.
 *
 * After subtracting the shifts this is isotonic regression, solved by pooling neighbours that are in each other's way.
 */
export function spread(
  wishes: ArrayLike<number>,
  weights: ArrayLike<number>,
  shifts: readonly number[],
): Float64Array {
  const count = wishes.length;
  const totals = new Float64Array(count);
  const masses = new Float64Array(count);
  const ends = new Int32Array(count);
  let pools = 0;
  for (let i = 0; i < count; i++) {
    let mass = weights[i] as number;
    let total = mass * ((wishes[i] as number) - at(shifts, i));
    while (pools > 0 && (totals[pools - 1] as number) / (masses[pools - 1] as number) > total / mass) {
      pools--;
      total = (totals[pools] as number) + total;
      mass = (masses[pools] as number) + mass;
    }
    totals[pools] = total;
    masses[pools] = mass;
    ends[pools++] = i + 1;
  }
  const placed = new Float64Array(count);
  for (let pool = 0, i = 0; pool < pools; pool++) {
    const base = (totals[pool] as number) / (masses[pool] as number);
    for (; i < (ends[pool] as number); i++) placed[i] = base + at(shifts, i);
  }
  return placed;
}

/**
 * The middles in whole pixels, the topmost item at `top`.
 *
 * Above held items a little room may stay free.
 */
export function lowered(
  middles: readonly number[],
  sizes: readonly number[],
  top: number,
  held: Held = [],
): number[] {
  const highest = Math.min(...middles.map((middle, i) => middle - at(sizes, i) / 2));
  const free = held.length > 0 ? Math.max(0, highest - top) : 0;
  const shift = top - highest + (free <= MOST_FREE ? free : 0);
  return middles.map((middle) => Math.floor(middle + shift + 0.5));
}
