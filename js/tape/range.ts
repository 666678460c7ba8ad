/** The range of a slider: chosen by the run's value, then fixed; only a value typed outside widens it. */

import type { Input } from "../wire/protocol";

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The cell's own bounds, or else ±nice(2·|value|), at least ±2. */
export function rangeOf({ min, max }: Pick<Input, "min" | "max">, value: number): Range {
  const reach = Math.max(2, nice(2 * Math.abs(value)));
  const range = { min: min ?? Math.min(-reach, max ?? 0), max: max ?? Math.max(reach, min ?? 0) };
  return range.min < range.max ? range : { min: range.min, max: range.min + 2 * reach };
}

/** The range, or a wider one if the value lies outside. */
export function widened(range: Range, value: number): Range {
  if (!Number.isFinite(value) || (value >= range.min && value <= range.max)) return range;
  const reach = nice(2 * Math.abs(value));
  return value < range.min ? { ...range, min: -reach } : { ...range, max: reach };
}

/** The next larger number that is 1, 2 or 5 times a power of ten. */
export function nice(x: number): number {
  if (!(x > 0) || !Number.isFinite(x)) return 0;
  const power = 10 ** Math.floor(Math.log10(x));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= x * (1 - 1e-12)) ?? 10;
  return Number((step * power).toPrecision(1));
}

/** The step of an arrow key: the input's own, or a 200th of the range. */
export function stepOf({ step, whole }: Pick<Input, "step" | "whole">, { min, max }: Range): number {
  if (step !== null) return step;
  return whole ? Math.max(1, Math.round((max - min) / 200)) : (max - min) / 200;
}

/** A dragged value, rounded to what a user can aim at: 200 to 2000 places on the track. */
export function aimed(x: number, { step, whole }: Pick<Input, "step" | "whole">, range: Range): number {
  const grain = step ?? (whole ? 1 : 10 ** (Math.ceil(Math.log10(range.max - range.min)) - 3));
  const from = step === null ? 0 : range.min;
  return clean(within(from + Math.round((x - from) / grain) * grain, range));
}

export function within(x: number, { min, max }: Range): number {
  return Math.min(max, Math.max(min, x));
}

/** The number without floating-point noise: 0.30000000000000004 becomes 0.3. */
export function clean(x: number): number {
  return Number(x.toPrecision(12));
}
