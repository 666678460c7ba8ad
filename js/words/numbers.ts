/**
 * Numbers as people read them: short enough for a box, signed for a gradient, in words for a screen reader.
 *
 * Twin: microgradext/explain/words/numbers.py
 */

import type { Form } from "../wire/manner";

export type { Form } from "../wire/manner";

export const MINUS = "\u2212";
export const FIGURE_SPACE = "\u2007"; // as wide as a digit
export const PUNCTUATION_SPACE = "\u2008"; // as wide as a decimal point or a comma

const NAMES = new Map([
  ["pi", Math.PI],
  ["π", Math.PI],
  ["tau", 2 * Math.PI],
  ["τ", 2 * Math.PI],
  ["e", Math.E],
]);
const NUMBER = /^(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/;
const GROUPED = /^[1-9]\d{0,2}(?:,\d{3})+(?!\d)/;

const DIGITS = 5; // of results, gradients and nodes
const BOX_DIGITS = 7;
const BOX_ROOM = 10; // digits
const LARGE = 999_999_999.5; // from here on a number is written as a power of ten
const SMALL = 1e-4; // and below this

/** The number with 5 significant digits, all digits before the decimal point, and a real minus sign. */
export function short(x: number, form: Form = "plain", digits = DIGITS): string {
  return sign(x) + magnitude(Math.abs(x), digits, form);
}

/** The number for a small box: 3 significant digits, then k for thousands and M for millions. */
export function brief(x: number, form: Form = "plain"): string {
  const a = Math.abs(x);
  if (form === "year" || (form === "plain" && a < 9999.5)) return sign(x) + magnitude(a, 3, "year");
  if (form === "plain" && a < LARGE) {
    const [unit, letter] = a < 999_500 ? [1e3, "k"] : [1e6, "M"];
    return sign(x) + magnitude(a / (unit as number), 3, "year") + letter;
  }
  return sign(x) + magnitude(a, 3, form);
}

/** The number with its sign always shown, as for gradients; zero has none. */
export function signed(x: number): string {
  return (x > 0 ? "+" : "") + short(x);
}

/** The number, or its brief form where it is wider than `room` digits; the sign stands outside. */
export function fitted(x: number, room: number, form: Form = "plain"): string {
  const text = short(x, form);
  return breadth(text) <= room ? text : brief(x, form);
}

/** The number in a box: 7 digits if there is room for them, otherwise 5. */
export function boxed(x: number, form: Form = "plain"): string {
  const text = short(x, form, BOX_DIGITS);
  return breadth(text) <= BOX_ROOM ? text : short(x, form);
}

/** The same as `fitted` for a gradient. */
export function fittedSigned(x: number, room: number): string {
  return (x > 0 ? "+" : "") + fitted(x, room);
}

/** How wide a number is without its sign, in digits: a point and a comma are half as wide, a minus is wider. */
function breadth(text: string): number {
  const digits = text.startsWith(MINUS) ? text.slice(1) : text;
  return digits.length - 0.5 * (digits.match(/[.,]/g)?.length ?? 0) + (digits.includes(MINUS) ? 0.3 : 0);
}

/** The number inside a formula, where a comma would separate two numbers. */
export function ungrouped(x: number): string {
  return short(x, "year");
}

/** The number in words that a screen reader pronounces correctly. */
export function spoken(x: number): string {
  const words = short(x).replace("inf", "infinity").replace("e", " times 10 to the ");
  return words.replaceAll(MINUS, "minus ");
}

/** The finite number typed into a box, or null: `-2`, `−2`, `0,5`, `1,136.6`, `1e-3`, `50 %`, `pi/2`, `1/3`. */
export function parse(text: string): number | null {
  const plain = text.replaceAll(/\s/g, "").replaceAll(MINUS, "-").toLowerCase();
  const negative = plain.startsWith("-");
  const size = product(/^[+-]/.test(plain) ? plain.slice(1) : plain);
  if (size === null || !Number.isFinite(size)) return null;
  return negative ? -size : size;
}

/** The texts of one column, padded on both sides so that their decimal points line up. */
export function aligned(
  texts: readonly string[],
  figure = FIGURE_SPACE,
  point = PUNCTUATION_SPACE,
): string[] {
  const parts = texts.map((text) => {
    const [whole = "", decimals = ""] = text.split(".");
    const commas = whole.split(",").length - 1;
    return { text, before: whole.length - commas, commas, after: decimals.length, dot: text.includes(".") };
  });
  const before = Math.max(0, ...parts.map((part) => part.before));
  const commas = Math.max(0, ...parts.map((part) => part.commas));
  const after = Math.max(0, ...parts.map((part) => part.after));
  return parts.map((part) => {
    const lead = point.repeat(commas - part.commas) + figure.repeat(before - part.before);
    const dot = part.dot || after === 0 ? "" : point;
    return lead + part.text + dot + figure.repeat(after - part.after);
  });
}

function sign(x: number): string {
  return x < 0 ? MINUS : "";
}

/** A number ≥ 0 with `digits` significant digits, and all those before the decimal point. */
function magnitude(a: number, digits: number, form: Form): string {
  if (Number.isNaN(a)) return "nan";
  if (a === Number.POSITIVE_INFINITY) return "inf";
  if (a === 0) return "0";
  if (form === "power" || a < SMALL || a >= LARGE) return powerOfTen(a, digits);
  return decimal(a, digits, form === "plain");
}

function decimal(a: number, digits: number, grouped: boolean): string {
  const decimals = Math.max(0, digits - 1 - exponentOf(a));
  const text = decimals ? withoutZeros(a.toFixed(decimals)) : a.toFixed(0);
  const [whole = "", rest] = text.split(".");
  const groups = grouped ? whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",") : whole;
  return rest === undefined ? groups : `${groups}.${rest}`;
}

function exponentOf(a: number): number {
  return Number(a.toExponential().split("e")[1]);
}

function powerOfTen(a: number, digits: number): string {
  const [mantissa, exponent] = a.toExponential(digits - 1).split("e") as [string, string];
  const shown = mantissa.includes(".") ? withoutZeros(mantissa) : mantissa;
  return `${shown}e${exponent.replace("+", "").replace("-", MINUS)}`;
}

function withoutZeros(text: string): string {
  let end = text.length;
  while (text[end - 1] === "0") end--;
  return text.slice(0, text[end - 1] === "." ? end - 1 : end);
}

/** `2*pi/3` from left to right; null if it is not factors joined by * and /. */
function product(text: string): number | null {
  const pieces = text.split(/([*/])/);
  let result = factor(pieces[0]);
  for (let i = 1; i < pieces.length; i += 2) {
    const next = factor(pieces[i + 1]);
    if (result === null || next === null) return null;
    result = pieces[i] === "*" ? result * next : result / next;
  }
  return result;
}

function factor(text: string | undefined): number | null {
  if (text === undefined) return null;
  const isPercent = text.endsWith("%");
  const plain = withoutCommas(isPercent ? text.slice(0, -1) : text).replaceAll(/(?<=\d)_(?=\d)/g, "");
  if (!NUMBER.test(plain)) return NAMES.get(text) ?? null;
  return isPercent ? Number(plain) / 100 : Number(plain);
}

/** Without the commas between groups of three digits, or with a point for the one comma that is a decimal mark. */
function withoutCommas(text: string): string {
  const grouped = GROUPED.exec(text)?.[0];
  if (grouped) return grouped.replaceAll(",", "") + text.slice(grouped.length);
  return text.split(",").length === 2 && !text.includes(".") ? text.replace(",", ".") : text;
}
