/** Operations as people call them in a search: by the row's name or by the sign that code has for it. */

import { NAMES } from "../mathematics/generated/ops";

const SIGNS: Readonly<Record<string, string>> = {
  "+": "add sum",
  σ: "sum", // Σ in lower case
  "-": "sub neg",
  "−": "sub neg",
  "*": "mul",
  "×": "mul",
  "·": "mul",
  "/": "div reciprocal",
  "÷": "div reciprocal",
  "**": "pow square cube reciprocal",
  "^": "pow square cube reciprocal",
  "%": "mod",
  "//": "floordiv",
  "<": "lt",
  "<=": "le",
  "≤": "le",
  ">": "gt",
  ">=": "ge",
  "≥": "ge",
  "==": "eq",
  "!=": "ne",
  "≠": "ne",
};

/** A mask over the op table of the rows that a word, in lower case, stands for. */
export function rowsCalled(word: string): Uint8Array {
  const names = SIGNS[word]?.split(" ") ?? [word];
  return Uint8Array.from(NAMES, (name) => Number(names.includes(name)));
}
