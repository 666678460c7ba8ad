/**
 * The columns of every level of a view with folds: labels are cut and gaps widened everywhere alike, to fill a width.
 *
 * Twin: microgradext/explain/layout/widths.py
 */

import type { ViewShape } from "../view/view";
import { at } from "./layers";
import { type Level, PICTURE } from "./levels";
import {
  besidePorts,
  type Column,
  type Look,
  leadWidths,
  leastGaps,
  lengthOf,
  MARGIN,
  MOST_LETTERS,
  NARROW_FULL,
  ROOMY,
  total,
  WIDEST_GAP,
  widened,
} from "./measures";
import { PADDING, type Size, sizes } from "./sizes";

const NEARLY = 1.25; // how much wider than its room a picture may be for its folds to say less, so that there is little to scroll

/** The columns of a level, counted from the left border of its frame, and how wide the frame is. */
export interface Across {
  readonly columns: readonly Column[];
  readonly width: number;
}

/** Before each column of a level: how far its badges reach, the minimum gap, and one in which numbers fit. */
interface Gaps {
  readonly leads: readonly number[];
  readonly least: readonly number[];
  readonly roomy: readonly number[];
}

/**
 * The size of each box, and the columns of each level by its frame, in `width` pixels or in as many as it needs.
 *
 * Names grow before gaps do. Then all gaps of all levels get the same, the most that fits. What would not fit has short
 * names, or folds say no code either, if that is enough or nearly so; what is far too wide need not.
 */
export function widths(
  view: ViewShape,
  levels: readonly Level[],
  look: Look,
  width: number,
): { boxes: readonly Size[]; across: ReadonlyMap<number, Across>; measures: Look } {
  const fitting = chosen(view, levels, look, width);
  const longest = Math.min(MOST_LETTERS, Math.max(0, ...view.boxes.map(({ label }) => lengthOf(label))));
  const letters = mostOf(fitting.look.letters, longest, (letters) => fitting.fits(letters, 0, true));
  const more = mostOf(0, WIDEST_GAP, (more) => fitting.fits(letters, more));
  return { boxes: fitting.boxes(letters), across: fitting.across(letters, more), measures: fitting.look };
}

/** The first measures with which a view fits, or the last if it nearly does; else those for plenty of room. */
function chosen(view: ViewShape, levels: readonly Level[], look: Look, width: number): Fitting {
  const { leastGap, leaves } = look;
  const short = { ...NARROW_FULL, leastGap, leaves };
  const all = [look, short, { ...short, terse: true }].map((each) => new Fitting(view, levels, each, width));
  const fitting = all.find((each) => each.fits(each.look.letters, 0));
  if (fitting) return fitting;
  const [first, last] = [all[0] as Fitting, all.at(-1) as Fitting];
  return widthIn(last.across(last.look.letters, 0)) <= NEARLY * width ? last : first;
}

/** How wide the picture is. */
function widthIn(across: ReadonlyMap<number, Across>): number {
  return (across.get(PICTURE) as Across).width;
}

/** The largest number that fits, or the least one if none does. */
function mostOf(least: number, most: number, fits: (number: number) => boolean): number {
  let [low, high] = [least, fits(least) ? most : least];
  while (low < high) {
    const half = Math.floor((low + high + 1) / 2);
    if (fits(half)) low = half;
    else high = half - 1;
  }
  return low;
}

/** What a view in some measures is like with names of so many letters, and so much `more` in each gap. */
class Fitting {
  readonly look: Look;
  readonly #view: ViewShape;
  readonly #levels: readonly Level[];
  readonly #width: number;
  readonly #gaps: readonly Gaps[];
  readonly #boxes = new Map<number, readonly Size[]>();

  constructor(view: ViewShape, levels: readonly Level[], look: Look, width: number) {
    this.look = look;
    this.#view = view;
    this.#levels = levels;
    this.#width = width;
    this.#gaps = levels.map((level) => gapsOf(level, look));
  }

  boxes(letters: number): readonly Size[] {
    const boxes = this.#boxes.get(letters) ?? sizes(this.#view, this.look, letters);
    this.#boxes.set(letters, boxes);
    return boxes;
  }

  across(letters: number, more: number, roomy = false): Map<number, Across> {
    return acrossOf(this.#levels, this.boxes(letters), this.#gaps, more, roomy);
  }

  fits(letters: number, more: number, roomy = false): boolean {
    return widthIn(this.across(letters, more, roomy)) <= this.#width;
  }
}

/** How wide the boxes of each column are, sheets included; neither frames nor constants, whose widths are theirs. */
export function ownWidths({ boxes, shape, layers }: Level, sizes: readonly Size[]): number[] {
  const widths = layers.columns.map(() => 0);
  boxes.forEach((index, item) => {
    const column = at(layers.ranks, item);
    const { kind } = at(shape.boxes, item);
    const { width, sheets } = at(sizes, index);
    if (kind !== "frame" && kind !== "constant")
      widths[column] = Math.max(at(widths, column), width + sheets);
  });
  return widths;
}

function gapsOf({ shape, layers }: Level, look: Look): Gaps {
  const leads = leadWidths(shape, layers, look);
  const least = leastGaps(shape, layers, look, leads);
  const narrow = besidePorts(layers);
  return { leads, least, roomy: least.map((gap, i) => (narrow.has(i) ? gap : Math.max(gap, ROOMY))) };
}

/** The columns of each level with so much `more` in each gap; the inner ones first, since they are boxes outside. */
function acrossOf(
  levels: readonly Level[],
  sizes: readonly Size[],
  gaps: readonly Gaps[],
  more: number,
  roomy = false,
): Map<number, Across> {
  const result = new Map<number, Across>();
  for (let i = levels.length - 1; i >= 0; i--) {
    const level = at(levels, i);
    const own = at(gaps, i);
    const wide = ownWidths(level, sizes);
    level.boxes.forEach((index, item) => {
      const column = at(level.layers.ranks, item);
      const { width, sheets } = at(sizes, index);
      wide[column] = Math.max(at(wide, column), (result.get(index)?.width ?? width) + sheets);
    });
    const before = (roomy ? own.roomy : own.least).map((gap) => widened(gap, more));
    result.set(level.frame, columnsOf(level, own.leads, wide, before, sizes));
  }
  return result;
}

/** The columns, from the border or the port column at it on; a frame is at least as wide as its head. */
function columnsOf(
  { frame, entries, exits }: Level,
  leads: readonly number[],
  wide: readonly number[],
  before: readonly number[],
  sizes: readonly Size[],
): Across {
  const margin = frame === PICTURE ? MARGIN : PADDING;
  const left = (entries.length > 0 ? 0 : margin) + (leads[0] ?? 0);
  const width = left + total(wide) + total(before.slice(1)) + (exits.length > 0 ? 0 : margin);
  const least = frame === PICTURE ? 0 : at(sizes, frame).width;
  const missing = Math.max(0, least - width);
  const share = (gap: number) => Math.floor((missing * gap) / (wide.length - 1));
  let x = left;
  const columns = wide.map((own, i) => {
    if (i > 0) x += at(before, i) + share(i) - share(i - 1);
    const column = { entry: x - at(leads, i), x, right: x + own };
    x += own;
    return column;
  });
  return { columns, width: Math.max(width, least) };
}
