/** The backward step of one operation, taken out of its graph to see what flows back to each operand alone. */

import { backward, type Operations } from "../mathematics/generated/ops";
import { type Graph, WRITTEN_CODE } from "../wire/protocol";

const SELF = 0; // the place of the operation; its operands have the places after it

/** Takes the step of a node with a place for each operand, even where two operands are the same node. */
export class BackStep {
  readonly #graph: Graph;
  readonly #locals: Float64Array; // per operand of the graph, for operations written by hand
  readonly #step = Int32Array.of(0, SELF, 1, 2);
  readonly #start = new Int32Array(2);
  #operation: Operations = { steps: this.#step, start: this.#start, operands: new Int32Array(0) };
  #values = new Float64Array(0);
  #gradients = new Float64Array(0);

  constructor(graph: Graph, locals: Float64Array) {
    this.#graph = graph;
    this.#locals = locals;
  }

  /** Let `upstream` arrive at a node. This happens for each drawn edge at every move, so it allocates nothing. */
  take(node: number, upstream: number, values: Float64Array): void {
    const { opcodes, start, operands } = this.#graph;
    const first = start[node] as number;
    const count = (start[node + 1] as number) - first;
    const code = opcodes[node] as number;
    if (count >= this.#values.length) this.#grow(count + 1);
    const own = this.#values;
    const gradients = this.#gradients;
    this.#step[0] = code;
    this.#step[3] = count > 1 ? 2 : 1;
    this.#start[1] = count;
    own[SELF] = values[node] as number;
    gradients[SELF] = upstream;
    for (let slot = 0; slot < count; slot++) {
      own[slot + 1] = values[operands[first + slot] as number] as number;
      gradients[slot + 1] = -0; // what is added to it stays as it is, even if it is -0
    }
    const locals = code === WRITTEN_CODE ? this.#locals.subarray(first) : this.#locals;
    backward(this.#operation, locals, own, gradients);
  }

  /** What flowed back to operand `slot` in the step that was taken last. */
  flow(slot: number): number {
    return this.#gradients[slot + 1] as number;
  }

  #grow(places: number): void {
    this.#values = new Float64Array(places);
    this.#gradients = new Float64Array(places);
    this.#operation = { ...this.#operation, operands: Int32Array.from(this.#values, (_, slot) => slot + 1) };
  }
}
