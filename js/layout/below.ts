/**
 * What stands below the boxes of an open loop: a row for each value that its turns hand on.
 *
 * Rows never make a picture too high for a screen: there are as many as still fit, and none in a narrow frame.
 *
 * Twin: microgradext/explain/layout/below.py
 */

import type { ViewShape } from "../view/view";

export const HIGHEST = 430; // px; with all that is around it in a notebook, a screen
const MOST = 5; // rows of a loop
const LEAST_WIDTH = 290; // px, of a frame with rows
export const CAPTIONS = 22; // px above the rows
export const ROW = 20; // px
const REST = 16; // px, the line that says how many more there are
const FOOT = 8; // px below the rows

/** How many rows a loop may have before heights are known. */
export function mostAtFirst({ boxes }: ViewShape): number {
  return boxes.some(({ fold }) => (fold?.rows.length ?? 0) > 0) ? MOST : 0;
}

/** The same in a frame of that width. */
export function mostIn(width: number, most: number): number {
  return width >= LEAST_WIDTH ? most : 0;
}

/** How many rows a loop may have where that many make the picture so high; the same if it is not too high. */
export function fewer(most: number, height: number): number {
  return height <= HIGHEST ? most : Math.max(0, most - Math.ceil((height - HIGHEST) / ROW));
}

/** How much room the rows of a loop need, if it may have `most`. */
export function heightBelow(rows: number, most: number): number {
  const shown = Math.min(rows, most);
  return shown === 0 ? 0 : CAPTIONS + ROW * shown + (rows > shown ? REST : 0) + FOOT;
}
