/** A tape watched by its guards: what is shown at a point, and what is not known there. */

import { runPoint } from "../wire/point";
import type { Graph, Guard, Input } from "../wire/protocol";
import { brokenOf } from "./guards";
import { nearest } from "./nearest";
import { Tape } from "./tape";

/** A gradient; null where there is none, undefined while the kernel is waited for. */
export type Gradient = number | null | undefined;

/** A gradient, or words in its place. */
export type Shown = Gradient | string;

/** What is shown of a replay: all of it, or what is known in one step of its passes. */
export interface Reading {
  readonly replay: Replay;
  /** What is at work. */
  readonly acting: Acting | null;
  /** Undefined where it is not computed yet. */
  value(node: number): number | undefined;
  gradient(node: number): Shown;
  /** Whether what flows along a drawn edge is shown. */
  passes(edge: number): boolean;
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
  readonly graph: Graph;
  readonly point: Float64Array;
  /** Whether what is shown belongs to an earlier point: only the kernel knows what is at this one. */
  stale = false;
  /** The guard that no longer holds at the point. */
  broken: Guard | null = null;
  readonly #tape: Tape;
  readonly #run: Float64Array; // the point at which the cell ran
  readonly #held: Float64Array; // the values at the last point that was not stale
  readonly #known: Float64Array; // the last point that was not stale
  #confirmed: Float64Array; // a point where the kernel says that the graph is right: it ran there, or it compared

  constructor(graph: Graph, point: ArrayLike<number>) {
    this.graph = graph;
    this.point = Float64Array.from(point);
    this.#tape = new Tape(graph);
    this.#held = graph.data.slice();
    this.#run = runPoint(graph);
    this.#known = this.#run.slice();
    this.#confirmed = this.#run;
    this.#evaluate();
  }

  passes(): boolean {
    return true;
  }

  /** Whether the cell ran at this point, so that what it printed there holds. */
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

  /** The kernel found that the code takes the same path at a point, whatever the last bits of this page's numbers say. */
  confirm(point: Float64Array): void {
    if (!this.graph.replays) return; // there it would have sent the graph of that point
    this.#confirmed = point.slice();
    this.#evaluate();
  }

  /** An operation's value is its last one while stale: on the other path it may not exist. */
  value(node: number): number {
    return this.#held[node] as number;
  }

  gradient(node: number): Gradient {
    return this.stale ? undefined : this.#tape.gradient(node);
  }

  contribution(node: number, slot: number): number | null {
    return this.stale ? null : this.#tape.contribution(node, slot);
  }

  local(node: number, slot: number): number | null {
    return this.stale ? null : this.#tape.local(node, slot);
  }

  /** The nearest point at which the page can show numbers; null where it shows them, or has none for any other. */
  nearest(): Float64Array | null {
    return this.broken === null ? null : nearest(this.graph, this.#known, this.point);
  }

  #evaluate(): void {
    const isConfirmed = samePoint(this.point, this.#confirmed);
    if (this.graph.replays) this.#replay(isConfirmed);
    else this.#recall(isConfirmed);
    if (!this.stale) this.#keep();
    for (let i = 0; i < this.point.length; i++) {
      this.#held[(this.graph.inputs[i] as Input).node] = this.point[i] as number;
    }
  }

  #keep(): void {
    this.#held.set(this.#tape.values);
    this.#known.set(this.point);
  }

  #replay(isConfirmed: boolean): void {
    this.#tape.evaluate(this.point);
    this.broken = isConfirmed ? null : brokenOf(this.graph, this.#tape.values);
    this.stale = this.broken !== null;
  }

  /** Where only a run of the code gives numbers, the page has those of the run and no others. */
  #recall(isConfirmed: boolean): void {
    this.stale = !isConfirmed;
    if (isConfirmed) this.#tape.recall();
  }
}

export function samePoint(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  for (let i = 0; i < one.length; i++) if (!Object.is(one[i], other[i])) return false;
  return true;
}
