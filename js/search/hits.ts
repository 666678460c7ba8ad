/** Which nodes a query finds, the best first. */

import type { Nodes, Texts } from "../stage/nodes";
import type { Reading } from "../tape/replay";
import type { Graph } from "../wire/protocol";
import { rowsCalled } from "./operators";
import { type Bound, isEmpty, type Query } from "./query";

/** What is shown of the nodes' numbers. */
export type Numbers = Pick<Reading, "value" | "gradient">;

/** How well a name fits: the smaller, the better. */
const [EXACT, PREFIX, OTHER] = [0, 1, 2];

/**
 * The rows that fulfil all of a query: what is called so, then what begins so, then the rest, each in the order of
 * the code. An empty query finds nothing.
 */
export function hits(query: Query, nodes: Nodes, numbers: Numbers, { opcodes }: Graph): Int32Array {
  if (isEmpty(query)) return new Int32Array(0);
  const found = new Uint8Array(nodes.count).fill(1);
  for (const word of query.words) keepWord(found, word, nodes, opcodes);
  for (const line of query.lines) keep(found, (row) => nodes.line[row] === line);
  for (const bound of query.bounds) keepBound(found, bound, nodes, numbers);
  for (const bad of query.bad) keepBad(found, bad, nodes, numbers);
  return ranked(found, query, nodes);
}

function keep(found: Uint8Array, holds: (row: number) => boolean): void {
  for (let row = 0; row < found.length; row++) if (found[row] === 1 && !holds(row)) found[row] = 0;
}

/** Keep what a word names: part of the name, of the code or of the path, or the operation. */
function keepWord(found: Uint8Array, word: string, nodes: Nodes, opcodes: Int32Array): void {
  const [names, sources, places] = [nodes.names, nodes.sources, nodes.places].map((texts) =>
    of(texts, (text) => Number(holds(text, word))),
  ) as [Uint8Array, Uint8Array, Uint8Array];
  const rows = rowsCalled(word);
  keep(
    found,
    (row) =>
      names[nodes.names.of[row] as number] === 1 ||
      sources[nodes.sources.of[row] as number] === 1 ||
      places[nodes.places.of[row] as number] === 1 ||
      rows[opcodes[nodes.node[row] as number] as number] === 1,
  );
}

/** What is found out about each text, in lower case. */
function of({ lower }: Texts, find: (text: string) => number): Uint8Array {
  const found = new Uint8Array(lower.length);
  for (let i = 0; i < lower.length; i++) found[i] = find(lower[i] as string);
  return found;
}

/** Whether a word is in a text; a number at its end has to end there: `layer 1` is not in `layer 16`. */
function holds(text: string, word: string): boolean {
  const isNumbered = word.includes(" ");
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isNumbered || !isDigit(text.charCodeAt(at + word.length))) return true;
  }
  return false;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function keepBound(found: Uint8Array, bound: Bound, { node }: Nodes, numbers: Numbers): void {
  const isValue = bound.of === "value";
  keep(found, (row) => {
    const own = node[row] as number;
    const x = isValue ? numbers.value(own) : numbers.gradient(own);
    return typeof x === "number" && isWithin(bound.isSize ? Math.abs(x) : x, bound);
  });
}

function isWithin(x: number, { comparison, limit }: Bound): boolean {
  if (comparison === "<") return x < limit;
  if (comparison === ">") return x > limit;
  if (comparison === "<=") return x <= limit;
  return comparison === ">=" ? x >= limit : x === limit;
}

function keepBad(found: Uint8Array, bad: "nan" | "inf", { node }: Nodes, numbers: Numbers): void {
  const isBad = (x: unknown) => (bad === "nan" ? Number.isNaN(x) : x === 1 / 0 || x === -1 / 0);
  keep(found, (row) => {
    const own = node[row] as number;
    return isBad(numbers.value(own)) || isBad(numbers.gradient(own));
  });
}

/** The rows that were found: those that are called what was asked for first, then those that begin so. */
function ranked(found: Uint8Array, { words }: Query, { names, sources }: Nodes): Int32Array {
  const phrase = words.join(" ");
  const fits = (texts: Texts) => of(texts, (text) => fitOf(text, phrase));
  const [ofNames, ofSources] = [fits(names), fits(sources)];
  const nameless = names.all.indexOf("");
  const ranks: [number[], number[], number[]] = [[], [], []];
  for (let row = 0; row < found.length; row++) {
    if (found[row] === 0) continue;
    const name = names.of[row] as number;
    const fit = name === nameless ? ofSources[sources.of[row] as number] : ofNames[name];
    ranks[fit as 0 | 1 | 2].push(row);
  }
  return Int32Array.from(ranks.flat());
}

function fitOf(text: string, phrase: string): number {
  if (phrase === "" || !text.startsWith(phrase)) return OTHER;
  return text === phrase ? EXACT : PREFIX;
}
