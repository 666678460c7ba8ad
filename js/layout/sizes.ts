/**
 * How large each box is where boxes differ, in a view with folds; and what is written in a fold.
 *
 * No text is measured: its width is that of as many letters. All heights are even, so that middles are whole pixels.
 *
 * Twin: microgradext/explain/layout/sizes.py
 */

import type { Box, Fold, ViewShape } from "../view/view";
import { broken, counted, cut, cutAll } from "../words/wording";
import { at } from "./layers";
import { boxWidth, type Look, lengthOf, ROW } from "./measures";

const [NAME, CODE, TITLE, SUMMARY] = [6.95, 6.35, 6.6, 5.6]; // width of a character
const LEFT = 16; // of a name or a line of code
const BESIDE = 12; // of a title; and at the right of what has no chevron above it
const CHEVRON = 24;
const EQUALS = " = ";
const INLINE = 24; // at most this many characters of code stand on the line of its name
const LINE = 34; // and this many on a line below it
const LINES = 2;
const LINE_HEIGHT = 14;
const TWO_ROWS = 44; // heights: name or title, and one or two lines below
const THREE_ROWS = 60;
const NUMBERS = 140; // the least width in which a value and a gradient of eight characters stand side by side
const NARROWEST = 110;
const MOST_TITLE = 26;
const TERSE_TITLE = 14;
const ROW_LEFT = 10; // of the name in a row
const ROW_NUMBERS = 138; // a value and a gradient of six digits, with the gaps before and after
const MOST_ALIKE = 6; // folds side by side; more are rows
const SHEETS = 6; // how far the sheets of what is repeated reach beyond the top and the right
const FRAME_SHEETS = 12;

export const PADDING = 12; // between a frame and what is in it
const HEAD = 28;
const STRIP = 16; // below the head, a cell for each pass
const MOST_HEAD = 34; // characters of a frame's title for which it is always wide enough
const LEAST_HEAD = 8; // the same where there is little room
const BESIDE_HEAD = 60;
const SELECTOR = 190;

/** The size of a box and its text. Of a frame: the least width, and the height of its head. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly lines: readonly string[]; // behind the name if it is the code of a box 44 high, else below
  readonly sheets: number;
}

/** The size of each box, its label cut to `letters` letters so that different ones stay different. */
export function sizes(view: ViewShape, look: Look, letters: number): Size[] {
  const isTitled = ({ fold, kind }: Box) => fold !== undefined && (kind === "scope" || kind === "frame");
  const labels = view.boxes.flatMap((box) => (isTitled(box) ? [] : [box.label]));
  const folds = view.boxes.flatMap(({ fold, kind }) => (kind === "scope" && fold ? [fold.title] : []));
  const [names, titles] = [
    cutAll(labels, letters).values(),
    cutAll(folds, look.terse ? TERSE_TITLE : MOST_TITLE).values(),
  ];
  const areRows = rowsAmong(view, look);
  return view.boxes.map((box, i) => {
    const { fold, kind } = box;
    if (areRows[i]) return row(box, (fold ? titles : names).next().value as string);
    if (fold && kind === "frame") return head(fold, look);
    if (fold && kind === "scope") return scope(fold, titles.next().value as string, look);
    const name = names.next().value as string;
    return fold ? formula(box, name, look) : plain(box, name, look);
  });
}

/**
 * Which boxes are rows: the leaves where there are many, and many folds of one value each that stand side by side.
 *
 * Those stand so that are made from the same boxes, or are used by the same: none of them leads to another.
 */
function rowsAmong({ boxes, edges }: ViewShape, { leaves }: Look): boolean[] {
  const kinds = boxes.map(kindOfRow);
  const ways = edges.map(({ source, target, port = -1 }) => [source, target, port] as const);
  const among = [0, 1].map((end) => {
    const others = boxes.map(() => new Set<string>());
    for (const way of ways) at(others, way[end] as number).add(`${way[1 - end]} ${way[2]}`);
    const keys = kinds.map((kind, i) => (kind === "folds" ? `folds ${[...at(others, i)].sort()}` : kind));
    const counts = new Map<string, number>();
    const named = keys.map((key, i) => `${boxes[i]?.frame} ${key}`);
    for (const name of named) counts.set(name, (counts.get(name) ?? 0) + 1);
    return named.map((name) => counts.get(name) as number);
  });
  return kinds.map((kind, i) => {
    const most = kind === "leaves" ? leaves : MOST_ALIKE;
    return kind !== "" && among.some((counts) => at(counts, i) > most);
  });
}

function kindOfRow({ kind, fold }: Box): "leaves" | "folds" | "" {
  if (fold === undefined) return kind === "input" || kind === "leaf" ? "leaves" : "";
  const isOne = fold.single || fold.members > 0;
  return kind === "scope" && isOne && fold.opens && fold.passes <= 1 ? "folds" : "";
}

function row({ fold }: Box, label: string): Size {
  const width = ROW_LEFT + lengthOf(label) * NAME + ROW_NUMBERS + (fold ? CHEVRON : 0);
  return { width: Math.ceil(width), height: ROW, label, lines: [], sheets: 0 };
}

/** The title of a frame, in the room that its head has. */
export function headTitle(fold: Fold, width: number): string {
  const beside = BESIDE_HEAD + (fold.passes > 1 ? SELECTOR : 0);
  return cut(fold.title, Math.max(LEAST_HEAD, Math.floor((width - beside) / TITLE)));
}

function plain(box: Box, label: string, look: Look): Size {
  const height = box.kind === "constant" ? look.constant : look.height;
  return { width: boxWidth(box, label, look), height, label, lines: [], sheets: 0 };
}

/** A named value with the steps that lead to it; without a name, or code, there is only one of the two to write. */
function formula({ label: whole, source }: Box, label: string, look: Look): Size {
  const name = lengthOf(label) * NAME;
  if (look.terse) {
    const width = atLeast(look.narrowest, LEFT + name + CHEVRON);
    return { width, height: look.height, label, lines: [], sheets: 0 };
  }
  const inline = { height: TWO_ROWS, label, sheets: 0 };
  if (source === "" || source === whole) {
    return { ...inline, width: atLeast(NUMBERS, LEFT + name + CHEVRON), lines: [] };
  }
  const length = lengthOf(source);
  if (length <= INLINE) {
    const width = LEFT + name + (EQUALS.length + length) * CODE + CHEVRON;
    return { ...inline, width: atLeast(NUMBERS, width), lines: [source] };
  }
  const lines = broken(source, LINE, LINES);
  const longest = Math.max(...lines.map(lengthOf));
  const width = LEFT + Math.max(name + CHEVRON, longest * CODE + BESIDE);
  const height = TWO_ROWS + LINE_HEIGHT * lines.length;
  return { width: atLeast(NUMBERS, width), height, label, lines, sheets: 0 };
}

function scope({ summary, single, passes, switches }: Fold, title: string, look: Look): Size {
  if (look.terse && single) {
    const width = atLeast(look.narrowest, BESIDE + lengthOf(title) * TITLE + CHEVRON);
    return { width, height: look.height, label: title, lines: [], sheets: 0 };
  }
  // `9 of 16 on` may stand instead of what is in it.
  const on = switches.length > 0 ? 2 * lengthOf(counted(switches.length)) + " of  on".length : 0;
  const width =
    BESIDE + Math.max(lengthOf(title) * TITLE, Math.max(lengthOf(summary), on) * SUMMARY) + CHEVRON;
  return {
    width: atLeast(single ? NUMBERS : NARROWEST, width),
    height: single ? THREE_ROWS : TWO_ROWS,
    label: title,
    lines: summary === "" ? [] : [summary],
    sheets: passes > 1 ? SHEETS : 0,
  };
}

function head(fold: Fold, look: Look): Size {
  const label = cut(fold.title, look.terse ? LEAST_HEAD : MOST_HEAD);
  const width = Math.ceil(lengthOf(label) * TITLE) + BESIDE_HEAD;
  if (fold.passes <= 1) return { width, height: HEAD, label, lines: [], sheets: 0 };
  return { width: width + SELECTOR, height: HEAD + STRIP, label, lines: [], sheets: FRAME_SHEETS };
}

function atLeast(least: number, width: number): number {
  return Math.max(least, Math.ceil(width));
}
