/** What is typed into the search, read: words, and conditions on line and numbers. All of them have to hold. */

import { parse as numberIn } from "../words/numbers";

export type Comparison = "<" | ">" | "<=" | ">=" | "=";

/** A condition on a number. */
export interface Bound {
  readonly of: "value" | "gradient";
  readonly isSize: boolean; // whether the sign is left out
  readonly comparison: Comparison;
  readonly limit: number;
}

export interface Query {
  /** In lower case; a number belongs to the word before it, as in `layer 2`. */
  readonly words: readonly string[];
  readonly lines: readonly number[];
  readonly bounds: readonly Bound[];
  /** Numbers that are not finite, of which the value or the gradient is one. */
  readonly bad: readonly ("nan" | "inf")[];
}

const BOUND = /(\|?)\s*\b(gradient|grad|value)\b\s*(\|?)\s*(>=|<=|==|[≥≤<>=])\s*(\S*)/giu;
const COMPARISONS: Readonly<Record<string, Comparison>> = { "==": "=", "≥": ">=", "≤": "<=" };
const WORD = /^\p{L}+$/u;
const WHOLE = /^\d+$/;
const SEPARATOR = "›"; // in a path that was copied

/** The query in a text, or a sentence that says what to write instead. */
export function parse(text: string): Query | string {
  const bounds: Bound[] = [];
  let complaint = "";
  const rest = text.replace(BOUND, (whole, before, of, after, sign, number) => {
    const bound = boundOf(before, of, after, sign, number);
    if (typeof bound === "string") complaint ||= bound;
    else bounds.push(bound);
    return " ".repeat(Math.min(1, whole.length));
  });
  return complaint || Object.freeze({ ...wordsOf(rest), bounds: Object.freeze(bounds) });
}

/** Whether nothing is asked for. */
export function isEmpty({ words, lines, bounds, bad }: Query): boolean {
  return words.length + lines.length + bounds.length + bad.length === 0;
}

function boundOf(before: string, of: string, after: string, sign: string, number: string): Bound | string {
  const said = `${before}${of}${after} ${sign}`;
  if (before !== after) return `${said} what? Write | on both sides, as in |${of}| ${sign} 1.`;
  if (number === "") return `${said} what? Write a number after ${sign}, as in ${said} 1.`;
  const limit = numberIn(number);
  if (limit === null) return `${number} is not a number. Write one after ${sign}, as in ${said} 1.`;
  return Object.freeze({
    of: of.toLowerCase() === "value" ? "value" : "gradient",
    isSize: before === "|",
    comparison: COMPARISONS[sign] ?? (sign as Comparison),
    limit,
  });
}

function wordsOf(text: string): Omit<Query, "bounds"> {
  const words: string[] = [];
  const lines: number[] = [];
  const bad: ("nan" | "inf")[] = [];
  const tokens = text
    .toLowerCase()
    .split(/\s+/)
    .filter((token) => token !== "" && token !== SEPARATOR);
  for (let i = 0; i < tokens.length; i++) {
    const [token, next = ""] = [tokens[i] as string, tokens[i + 1]];
    const isBad = token === "nan" || token === "inf";
    const isNumbered = !isBad && WORD.test(token) && WHOLE.test(next);
    if (isNumbered) i++;
    if (isBad) bad.push(token);
    else if (token === "line" && isNumbered) lines.push(Number(next));
    else words.push(isNumbered ? `${token} ${next}` : token);
  }
  return { words: Object.freeze(words), lines: Object.freeze(lines), bad: Object.freeze(bad) };
}
