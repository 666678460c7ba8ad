/**
 * Guards: whether the facts about data that a run's control flow used still hold at another point.
 *
 * Twin: microgradext/engine/guards.py
 */

import type { Graph, Guard } from "../wire/protocol";

/** Whether the program would still see the same truth value or whole number; `run` is the value in the run. */
export function holds({ kind, expected }: Guard, x: number, run: number): boolean {
  if (kind === "truth") return (x !== 0) === (expected !== 0); // nan is true, as in Python
  if (kind === "index") return x === expected;
  if (kind === "int") return Math.trunc(x) === expected;
  if (kind === "round:0") return roundedToEven(x) === expected;
  // Python rounds by the exact decimal value of the double. The page does not imitate that; the kernel decides.
  return Object.is(x, run);
}

/** The first guard of a graph that does not hold for these values, or null. */
export function brokenOf({ guards, data }: Graph, values: Float64Array): Guard | null {
  const isBroken = (guard: Guard) => !holds(guard, values[guard.node] as number, data[guard.node] as number);
  return guards.find(isBroken) ?? null;
}

/** The sentence about a guard that no longer holds. */
export function otherPath({ kind, expected, line, source }: Guard): string {
  const now = kind === "truth" ? `is now ${expected ? "false" : "true"}` : "has changed";
  const place = line > 0 ? ` at line ${line}` : "";
  return `${source || "A number"}${place} ${now}, so the code may take another path.`;
}

function roundedToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
