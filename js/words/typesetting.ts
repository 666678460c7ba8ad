/**
 * Names as mathematics writes them: `sigma` is σ, `x_0` and `x1` have an index, words stay words.
 *
 * Twin: microgradext/explain/words/typesetting.py
 */

const WORDS =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda lam mu nu xi pi rho sigma tau upsilon phi chi " +
  "psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega";
const LETTERS = "αβγδεζηθικλλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ";
const GREEK = new Map(WORDS.split(" ").map((word, i) => [word, LETTERS[i] as string]));

/** Between two indices. */
export const COMMA = ", ";

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const VERSION = new RegExp(`^(.+)⁽([${RAISED}]+)⁾$`, "su");
const KEYS = /^([^[\]]+)((?:\[[^[\]]+\])+)$/u;
const KEY = /\[([^[\]]+)\]/gu;
const WORD = /^[\p{L}\p{N}_]+$/u;
const HEAD = /^(.*?)([0-9]*)$/su;
const NUMBERED = /^(.*[\p{L}\p{N}])_([0-9]+)$/su;

/** A name as it is set: a base, its indices, and which of several values of that name it is. */
export interface Typeset {
  readonly base: string;
  readonly below: readonly string[];
  readonly version: string;
}

/** The name with its letters as letters and its indices as indices; what is not such a name stays as it is. */
export function typeset(name: string): Typeset {
  const [, versioned, raised] = VERSION.exec(name) ?? [];
  const [, keyed, keys] = KEYS.exec(versioned ?? name) ?? [];
  const { base, below } = indices(keyed ?? versioned ?? name);
  const inner = [...(keys ?? "").matchAll(KEY)].map(([, key]) =>
    (key as string).replace(/^['"]+|['"]+$/g, ""),
  );
  const version = Array.from(raised ?? "", (digit) => RAISED.indexOf(digit)).join("");
  return { base, below: [...below, ...inner], version };
}

/** Each of the names as it is set. Those that would look like another keep the spelling of the code. */
export function typesetAll(names: Iterable<string>): Map<string, Typeset> {
  const made = [...new Set(names)].map((name) => ({ name, set: typeset(name) }));
  const alike = new Map<string, number>();
  for (const { set } of made) alike.set(seen(set), (alike.get(seen(set)) ?? 0) + 1);
  return new Map(
    made.map(({ name, set }) => [
      name,
      alike.get(seen(set)) === 1 ? set : { base: name, below: [], version: "" },
    ]),
  );
}

function seen({ base, below, version }: Typeset): string {
  return JSON.stringify([base, below.join(COMMA), version]);
}

/** A letter with all that follows it as indices, or a word with the numbers at its end. */
function indices(name: string): { base: string; below: readonly string[] } {
  if (!WORD.test(name)) return { base: name, below: [] };
  const [first = "", ...rest] = name.split("_");
  const [, head = "", digits = ""] = HEAD.exec(first) ?? [];
  const letter = GREEK.get(head) ?? (/^\p{L}$/u.test(head) ? head : "");
  if (GREEK.has(head) && rest.at(-1) === "") rest.pop(); // lambda_
  if (letter && rest.every((part) => part !== "")) {
    const parts = digits ? [digits, ...rest] : rest;
    return { base: letter, below: parts.map((part) => GREEK.get(part) ?? part) };
  }
  let base = name;
  const numbers: string[] = [];
  for (let found = NUMBERED.exec(base); found; found = NUMBERED.exec(base)) {
    base = found[1] as string;
    numbers.unshift(found[2] as string);
  }
  return { base, below: numbers };
}

const NAME = /[\p{L}_][\p{L}\p{N}_]*(?:\[[^[\]]*\])*(?:⁽[⁰¹²³⁴-⁹]+⁾)?/gu;

/** Code in pieces: each of the names with how it is set, and what is between them. */
export function pieces(
  code: string,
  names: ReadonlyMap<string, Typeset>,
): (string | { readonly name: string; readonly set: Typeset })[] {
  const found: (string | { name: string; set: Typeset })[] = [];
  let from = 0;
  for (const { 0: name, index } of code.matchAll(NAME)) {
    const set = names.get(name);
    const end = index + name.length;
    // Not a function, an attribute, or what is left of a name that was cut.
    if (set === undefined || /[.…]/.test(code[index - 1] ?? "") || /[.…(]/.test(code[end] ?? "")) continue;
    found.push(code.slice(from, index), { name, set });
    from = end;
  }
  return [...found, code.slice(from)].filter((piece) => piece !== "");
}
