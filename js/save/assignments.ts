/**
 * A point as Python that runs as it is: for each input, or each container of inputs, an assignment.
 *
 * Twin: microgradext/notebook/save/assignments.py
 */

import { literal } from "./literal";

/** What is at each step from a name to a number: `w`, then `['a']`, `[0]` or `.x`. */
type Tree = Map<string, number | Tree>;

const ESCAPED = String.raw`\\(?:[\\'"nrt]|x[0-9a-f]{2}|u[0-9a-f]{4}|U00(?:0[0-9a-f]|10)[0-9a-f]{4})`;
const STRING = ["'", '"']
  .map((quote) => String.raw`${quote}(?:[^${quote}\\\x00-\x1f]|${ESCAPED})*${quote}`)
  .join("|");
const NUMBER = String.raw`-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?`;
const ATOM = `(?:${NUMBER}|True|False|None|${STRING})`;
const STEP = new RegExp(String.raw`\.[^.[\]]+|\[(?:${ATOM}|\(${ATOM}(?:, ${ATOM})*,?\))\]`, "uy");
const ROOT = /[^.[\]]+/uy;
const CONTROL = /\p{Cc}/gu;
const NAME = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const NAMESPACE = "from types import SimpleNamespace\n\n";
const KEYWORDS = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** Inputs by name, those of a list, a dict or an object together; a comment if no code has that name. */
export function assignments(point: ReadonlyMap<string, number>): string {
  const roots: Tree = new Map();
  for (const [name, x] of point) {
    if (!put(roots, stepsOf(name), x)) roots.set(`# ${name.replaceAll(CONTROL, " ")}`, x);
  }
  const lines = [...roots].map(([root, inner]) => `${root} = ${written(inner)}\n`);
  return ([...roots.values()].some(hasAttributes) ? NAMESPACE : "") + lines.join("");
}

/** The steps that lead there; none if it is not how code would reach a number. */
function stepsOf(name: string): string[] {
  const found = [...matches(name)];
  const names = found.filter((step) => !step.startsWith("[")).map((step) => step.replace(/^\./, ""));
  return found.join("") === name && names.every(isName) ? found : [];
}

function* matches(name: string): Generator<string> {
  let start = 0;
  for (let pattern = ROOT; ; pattern = STEP) {
    pattern.lastIndex = start;
    const [step] = pattern.exec(name) ?? [];
    if (step === undefined) return;
    yield step;
    start += step.length;
  }
}

function isName(text: string): boolean {
  return NAME.test(text) && !KEYWORDS.has(text);
}

/** Put a number there, unless another is in its way. */
function put(roots: Tree, steps: readonly string[], x: number): boolean {
  let tree = roots;
  for (const step of steps.slice(0, -1)) {
    if (!fits(tree, step)) return false;
    const inner = tree.get(step) ?? new Map();
    if (typeof inner === "number") return false;
    tree.set(step, inner);
    tree = inner;
  }
  const last = steps.at(-1);
  if (last === undefined || tree.has(last) || !fits(tree, last)) return false;
  tree.set(last, x);
  return true;
}

/** Whether all steps from there are attributes, or none is. */
function fits(tree: Tree, step: string): boolean {
  const [first = step] = tree.keys();
  return first.startsWith(".") === step.startsWith(".");
}

function hasAttributes(of: number | Tree): boolean {
  if (typeof of === "number") return false;
  return startsWithAttribute(of) || [...of.values()].some(hasAttributes);
}

function startsWithAttribute(tree: Tree): boolean {
  const [first = ""] = tree.keys();
  return first.startsWith(".");
}

function written(of: number | Tree): string {
  if (typeof of === "number") return Number.isFinite(of) ? literal(of) : `float("${literal(of)}")`;
  const parts = [...of].map(([step, inner]) => [step, written(inner)] as const);
  if (startsWithAttribute(of))
    return `SimpleNamespace(${parts.map(([step, text]) => `${step.slice(1)}=${text}`).join(", ")})`;
  const texts = new Map(parts);
  const listed = parts.flatMap((_, i) => texts.get(`[${i}]`) ?? []);
  if (listed.length === parts.length) return `[${listed.join(", ")}]`;
  return `{${parts.map(([step, text]) => `${step.slice(1, -1)}: ${text}`).join(", ")}}`;
}
