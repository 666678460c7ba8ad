/**
 * Layout: where every box, op badge and edge of a view stands, from the names alone and never from the numbers.
 *
 * Python has the same function in microgradext/explain/layout.py; tests/fixtures/layout.json holds the two to the same
 * picture. Lengths are CSS pixels. No DOM, and no text is measured.
 */

import { at, type Layers, layers, order, rank, type ViewShape } from "./layers";
import {
  badgeWidth,
  boxWidth,
  type Column,
  columns,
  type Detail,
  type Look,
  look,
  MARGIN,
  type Place,
  type Spacing,
  spacing,
} from "./measures";
import { type Route, routes } from "./routes";
import { rows } from "./rows";
import type { Box } from "./view";

export { cut, type Detail, type Place, type Rectangle } from "./measures";
export type { LabelRoom, Route } from "./routes";
export type { Box, BoxKind, Edge, View } from "./view";

/** The places of a view's boxes and the routes of its edges, in the order of the view. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly detail: Detail;
  readonly letters: number; // the most characters of a label that are shown
  readonly boxes: readonly Place[];
  readonly edges: readonly Route[];
}

/** Place a view in `width` pixels; it becomes wider where it needs more. */
export function layout(view: ViewShape, { width }: { readonly width: number }): Layout {
  const measures = look(view, width);
  const { layers: stack, room, middles } = stackOf(view, measures);
  const upright = columns(view, stack, measures, width);
  const boxes = view.boxes.map((box, i) => {
    const column = at(stack.ranks, i);
    return place(box, column, at(upright, column), at(middles, i), at(room.sizes, i), measures);
  });
  const edges = routes(view, stack, boxes, middles.slice(stack.boxes), upright, measures);
  const bottom = Math.max(...middles.map((middle, i) => middle + at(room.sizes, i) / 2));
  const right = at(upright, upright.length - 1).right;
  const { detail, letters } = measures;
  return { width: right + MARGIN, height: bottom + MARGIN, detail, letters, boxes, edges };
}

/** Who stands where in which column: the slow half, and the same at every width. */
interface Stack {
  readonly layers: Layers;
  readonly room: Spacing;
  readonly middles: readonly number[]; // of each item
}

const STACKS = new WeakMap<ViewShape, Stack>(); // a view is laid out again whenever the page changes its width

function stackOf(view: ViewShape, measures: Look): Stack {
  const known = STACKS.get(view);
  if (known) return known;
  const stack = layers(view, rank(view));
  order(stack);
  const room = spacing(stack, measures);
  const made = { layers: stack, room, middles: lowered(rows(stack, room.between), room) };
  STACKS.set(view, made);
  return made;
}

/** Whole pixels, the topmost item at the margin. */
function lowered(middles: readonly number[], room: Spacing): number[] {
  const top = Math.min(...middles.map((middle, i) => middle - at(room.sizes, i) / 2));
  return middles.map((middle) => Math.floor(middle - top + MARGIN + 0.5));
}

function place(
  box: Box,
  index: number,
  column: Column,
  middle: number,
  height: number,
  measures: Look,
): Place {
  const width = box.kind === "constant" ? boxWidth(box, measures) : column.right - column.x;
  const badge = badgeWidth(box.symbol, measures);
  const own = { column: index, x: column.right - width, y: middle - height / 2, width, height };
  if (badge === 0) return own;
  const y = middle - measures.badge / 2;
  return { ...own, badge: { x: column.x - badge, y, width: badge, height: measures.badge } };
}
