/**
 * Names in mathematical notation, in a line of code: σ for `sigma`, a subscript for `x_0`.
 *
 * What the notation leaves out is there but has no size. So a screen reader and a copy have the spelling of the code.
 */

import { html } from "../../browser/dom";
import type { Graph } from "../../wire/protocol";
import { pieces, type Typeset, typesetAll } from "../../words/typesetting";

export type Names = ReadonlyMap<string, Typeset>;

/** How the names of a graph are set. */
export function namesOf({ title, view }: Graph): Names {
  const labels = view.boxes.filter(({ kind }) => kind !== "constant").map(({ label }) => label);
  return typesetAll([title, ...labels]);
}

/** Code with its names set. */
export function written(code: string, names: Names): (Node | string)[] {
  return pieces(code, names).map((piece) =>
    typeof piece === "string" ? piece : named(piece.name, piece.set),
  );
}

function named(name: string, { base, below, version }: Typeset): Node | string {
  if (base === name) return name;
  const parts: Node[] = [];
  let rest = name;
  const take = (shown: string, kind: string) => {
    const end = placeOf(rest, shown);
    parts.push(...unsized(rest.slice(0, end.from)), part(rest.slice(end.from, end.to), shown, kind));
    rest = rest.slice(end.to);
  };
  take(base, "mg-letter");
  const [letter] = parts.splice(0) as [Node];
  for (const index of below) take(index, "mg-index");
  const raised = version ? rest.slice(rest.indexOf("⁽")) : "";
  parts.push(...unsized(rest.slice(0, rest.length - raised.length)));
  const under = below.length > 0 ? [html("sub", {}, ...parts)] : parts;
  return html("span", { class: "mg-typeset", title: name }, letter, ...under, raised);
}

/** Where the letters of the code are that something shown stands for: the same, or a word such as sigma. */
function placeOf(rest: string, shown: string): { from: number; to: number } {
  const from = Math.max(0, rest.search(/[\p{L}\p{N}-]/u));
  if (rest.startsWith(shown, from)) return { from, to: from + shown.length };
  const [word = ""] = /^\p{L}+/u.exec(rest.slice(from)) ?? [];
  return { from, to: from + word.length };
}

function part(code: string, shown: string, kind: string): HTMLElement {
  if (code === shown) return html("span", { class: kind }, shown);
  return html("span", { class: `${kind} mg-greek`, "data-shown": shown }, ...unsized(code));
}

function unsized(code: string): HTMLElement[] {
  return code ? [html("span", { class: "mg-unsized" }, code)] : [];
}
