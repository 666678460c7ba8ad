/** A graph that can be run again: every value and gradient at a point in one pass each way, and what flowed on demand. */

import { backward, forward, type Operations } from "../mathematics/generated/ops";
import { type Graph, LEAF_CODE, WRITTEN_CODE } from "../wire/protocol";
import { BackStep, BackSteps } from "./backstep";
import { isLost, Sizes } from "./rounding";

export class Tape {
  readonly values: Float64Array;
  readonly gradients: Float64Array;
  readonly #graph: Graph;
  readonly #inputs: Int32Array; // the node of each input
  readonly #used: Uint8Array; // a mask of the nodes that the output depends on
  readonly #reached: Operations; // those of them that are operations, including those written by hand
  readonly #others: Operations;
  readonly #locals: Float64Array; // per operand, for operations written by hand whose derivatives are known
  readonly #unknown: Uint8Array; // nodes whose gradient comes through an operation whose derivatives are unknown
  readonly #step: BackStep;
  readonly #sizes: Sizes;
  #moves = 0; // how often the numbers have changed
  #stepped = -1; // the node whose step was taken last, with the numbers of now
  #isRun: boolean; // whether the gradients are still those that came with the graph

  constructor(graph: Graph) {
    this.#graph = graph;
    this.values = graph.data.slice();
    this.gradients = graph.gradients?.slice() ?? new Float64Array(graph.data.length);
    this.#inputs = Int32Array.from(graph.inputs, ({ node }) => node);
    [this.#used, this.#reached, this.#others] = sorted(graph);
    this.#locals = localsByHand(graph);
    this.#unknown = beyondThePage(graph, this.#used, this.#locals);
    this.#step = new BackStep(graph, this.#locals);
    this.#sizes = new Sizes(graph, this.#used, new BackStep(graph, this.#locals));
    this.#isRun = graph.gradients !== null;
  }

  /** Run the graph at a point, one number per input. This happens at every move, so it allocates nothing. */
  evaluate(point: ArrayLike<number>): void {
    this.forward(point);
    this.#backward();
    this.#isRun = false;
  }

  /** Compute only the values, for callers that need many points; the gradients stay those of an earlier point. */
  forward(point: ArrayLike<number>): void {
    for (let i = 0; i < this.#inputs.length; i++) {
      this.values[this.#inputs[i] as number] = point[i] as number;
    }
    this.#moves++;
    forward(this.#reached, this.values);
    forward(this.#others, this.values); // after those that they may depend on
    this.#sizes.forget();
  }

  /** Go back to the numbers that came with the graph, without running it forward. */
  recall(): void {
    const { data, gradients } = this.#graph;
    this.values.set(data);
    this.#moves++;
    this.#sizes.forget();
    if (gradients) this.gradients.set(gradients);
    else this.#backward();
    this.#isRun = gradients !== null;
  }

  /** The gradient of a node; null if there is none to show. */
  gradient(node: number): number | null {
    return this.#hides(node) ? null : (this.gradients[node] as number);
  }

  /** Whether a gradient, or what is left of it, is only rounding; the first question at a point costs a backward pass. */
  isRounding(node: number, left = this.gradients[node] as number): boolean {
    return left !== 0 && isLost(left, this.#sizes.of(node, this.values));
  }

  /** The size of what flows back to operand `slot` of a node: what it would be if nothing cancelled. */
  size(node: number, slot: number): number {
    return this.#sizes.along(node, slot, this.values);
  }

  /** What flows back to operand `slot` of a node; null if it cannot be known. */
  contribution(node: number, slot: number): number | null {
    const flow = this.#flow(node, slot);
    const isSecret = this.#graph.opcodes[node] === WRITTEN_CODE && Number.isNaN(flow) && !this.#isRun;
    return this.#hides(node) || isSecret ? null : flow;
  }

  /** The steps of nodes that lead to the output, to be taken together; null where some are to be asked one by one. */
  stepsOf(nodes: Int32Array): BackSteps | null {
    const isPlain = this.#locals.length === 0 && this.#graph.contributions === null;
    return isPlain && nodes.every((node) => this.#used[node] === 1)
      ? new BackSteps(this.#graph, nodes)
      : null;
  }

  /** What flows back in these steps at the numbers of now. */
  flows(steps: BackSteps): Float64Array {
    if (steps.move !== this.#moves) steps.take(this.gradients, this.values);
    steps.move = this.#moves;
    return steps.flows;
  }

  /** The local derivative by operand `slot`: what flows back when the upstream gradient is 1; null if unknown. */
  local(node: number, slot: number): number | null {
    this.#step.take(node, 1, this.values);
    this.#stepped = -1;
    const local = this.#step.flow(slot);
    return this.#graph.opcodes[node] === WRITTEN_CODE && Number.isNaN(local) ? null : local;
  }

  /** Computed when it is asked for, since most operations are not drawn; in a recalled run, what came with the graph. */
  #flow(node: number, slot: number): number {
    const { start, contributions } = this.#graph;
    if (this.#isRun || this.#used[node] === 0) return contributions?.[(start[node] as number) + slot] ?? 0;
    if (node !== this.#stepped) this.#step.take(node, this.gradients[node] as number, this.values);
    this.#stepped = node;
    return this.#step.flow(slot);
  }

  /** Whether to hide a gradient: it is nan if it came through an operation whose derivatives are unknown. */
  #hides(node: number): boolean {
    if (this.#graph.output < 0) return true;
    return !this.#isRun && this.#unknown[node] === 1 && Number.isNaN(this.gradients[node]);
  }

  #backward(): void {
    this.#stepped = -1;
    const { output } = this.#graph;
    this.gradients.fill(0);
    if (output >= 0) this.gradients[output] = 1;
    backward(this.#reached, this.#locals, this.values, this.gradients);
  }
}

/** A mask of the nodes that the output depends on, those of them that are operations, and the other operations. */
function sorted({ opcodes, start, operands, output }: Graph): [Uint8Array, Operations, Operations] {
  const nodes = opcodes.length;
  const used = new Uint8Array(nodes);
  if (output >= 0) used[output] = 1;
  const steps = new Int32Array(8 * nodes); // filled from the ends of its halves: those reached first, then the others
  let [reached, other] = [4 * nodes, 8 * nodes];
  for (let node = nodes - 1; node >= 0; node--) {
    if (opcodes[node] === LEAF_CODE) continue;
    const first = start[node] as number;
    const end = start[node + 1] as number;
    const isUsed = used[node] === 1;
    if (isUsed) for (let slot = first; slot < end; slot++) used[operands[slot] as number] = 1;
    if (isUsed) reached -= 4;
    else other -= 4;
    const at = isUsed ? reached : other;
    steps[at] = opcodes[node] as number;
    steps[at + 1] = node;
    steps[at + 2] = operands[first] as number;
    steps[at + 3] = operands[end - first > 1 ? first + 1 : first] as number;
  }
  const part = (from: number, to: number) => ({ steps: steps.subarray(from, to), start, operands });
  return [used, part(reached, 4 * nodes), part(other, 8 * nodes)];
}

/**
 * The local derivatives of operations written by hand, from what flowed back in the run; nan where unknown.
 *
 * They hold as long as the operands are those of the run. All other operations have their own derivatives.
 */
function localsByHand({ opcodes, start, gradients, contributions }: Graph): Float64Array {
  if (!opcodes.includes(WRITTEN_CODE)) return new Float64Array(0);
  const locals = new Float64Array(start.at(-1) as number);
  for (let node = 0; node < opcodes.length; node++) {
    if (opcodes[node] !== WRITTEN_CODE) continue;
    const upstream = gradients?.[node] || Number.NaN;
    for (let slot = start[node] as number; slot < (start[node + 1] as number); slot++) {
      locals[slot] = (contributions?.[slot] as number) / upstream;
    }
  }
  return locals;
}

/** A mask with 1 for each of the nodes and everything that they depend on. */
export function ancestors({ start, operands, data }: Graph, nodes: readonly number[]): Uint8Array {
  const found = new Uint8Array(data.length);
  for (const node of nodes) found[node] = 1;
  for (let node = data.length - 1; node >= 0; node--) {
    if (found[node] === 0) continue;
    for (let slot = start[node] as number; slot < (start[node + 1] as number); slot++) {
      found[operands[slot] as number] = 1;
    }
  }
  return found;
}

/** A mask of the nodes that the output depends on through an operation that the page cannot run backward. */
function beyondThePage(graph: Graph, used: Uint8Array, locals: Float64Array): Uint8Array {
  const { start, operands, opcodes } = graph;
  const unknown: number[] = [];
  for (let node = opcodes.indexOf(WRITTEN_CODE); node >= 0; node = opcodes.indexOf(WRITTEN_CODE, node + 1)) {
    if (used[node] === 0) continue;
    for (let slot = start[node] as number; slot < (start[node + 1] as number); slot++) {
      if (Number.isNaN(locals[slot])) unknown.push(operands[slot] as number);
    }
  }
  return unknown.length > 0 ? ancestors(graph, unknown) : new Uint8Array(0);
}
