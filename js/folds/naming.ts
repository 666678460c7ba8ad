/**
 * Naming: what folds are called, and what tells boxes without a name apart.
 *
 * Twin: microgradext/explain/folds/naming.py
 */

import { KIND, kindOf, type Regions } from "../wire/regions";
import { modulesIn } from "./neurons";
import type { Part } from "./parts";

const MARKS = /[⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹′]+$/u; // what tells Values of one name apart
const THEN = "›";
export const BETWEEN = ` ${THEN} `; // the scopes of a path
const MODULES = [
  ["neuron", "["],
  ["layer", "layer "],
] as const; // what modules are that are called so by `microgradext.nn`

/** A name without what tells it from others that were bound to it. */
export function bare(name: string): string {
  return name.replace(MARKS, "");
}

/** `30 days`, `1 pass`. */
export function several(count: number, word: string): string {
  return `${grouped(count)} ${count === 1 ? word : plural(word)}`;
}

/** The word for more than one. */
export function plural(word: string): string {
  if (/(?:s|x|ch|sh)$/.test(word)) return `${word}es`;
  return /(?:^|[^aeiou])y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** The title of a fold; `label` is that of the node it comes to, `shown` the turn that is shown of a loop. */
export function titleOf(
  regions: Regions,
  { kind, region, members }: Part,
  label: string,
  shown: number | undefined,
): string {
  if (kind === "rest") return `${grouped(members)} more`;
  if (kind === "node" || kind === "closed" || kind === "frame" || shown === undefined) {
    return regions.label[region] || label;
  }
  const word = regions.label[shown] as string;
  const [ordinal, count] = [regions.ordinal[shown] as number, regions.ordinal[region] as number];
  if (kind === "others") return `${grouped(count - 1)} other ${count === 2 ? word : plural(word)}`;
  const [first, last] = kind === "before" ? [1, ordinal - 1] : [ordinal + 1, count];
  return first === last ? `${word} ${first}` : `${plural(word)} ${first}–${last}`;
}

/** What is in a fold, in a few words; nothing for a named value, whose code says it. */
export function summaryOf(regions: Regions, { kind, region, count }: Part): string {
  const of = kindOf(regions, region);
  if (kind === "closed" && (of === "value" || of === "sum")) return "";
  if (of === "inputs" || of === "leaves") return several(count, of === "inputs" ? "input" : "value");
  const own = regions.ordinal[region] as number;
  if (of === "lines" && own > 0) return several(own, "value");
  if ((kind === "closed" || kind === "frame") && of === "loop") {
    const turns = turnsOf(regions, region);
    const first = turns[0];
    return first === undefined ? several(count, "node") : several(own, regions.label[first] as string);
  }
  for (const [word, start] of kind === "closed" ? MODULES : []) {
    const modules = modulesIn(regions, region, start).length;
    if (modules > 0) return several(modules, word);
  }
  return several(count, "node");
}

/** The turns of a loop; none of a region that is no loop, and of one in which they are not counted. */
export function turnsOf({ kind, parent }: Regions, loop: number): number[] {
  const turns: number[] = [];
  if (kind[loop] !== KIND.loop) return turns;
  for (let turn = loop + 1; turn < kind.length; turn++) {
    if (kind[turn] === KIND.turn && parent[turn] === loop) turns.push(turn);
  }
  return turns;
}

/**
 * The names, without what tells them from others that are not there.
 *
 * Equal ones come after the scopes that they are in, and are numbered where these are the same too. Of a box that says
 * its code below its name, the scopes are enough.
 */
export function toldApart(
  names: readonly string[],
  places: readonly string[],
  saysCode: readonly boolean[],
): string[] {
  const short = names.map(bare);
  const known = counts(short);
  const labels = names.map((name, i) => (known.get(short[i] as string) === 1 ? (short[i] as string) : name));
  const often = counts(labels);
  const longer = labels.map((label, i) =>
    (often.get(label) as number) > 1 && places[i]
      ? saysCode[i]
        ? (places[i] as string)
        : `${places[i]} ${THEN} ${label}`
      : label,
  );
  return numbered(longer);
}

/** A scope on the screen: its title, the frame that it is in, the scopes around a node in it, and its own name. */
export interface Titled {
  readonly title: string;
  readonly frame: number;
  readonly place: string;
  readonly name: string; // what the code calls the only value that leaves it; empty if there is none
}

/** The titles of scopes; equal ones in one frame say where they are, or what they come to, or are numbered. */
export function titlesApart(scopes: readonly Titled[]): string[] {
  const found = scopes.map(({ title }) => title);
  scopes.forEach(({ frame, title }, i) => {
    const alike = [...scopes.keys()].filter((j) => scopes[j]?.frame === frame && scopes[j]?.title === title);
    if (alike.length < 2 || alike[0] !== i) return;
    const titles = apart(alike.map((j) => scopes[j] as Titled));
    for (const [place, j] of alike.entries()) found[j] = titles[place] as string;
  });
  return found;
}

function apart(scopes: readonly Titled[]): string[] {
  const around = scopes.map(({ title, place }) => {
    const path = place.split(BETWEEN);
    return path.slice(0, Math.max(0, path.indexOf(title)));
  });
  let shared = 0;
  while (around.every((path) => path.length > shared && path[shared] === around[0]?.[shared])) shared++;
  const placed = scopes.map(({ title }, i) => [...(around[i] ?? []).slice(shared), title].join(BETWEEN));
  if (new Set(placed).size === placed.length) return placed;
  return numbered(scopes.map(({ title, name }) => (name ? `${name} = ${title}` : title)));
}

function numbered(labels: readonly string[]): string[] {
  const again = counts(labels);
  const seen = new Map<string, number>();
  return labels.map((label) => {
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return (again.get(label) as number) > 1 ? `${label} (${count})` : label;
  });
}

function counts(texts: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const text of texts) found.set(text, (found.get(text) ?? 0) + 1);
  return found;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
