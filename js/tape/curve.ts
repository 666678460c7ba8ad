/** The output along one input: its values at other places, and what they say about its slope. */

import type { Graph, Input } from "../wire/protocol";
import { brokenOf } from "./guards";
import { atShare, clean, type Ends, type Range, within } from "./range";
import { Tape } from "./tape";

export const SAMPLES = 61;
const SMALLEST = 1e-7; // of the range; a smaller h is lost in the last digits of what it is added to
const FAR = 2; // in spreads around the middle of the samples; poles are cut off there

/** Computes a graph's output at other points, on a tape of its own. */
export class Probe {
  readonly #graph: Graph;
  readonly #tape: Tape;
  readonly #point: Float64Array;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#tape = new Tape(graph);
    this.#point = new Float64Array(graph.inputs.length);
  }

  /** The output where one input is `x`; null if a guard does not hold, because the code may do something else there. */
  at(point: Float64Array, position: number, x: number): number | null {
    this.#point.set(point);
    this.#point[position] = x;
    this.#tape.forward(this.#point);
    const { values } = this.#tape;
    return brokenOf(this.#graph, values) ? null : (values[this.#graph.output] as number);
  }
}

/** Places spread evenly along the track of a slider; only whole numbers for an input that is always whole. */
export function samples(range: Range, whole: boolean): number[] {
  const places = Array.from({ length: SAMPLES }, (_, i) => atShare(i / (SAMPLES - 1), range));
  return whole ? [...new Set(places.map(Math.round))] : places;
}

export interface Limits {
  readonly low: number;
  readonly high: number;
}

/** The limits of a plot: they include all values but a few that are far away from the rest, and always `here`. */
export function limitsOf(values: readonly (number | null)[], here: number): Limits {
  const sorted = values.filter((y): y is number => Number.isFinite(y)).sort((one, other) => one - other);
  const [first, last] = [sorted[0] ?? here, sorted.at(-1) ?? here];
  const quantile = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? here;
  const [near, far] = [quantile(0.1), quantile(0.9)];
  const room = FAR * (far - near);
  const low = room > 0 ? Math.max(first, near - room) : first;
  const high = room > 0 ? Math.min(last, far + room) : last;
  return apart(Math.min(low, fallback(here, low)), Math.max(high, fallback(here, high)));
}

function fallback(x: number, otherwise: number): number {
  return Number.isFinite(x) ? x : otherwise;
}

/** The limits, moved apart if equal, so that a constant is in the middle. */
function apart(low: number, high: number): Limits {
  if (!(Number.isFinite(low) && Number.isFinite(high))) return { low: 0, high: 1 };
  const least = 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
  return high - low > least ? { low, high } : { low: low - 1, high: high + 1 };
}

/** The output as a function of one input; null where it is not known. */
export type Along = (x: number) => number | null;

/** Difference quotients at `x`; null where the output at an end is not known. */
export interface Quotients {
  readonly ahead: number | null; // the output at x + h
  readonly secant: number | null; // (f(x + h) − f(x)) / h
  readonly symmetric: number | null; // (f(x + h) − f(x − h)) / 2h
}

export function quotients(f: Along, x: number, here: number, h: number): Quotients {
  const [ahead, behind] = [f(x + h), f(x - h)];
  const secant = ahead === null ? null : (ahead - here) / h;
  const symmetric = ahead === null || behind === null ? null : (ahead - behind) / (2 * h);
  return { ahead, secant, symmetric };
}

/** The first h of a plot: a fifth of the range. */
export function firstH(input: Pick<Input, "whole">, { min, max }: Ends): number {
  return heldH((max - min) / 5, input, { min, max });
}

/** The nearest usable h: not zero, and whole if the input is. */
export function heldH(h: number, { whole }: Pick<Input, "whole">, { min, max }: Ends): number {
  const [least, most] = [whole ? 1 : SMALLEST * (max - min), max - min];
  const size = within(whole ? Math.round(Math.abs(h)) : clean(Math.abs(h)), { min: least, max: most });
  return h < 0 ? -size : size;
}

/** The h that is used at `x`: reversed if x + h would leave the range, and shorter if both ends would. */
export function fittingH(h: number, x: number, { min, max }: Ends): number {
  const fits = (end: number) => end >= min && end <= max;
  if (fits(x + h) || !fits(x)) return h;
  if (fits(x - h)) return -h;
  return x - min > max - x ? min - x : max - x;
}
