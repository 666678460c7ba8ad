/** Remembered: what a node is called so that it is found again, in a graph where many have the same name or code. */

import type { Undrawn } from "../view/rest";
import type { Graph } from "../wire/protocol";
import { NONE } from "../wire/regions";
import { BETWEEN } from "./naming";

/** The scopes of a node and its name, or else its code; numbered where an earlier one is called the same. */
export function rememberedAs({ undrawn }: Graph, node: number): string {
  const own = undrawn.of(node);
  const name = own ? called(own) : "";
  let count = 0;
  for (const each of undrawn) if (each.node <= node && called(each) === name) count++;
  return count > 1 ? `${name} (${count})` : name;
}

/** The node that is called so; -1 if there is none. */
export function remembered({ undrawn }: Graph, name: string): number {
  const [, base = name, nth = "1"] = /^(.*) \((\d+)\)$/s.exec(name) ?? [];
  let count = 0;
  for (const each of undrawn) if (called(each) === base && ++count === Number(nth)) return each.node;
  return NONE;
}

function called({ place, label, source }: Undrawn): string {
  return (place && place + BETWEEN) + (label || source);
}
