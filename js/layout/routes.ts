/**
 * The route of every edge from its operand's right side to its consumer's badge, and where its label goes.
 *
 * A route is a list of knots. Between two knots of the same height it is straight, otherwise an S with level ends, so
 * that it leaves and arrives level.
 *
 * Twin: microgradext/explain/layout/routes.py
 */

import type { ViewShape } from "../view/view";
import { at, type Layers } from "./layers";
import { type Column, type Look, middle, type Place, passing } from "./measures";

export type LabelRoom = "full" | "sign" | "none";

/** An edge: its SVG path, the centre of its label, and how wide the label may be there. */
export interface Route {
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
  readonly labelRoom: LabelRoom;
  readonly room: number;
}

type Knot = readonly [number, number];

/** What the ends of a frame's edges know that the places do not say. */
export interface Borders {
  readonly starts: readonly (number | undefined)[]; // for each edge, the height of the port where it starts, if any
  readonly ends: readonly (number | undefined)[];
  readonly sheets: readonly number[]; // for each place, how far its sheets reach beyond its top and right
}

/** What is in the way in a column. */
interface Wall {
  readonly top: number;
  readonly bottom: number;
}

/** What the routes are drawn into. */
interface Scene {
  readonly edges: ViewShape["edges"];
  readonly layers: Layers;
  readonly places: readonly Place[];
  readonly lanes: readonly number[]; // the height of each dummy
  readonly columns: readonly Column[];
  readonly walls: readonly (readonly Wall[])[]; // the boxes of each column from top to bottom
  readonly leaving: readonly (readonly number[])[]; // for each box, its edges from top to bottom
  readonly arriving: readonly (readonly number[])[];
  readonly borders: Borders;
  readonly look: Look;
}

const LABEL_AT = 0.24; // of the gap
const LABEL_FARTHEST = 46;
const LABEL_HALF = 30; // half the widest label
const CHIP = 4; // of its width are margins
const LABELS_APART = 15;
const ROOM_FOR_NUMBER = 38;
const ROOM_FOR_SIGN = 34;
const TRIES = 24; // how many columns a long edge may put off its bend before it takes its own lanes

/** The route of each edge of the view. */
export function routes(
  view: ViewShape,
  layers: Layers,
  places: readonly Place[],
  lanes: readonly number[],
  columns: readonly Column[],
  look: Look,
  borders: Borders = { starts: [], ends: [], sheets: [] },
): Route[] {
  const leaving = sortedEnds(view, layers, places, lanes, borders.ends, true);
  const arriving = sortedEnds(view, layers, places, lanes, borders.starts, false);
  const walls = standing(places, borders, columns.length);
  const scene = {
    edges: view.edges,
    layers,
    places,
    lanes,
    columns,
    walls,
    leaving,
    arriving,
    borders,
    look,
  };
  const bows = bowed(scene);
  const taken: Knot[][] = columns.map(() => []);
  return view.edges.map((_, index) => route(scene, index, bows.get(index), taken));
}

function standing(places: readonly Place[], { sheets }: Borders, columns: number): Wall[][] {
  const walls: Wall[][] = Array.from({ length: columns }, () => []);
  for (const [i, { column, y, height }] of places.entries()) {
    at(walls, column).push({ top: y - (sheets[i] ?? 0), bottom: y + height });
  }
  for (const column of walls) column.sort((a, b) => a.top - b.top);
  return walls;
}

/** The edges at one side of each box, sorted by the height of their other end, so that ports never cross. */
function sortedEnds(
  view: ViewShape,
  layers: Layers,
  places: readonly Place[],
  lanes: readonly number[],
  ports: readonly (number | undefined)[], // at their other ends
  leaving: boolean,
): number[][] {
  const ends: number[][] = places.map(() => []);
  const keys = view.edges.map(({ source, target }, index) => {
    at(ends, leaving ? source : target).push(index);
    const far = ports[index] ?? middle(at(places, leaving ? target : source));
    const steps = at(layers.ranks, target) - at(layers.ranks, source);
    if (steps < 2) return { near: far, far };
    const lane = at(at(layers.dummies, source), leaving ? 0 : steps - 2) - layers.boxes;
    return { near: at(lanes, lane), far };
  });
  for (const own of ends) {
    own.sort((a, b) => at(keys, a).near - at(keys, b).near || at(keys, a).far - at(keys, b).far);
  }
  return ends;
}

/** How far to bow apart edges that share both ends in neighbouring columns, as in `a + a`. */
function bowed(scene: Scene): Map<number, number> {
  const pairs = new Map<string, number[]>();
  scene.edges.forEach(({ source, target }, index) => {
    if (at(scene.places, target).column - at(scene.places, source).column !== 1) return;
    const ends = `${source} ${target}`;
    pairs.set(ends, [...(pairs.get(ends) ?? []), index]);
  });
  const bows = new Map<number, number>();
  for (const together of pairs.values()) {
    if (together.length < 2) continue;
    together.forEach((edge, rank) => {
      bows.set(edge, scene.look.bow * ((2 * rank) / (together.length - 1) - 1));
    });
  }
  return bows;
}

function route(scene: Scene, index: number, bow: number | undefined, taken: readonly Knot[][]): Route {
  const start = startOf(scene, index);
  const end = endOf(scene, index);
  const { source } = at(scene.edges, index);
  const { column } = at(scene.places, source);
  const labels = at(taken, column);
  const out: Knot = [Math.max(start[0], at(scene.columns, column).right), start[1]]; // level past wider boxes there
  const way = out[0] === start[0] ? [] : [start];
  const clear: Knot = [start[0] + (scene.borders.sheets[source] ?? 0), start[1]];
  const room = roomOf(scene, index, clear[0]);
  if (bow !== undefined) {
    const crest: Knot = [(out[0] + end[0]) / 2, (out[1] + end[1]) / 2 + bow];
    labels.push(crest);
    const path = pathOf([...way, out]) + bowedPath(out, end, bow);
    return routeOf(path, crest, labelRoom(room), around(crest, clear, room));
  }
  const knots = [...way, ...knotsOf(scene, index, out, end)];
  const label = room >= ROOM_FOR_SIGN ? labelAt(knots, clear[0], room, labels) : null;
  const place = label ?? clear;
  return routeOf(pathOf(knots), place, label ? labelRoom(room) : "none", around(place, clear, room));
}

function routeOf(path: string, [labelX, labelY]: Knot, labelRoom: LabelRoom, room: number): Route {
  return { path, labelX, labelY, labelRoom, room };
}

function startOf(scene: Scene, index: number): Knot {
  const { source } = at(scene.edges, index);
  const place = at(scene.places, source);
  const edges = at(scene.leaving, source);
  const border = scene.borders.starts[index];
  if (border !== undefined) return [place.x + place.width, border];
  const port = portAt(edges.indexOf(index), edges.length, place.height - 10, scene.look);
  return [place.x + place.width, middle(place) + port];
}

function endOf(scene: Scene, index: number): Knot {
  const { target } = at(scene.edges, index);
  const place = at(scene.places, target);
  const edges = at(scene.arriving, target);
  const border = scene.borders.ends[index];
  if (border !== undefined) return [place.x, border];
  const inside = place.badge ? place.badge.height - 6 : place.height - 10;
  const port = portAt(edges.indexOf(index), edges.length, inside, scene.look);
  return [place.badge ? place.badge.x + place.badge.height / 2 : place.x, middle(place) + port];
}

/** The distance from the middle of the edge with this rank among `count` edges, stacked within `height`. */
function portAt(rank: number, count: number, height: number, look: Look): number {
  return (rank - (count - 1) / 2) * Math.min(look.port, height / Math.max(1, count - 1));
}

/** The knots of an edge: it bends at once, or a column later each time it would touch a box, or follows its lanes. */
function knotsOf(scene: Scene, index: number, start: Knot, end: Knot): Knot[] {
  const { source, target } = at(scene.edges, index);
  const first = at(scene.places, source).column + 1;
  const last = at(scene.places, target).column;
  if (isClear(scene, start, end, first, last)) return [start, end];
  for (let column = first; column < Math.min(last, first + TRIES); column++) {
    if (!isFree(scene, column, start[1], start[1])) break;
    const bend: Knot = [at(scene.columns, column).right, start[1]];
    if (isClear(scene, bend, end, column + 1, last)) return [start, bend, end];
  }
  return [start, ...lanesOf(scene, index, first, last), end];
}

/** Whether an S from start to end touches no box in the columns from `first` up to `last`. */
function isClear(scene: Scene, start: Knot, end: Knot, first: number, last: number): boolean {
  for (let c = first; c < last; c++) {
    const { entry, right } = at(scene.columns, c);
    if (!isFree(scene, c, heightAt(start, end, entry), heightAt(start, end, right))) return false;
  }
  return true;
}

function isFree(scene: Scene, column: number, one: number, other: number): boolean {
  const bottom = Math.max(one, other) + scene.look.margin;
  const top = Math.min(one, other) - scene.look.margin;
  const walls = at(scene.walls, column);
  let low = 0;
  let high = walls.length;
  while (low < high) {
    const half = (low + high) >> 1;
    if (at(walls, half).top < bottom) low = half + 1;
    else high = half;
  }
  if (low === 0) return true;
  return at(walls, low - 1).bottom <= top;
}

function lanesOf(scene: Scene, index: number, first: number, last: number): Knot[] {
  const { source } = at(scene.edges, index);
  const knots: Knot[] = [];
  for (let c = first; c < last; c++) {
    const companions = at(scene.leaving, source).filter(
      (edge) => at(scene.places, at(scene.edges, edge).target).column > c,
    );
    const dummy = at(at(scene.layers.dummies, source), c - first);
    const step = Math.min(scene.look.port, passing(scene.look, companions.length) / companions.length);
    const offset = (companions.indexOf(index) - (companions.length - 1) / 2) * step;
    const height = at(scene.lanes, dummy - scene.layers.boxes) + offset;
    const { entry, right } = at(scene.columns, c);
    knots.push([entry, height], [right, height]);
  }
  return knots;
}

/** The height at x of the S from start to end, by bisection: the same steps in both languages. */
function heightAt(start: Knot, end: Knot, x: number): number {
  if (start[1] === end[1] || x <= start[0]) return start[1];
  if (x >= end[0]) return end[1];
  const goal = (x - start[0]) / (end[0] - start[0]);
  let low = 0;
  let high = 1;
  for (let i = 0; i < 20; i++) {
    const t = (low + high) / 2;
    if (t * (1.5 - 1.5 * t + t * t) < goal) low = t;
    else high = t;
  }
  return start[1] + (end[1] - start[1]) * (low * low * (3 - 2 * low));
}

/** How far from its start, or from where the sheets of its source end, an edge is clear of badges and boxes. */
function roomOf(scene: Scene, index: number, x: number): number {
  const edge = at(scene.edges, index);
  const source = at(scene.places, edge.source);
  const target = at(scene.places, edge.target);
  if (target.column > source.column + 1) return at(scene.columns, source.column + 1).entry - x;
  return (target.badge ?? target).x - x;
}

/** How wide a label may be that stands here, with the margins of its chip. */
function around([x]: Knot, [start]: Knot, room: number): number {
  return 2 * Math.min(x - start, start + room - x) + CHIP;
}

function labelRoom(room: number): LabelRoom {
  return room >= ROOM_FOR_NUMBER ? "full" : room >= ROOM_FOR_SIGN ? "sign" : "none";
}

/** The place of a label: near the operand, pushed along the edge until it is clear of the labels placed before. */
function labelAt(knots: readonly Knot[], start: number, room: number, taken: Knot[]): Knot | null {
  let x = start + Math.min(LABEL_FARTHEST, Math.max(LABEL_AT * room, Math.min(room / 2, LABEL_HALF)));
  while (x <= start + room - 8 || x <= start + room / 2) {
    const label: Knot = [x, along(knots, x)];
    const clear = ([other, y]: Knot) =>
      Math.abs(label[1] - y) >= LABELS_APART || Math.abs(x - other) >= 2 * LABEL_HALF;
    if (taken.every(clear)) {
      taken.push(label);
      return label;
    }
    x += 4;
  }
  return null;
}

function along(knots: readonly Knot[], x: number): number {
  for (let i = 1; i < knots.length; i++) {
    if (x <= at(knots, i)[0]) return heightAt(at(knots, i - 1), at(knots, i), x);
  }
  return at(knots, knots.length - 1)[1];
}

function bowedPath(start: Knot, end: Knot, bow: number): string {
  const reach = 0.4 * (end[0] - start[0]);
  const height = bow / 0.75;
  const first = point([start[0] + reach, start[1] + height]);
  return `C${first} ${point([end[0] - reach, end[1] + height])} ${point(end)}`;
}

function pathOf(knots: readonly Knot[]): string {
  let path = `M${point(at(knots, 0))}`;
  for (let i = 1; i < knots.length; i++) {
    const from = at(knots, i - 1);
    const to = at(knots, i);
    const half = (from[0] + to[0]) / 2;
    const bend = `C${point([half, from[1]])} ${point([half, to[1]])} ${point(to)}`;
    path += from[1] === to[1] ? `H${decimals(to[0])}` : bend;
  }
  return path;
}

function point([x, y]: Knot): string {
  return `${decimals(x)} ${decimals(y)}`;
}

/** The number with at most two decimals. */
function decimals(x: number): string {
  return String(Math.floor(x * 100 + 0.5) / 100);
}
