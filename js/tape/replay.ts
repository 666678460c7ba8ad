/** A tape together with its guards: what is shown at a point, and what is not known there. */

import { runPoint } from "../wire/point";
import type { Graph, Guard, Input } from "../wire/protocol";
import type { BackSteps } from "./backstep";
import { brokenOf } from "./guards";
import { nearest } from "./nearest";
import { ROUNDING } from "./rounding";
import { Tape } from "./tape";

const IN_A_FRAME = 10_000; // nodes; of a larger graph, what is only rounding is found out once nothing moves

/** A gradient; null if there is none, undefined while waiting for the kernel. */
export type Gradient = number | null | undefined;

/** A gradient, or words in its place. */
export type Shown = Gradient | string;

/** What is shown of a replay: everything, or only what is known at one step of its passes. */
export interface Reading {
  readonly replay: Replay;
  /** What is at work, if anything. */
  readonly acting: Acting | null;
  /** The value of a node; undefined if it is not computed yet. */
  value(node: number): number | undefined;
  gradient(node: number): Shown;
  /** Whether what flows along a drawn edge is shown. */
  passes(edge: number): boolean;
}

/** The gradient of a node as a person reads it. */
export function shownGradient(reading: Reading, node: number): Shown {
  const gradient = reading.gradient(node);
  return typeof gradient === "number" && reading.replay.isRounding(node) ? ROUNDING : gradient;
}

/** A box at work, and the edges along which something moves. */
export interface Acting {
  readonly box: number;
  readonly edges: readonly number[];
  readonly isBackward: boolean;
  readonly isPlayed: boolean;
}

export class Replay implements Reading {
  readonly replay = this;
  readonly acting = null;
  #graph: Graph;
  readonly point: Float64Array;
  /** Whether the numbers shown belong to an earlier point, because only the kernel knows those of this one. */
  stale = false;
  /** The guard that does not hold at the point. */
  broken: Guard | null = null;
  readonly #tape: Tape;
  readonly #run: Float64Array; // the point at which the cell ran
  readonly #held: Float64Array; // the values at the last point that was not stale
  readonly #known: Float64Array; // the last point that was not stale
  #isSettled = false;
  #confirmed: Float64Array; // a point where the kernel knows the graph to be right, because it ran or compared it there

  constructor(graph: Graph, point: ArrayLike<number>) {
    this.#graph = graph;
    this.point = Float64Array.from(point);
    this.#tape = new Tape(graph);
    const isAlwaysKnown = graph.replays && graph.guards.length === 0;
    this.#held = isAlwaysKnown ? this.#tape.values : graph.data.slice();
    this.#run = runPoint(graph);
    this.#known = this.#run.slice();
    this.#confirmed = this.#run;
    this.#evaluate();
  }

  get graph(): Graph {
    return this.#graph;
  }

  /** Let the same graph be drawn with something else open. */
  redraw(graph: Graph): void {
    this.#graph = graph;
  }

  passes(): boolean {
    return true;
  }

  /** Whether the cell ran at this point, so that what it printed is up to date. */
  get isAtRun(): boolean {
    return samePoint(this.point, this.#run);
  }

  move(position: number, x: number): void {
    this.point[position] = x;
    this.#evaluate();
  }

  moveTo(point: ArrayLike<number>): void {
    this.point.set(point);
    this.#evaluate();
  }

  /** The kernel says that the code takes the same path at a point, even if the page's last bits say otherwise. */
  confirm(point: Float64Array): void {
    if (!this.graph.replays) return; // then the kernel would have sent a new graph
    this.#confirmed = point.slice();
    this.#evaluate();
  }

  /** The value of a node; while stale, an operation keeps its last one, since it may not exist on the other path. */
  value(node: number): number {
    return this.#held[node] as number;
  }

  gradient(node: number): Gradient {
    return this.stale ? undefined : this.#tape.gradient(node);
  }

  /** Whether the gradient of a node, or what is left of it, is only rounding, as far as that is found out by now. */
  isRounding(node: number, left?: number): boolean {
    return this.#knowsSizes && this.#tape.isRounding(node, left);
  }

  get #knowsSizes(): boolean {
    return !this.stale && (this.#isSettled || this.graph.data.length <= IN_A_FRAME);
  }

  /** The steps of nodes, to be taken together; null where their contributions are to be asked one by one. */
  stepsOf(nodes: Int32Array): BackSteps | null {
    return this.#tape.stepsOf(nodes);
  }

  /** What flows back in these steps, by the places of the steps; null while stale. */
  flows(steps: BackSteps): Float64Array | null {
    return this.stale ? null : this.#tape.flows(steps);
  }

  /** What a contribution would be if nothing cancelled; 0 as long as that is not found out. */
  size(node: number, slot: number): number {
    return this.#knowsSizes ? this.#tape.size(node, slot) : 0;
  }

  /** Nothing moves any more: there is time for what takes longer than a frame. */
  settle(): void {
    this.#isSettled = true;
  }

  contribution(node: number, slot: number): number | null {
    return this.stale ? null : this.#tape.contribution(node, slot);
  }

  /** What flows back to each of all operands of the graph; nan where it is not known. */
  contributions(): Float64Array {
    const { start, operands } = this.graph;
    const found = new Float64Array(operands.length).fill(Number.NaN);
    if (this.stale) return found;
    for (let node = 0; node + 1 < start.length; node++) {
      const first = start[node] as number;
      const end = start[node + 1] as number;
      for (let place = first; place < end; place++) {
        found[place] = this.#tape.contribution(node, place - first) ?? Number.NaN;
      }
    }
    return found;
  }

  local(node: number, slot: number): number | null {
    return this.stale ? null : this.#tape.local(node, slot);
  }

  /** The nearest point at which the page can show numbers; null if it shows them already, or knows no such point. */
  nearest(): Float64Array | null {
    return this.broken === null ? null : nearest(this.graph, this.#known, this.point);
  }

  #evaluate(): void {
    this.#isSettled = false;
    const isConfirmed = samePoint(this.point, this.#confirmed);
    if (this.graph.replays) this.#replay(isConfirmed);
    else this.#recall(isConfirmed);
    if (!this.stale) this.#keep();
    for (let i = 0; i < this.point.length; i++) {
      this.#held[(this.graph.inputs[i] as Input).node] = this.point[i] as number;
    }
  }

  #keep(): void {
    if (this.#held !== this.#tape.values) this.#held.set(this.#tape.values);
    this.#known.set(this.point);
  }

  #replay(isConfirmed: boolean): void {
    this.#tape.evaluate(this.point);
    this.broken = isConfirmed ? null : brokenOf(this.graph, this.#tape.values);
    this.stale = this.broken !== null;
  }

  /** Where only a run of the code gives numbers, the page knows those of the last run and no others. */
  #recall(isConfirmed: boolean): void {
    this.stale = !isConfirmed;
    if (isConfirmed) this.#tape.recall();
  }
}

export function samePoint(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  for (let i = 0; i < one.length; i++) if (!Object.is(one[i], other[i])) return false;
  return true;
}
