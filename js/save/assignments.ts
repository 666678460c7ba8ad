/**
 * A point as Python code: one assignment for each input.
 *
 * Twin: microgradext/notebook/save/assignments.py
 */

import { literal } from "./literal";

const ITEM = /^(.+)\[(\d+)\]$/;
const PLACE = /^[\p{L}_][\p{L}\p{N}_]*(\[[^[\]]+\])*$/u;

/** Inputs by name as assignments; the items of a list, if all are there, as one. */
export function assignments(point: ReadonlyMap<string, number>): string {
  const lists = listsAmong([...point.keys()]);
  let text = "";
  for (const [name, x] of point) {
    const [, list = "", index] = ITEM.exec(name) ?? [];
    const length = lists.get(list);
    if (length === undefined) text += `${PLACE.test(name) ? "" : "# "}${name} = ${finite(x)}\n`;
    else if (index === "0") text += `${list} = [${items(point, list, length).join(", ")}]\n`;
  }
  return text;
}

function items(point: ReadonlyMap<string, number>, list: string, length: number): string[] {
  return Array.from({ length }, (_, i) => finite(point.get(`${list}[${i}]`) as number));
}

/** The lists whose items from first to last are all there: name to number of items. */
function listsAmong(names: readonly string[]): Map<string, number> {
  const indices = new Map<string, number[]>();
  for (const name of names) {
    const [, list = "", index] = ITEM.exec(name) ?? [];
    if (index !== undefined) indices.set(list, [...(indices.get(list) ?? []), Number(index)]);
  }
  const whole = [...indices].filter(([, found]) => found.every((_, i) => found.includes(i)));
  return new Map(whole.map(([list, { length }]) => [list, length]));
}

function finite(x: number): string {
  return Number.isFinite(x) ? literal(x) : `float("${literal(x)}")`;
}
