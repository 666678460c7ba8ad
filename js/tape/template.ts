/**
 * One pass of a repeat, ready to run at other numbers: another sample of a data set, each cell of a map.
 *
 * Python finds what the passes have in common.
 *
 * Twin: microgradext/engine/repeats/template.py
 */

import { forward, type Operations } from "../mathematics/generated/ops";
import type { Graph } from "../wire/protocol";

export class Template {
  readonly #operations: Operations;
  readonly #values: Float64Array;
  readonly #outputs: readonly number[];
  readonly #made: Float64Array;

  /** The first `holes` nodes are what a pass takes from outside, `outputs` what is used of it there. */
  constructor(
    { opcodes, start, operands, data }: Pick<Graph, "opcodes" | "start" | "operands" | "data">,
    holes: number,
    outputs: readonly number[],
  ) {
    this.#values = data.slice();
    this.#outputs = outputs;
    this.#made = new Float64Array(outputs.length);
    const steps: number[] = [];
    for (let node = holes; node < opcodes.length; node++) {
      const [first, end] = [start[node] as number, start[node + 1] as number];
      if (first === end) continue; // a constant
      const operand = operands[first] as number;
      steps.push(
        opcodes[node] as number,
        node,
        operand,
        end - first > 1 ? (operands[first + 1] as number) : operand,
      );
    }
    this.#operations = { steps: Int32Array.from(steps), start, operands };
  }

  /** The outputs of a pass that takes `values` from outside, a number for each hole; the next call overwrites them. */
  evaluate(values: ArrayLike<number>): Float64Array {
    this.#values.set(values);
    forward(this.#operations, this.#values);
    this.#outputs.forEach((node, i) => {
      this.#made[i] = this.#values[node] as number;
    });
    return this.#made;
  }
}
