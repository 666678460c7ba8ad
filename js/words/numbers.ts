/**
 * Numbers as people read them: short enough for a box, signed for a gradient, in words for a screen reader.
 *
 * Twin: microgradext/explain/words/numbers.py
 */

export const MINUS = "\u2212";
export const FIGURE_SPACE = "\u2007"; // as wide as a digit
export const PUNCTUATION_SPACE = "\u2008"; // as wide as a decimal point

const NAMES = new Map([
  ["pi", Math.PI],
  ["π", Math.PI],
  ["tau", 2 * Math.PI],
  ["τ", 2 * Math.PI],
  ["e", Math.E],
]);
const NUMBER = /^(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/;

/** The number in at most 8 characters: at most 4 decimals and 5 significant digits, with a real minus sign. */
export function short(x: number): string {
  return sign(x) + magnitude(Math.abs(x), 5, 7);
}

/** The number for a compact box: 3 significant digits if it has decimals, in at most 7 characters. */
export function brief(x: number): string {
  return sign(x) + magnitude(Math.abs(x), 3, 6);
}

/** The number with its sign always shown, as for gradients; zero has none. */
export function signed(x: number): string {
  return (x > 0 ? "+" : "") + short(x);
}

/** The number in words that a screen reader pronounces correctly. */
export function spoken(x: number): string {
  const words = short(x).replace("inf", "infinity").replace("e", " times 10 to the ");
  return words.replaceAll(MINUS, "minus ");
}

/** The finite number typed into a number box, or null: `-2`, `−2`, `0,5`, `1e-3`, `pi/2`, `2*pi`. */
export function parse(text: string): number | null {
  let plain = text.replaceAll(/\s/g, "").replaceAll(MINUS, "-").toLowerCase();
  if (plain.split(",").length === 2 && !plain.includes(".")) plain = plain.replace(",", ".");
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
    return { text, before: whole.length, after: decimals.length, dot: text.includes(".") };
  });
  const before = Math.max(0, ...parts.map((part) => part.before));
  const after = Math.max(0, ...parts.map((part) => part.after));
  return parts.map((part) => {
    const dot = part.dot || after === 0 ? "" : point;
    return figure.repeat(before - part.before) + part.text + dot + figure.repeat(after - part.after);
  });
}

function sign(x: number): string {
  return x < 0 ? MINUS : "";
}

/** A number ≥ 0 with `digits` significant digits if it has decimals; as a power of ten it fits in `room`. */
function magnitude(a: number, digits: number, room: number): string {
  if (Number.isNaN(a)) return "nan";
  if (a === Number.POSITIVE_INFINITY) return "inf";
  if (a === 0) return "0";
  return a < 1e-4 || a >= 99999.5 ? scientific(a, room) : decimal(a, digits);
}

function decimal(a: number, digits: number): string {
  const decimals = Math.max(0, Math.min(4, digits - wholeDigits(a)));
  return decimals ? withoutZeros(a.toFixed(decimals)) : a.toFixed(0);
}

/** How many digits come before the decimal point: 0 for 0.5, whose 0 does not count, and −1 for 0.05. */
function wholeDigits(a: number): number {
  if (a < 1) return a < 0.1 ? -1 : 0;
  let digits = 1;
  for (let bound = 10; bound <= 10000 && a >= bound; bound *= 10) digits++;
  return digits;
}

/** The text with as many digits of the mantissa, at most 3, as fit in `room` (≥ 6) characters. */
function scientific(a: number, room: number): string {
  for (let digits = 3; digits > 1; digits--) {
    const text = powerOfTen(a, digits);
    if (text.length <= room) return text;
  }
  return powerOfTen(a, 1); // always fits
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
  return NUMBER.test(text) ? Number(text) : (NAMES.get(text) ?? null);
}
