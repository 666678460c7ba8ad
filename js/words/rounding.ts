/** Arithmetic with numbers as they are shown: rounded operands need not give the rounded result. */

import { parse, short } from "./numbers";

/** The number as it appears on the screen. */
export function shown(x: number): number {
  return parse(short(x)) ?? x;
}

/** The sign between what the shown numbers give and the shown result: `=`, or `≈` if they differ. */
export function equality(given: number, result: number): "=" | "≈" {
  return short(given) === short(result) ? "=" : "≈";
}
