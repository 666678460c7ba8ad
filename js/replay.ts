/** A tape watched by its guards: what is shown at a point, and what is not known there. */

import type { Graph, Guard } from "./protocol";
import { Tape } from "./tape";

/** A gradient; null where there is none, undefined while the kernel is waited for. */
export type Gradient = number | null | undefined;

export class Replay {
  readonly graph: Graph;
  readonly point: Float64Array;
  /** The guard that no longer holds at the point. */
  broken: Guard | null = null;
  readonly #tape: Tape;
  readonly #held: Float64Array; // the values at the last point where every guard held

  constructor(graph: Graph, point: ArrayLike<number>) {
    this.graph = graph;
    this.point = Float64Array.from(point);
    this.#tape = new Tape(graph);
    this.#held = graph.data.slice();
    this.#evaluate();
  }

  move(position: number, x: number): void {
    this.point[position] = x;
    this.#evaluate();
  }

  moveTo(point: Float64Array): void {
    this.point.set(point);
    this.#evaluate();
  }

  /** An operation's value is its last one while a guard is broken: on the other path it may not exist. */
  value(node: number): number {
    return this.#held[node] as number;
  }

  gradient(node: number): Gradient {
    return this.broken ? undefined : this.#tape.gradient(node);
  }

  contribution(node: number, slot: number): number | null {
    return this.broken ? null : this.#tape.contribution(node, slot);
  }

  #evaluate(): void {
    const { guards, inputs } = this.graph;
    this.#tape.evaluate(this.point);
    this.broken = guards.find((guard) => !holds(guard, this.#tape.values[guard.node] as number)) ?? null;
    if (!this.broken) this.#held.set(this.#tape.values);
    inputs.forEach((input, i) => {
      this.#held[input.node] = this.point[i] as number;
    });
  }
}

/** Whether the program would still see the same truth or whole number. */
export function holds({ kind, expected }: Guard, x: number): boolean {
  if (kind === "truth") return (x !== 0) === (expected !== 0);
  return (kind === "whole" ? Math.trunc(x) : roundedToEven(x)) === expected;
}

function roundedToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
