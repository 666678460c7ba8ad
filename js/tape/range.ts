/** The range of a slider and its places: even steps or powers of ten, which dragging and the keys have in common. */

import type { Form, Scale } from "../wire/manner";
import type { Input } from "../wire/protocol";

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly scale: Scale;
}

export type Ends = Pick<Range, "min" | "max">;
type Steps = Pick<Input, "step" | "whole_steps">;

const ROUND = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const LARGEST = 1.7e308;
const AROUND_A_YEAR = 50;
const STEPS = 200; // of a range, at least
const PER_POWER = 100; // places for each power of ten
const DIGITS = 3; // of a number at such a place
const NEAR = 0.25; // of a place: how far rounding to three digits may be off it

/** How far the keys go: one step, ten, or a tenth of one. */
export type Stride = 1 | 10 | 0.1;

export function rangeOf({ min, max, scale }: Input): Range {
  return { min, max, scale };
}

/** The range, or a wider one if the value lies outside. */
export function reaching(range: Range, value: number, form: Form): Range {
  if (!Number.isFinite(value) || (value >= range.min && value <= range.max)) return range;
  if (range.scale === "powers" && Math.sign(value) === Math.sign(range.min)) {
    const end = powers(value, value > range.max === value > 0 ? 1 : -1);
    return value > range.max ? { ...range, max: end } : { ...range, min: end };
  }
  const reach = form === "year" ? Math.abs(value) + AROUND_A_YEAR : nice(2 * Math.abs(value));
  const linear = { ...range, scale: "linear" } as const;
  if (value > range.max) return { ...linear, max: value > 0 ? reach : 0 };
  if (form === "year") return { ...linear, min: value - AROUND_A_YEAR };
  return { ...linear, min: value < 0 ? -reach : 0 };
}

/** The next larger round number, at most the largest float; `x` is positive. */
export function nice(x: number): number {
  const power = Math.floor(Math.log10(Math.min(x, LARGEST)));
  const rounded = ROUND.map((step) => Number(`${step}e${power}`));
  return Math.min(LARGEST, rounded.find((each) => each >= x * (1 - 1e-12)) ?? x);
}

/** The step of a linear slider: the input's own, or a round one of which the range has at least 200. */
export function stepOf({ step, whole_steps }: Steps, { min, max }: Ends): number {
  if (step !== null) return step;
  const most = (max - min) / STEPS;
  const power = Math.floor(Math.log10(most) + 1e-12);
  const round = [5, 2, 1]
    .map((each) => Number(`${each}e${power}`))
    .find((each) => each <= most * (1 + 1e-12));
  return whole_steps ? Math.max(1, round ?? most) : round || most;
}

/** The place nearest to a dragged value. */
export function aimed(x: number, steps: Steps, range: Range): number {
  if (range.scale === "powers") return within(atPlace(Math.round(placeOf(x)), x, DIGITS), range);
  const [step, from] = grid(steps, range);
  return clean(within(from + Math.round((x - from) / step) * step, range));
}

/** The next place on the grid in a direction (1 or −1), where the keys go. */
export function stepped(x: number, steps: Steps, range: Range, direction: number, stride: Stride): number {
  if (range.scale === "powers") {
    const way = x > 0 ? direction : -direction;
    const place = next(placeOf(x) / stride, way, NEAR) * stride;
    return within(atPlace(place, x, stride < 1 ? DIGITS + 1 : DIGITS), range);
  }
  const [unit, from] = grid(steps, range);
  const step = steps.whole_steps ? Math.max(1, unit * stride) : unit * stride;
  return clean(within(from + next((x - from) / step, direction, 1e-6) * step, range));
}

/** Where a value is on the track, in the units of the browser's slider: the number, or its power of ten. */
export function positionOf(x: number, range: Range): number {
  if (range.scale === "linear") return x;
  return Math.sign(range.min) * Math.log10(Math.abs(within(x, range)));
}

/** The value at such a position. */
export function valueAt(position: number, { min, scale }: Range): number {
  return scale === "linear" ? position : Math.sign(min) * 10 ** (Math.sign(min) * position);
}

/** Where a value is on the track, 0 to 1 within the range. */
export function shareOf(x: number, range: Range): number {
  const [low, high] = track(range);
  return (positionOf(x, range) - low) / (high - low);
}

/** The value at a share of the track. */
export function atShare(share: number, range: Range): number {
  const [low, high] = track(range);
  return valueAt(low + share * (high - low), range);
}

/** How fast the value grows along the track at `x`, for each track. */
export function growthAt(x: number, range: Range): number {
  const [low, high] = track(range);
  return (high - low) * (range.scale === "linear" ? 1 : Math.abs(within(x, range)) * Math.LN10);
}

export function within(x: number, { min, max }: Ends): number {
  return Math.min(max, Math.max(min, x));
}

/** The number without floating-point noise: 0.30000000000000004 becomes 0.3. */
export function clean(x: number): number {
  return Number(x.toPrecision(12));
}

function track(range: Range): [number, number] {
  return [positionOf(range.min, range), positionOf(range.max, range)];
}

/** The step of a linear slider, and where its grid begins. */
function grid(steps: Steps, range: Range): [number, number] {
  return [stepOf(steps, range), steps.step === null ? 0 : range.min];
}

/** The next whole number in a direction; one that is `near` counts as reached. */
function next(at: number, direction: number, near: number): number {
  const on = Math.abs(at - Math.round(at)) < near ? Math.round(at) : at;
  return direction > 0 ? Math.floor(on) + 1 : Math.ceil(on) - 1;
}

function placeOf(x: number): number {
  return PER_POWER * Math.log10(Math.abs(x));
}

function atPlace(place: number, like: number, digits: number): number {
  return Math.sign(like) * Number((10 ** (place / PER_POWER)).toPrecision(digits));
}

/** `x` times a power of ten, in the digits that it has. */
function powers(x: number, by: number): number {
  const [mantissa, exponent] = x.toExponential().split("e");
  const result = Number(`${mantissa}e${Number(exponent) + by}`);
  return Number.isFinite(result) && result !== 0 ? result : x;
}
