/** What is known after one step of the passes: the values so far, and the gradients that are complete. */

import type { Acting, Reading, Replay, Shown } from "../../tape/replay";
import type { Passes } from "./passes";

export class PartialReading implements Reading {
  readonly replay: Replay;
  readonly acting: Acting;
  readonly #passes: Passes;
  readonly #step: number;
  readonly #boxOf: ReadonlyMap<number, number>;

  /** `boxOf` maps every drawn node to its box. */
  constructor(
    replay: Replay,
    passes: Passes,
    step: number,
    acting: Acting,
    boxOf: ReadonlyMap<number, number>,
  ) {
    this.replay = replay;
    this.acting = acting;
    this.#passes = passes;
    this.#step = step;
    this.#boxOf = boxOf;
  }

  value(node: number): number | undefined {
    const box = this.#boxOf.get(node);
    const isMade = box === undefined || this.#passes.isMade(box, this.#step);
    return isMade ? this.replay.value(node) : undefined;
  }

  /** `1 of 2 in` while a node waits; nothing before the backward pass begins. */
  gradient(node: number): Shown {
    if (this.#step < this.#passes.forward) return "";
    const box = this.#boxOf.get(node);
    const isLast = this.#step === this.#passes.steps.length - 1;
    if (box === undefined) return isLast ? this.replay.gradient(node) : "";
    if (this.#passes.isComplete(box, this.#step)) return this.replay.gradient(node);
    const all = this.#passes.leaving[box]?.length ?? 0;
    return `${this.#passes.arrived(box, this.#step).length} of ${all} in`;
  }

  passes(edge: number): boolean {
    return this.#passes.isSent(edge, this.#step);
  }
}
