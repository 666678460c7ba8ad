/** A box whose name, value and gradient are one row, where many of one kind stand below each other. */

import { ROW } from "../../layout/measures";

const NAME = 10; // px, from the left
const LINE = 16; // px, the baseline
const [VALUE, GRADIENT] = [122, 58]; // px, from the right to the first digit
const CHEVRON = 24; // px
export const ROOM = 48; // px, of each number
const USUAL = { x: 16, value: 34.5, gradient: 50.5 } as const; // px, where a figure stands by itself

export function isRow(height: number): boolean {
  return height === ROW;
}

/** Where the parts of a row stand, the numbers relative to their usual places. */
export function rowAt(width: number, opens: boolean) {
  const right = width - (opens ? CHEVRON : 0);
  const moved = (x: number, y: number) => `translate(${right - x - USUAL.x} ${LINE - y})`;
  return {
    name: { x: NAME, y: LINE },
    numbers: [moved(VALUE, USUAL.value), moved(GRADIENT, USUAL.gradient)],
    digits: right - VALUE,
  } as const;
}
