/**
 * The local derivative of an operation in symbols, to be read: what ∂d/∂b is if d = a * b.
 *
 * Twin: microgradext/explain/words/local.py
 * Twin: microgradext/explain/words/code.py
 */

import { DERIVATIVES } from "../mathematics/generated/derivatives";
import { ARITY, NAMES } from "../mathematics/generated/ops";
import { pow } from "../mathematics/primitives";

/** A part of an expression, and how tightly it binds; `value` is set if it is a number. */
interface Code {
  readonly text: string;
  readonly level: number;
  readonly value?: number;
}

const [SELECT, OR, AND, COMPARE, ADD, MULTIPLY, NEGATE, POWER, ATOM] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
const INFIX: Readonly<Record<string, number>> = {
  or: OR,
  and: AND,
  "<": COMPARE,
  "<=": COMPARE,
  ">": COMPARE,
  ">=": COMPARE,
  "==": COMPARE,
  "!=": COMPARE,
  "+": ADD,
  "-": ADD,
  "*": MULTIPLY,
  "/": MULTIPLY,
  "//": MULTIPLY,
  "%": MULTIPLY,
};
const SHORT = 14; // characters of a number that is taken to be meant
const GROUP = /[([{⁽][^()[\]{}⁽⁾]*[)\]}⁾]/g;
const OPEN = /[\s+\-−*×/%<>=≤≥≠!&~^@,²³]/; // what a name, number or call never has outside brackets
const SIGNS: readonly [RegExp, number][] = [
  [/\s*\*\*\s*|[²³]/g, POWER],
  [/\s*[*×/]\s*/g, MULTIPLY],
  [/\s*[+\-−]\s*/g, ADD],
  [/\s*[<>=!≤≥≠]+\s*/g, COMPARE],
];

/**
 * ∂out/∂operand of a row of the table, written as code.
 *
 * `names` and `constants` have an item for each operand: its name, and its number if it is a constant.
 */
export function localDerivative(
  row: string,
  slot: number,
  names: readonly string[],
  out: string,
  constants: readonly (number | null)[] = [],
): string {
  const code = NAMES.indexOf(row);
  const shared = (ARITY[code] ?? 0) < 0;
  const derivative = DERIVATIVES[code]?.split(";")[shared ? 0 : slot] ?? "";
  const known = new Map([
    ["out", named(out)],
    ["pi", { text: "pi", level: ATOM }],
  ]);
  for (const [i, letter] of [..."xyz"].entries()) {
    const place = shared ? slot : i;
    const number = shared ? null : constants[place];
    known.set(letter, number == null ? named(names[place] ?? "") : numeral(number));
  }
  const stack: Code[] = [];
  for (const token of derivative.split(" ")) stack.push(known.get(token) ?? applied(token, stack));
  return stack[0]?.text ?? "";
}

/** The name of a node, which may be an expression: only its text tells how tightly it binds. */
function named(text: string): Code {
  let bare = text;
  for (let before = ""; bare !== before; ) {
    before = bare;
    bare = bare.replace(GROUP, "");
  }
  let level: number = ATOM;
  for (const [signs, looser] of SIGNS) {
    if (!OPEN.test(bare)) return { text, level };
    bare = bare.replace(signs, "");
    level = looser;
  }
  return { text, level: OPEN.test(bare) ? SELECT : level };
}

function numeral(value: number): Code {
  return { text: digits(tidied(value)), level: value < 0 ? NEGATE : ATOM, value };
}

/** 1.7 for 2.7 − 1, which floats round to 1.7000000000000002; any other number as it is. */
function tidied(x: number): number {
  const near = Number(x.toPrecision(15));
  return Math.abs(near - x) <= 1e-15 * Math.abs(x) && digits(near).length <= SHORT ? near : x;
}

/** All digits of a number, with a keyboard's minus and, outside the same range as in Python, a power of ten. */
function digits(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x < 0 ? "-inf" : "inf";
  const size = Math.abs(x);
  return size > 0 && (size < 1e-4 || size >= 1e16) ? x.toExponential().replace("e+", "e") : String(x);
}

/** A number, or an operator or function applied to operands, which are taken from the stack. */
function applied(token: string, stack: Code[]): Code {
  const [name = "", arity] = token.split(":");
  if (arity) {
    const operands = stack.splice(-Number(arity)).map(({ text }) => text);
    return { text: `${name}(${operands.join(", ")})`, level: ATOM };
  }
  if (token === "neg") return negative(take(stack));
  if (token === "where") return chosen(...(stack.splice(-3) as [Code, Code, Code]));
  if (token !== "**" && !(token in INFIX)) return numeral(Number(token));
  const y = take(stack);
  const x = take(stack);
  return token === "and" || token === "or"
    ? joined(token, x, y)
    : (shorter(token, x, y) ?? infix(token, x, y));
}

function take(stack: Code[]): Code {
  return stack.pop() as Code;
}

function negative(x: Code): Code {
  return x.value === undefined ? { text: `-${after(x, NEGATE)}`, level: NEGATE } : numeral(-x.value);
}

function chosen(condition: Code, first: Code, second: Code): Code {
  if (condition.value !== undefined) return condition.value === 0 ? second : first;
  return {
    text: `${within(first, OR)} if ${within(condition, OR)} else ${within(second, SELECT)}`,
    level: SELECT,
  };
}

/** Two conditions joined; a condition that is a number is decided at once. */
function joined(sign: "and" | "or", x: Code, y: Code): Code {
  const [known, other] = x.value === undefined ? [y, x] : [x, y];
  if (known.value === undefined) return infix(sign, x, y);
  return (known.value !== 0) === (sign === "and") ? other : numeral(sign === "or" ? 1 : 0);
}

/** A shorter form than an operator between two operands, or null. */
function shorter(sign: string, x: Code, y: Code): Code | null {
  if (x.value !== undefined && y.value !== undefined) {
    const number = computed(sign, x.value, y.value);
    if (number !== null) return numeral(Number(number));
  }
  if (sign === "+" && y.value === 0) return x;
  if (sign === "+" && x.value === 0) return y;
  if (sign === "*" && y.value === 1) return x;
  if (sign === "*" && x.value === 1) return y;
  if (sign === "*" && y.value === -1) return negative(x);
  if (sign === "*" && x.value === -1) return negative(y);
  if ((sign === "/" || sign === "**") && y.value === 1) return x;
  return sign === "**" && y.value === 0 ? numeral(1) : null;
}

function computed(sign: string, x: number, y: number): number | boolean | null {
  switch (sign) {
    case "+":
      return x + y;
    case "-":
      return x - y;
    case "*":
      return x * y;
    case "**":
      return pow(x, y);
    case "<":
      return x < y;
    case "<=":
      return x <= y;
    case ">":
      return x > y;
    case ">=":
      return x >= y;
    case "==":
      return x === y;
    case "!=":
      return x !== y;
    default:
      return null;
  }
}

function infix(sign: string, x: Code, y: Code): Code {
  if (sign === "**") return { text: `${within(x, ATOM)}**${within(y, NEGATE)}`, level: POWER };
  const level = INFIX[sign] ?? ATOM;
  return { text: `${within(x, level)} ${sign} ${after(y, level + 1)}`, level };
}

/** The text, in brackets if it binds less tightly than `level`. */
function within({ text, level: own }: Code, level: number): string {
  return own >= level ? text : `(${text})`;
}

/** The same after a sign, which no minus may follow. */
function after(code: Code, level: number): string {
  return /^[-−]/.test(code.text) ? `(${code.text})` : within(code, level);
}
