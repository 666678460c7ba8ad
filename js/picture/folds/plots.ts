/**
 * Plots: what a number was over the turns of a loop, as a curve or as bars. Where many turns share a pixel, the largest.
 *
 * Twin: microgradext/explain/picture/plots.py
 */

import { type Kind, kindOf } from "../stroke";

export const HEIGHT = 17; // px
const NARROWEST = 3; // px, of a bar with the gap after it
const EDGE = 2; // px, between a curve and the ends of its height

export type Numbers = readonly (number | null)[];
export type Point = readonly [number, number];

/** Stretches without a gap, and the height of the level to compare with. */
export interface Curve {
  readonly lines: readonly (readonly Point[])[];
  readonly level: number | null;
  readonly isLog: boolean;
}

export interface Bar {
  readonly kind: Kind;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How many turns share a place. */
export function together(turns: number, width: number): number {
  return Math.max(1, Math.ceil((turns * NARROWEST) / Math.max(1, width)));
}

/** What is drawn of the numbers of all turns: of those that share a place, the one of the largest size. */
export function binned(numbers: Numbers, width: number): Numbers {
  const size = together(numbers.length, width);
  const count = Math.ceil(numbers.length / size);
  return Array.from({ length: count }, (_, bin) => strongest(numbers.slice(bin * size, (bin + 1) * size)));
}

/** The curve of numbers, with gaps where they are not known or not finite; compared with a bound, by their logs. */
export function curve(numbers: Numbers, width: number, bound: number | null = null): Curve {
  const binnedOnes = binned(numbers, width);
  const finite = [...binnedOnes, bound].filter(isKnown);
  const isLog = bound !== null && finite.every((x) => x > 0);
  const scale = isLog ? Math.log10 : (x: number) => x;
  const all = finite.map(scale);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const span = high / 2 - low / 2; // the difference itself may be too large for a float
  const height = (x: number) => {
    const share = span ? (scale(x) / 2 - low / 2) / span : 0.5;
    return tenths(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE));
  };
  const lines: Point[][] = [[]];
  binnedOnes.forEach((x, place) => {
    if (isKnown(x)) lines.at(-1)?.push([tenths(((place + 0.5) * width) / binnedOnes.length), height(x)]);
    else lines.push([]);
  });
  return {
    lines: lines.filter((line) => line.length > 0),
    level: isKnown(bound) ? height(bound) : null,
    isLog,
  };
}

/** The bars of numbers from their zero, with an outline where they are not finite. */
export function bars(numbers: Numbers, width: number): Bar[] {
  const shown = binned(numbers, width);
  const all = shown.filter(isKnown);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const step = width / Math.max(1, shown.length);
  const span = high / 2 - low / 2;
  const scaled = (x: number) => (span ? HEIGHT * (x / 2 / span) : 0);
  return shown.flatMap((x, place): Bar[] => {
    const kind = kindOf(x, Math.max(high, -low));
    const left = Math.round(place * step);
    const wide = Math.max(1, Math.round((place + 1) * step) - left - 1);
    if (kind === "unbounded") return [{ kind, x: left, y: 0, width: wide, height: HEIGHT }];
    if (x === null || (kind !== "positive" && kind !== "negative")) return [];
    const [size, zero] = [Math.max(1, tenths(Math.abs(scaled(x)))), tenths(scaled(high))];
    return [{ kind, x: left, y: tenths(x > 0 ? zero - size : zero), width: wide, height: size }];
  });
}

/** Where a turn, counted from 1, is in a plot. */
export function middle(turn: number, turns: number, width: number): number {
  const size = together(turns, width);
  return tenths(((Math.floor((turn - 1) / size) + 0.5) * width) / Math.ceil(turns / size));
}

/** Which rows are drawn: those of the largest sizes, in their order. */
export function chosen(sizes: readonly number[], most: number): number[] {
  const rows = [...sizes.keys()].sort((one, other) => size(sizes, other) - size(sizes, one) || one - other);
  return rows.slice(0, most).sort((one, other) => one - other);
}

function size(sizes: readonly number[], row: number): number {
  return Math.min(sizes[row] as number, Number.MAX_VALUE);
}

/** The number of the largest size, one that is not finite before all. */
function strongest(numbers: Numbers): number | null {
  let best: number | null = null;
  for (const x of numbers) {
    if (x === null) continue;
    if (best === null || (isKnown(best) && !(Math.abs(x) <= Math.abs(best)))) best = x;
  }
  return best;
}

function isKnown(x: number | null): x is number {
  return Number.isFinite(x);
}

function tenths(x: number): number {
  return Math.floor(10 * x + 0.5) / 10;
}
