/** A graph that can be run again: every value, contribution and gradient at a point, in one pass each way. */

import { backward, forward, type Operations } from "../mathematics/generated/ops";
import { type Graph, LEAF_CODE, WRITTEN_CODE } from "../wire/protocol";

export class Tape {
  readonly values: Float64Array;
  readonly gradients: Float64Array;
  readonly contributions: Float64Array; // per operand
  readonly #graph: Graph;
  readonly #inputs: Int32Array; // the node of each input
  readonly #operations: Operations;
  readonly #reached: Operations; // those that the output depends on, including those written by hand
  readonly #locals: Float64Array; // per operand, for operations written by hand whose derivatives are known
  readonly #unknown: Uint8Array; // nodes whose gradient comes through an operation whose derivatives are unknown
  readonly #probe: { gradients: Float64Array; contributions: Float64Array };
  #isRun: boolean; // whether the gradients are still those that came with the graph

  constructor(graph: Graph) {
    const nodes = graph.data.length;
    this.#graph = graph;
    this.values = graph.data.slice();
    this.gradients = graph.gradients?.slice() ?? new Float64Array(nodes);
    this.contributions = graph.contributions?.slice() ?? new Float64Array(graph.operands.length);
    const used = ancestors(graph, graph.output < 0 ? [] : [graph.output]);
    this.#inputs = Int32Array.from(graph.inputs, ({ node }) => node);
    const { opcodes } = graph;
    this.#operations = columns(
      graph,
      indices(nodes, (node) => (opcodes[node] as number) >= 0),
    );
    this.#reached = columns(
      graph,
      indices(nodes, (node) => used[node] === 1 && opcodes[node] !== LEAF_CODE),
    );
    this.#locals = localsByHand(graph);
    this.#unknown = beyondThePage(graph, used, this.#locals);
    this.#probe = {
      gradients: new Float64Array(nodes),
      contributions: new Float64Array(graph.operands.length),
    };
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
    forward(this.#operations, this.#graph.operands, this.values);
  }

  /** Go back to the numbers that came with the graph, without running it forward. */
  recall(): void {
    const { data, gradients, contributions } = this.#graph;
    this.values.set(data);
    if (gradients) this.gradients.set(gradients);
    if (contributions) this.contributions.set(contributions);
    if (this.#graph.gradients === null) this.#backward();
    this.#isRun = this.#graph.gradients !== null;
  }

  /** The gradient of a node; null if there is none to show. */
  gradient(node: number): number | null {
    return this.#hides(node) ? null : (this.gradients[node] as number);
  }

  /** What flows back to operand `slot` of a node; null if it cannot be known. */
  contribution(node: number, slot: number): number | null {
    const flow = this.contributions[(this.#graph.start[node] as number) + slot] as number;
    const isSecret = this.#graph.opcodes[node] === WRITTEN_CODE && Number.isNaN(flow) && !this.#isRun;
    return this.#hides(node) || isSecret ? null : flow;
  }

  /** The local derivative by operand `slot`: what flows back when the upstream gradient is 1; null if unknown. */
  local(node: number, slot: number): number | null {
    const { start, operands } = this.#graph;
    const [first, end] = [start[node] as number, start[node + 1] as number];
    const { gradients, contributions } = this.#probe;
    gradients[node] = 1;
    backward(
      columns(this.#graph, Int32Array.of(node)),
      operands,
      this.#locals,
      this.values,
      gradients,
      contributions,
    );
    for (const touched of [node, ...operands.subarray(first, end)]) gradients[touched] = 0;
    const local = contributions[first + slot] as number;
    return this.#graph.opcodes[node] === WRITTEN_CODE && Number.isNaN(local) ? null : local;
  }

  /** Whether to hide a gradient: it is nan if it came through an operation whose derivatives are unknown. */
  #hides(node: number): boolean {
    if (this.#graph.output < 0) return true;
    return !this.#isRun && this.#unknown[node] === 1 && Number.isNaN(this.gradients[node]);
  }

  #backward(): void {
    const { operands, output } = this.#graph;
    this.gradients.fill(0);
    if (output >= 0) this.gradients[output] = 1;
    backward(this.#reached, operands, this.#locals, this.values, this.gradients, this.contributions);
  }
}

/**
 * The local derivatives of operations written by hand, from what flowed back in the run; nan where unknown.
 *
 * They hold as long as the operands are those of the run. All other operations have their own derivatives.
 */
function localsByHand({ opcodes, start, gradients, contributions }: Graph): Float64Array {
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

/** Some of the operations of a graph, in the form that the loops read. */
function columns({ opcodes, start, operands }: Graph, nodes: Int32Array): Operations {
  const slots = nodes.map((node) => start[node] as number);
  const ends = nodes.map((node) => start[node + 1] as number);
  const operand = (slot: number) => operands[slot] as number;
  return {
    codes: nodes.map((node) => opcodes[node] as number),
    nodes,
    first: slots.map(operand),
    second: slots.map((slot, i) => operand(Math.min(slot + 1, (ends[i] as number) - 1))),
    slots,
    ends,
  };
}

function indices(count: number, holds: (i: number) => boolean): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i).filter(holds);
}

/** A mask with 1 for each of the nodes and everything that they depend on. */
function ancestors({ start, operands, data }: Graph, nodes: Iterable<number>): Uint8Array {
  const found = new Uint8Array(data.length);
  for (const node of nodes) found[node] = 1;
  for (let node = data.length - 1; node >= 0; node--) {
    if (!found[node]) continue;
    for (let slot = start[node] as number; slot < (start[node + 1] as number); slot++) {
      found[operands[slot] as number] = 1;
    }
  }
  return found;
}

/** A mask of the nodes that the output depends on through an operation that the page cannot run backward. */
function beyondThePage(graph: Graph, used: Uint8Array, locals: Float64Array): Uint8Array {
  const { start, operands, opcodes } = graph;
  const isUsed = indices(opcodes.length, (node) => opcodes[node] === WRITTEN_CODE && used[node] === 1);
  const slots = [...isUsed].flatMap((node) => [...range(start[node] as number, start[node + 1] as number)]);
  return ancestors(
    graph,
    slots.filter((slot) => Number.isNaN(locals[slot])).map((slot) => operands[slot] as number),
  );
}

function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}
