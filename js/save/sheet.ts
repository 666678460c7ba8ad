/**
 * The numbers of a picture as CSV, with every digit.
 *
 * Twin: microgradext/notebook/save/sheet.py
 */

import type { Gradient } from "../tape/replay";
import type { Box } from "../view/view";
import { literal } from "./literal";

const HEADS = ["name", "expression", "line", "value", "gradient"];
const FORMULA = /^[=+\-@\t\r]/; // what makes a spreadsheet treat a text as a formula

/** The part of a replay that a sheet needs. */
export interface Numbers {
  value(node: number): number;
  gradient(node: number): Gradient;
}

/** A line for each box that is not a constant. */
export function sheet(boxes: readonly Box[], numbers: Numbers): string {
  const shown = boxes.filter(({ kind }) => kind !== "constant");
  const rows = shown.map((box) => [...words(box).map(asText), ...texts(box, numbers)]);
  return [HEADS, ...rows].map((row) => `${row.map(quoted).join(",")}\n`).join("");
}

function words({ kind, label, source, symbol, span }: Box): string[] {
  const at = span ? String(span.line) : "";
  return kind === "unnamed" ? ["", source || label, at] : [label, symbol && source, at];
}

function asText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function texts({ node }: Box, numbers: Numbers): string[] {
  const gradient = numbers.gradient(node);
  return [literal(numbers.value(node)), typeof gradient === "number" ? literal(gradient) : ""];
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
