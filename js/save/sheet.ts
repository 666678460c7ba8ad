/**
 * The numbers of a graph as CSV, with every digit.
 *
 * Twin: microgradext/notebook/save/sheet.py
 */

import type { Gradient } from "../tape/replay";
import type { Undrawn } from "../view/rest";
import type { Box } from "../view/view";
import { literal } from "./literal";

const HEADS = ["name", "expression", "line", "value", "gradient"];
const FORMULA = /^[=+\-@\t\r]/; // what makes a spreadsheet treat a text as a formula

/** The part of a replay that a sheet needs. */
export interface Numbers {
  value(node: number): number;
  gradient(node: number): Gradient;
}

interface Row {
  readonly node: number;
  readonly words: readonly string[]; // name, expression, line
}

/** A line for each node that is not a constant, drawn or not. */
export function sheet(boxes: readonly Box[], undrawn: Iterable<Undrawn>, numbers: Numbers): string {
  const listed = boxes.filter(({ kind }) => kind !== "constant").map(drawnRow);
  const inOrder = [...listed, ...Array.from(undrawn, undrawnRow)].sort((one, other) => one.node - other.node);
  const rows = inOrder.map(({ node, words }) => [...words.map(asText), ...texts(node, numbers)]);
  return [HEADS, ...rows].map((row) => `${row.map(quoted).join(",")}\n`).join("");
}

function drawnRow({ node, kind, label, source, symbol, span }: Box): Row {
  const at = span ? String(span.line) : "";
  const isBare = kind === "unnamed" && label === source;
  return { node, words: [isBare ? "" : label, symbol && source, at] };
}

function undrawnRow({ node, label, source, line, place }: Undrawn): Row {
  const called = label || (place && `${place} › ${source}`);
  return { node, words: [called, source, line ? String(line) : ""] };
}

function asText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function texts(node: number, numbers: Numbers): string[] {
  const gradient = numbers.gradient(node);
  return [literal(numbers.value(node)), typeof gradient === "number" ? literal(gradient) : ""];
}

function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
