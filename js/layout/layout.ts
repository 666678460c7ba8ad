/**
 * Layout: where every box, op badge and edge of a view goes. It depends on the names and never on the numbers.
 *
 * Lengths are in CSS pixels. It uses no DOM and measures no text.
 *
 * Twin: microgradext/explain/layout/layout.py
 */

import { haveSameShape } from "../view/matching";
import type { Box, ViewShape } from "../view/view";
import { framed } from "./frames";
import { at, type Held, type Layers, layers, order, rank } from "./layers";
import type { Drawn } from "./levels";
import {
  badgeWidth,
  boxWidth,
  type Column,
  columns,
  type Detail,
  detailOf,
  hasFolds,
  type Look,
  look,
  MARGIN,
  type Place,
  type Spacing,
  spacing,
} from "./measures";
import { type Route, routes } from "./routes";
import { lowered, rows } from "./rows";

export type { Box, BoxKind, Edge, View } from "../view/view";
export type { Detail, Place, Rectangle } from "./measures";
export type { LabelRoom, Route } from "./routes";

/** The places of a view's boxes and the routes of its edges, in the order of the view. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly detail: Detail;
  readonly boxes: readonly Place[];
  readonly edges: readonly Route[];
}

/** What was on the screen before: a view with its layout, and for each box the one that it was there, if any. */
export interface Earlier {
  readonly view: ViewShape;
  readonly boxes: readonly (number | null)[];
  readonly detail: Detail;
}

/**
 * Lay a view out in `width` pixels, or wider where it needs more.
 *
 * Boxes of an earlier view keep their height and order as far as the new edges allow; in a view with folds, columns and
 * order depend on that view alone.
 */
export function layout(view: Drawn, options: { readonly width: number; readonly earlier?: Earlier }): Layout {
  const { width, earlier } = options;
  if (hasFolds(view)) return framed(view, width);
  const measures = look(view, width, detailOf(view, earlier?.detail));
  const { layers: stack, room, middles } = stackOf(view, measures, earlier);
  const { upright, labels } = columns(view, stack, measures, width);
  const boxes = view.boxes.map((box, i) => {
    const column = at(stack.ranks, i);
    return place(
      box,
      at(labels, i),
      column,
      at(upright, column),
      at(middles, i),
      at(room.sizes, i),
      measures,
    );
  });
  const edges = routes(view, stack, boxes, middles.slice(stack.boxes), upright, measures);
  const bottom = Math.max(...middles.map((middle, i) => middle + at(room.sizes, i) / 2));
  const right = at(upright, upright.length - 1).right;
  return { width: right + MARGIN, height: bottom + MARGIN, detail: measures.detail, boxes, edges };
}

/** The columns and heights of all items: the slow half of the layout, and the same at every width. */
interface Stack {
  readonly layers: Layers;
  readonly room: Spacing;
  readonly middles: readonly number[]; // of each item
}

const STACKS = new WeakMap<ViewShape, Stack>(); // kept because a view is laid out again whenever its width changes

function stackOf(view: ViewShape, measures: Look, earlier?: Earlier): Stack {
  const known = STACKS.get(view);
  const made = known ?? (earlier && sameStack(view, measures, earlier)) ?? newStack(view, measures, earlier);
  STACKS.set(view, made);
  return made;
}

/** The earlier stack, if nothing but labels differs. */
function sameStack(view: ViewShape, { detail }: Look, earlier: Earlier): Stack | undefined {
  const isSame = detail === earlier.detail && haveSameShape(view, earlier.view);
  return isSame ? STACKS.get(earlier.view) : undefined;
}

function newStack(view: ViewShape, measures: Look, earlier?: Earlier): Stack {
  const held = earlier?.detail === measures.detail ? heldBy(view, earlier) : [];
  const stack = layers(view, rank(view));
  order(stack, held);
  const room = spacing(stack, measures);
  return { layers: stack, room, middles: lowered(rows(stack, room.between, held), room.sizes, MARGIN, held) };
}

/** The heights of the boxes that stay; none if the level of detail changed, because then every height does. */
function heldBy(view: ViewShape, earlier: Earlier): Held {
  const known = STACKS.get(earlier.view);
  if (known === undefined) return [];
  return view.boxes.map((_, i) => {
    const before = earlier.boxes[i] ?? null;
    return before === null ? undefined : known.middles[before];
  });
}

function place(
  box: Box,
  label: string,
  index: number,
  column: Column,
  middle: number,
  height: number,
  measures: Look,
): Place {
  const width = box.kind === "constant" ? boxWidth(box, label, measures) : column.right - column.x;
  const badge = badgeWidth(box.symbol, measures);
  const own = {
    label,
    column: index,
    x: column.right - width,
    y: middle - height / 2,
    width,
    height,
    lines: [],
    rows: 0,
  };
  if (badge === 0) return own;
  const y = middle - measures.badge / 2;
  return { ...own, badge: { x: column.x - badge, y, width: badge, height: measures.badge } };
}
