/**
 * The measures of the picture in CSS pixels: boxes, badges, columns and the minimum distances between them.
 *
 * Twin: microgradext/explain/layout/measures.py
 */

import type { Box, ViewShape } from "../view/view";
import { cutAll, cutAmong } from "../words/wording";
import { at, type Layers } from "./layers";

export const MARGIN = 4; // around the picture, for the ring of a selected box
const FULL_UP_TO = 24; // boxes, constants not counted
const STILL_FULL_UP_TO = 36; // so that one more turn of a loop does not change how everything looks
const AGAIN_FULL_UP_TO = 16;
const NARROW = 480;
export const WIDEST_GAP = 220;
const LEAST_BESIDE_BADGE = 24;
const BESIDE_BOWED = 50; // room for the labels of `a + a`
const CROWD = 8; // lines in a gap; each further line widens it
const MOST_FOR_CROWD = 60;
const STRETCH = 35; // two rows are this much further apart
const SHARED_LANES = 3; // a lane is never higher than for this many edges
export const WORD = 10; // at most this many characters in a badge
export const MOST_LETTERS = 30; // a label grows up to this many where there is room
export const ROOMY = 72; // a gap in which the numbers on edges fit; labels grow only beyond it

export type Detail = "full" | "compact";

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The place of a box, the text of its label, and the badge that is plugged into its left edge. */
export interface Place extends Rectangle {
  readonly label: string;
  readonly column: number; // of its frame, or of the picture
  readonly badge?: Rectangle;
  readonly lines: readonly string[]; // of a fold: its code or its summary, as it is broken into lines
  readonly rows: number; // how many there are below the boxes of an open loop
}

/** A column of boxes: `entry` is where its badges begin, `x` is where its boxes begin. */
export interface Column {
  readonly entry: number;
  readonly x: number;
  readonly right: number;
}

/** The measures of one level of detail. */
export interface Look {
  readonly detail: Detail;
  readonly height: number;
  readonly apart: number; // between boxes of one column
  readonly letter: number; // width of a character of a label
  readonly beside: number; // the rest of a box's width
  readonly narrowest: number;
  readonly widest: number;
  readonly letters: number; // at most this many characters of a label, unless there is room for more
  readonly badge: number; // height of a badge, and the width of a round one
  readonly badgeLetter: number;
  readonly badgeBeside: number;
  readonly leastGap: number;
  readonly constant: number; // height of a constant
  readonly lane: number; // height of the lane of a long edge
  readonly clear: number; // between a lane or a constant and its neighbours
  readonly margin: number; // between a box and an edge that passes
  readonly port: number; // between edges that are stacked at a box
  readonly bow: number; // how far the edges of `a + a` are bowed
  readonly terse?: boolean; // whether folds say neither their code nor what is in them
  readonly leaves: number; // so many leaves beside folds have boxes; more are rows
}

const [FEW, MANY] = [4, 6]; // leaves that have boxes

const FULL: Look = {
  detail: "full",
  height: 58,
  apart: 12,
  letter: 6.95,
  beside: 26,
  narrowest: 98,
  widest: 132,
  letters: 16,
  badge: 18,
  badgeLetter: 6,
  badgeBeside: 12,
  leastGap: 44,
  constant: 16,
  lane: 8,
  clear: 8,
  margin: 9,
  port: 8,
  bow: 17,
  leaves: MANY,
};
const CLOSE = 26; // px, between boxes that are wide themselves
export const ROW = 24; // px, the height of a box whose name and numbers are one row
const ROWS_APART = 2; // px
const ROOM_FOR_BOXES = 800; // px; in less, inputs are above the graph and take up height
export const NARROW_FULL: Look = { ...FULL, narrowest: 84, widest: 96, letters: 10, leastGap: 34 };
const COMPACT: Look = {
  detail: "compact",
  height: 26,
  apart: 9,
  letter: 6.35,
  beside: 60,
  narrowest: 76,
  widest: 124,
  letters: 10,
  badge: 14,
  badgeLetter: 5.2,
  badgeBeside: 9,
  leastGap: 44,
  constant: 14,
  lane: 6,
  clear: 6,
  margin: 5,
  port: 5,
  bow: 9,
  leaves: MANY,
};

/** The middle of a rectangle's height. */
export function middle(box: Rectangle): number {
  return box.y + box.height / 2;
}

export function hasFolds(view: ViewShape): boolean {
  return view.boxes.some((box) => box.fold !== undefined);
}

export function look(view: ViewShape, width: number, detail = detailOf(view)): Look {
  if (detail === "compact") return COMPACT;
  const own = width < NARROW ? NARROW_FULL : FULL;
  return hasFolds(view) ? { ...own, leastGap: CLOSE, leaves: width < ROOM_FOR_BOXES ? FEW : MANY } : own;
}

/**
 * How much of a box is shown; compared with an earlier view, a few boxes more or fewer change nothing.
 *
 * A view with a fold is never compact: it would have been folded further.
 */
export function detailOf(view: ViewShape, earlier?: Detail): Detail {
  if (hasFolds(view)) return "full";
  const boxes = view.boxes.filter((box) => box.kind !== "constant").length;
  const most = earlier === "full" ? STILL_FULL_UP_TO : earlier === "compact" ? AGAIN_FULL_UP_TO : FULL_UP_TO;
  return boxes > most ? "compact" : "full";
}

/** The width by the length of the label, since no text is measured; in whole pixels, so that borders are sharp. */
export function boxWidth(box: Box, label: string, look: Look): number {
  const count = lengthOf(label);
  const letters = Math.ceil(count * look.letter);
  if (box.kind === "constant") return letters + 2;
  const width = Math.max(look.narrowest, letters + look.beside);
  return count <= look.letters ? Math.min(look.widest, width) : Math.max(look.widest, width);
}

/** The width of the badge: a circle for one sign, a pill for a word, 0 for a leaf. */
export function badgeWidth(symbol: string, look: Look): number {
  const letters = Math.min(lengthOf(symbol), WORD);
  if (letters === 1) return look.badge;
  return letters > 0 ? Math.ceil(letters * look.badgeLetter) + look.badgeBeside : 0;
}

export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** The height of a lane for this many edges. */
export function passing(look: Look, edges: number): number {
  return look.lane * Math.min(edges, SHARED_LANES);
}

/** The columns from left to right, and the labels of their boxes; spare `width` is shared equally among the gaps. */
export function columns(
  view: ViewShape,
  layers: Layers,
  look: Look,
  width: number,
): { upright: Column[]; labels: string[] } {
  const leads = leadWidths(view, layers, look);
  const gaps = leastGaps(view, layers, look, leads);
  const room = width - 2 * MARGIN;
  const roomy = total(gaps.slice(1).map((gap) => Math.max(gap, ROOMY)));
  const { labels, widths } = labelled(view, layers, look, room - roomy);
  const spare = (room - total([...widths, ...gaps])) / Math.max(1, gaps.length - 1);
  let x = MARGIN;
  const upright = widths.map((own, i) => {
    const gap = at(gaps, i);
    if (i > 0) x += widened(gap, spare);
    const column = { entry: x - at(leads, i), x, right: x + own };
    x += own;
    return column;
  });
  return { upright, labels };
}

/** How far the badges of each column reach beyond its boxes. */
export function leadWidths(view: ViewShape, layers: Layers, look: Look): number[] {
  const leads = layers.columns.map(() => 0);
  view.boxes.forEach((box, i) => {
    const column = at(layers.ranks, i);
    leads[column] = Math.max(at(leads, column), badgeWidth(box.symbol, look));
  });
  return leads;
}

/** A gap with its share of what is left of the width. */
export function widened(gap: number, spare: number): number {
  return Math.floor(Math.max(gap, Math.min(WIDEST_GAP, gap + spare)));
}

/** The text of each label and the width of each column: columns grow before labels are cut. */
function labelled(view: ViewShape, layers: Layers, look: Look, room: number) {
  const names = view.boxes.map(({ label }) => label);
  const [short, long] = [cutAll(names, look.letters), cutAll(names, MOST_LETTERS)];
  const [widths, wide] = [widthsOf(view, layers, look, short), widthsOf(view, layers, look, long)];
  const growth = (column: number) => at(wide, column) - at(widths, column);
  let spare = room - total(widths);
  for (const column of [...widths.keys()].sort((a, b) => growth(a) - growth(b) || a - b)) {
    const more = Math.max(0, Math.min(growth(column), Math.floor(spare)));
    widths[column] = at(widths, column) + more;
    spare -= more;
  }
  const labels = names.map((name, i) => {
    const letters = Math.floor((at(widths, at(layers.ranks, i)) - look.beside) / look.letter + 1e-9);
    if (letters <= look.letters) return at(short, i);
    const longer = cutAmong(name, Math.min(letters, MOST_LETTERS), names);
    return lengthOf(longer) <= letters ? longer : at(short, i);
  });
  return { labels, widths };
}

function widthsOf(view: ViewShape, layers: Layers, look: Look, labels: readonly string[]): number[] {
  const widths = layers.columns.map(() => 0);
  view.boxes.forEach((box, i) => {
    const column = at(layers.ranks, i);
    widths[column] = Math.max(at(widths, column), boxWidth(box, at(labels, i), look));
  });
  return widths;
}

/** The minimum gap before each column; there is none before the first. */
export function leastGaps(view: ViewShape, layers: Layers, look: Look, leads: readonly number[]): number[] {
  const narrow = besidePorts(layers);
  const gaps = leads.map((lead, i) => {
    const least = narrow.has(i) ? 0 : look.leastGap;
    return Math.max(least, lead + LEAST_BESIDE_BADGE) + crowdOf(layers, i);
  });
  const seen = new Set<string>();
  for (const { source, target } of view.edges) {
    const ends = `${source} ${target}`;
    const column = at(layers.ranks, target);
    if (seen.has(ends) && look.detail === "full") {
      gaps[column] = Math.max(at(gaps, column), at(leads, column) + BESIDE_BOWED);
    }
    seen.add(ends);
  }
  return [0, ...gaps.slice(1)];
}

/** The columns before which the gap may be narrow: there edges only fan out from a frame's ports, or into them. */
export function besidePorts(layers: Layers): Set<number> {
  return new Set(layers.kept.map((column) => Math.max(column, 1)));
}

/** The extra gap for many lines, so that their steep parts do not overlap. */
function crowdOf(layers: Layers, column: number): number {
  const lines = total(at(layers.columns, column).map((item) => at(layers.leftward, item).length));
  return Math.min(MOST_FOR_CROWD, 2 * Math.max(0, lines - CROWD));
}

export function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0);
}

/** The heights of items and the distances of their centres; all whole numbers, so rounding keeps them. */
export interface Spacing {
  readonly sizes: readonly number[];
  /** The minimum distance between the centres of two neighbours. */
  between(upper: number, lower: number): number;
}

/** The spacing of boxes that are all alike, or have these heights. */
export function spacing(layers: Layers, look: Look, heights?: readonly number[]): Spacing {
  const isBox = (item: number) => item < layers.boxes && !at(layers.weak, item);
  const alike = (item: number) => (isBox(item) ? look.height : look.constant);
  const sizes = layers.ranks.map((_, item) => heights?.[item] ?? alike(item));
  layers.dummies.forEach((dummies, box) => {
    const links = [box, ...dummies].flatMap((item) => at(layers.rightward, item));
    const ends = links.flatMap(({ right }) => (right < layers.boxes ? [at(layers.ranks, right)] : []));
    for (const dummy of dummies) {
      sizes[dummy] = passing(look, ends.filter((end) => end > at(layers.ranks, dummy)).length);
    }
  });
  const tallest = Math.max(...layers.columns.map((column) => column.filter(isBox).length));
  const stretches = tallest <= 2 && look.detail === "full" && heights === undefined;
  const apart = look.apart + (stretches ? STRETCH : 0);
  return {
    sizes,
    between: (upper, lower) => {
      const [one, other] = [at(sizes, upper), at(sizes, lower)];
      const areBoxes = isBox(upper) && isBox(lower);
      const gap = one === ROW && other === ROW ? ROWS_APART : apart;
      return (one + other) / 2 + (areBoxes ? gap : look.clear);
    },
  };
}
