/**
 * What is drawn directly in the picture and in each frame, in columns and in order: the outer before the inner.
 *
 * The columns and the order of a level depend on what is around its frame and never on what is inside its boxes, so
 * opening a fold moves nothing outside to another column or past a neighbour.
 *
 * Twin: microgradext/explain/layout/levels.py
 */

import type { Box, Edge, ViewShape } from "../view/view";
import { at, before, type Layers, layers, order } from "./layers";

export const PICTURE = -1; // instead of the index of a frame
const PORT: Box = { node: -1, kind: "leaf", label: "", symbol: "", source: "", span: null };

/** A view, or one in which no box is the output. */
export type Drawn = ViewShape & { readonly output?: number };

/**
 * The items of one frame: its boxes, and then its ports, at which edges pass its border.
 *
 * A port belongs to the box outside that its edges come from or go to.
 */
export interface Level {
  readonly frame: number;
  readonly boxes: readonly number[]; // their indices in the view
  readonly entries: readonly number[]; // the boxes outside to which the ports at the left border belong
  readonly exits: readonly number[];
  readonly segments: readonly number[]; // the indices of the edges that are drawn here, by the box in which they end
  readonly shape: ViewShape; // boxes and edges of this level alone, the ports as boxes
  readonly layers: Layers;
}

/** The item of the port at the left border that belongs to a box outside. */
export function entryItem({ boxes, entries }: Level, box: number): number {
  return boxes.length + entries.indexOf(box);
}

/** The same at the right border. */
export function exitItem({ boxes, entries, exits }: Level, box: number): number {
  return boxes.length + entries.length + exits.indexOf(box);
}

/** The box outside to which an edge belongs at the left border of the frame where it ends. */
export function entryOf(edge: Edge): number {
  return edge.source === frameOf(edge) ? portOf(edge) : edge.source;
}

/** The box outside to which an edge belongs at the right border of the frame where it starts. */
export function exitOf(edge: Edge): number {
  return edge.target === frameOf(edge) ? portOf(edge) : edge.target;
}

function frameOf({ frame = PICTURE }: { readonly frame?: number }): number {
  return frame;
}

function portOf({ port = -1 }: Edge): number {
  return port;
}

/** The levels of a view, each after the one that its frame is in. */
export function levels(view: Drawn): Level[] {
  const boxes = grouped(view.boxes);
  const segments = grouped(view.edges);
  const inside = (frame: number, arriving: readonly number[], leaving: readonly number[]) =>
    levelOf(view, frame, boxes.get(frame) ?? [], segments.get(frame) ?? [], arriving, leaving);
  const result = [inside(PICTURE, [], [])];
  for (const outer of result) {
    outer.boxes.forEach((index, item) => {
      if (at(view.boxes, index).kind !== "frame") return;
      result.push(inside(index, entriesOf(view, outer, item), exitsOf(view, outer, item)));
    });
  }
  return result;
}

/** The indices of what is in each frame. */
function grouped(all: readonly { readonly frame?: number }[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  all.forEach((each, index) => {
    const frame = frameOf(each);
    groups.set(frame, [...(groups.get(frame) ?? []), index]);
  });
  return groups;
}

/** The boxes outside to which the ports at the left of a frame belong, as its edges arrive from top to bottom. */
function entriesOf(view: Drawn, outer: Level, item: number): number[] {
  const place = positions(outer.layers);
  const found = outer.shape.edges.flatMap(({ source, target }, i) => {
    if (target !== item) return [];
    const box = entryOf(at(view.edges, at(outer.segments, i)));
    return [{ box, way: [at(place, before(outer.layers, source, item))] }];
  });
  return sorted(found);
}

/** The boxes outside to which the ports at its right belong, as its edges leave it. */
function exitsOf(view: Drawn, outer: Level, item: number): number[] {
  const place = positions(outer.layers);
  const { ranks, dummies } = outer.layers;
  const found = outer.shape.edges.flatMap(({ source, target }, i) => {
    if (source !== item) return [];
    const box = exitOf(at(view.edges, at(outer.segments, i)));
    const steps = Math.max(0, at(ranks, target) - at(ranks, item) - 1);
    return [{ box, way: [...at(dummies, item).slice(0, steps), target].map((each) => at(place, each)) }];
  });
  return sorted(found);
}

interface Way {
  readonly box: number;
  readonly way: readonly number[]; // the positions of the items along it, which compare like words
}

function sorted(found: readonly Way[]): number[] {
  const inOrder = [...found].sort(({ way: one }, { way: other }) => {
    const i = one.findIndex((position, k) => position !== other[k]);
    return i < 0 ? one.length - other.length : at(one, i) - (other[i] ?? -1);
  });
  return inOrder.map(({ box }) => box);
}

function positions(stack: Layers): number[] {
  const place = stack.ranks.map(() => 0);
  for (const column of stack.columns) for (const [index, item] of column.entries()) place[item] = index;
  return place;
}

function levelOf(
  view: Drawn,
  frame: number,
  boxes: readonly number[],
  segments: readonly number[],
  arriving: readonly number[],
  leaving: readonly number[],
): Level {
  const edges = segments.map((index) => at(view.edges, index));
  const ports = (end: "source" | "target") =>
    edges.flatMap((edge) => (edge[end] === frame ? [portOf(edge)] : []));
  const entries = [...new Set([...arriving, ...ports("source")])];
  const exits = [...new Set([...leaving, ...ports("target")])];
  const item = new Map(boxes.map((index, place) => [index, place]));
  const entry = new Map(entries.map((box, place) => [box, boxes.length + place]));
  const exit = new Map(exits.map((box, place) => [box, boxes.length + entries.length + place]));
  const local = segments.map((index) => {
    const edge = at(view.edges, index);
    const source = edge.source === frame ? entry.get(portOf(edge)) : item.get(edge.source);
    const target = edge.target === frame ? exit.get(portOf(edge)) : item.get(edge.target);
    return { index, edge: { ...edge, source: source as number, target: target as number } };
  });
  const intoFold = (target: number) =>
    target < boxes.length && at(view.boxes, at(boxes, target)).fold !== undefined;
  // Into a fold, the order of the code is another when it is open, so there it is the order of the operands.
  const key = ({ source, target }: Edge) => (intoFold(target) ? source : 0);
  local.sort(({ edge: a }, { edge: b }) => a.target - b.target || key(a) - key(b));
  const inside = boxes.map((index) => unplugged(at(view.boxes, index)));
  const outside = Array.from({ length: entries.length + exits.length }, () => PORT);
  const shape = { boxes: [...inside, ...outside], edges: local.map(({ edge }) => edge) };
  const output = frame === PICTURE && view.output !== undefined ? item.get(view.output) : undefined;
  const stack = stackOf(shape, boxes.length, entries.length, exits.length, output);
  return { frame, boxes, entries, exits, segments: local.map(({ index }) => index), shape, layers: stack };
}

/** A fold has no badge. */
function unplugged(box: Box): Box {
  return box.fold === undefined ? box : { ...box, symbol: "" };
}

function stackOf(shape: ViewShape, boxes: number, entries: number, exits: number, output?: number): Layers {
  const stack = layers(shape, ranksOf(shape, boxes, entries, output));
  for (let port = boxes; port < boxes + entries + exits; port++) stack.weak[port] = true;
  stack.kept = [...(entries > 0 ? [0] : []), ...(exits > 0 ? [stack.columns.length - 1] : [])];
  order(stack);
  return stack;
}

/**
 * The column of each item: ports in the first and the last, boxes between them as in a plain view.
 *
 * An output that nothing uses is right of everything.
 */
function ranksOf(shape: ViewShape, boxes: number, entries: number, output?: number): number[] {
  const first = Number(entries > 0);
  const ranks = shape.boxes.map((_, item) => (item < boxes ? first : 0));
  const isWeak = (item: number) => at(shape.boxes, item).kind === "constant";
  const leaving: number[][] = shape.boxes.map(() => []);
  const waiting = shape.boxes.map(() => 0);
  for (const { source, target } of shape.edges) {
    at(leaving, source).push(target);
    waiting[target] = at(waiting, target) + 1;
  }
  for (const source of oneByOne(leaving, waiting)) {
    for (const target of at(leaving, source)) {
      ranks[target] = Math.max(at(ranks, target), 1 + (isWeak(source) ? first : at(ranks, source)));
    }
  }
  const used = new Map<number, number>();
  for (const { source, target } of shape.edges) {
    if (isWeak(source)) used.set(source, Math.min(used.get(source) ?? at(ranks, target), at(ranks, target)));
  }
  for (const [constant, consumer] of used) ranks[constant] = consumer - 1;
  if (output !== undefined && at(leaving, output).length === 0) {
    const others = ranks.slice(0, boxes).flatMap((rank, box) => (box === output ? [] : [rank + 1]));
    ranks[output] = Math.max(at(ranks, output), ...others);
  }
  const last = 1 + Math.max(0, ...ranks.slice(0, boxes));
  return ranks.map((rank, item) => (item < boxes + entries ? rank : last));
}

/**
 * All items, each after those that lead to it.
 *
 * A frame may come after a box that uses something in it. Should two lead to each other, the first one comes first.
 */
function oneByOne(leaving: readonly (readonly number[])[], waiting: number[]): number[] {
  const ready = [...waiting.keys()].filter((item) => waiting[item] === 0);
  const done = waiting.map((count) => count === 0);
  const result: number[] = [];
  while (result.length < waiting.length) {
    const item = ready.pop() ?? done.indexOf(false);
    done[item] = true;
    result.push(item);
    for (const target of at(leaving, item)) {
      const left = at(waiting, target) - 1;
      waiting[target] = left;
      if (left !== 0 || done[target]) continue;
      done[target] = true;
      ready.push(target);
    }
  }
  return result;
}
