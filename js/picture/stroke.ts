/**
 * How a number looks as a line or a bar: the colour shows its sign, width and colour together its size.
 *
 * Twin: microgradext/explain/picture/stroke.py
 */

import type { Detail } from "../layout/layout";
import { type Flowing, ROUNDING } from "../tape/rounding";

export type Kind = "positive" | "negative" | "zero" | "unbounded" | "unknown";

export interface Stroke {
  readonly kind: Kind;
  readonly width: number; // px
  readonly offset: number; // px from its route, downwards
  readonly colour: string; // "" if the kind says enough
}

const THINNEST = 1.25;
const THICKEST = { full: 6.5, compact: 4.5 }; // the distance at which the layout stacks edges, less a gap
const NOTHING = 1e-6; // of the largest in the drawing: an edge that carries less is drawn as one that carries nothing
const UNKNOWN: Stroke = { kind: "unknown", width: 1, offset: 0, colour: "" };
const UNBOUNDED: Stroke = { kind: "unbounded", width: 1.5, offset: 0, colour: "" };
const ZERO: Stroke = { kind: "zero", width: THINNEST, offset: 0, colour: "" };
const STEPS = 15;
const MIXED = { positive: mixed("positive"), negative: mixed("negative") };

/** The line of a contribution, relative to the largest one in the drawing; null if it cannot be known. */
export function strokeOf(contribution: Flowing, largest: number, detail: Detail): Stroke {
  const kind = kindOf(contribution, largest);
  if (kind === "unknown") return UNKNOWN;
  if (kind === "unbounded") return UNBOUNDED;
  if (kind === "zero") return ZERO;
  const root = Math.sqrt(Math.min(1, Math.abs(contribution as number) / largest));
  const width = THINNEST + (THICKEST[detail] - THINNEST) * root;
  return {
    kind,
    width: Math.round(10 * width) / 10,
    offset: 0,
    colour: MIXED[kind][Math.round(STEPS * root)] as string,
  };
}

/** What kind of number it is, next to the largest of its drawing; null is unknown. */
export function kindOf(contribution: Flowing, largest = 0): Kind {
  if (contribution === null) return "unknown";
  if (contribution === ROUNDING) return "zero";
  if (!Number.isFinite(contribution)) return "unbounded";
  if (contribution === 0 || Math.abs(contribution) < NOTHING * largest) return "zero";
  return contribution > 0 ? "positive" : "negative";
}

/** The largest finite magnitude among numbers; 0 if there is none. */
export function largestOf(numbers: Iterable<Flowing | undefined>): number {
  let largest = 0;
  for (const x of numbers) {
    const size = typeof x === "number" ? Math.abs(x) : 0;
    if (size > largest && size < Number.POSITIVE_INFINITY) largest = size; // nan is neither
  }
  return largest;
}

/**
 * Colours mixed towards grey rather than faded, so that crossings do not darken; without color-mix the class's colour
 * stays. They come in steps too small to see, so that a tiny change writes nothing.
 */
function mixed(kind: Kind): string[] {
  const shares = Array.from({ length: STEPS + 1 }, (_, step) => 55 + 3 * step);
  return shares.map((share) => `color-mix(in srgb, var(--mg-${kind}) ${share}%, var(--mg-zero))`);
}
