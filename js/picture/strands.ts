/**
 * The lines of an edge: one, or of a bundle two that lie beside each other, what adds above what takes away.
 *
 * Twin: microgradext/explain/picture/strands.py
 */

import type { Detail } from "../layout/layout";
import { type Carried, sizeOf } from "./flow";
import { type Stroke, strokeOf } from "./stroke";

const THINNEST = 0.35; // px, of a strand

/** The lines of what an edge carries, relative to the largest edge in the drawing. */
export function strandsOf(carried: Carried, largest: number, detail: Detail): readonly Stroke[] {
  const whole = strokeOf(sizeOf(carried), largest, detail);
  if (typeof carried !== "object" || carried === null || whole.kind === "zero") return [whole];
  const { adds, takes } = carried;
  const share = (whole.width * adds) / (adds - takes);
  if (whole.width - share < THINNEST) return [whole];
  const below = strokeOf(takes - adds, largest, detail);
  if (share < THINNEST) return [below];
  const tenths = Math.round(10 * whole.width);
  const above = Math.round(10 * share);
  return [
    { ...whole, width: above / 10, offset: (above - tenths) / 20 },
    { ...below, width: (tenths - above) / 10, offset: above / 20 },
  ];
}

/** What an edge through its middle adds up to, as a bundle of as much that adds as takes away. */
export function evenly(size: number): Carried {
  return { count: 2, adds: size / 2, takes: -size / 2, adding: 1, taking: 1, net: 0 };
}

/**
 * The path beside a route, as routes.ts writes it, `offset` px below it, or above it if that is negative.
 *
 * A curve keeps its distance where it is steep: its handles move along its slope.
 */
export function beside(path: string, offset: number): string {
  if (offset === 0) return path;
  const steps = path.split(/(?=[CH])/).map((step) => {
    const numbers = step.slice(1).split(" ").map(Number) as [number, number, number, number, number, number];
    if (step[0] === "H") return step;
    if (step[0] === "M") return `M${numbers[0]} ${decimals(numbers[1] + offset)}`;
    const [x1, y1, x2, y2, x, y] = numbers;
    const aside = offset * lean(x2 - x1, y2 - y1);
    const first = `${decimals(x1 - aside)} ${decimals(y1 + offset)}`;
    const second = `${decimals(x2 - aside)} ${decimals(y2 + offset)}`;
    return `C${first} ${second} ${x} ${decimals(y + offset)}`;
  });
  return steps.join("");
}

/** The tangent of half the angle at which a curve is steepest. */
function lean(x: number, y: number): number {
  return y === 0 ? 0 : y / (Math.sqrt(x * x + y * y) + x);
}

/** The number with at most two decimals. */
function decimals(x: number): number {
  return Math.floor(x * 100 + 0.5) / 100;
}
