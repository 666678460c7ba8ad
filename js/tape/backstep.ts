/** The backward step of one operation or of many, taken out of its graph to see what flows back to each operand alone. */

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

/** Takes the steps of many nodes at once, each as BackStep does: that is several times as fast. */
export class BackSteps {
  /** What flowed back to the operands of each node, from the place after that of the node on. */
  readonly flows: Float64Array;
  /** At which move they were taken last. */
  move = -1;
  readonly #nodes: Int32Array;
  readonly #places: Int32Array; // of each node
  readonly #sources: Int32Array; // the node whose value is at each place
  readonly #values: Float64Array;
  readonly #operations: Operations;
  readonly #none = new Float64Array(0);

  /** `nodes` are operations that have a row. */
  constructor({ opcodes, start, operands }: Graph, nodes: Int32Array) {
    const places = new Int32Array(nodes.length);
    const steps = new Int32Array(4 * nodes.length);
    let length = nodes.length;
    for (const node of nodes) length += (start[node + 1] as number) - (start[node] as number);
    const [sources, ends] = [new Int32Array(length), new Int32Array(length + 1)];
    let place = 0;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i] as number;
      const [first, end] = [start[node] as number, start[node + 1] as number];
      places[i] = place;
      steps[4 * i] = opcodes[node] as number;
      steps[4 * i + 1] = place;
      steps[4 * i + 2] = place + 1;
      steps[4 * i + 3] = place + (end - first > 1 ? 2 : 1);
      ends[place] = place + 1;
      sources[place++] = node;
      const from = place;
      for (let slot = first; slot < end; slot++) sources[place++] = operands[slot] as number;
      ends[from] = place;
    }
    this.#nodes = nodes;
    this.#places = places;
    this.#sources = sources;
    this.#operations = { steps, start: ends, operands: sources.map((_, each) => each) };
    this.#values = new Float64Array(sources.length);
    this.flows = new Float64Array(sources.length);
  }

  /** The place of each node by its number; 0 for others. */
  get places(): Int32Array {
    const found = new Int32Array(this.#nodes.reduce((most, node) => Math.max(most, node + 1), 0));
    this.#nodes.forEach((node, i) => {
      found[node] = this.#places[i] as number;
    });
    return found;
  }

  take(upstream: Float64Array, values: Float64Array): void {
    const { length } = this.#sources;
    for (let i = 0; i < length; i++) this.#values[i] = values[this.#sources[i] as number] as number;
    this.flows.fill(-0); // what is added to it stays as it is, even if it is -0
    for (let i = 0; i < this.#nodes.length; i++) {
      this.flows[this.#places[i] as number] = upstream[this.#nodes[i] as number] as number;
    }
    backward(this.#operations, this.#none, this.#values, this.flows);
  }
}
