/**
 * Which gradients are only rounding: what is left of contributions that cancel, in digits that a float does not have.
 *
 * Twin: microgradext/explain/rounding.py
 */

import type { Graph } from "../wire/protocol";
import type { BackStep } from "./backstep";

/** What is read in place of a number that is only rounding. */
export const ROUNDING = "≈ 0";
export type Rounding = typeof ROUNDING;

/** A number that flows back along an edge; null if it is not known. */
export type Flowing = number | null | Rounding;

const LOST = 1e-12; // of the sum of sizes: below, none of a gradient's digits can be trusted

/** Whether a sum is only rounding, given the sum of the sizes of what was added; exactly 0 is 0. */
export function isLost(sum: number, sizes: number): boolean {
  return sum !== 0 && sizes < Number.POSITIVE_INFINITY && Math.abs(sum) < LOST * sizes;
}

/**
 * The size of each gradient: what it would be if nothing cancelled, so that its rounding is at most a share of this.
 *
 * It is a backward pass with absolute values: of each operation, the sizes of its local derivatives times its own size.
 */
export class Sizes {
  readonly #graph: Graph;
  readonly #used: Uint8Array; // a mask of the nodes that the output depends on
  readonly #step: BackStep;
  #sizes: Float64Array | null = null;
  #isCurrent = false;
  #stepped = -1; // the node whose step was taken last, with the sizes of now

  constructor(graph: Graph, used: Uint8Array, step: BackStep) {
    this.#graph = graph;
    this.#used = used;
    this.#step = step;
  }

  /** The values have changed. */
  forget(): void {
    this.#isCurrent = false;
  }

  /** The size of what flows back to operand `slot` of a node. */
  along(node: number, slot: number, values: Float64Array): number {
    const size = this.of(node, values);
    if (size === 0) return 0;
    if (node !== this.#stepped) this.#step.take(node, size, values);
    this.#stepped = node;
    return Math.abs(this.#step.flow(slot));
  }

  /** The size of a gradient at these values; those of all nodes are computed when one is asked for. */
  of(node: number, values: Float64Array): number {
    this.#sizes ??= new Float64Array(values.length);
    if (!this.#isCurrent) this.#find(this.#sizes, values);
    this.#isCurrent = true;
    return this.#sizes[node] as number;
  }

  #find(sizes: Float64Array, values: Float64Array): void {
    const { start, operands, output } = this.#graph;
    this.#stepped = -1;
    sizes.fill(0);
    if (output >= 0) sizes[output] = 1;
    for (let node = output; node >= 0; node--) {
      const [first, end] = [start[node] as number, start[node + 1] as number];
      const size = sizes[node] as number;
      if (this.#used[node] === 0 || first === end || size === 0) continue;
      this.#step.take(node, size, values);
      for (let slot = first; slot < end; slot++) {
        const operand = operands[slot] as number;
        sizes[operand] = (sizes[operand] as number) + Math.abs(this.#step.flow(slot - first));
      }
    }
  }
}
