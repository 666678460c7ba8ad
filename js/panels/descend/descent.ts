/** Gradient descent, one step at a time: a ← a − η · ∂L/∂a, and why it cannot go on. */

import { isHeld, moves, uses } from "../../tape/alone";
import type { Gradient, Replay } from "../../tape/replay";
import { ROUNDING } from "../../tape/rounding";
import type { Graph, Input } from "../../wire/protocol";
import { MINUS, short } from "../../words/numbers";
import { exact, gradientText } from "../../words/reading";
import { equality, shown } from "../../words/rounding";

/** The rule by which a step is made. */
export interface Rule {
  readonly eta: number;
  readonly ascends: boolean;
  /** Whether an input moves. */
  moves(name: string): boolean;
}

/** What one step does to one input. */
export interface Change {
  readonly position: number;
  readonly name: string;
  readonly from: number;
  readonly gradient: Gradient;
  readonly isRounding: boolean; // whether the gradient is only rounding
  readonly to: number;
  readonly isRounded: boolean; // whether the result was rounded to a whole number
}

/** Where a descent has been. */
export class Trail {
  readonly start: Float64Array;
  readonly values: number[];
  /** The point that the last step led to. */
  point: Float64Array;

  constructor(point: Float64Array, value: number) {
    this.start = point.slice();
    this.point = this.start;
    this.values = [value];
  }

  get steps(): number {
    return this.values.length - 1;
  }

  add(point: Float64Array, value: number): void {
    this.point = point.slice();
    this.values.push(value);
  }
}

/** The positions of the inputs that a step can move: those that the page can move and the output depends on. */
export function movable(graph: Graph): number[] {
  if (!moves(graph) || graph.output < 0) return [];
  const positions = [...graph.inputs.keys()];
  return positions.filter((i) => {
    const input = graph.inputs[i] as Input;
    return !isHeld(input, graph) && uses(graph, input);
  });
}

/** What a step from a point would do to the inputs at `positions`, including those that the rule does not move. */
export function changesAt(
  { inputs }: Graph,
  positions: readonly number[],
  point: ArrayLike<number>,
  numbers: Pick<Replay, "gradient" | "isRounding">,
  rule: Pick<Rule, "eta" | "ascends">,
): Change[] {
  return positions.map((position) => {
    const { name, node, whole } = inputs[position] as Input;
    const [from, slope] = [point[position] as number, numbers.gradient(node)];
    const way = rule.eta * (slope ?? Number.NaN);
    const exactly = rule.ascends ? from + way : from - way;
    const to = whole ? Math.round(exactly) + 0 : exactly; // + 0: no −0
    const isRounding = numbers.isRounding(node);
    return { position, name, from, gradient: slope, isRounding, to, isRounded: !Object.is(to, exactly) };
  });
}

/** The point after the changes. */
export function pointAfter(point: Float64Array, changes: readonly Change[]): Float64Array {
  const next = point.slice();
  for (const { position, to } of changes) next[position] = to;
  return next;
}

/** Why no step is possible from here, as a clause; "" if one is. */
export function obstacle(changes: readonly Change[]): string {
  if (changes.length === 0) return "no input is chosen";
  const bad = changes.find(({ to }) => !Number.isFinite(to));
  if (bad) return `${subject(bad)} ${wordOf(bad)}`;
  const isStill = changes.every(({ from, to }) => from === to);
  return isStill ? "no input moves any more" : "";
}

/** A change with its numbers: `0.4225 − 0.02 · (−3.7749) = 0.498`. */
export function written(
  { from, gradient, isRounding, to, isRounded }: Change,
  { eta, ascends }: Rule,
): string {
  const sign = ascends ? "+" : MINUS;
  const slope = isRounding ? `(${ROUNDING})` : gradientText(gradient, inProduct);
  const made = `${short(from)} ${sign} ${inProduct(eta)} · ${slope}`;
  if (typeof gradient !== "number") return `${made} = ${slope}`;
  const way = isRounding ? 0 : shown(eta) * shown(gradient);
  const given = shown(from) + (ascends ? way : -way);
  return `${made} ${isRounded ? "≈" : equality(given, to)} ${short(to)}`;
}

function subject({ name, gradient }: Change): string {
  return Number.isFinite(gradient) ? `${name} after it` : `the gradient of ${name}`;
}

function wordOf({ gradient, to }: Change): string {
  if (gradient === null || gradient === undefined) return "is not known";
  return `is ${exact(Number.isFinite(gradient) ? to : gradient)}`;
}

function inProduct(x: number): string {
  const text = short(x);
  return text.startsWith(MINUS) ? `(${text})` : text;
}
