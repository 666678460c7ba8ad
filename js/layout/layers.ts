/**
 * The first half of the layout: the column of each box, and the order of the boxes within a column.
 *
 * An item is a box or, from the number of boxes on, a dummy: the place where a long edge passes through a column. The
 * edges of one box share their dummies.
 *
 * Twin: microgradext/explain/layout/layers.py
 */

import type { ViewShape } from "../view/view";

/** A piece of an edge between neighbouring columns; `port` (-0.5 … 0.5) is where on the right item it ends. */
export interface Link {
  readonly left: number;
  readonly right: number;
  readonly port: number;
  readonly edge: number; // the edge of which it is the last piece; -1 for a piece on the way, which edges share
}

export interface Layers {
  readonly boxes: number;
  readonly ranks: number[]; // the column of each item
  columns: number[][]; // items from top to bottom
  readonly dummies: number[][]; // the dummies of each box's long edges, from left to right
  readonly leftward: Link[][]; // for each item, the links that end in it
  readonly rightward: Link[][];
  readonly weak: boolean[]; // constants and ports: they do not influence where others are placed
  kept: readonly number[]; // columns whose order is given: those of a frame's ports
}

const SWEEPS = 24;
const ITEMS_AT_FULL_EFFORT = 1000;

/** The element at an index that is known to exist. */
export function at<T>(list: readonly T[], index: number): T {
  return list[index] as T;
}

/** The column of each box: 0 for leaves, just before its first consumer for a constant, else one after its operands. */
export function rank(view: ViewShape): number[] {
  const ranks = view.boxes.map(() => 0);
  const operands: number[][] = view.boxes.map(() => []);
  for (const edge of view.edges) at(operands, edge.target).push(edge.source);
  operands.forEach((sources, target) => {
    if (sources.length === 0) return;
    let last = 0;
    for (const source of sources) if (!isConstant(view, source)) last = Math.max(last, at(ranks, source));
    ranks[target] = 1 + last;
  });
  pullConstants(view, ranks);
  return ranks;
}

function isConstant(view: ViewShape, box: number): boolean {
  return at(view.boxes, box).kind === "constant";
}

function pullConstants(view: ViewShape, ranks: number[]): void {
  const first = new Map<number, number>();
  for (const { source, target } of view.edges) {
    if (!isConstant(view, source)) continue;
    first.set(source, Math.min(first.get(source) ?? at(ranks, target), at(ranks, target)));
  }
  for (const [constant, consumer] of first) ranks[constant] = consumer - 1;
}

/** Boxes and dummies in columns, in the order in which they were made. */
export function layers(view: ViewShape, boxRanks: readonly number[]): Layers {
  const boxes = view.boxes.length;
  const ranks = [...boxRanks];
  const dummies = addDummies(view, ranks);
  const columns: number[][] = Array.from(
    { length: 1 + ranks.reduce((a, b) => Math.max(a, b), -1) },
    () => [],
  );
  for (const [item, column] of ranks.entries()) at(columns, column).push(item);
  const weak = ranks.map((_, item) => item < boxes && isConstant(view, item));
  const result = {
    boxes,
    ranks,
    columns,
    dummies,
    weak,
    kept: [],
    leftward: ranks.map(none),
    rightward: ranks.map(none),
  };
  addLinks(view, result);
  return result;
}

function none(): Link[] {
  return [];
}

function addDummies(view: ViewShape, ranks: number[]): number[][] {
  const last = view.boxes.map(() => 0);
  for (const { source, target } of view.edges) last[source] = Math.max(at(last, source), at(ranks, target));
  return last.map((column, box) => {
    const own: number[] = [];
    for (let between = at(ranks, box) + 1; between < column; between++) own.push(ranks.push(between) - 1);
    return own;
  });
}

function addLinks(view: ViewShape, result: Layers): void {
  const join = (left: number, right: number, port: number, edge: number) => {
    const link = { left, right, port, edge };
    at(result.leftward, right).push(link);
    at(result.rightward, left).push(link);
  };
  const arriving = view.boxes.map(() => 0);
  const arrived = view.boxes.map(() => 0);
  for (const { target } of view.edges) arriving[target] = at(arriving, target) + 1;
  result.dummies.forEach((own, box) => {
    for (const [i, dummy] of own.entries()) join(i === 0 ? box : at(own, i - 1), dummy, 0, -1);
  });
  for (const [edge, { source, target }] of view.edges.entries()) {
    if (at(result.ranks, source) >= at(result.ranks, target)) continue; // only between frames that lead to each other
    const place = at(arrived, target) + 1; // from top to bottom in the order of the code
    arrived[target] = place;
    join(before(result, source, target), target, place / (at(arriving, target) + 1) - 0.5, edge);
  }
}

/** The item from which an edge reaches its target: its source, or the last dummy on its way. */
export function before(result: Layers, source: number, target: number): number {
  const steps = at(result.ranks, target) - at(result.ranks, source);
  return steps > 1 ? at(at(result.dummies, source), steps - 2) : source;
}

/** The earlier heights of items, which keep their order. Only the page has any; Python has no earlier picture. */
export type Held = readonly (number | undefined)[];

/** Reorder the columns so that few edges cross: barycentre sweeps back and forth, keeping the best order. */
export function order(result: Layers, held: Held = []): void {
  const position = result.ranks.map(() => 0);
  if (held.length > 0)
    result.columns = result.columns.map((column) => sortedWithHoles(column, keysOf(column, held)));
  for (const column of result.columns) number(column, position);
  let best = result.columns.map((column) => [...column]);
  let fewest = crossings(result, position);
  for (let round = 0, still = 0; round < sweeps(result) && still < 2; round++) {
    const moved = sweep(result, position, round % 2 === 0, held);
    const count = crossings(result, position);
    if (count < fewest) {
      best = result.columns.map((column) => [...column]);
      fewest = count;
    }
    still = moved ? 0 : still + 1;
  }
  result.columns = best;
}

function sweeps(result: Layers): number {
  const items = result.ranks.length;
  if (items <= ITEMS_AT_FULL_EFFORT) return SWEEPS;
  return Math.max(4, Math.floor((SWEEPS * ITEMS_AT_FULL_EFFORT) / items));
}

function keysOf(column: readonly number[], held: Held): number[] {
  return column.map((item) => held[item] ?? Number.NaN);
}

function number(column: readonly number[], position: number[]): void {
  column.forEach((item, index) => {
    position[item] = index;
  });
}

/** Sort every column by its neighbours on one side; returns whether anything moved. */
function sweep(result: Layers, position: number[], forward: boolean, held: Held): boolean {
  const count = result.columns.length;
  let moved = false;
  for (let step = 1; step < count; step++) {
    const index = forward ? step : count - 1 - step;
    if (result.kept.includes(index)) continue;
    const column = at(result.columns, index);
    const keys = column.map((item) => barycentre(result, item, position, forward));
    const isHeld = (item: number) =>
      index > 0 ? held[item] !== undefined : item < result.boxes && !at(result.weak, item);
    const merges = index === 0 || column.some(isHeld);
    const sorted = merges ? merged(column, keys, isHeld) : sortedWithHoles(column, keys);
    moved = moved || sorted.some((item, i) => item !== column[i]);
    result.columns[index] = sorted;
    number(sorted, position);
  }
  return moved;
}

/** The mean position of an item's neighbours on one side; NaN if it has none. */
function barycentre(result: Layers, item: number, position: readonly number[], forward: boolean): number {
  const links = at(forward ? result.leftward : result.rightward, item);
  let total = 0;
  for (const link of links) total += forward ? at(position, link.left) : at(position, link.right) + link.port;
  return total / links.length;
}

/** The column sorted by key; an item without a key keeps its index. */
function sortedWithHoles(column: readonly number[], keys: readonly number[]): number[] {
  const places = keys.map((_, index) => index).filter((index) => !Number.isNaN(at(keys, index)));
  const sorted = [...places].sort((a, b) => at(keys, a) - at(keys, b));
  const result = [...column];
  places.forEach((index, i) => {
    result[index] = at(column, at(sorted, i));
  });
  return result;
}

/**
 * Held items keep their order; each of the others goes where it disagrees with as few of them as possible.
 *
 * In column 0 the inputs are held, in the order of the code; elsewhere, whatever was already on the screen.
 */
function merged(
  column: readonly number[],
  keys: readonly number[],
  isHeld: (item: number) => boolean,
): number[] {
  const all = column.map((item, i) => ({ item, key: at(keys, i) }));
  const held = all.filter(({ item }) => isHeld(item));
  const loose = all.filter(({ item }) => !isHeld(item));
  loose.sort((a, b) => (a.key || 0) - (b.key || 0)); // a constant as the output has no key
  const inserts: number[][] = Array.from({ length: held.length + 1 }, () => []);
  const others = held.map(({ key }) => key);
  for (const { item, key } of loose) at(inserts, place(key || 0, others)).push(item);
  return [...at(inserts, 0), ...held.flatMap(({ item }, i) => [item, ...at(inserts, i + 1)])];
}

/** How many of the others to leave above `key` so that as few as possible are on the wrong side of it. */
function place(key: number, others: readonly number[]): number {
  let wrong = others.filter((other) => other < key).length;
  let best = 0;
  let least = wrong;
  others.forEach((other, index) => {
    wrong += Number(other > key) - Number(other < key);
    if (wrong >= least) return;
    best = index + 1;
    least = wrong;
  });
  return best;
}

/** How many pairs of links cross. */
export function crossings(result: Layers, position: readonly number[]): number {
  let total = 0;
  const seen = new Int32Array(1 + Math.max(...result.columns.map((column) => column.length)));
  for (let index = 1; index < result.columns.length; index++) {
    const length = at(result.columns, index).length;
    seen.fill(0, 0, length + 1); // a Fenwick tree over the right column
    let soFar = 0;
    for (const item of at(result.columns, index - 1)) {
      const links = at(result.rightward, item);
      for (const link of links) total += soFar - atMost(seen, at(position, link.right));
      for (const link of links) count(seen, at(position, link.right), length);
      soFar += links.length;
    }
  }
  return total;
}

function atMost(tree: Int32Array, index: number): number {
  let total = 0;
  for (let i = index + 1; i > 0; i -= i & -i) total += tree[i] as number;
  return total;
}

function count(tree: Int32Array, index: number, length: number): void {
  for (let i = index + 1; i <= length; i += i & -i) tree[i] = (tree[i] as number) + 1;
}
