/** A graph ready to run again: every value, contribution and gradient at a point, in one pass each way. */

import { backward, forward, type Operations } from "./generated/ops";
import { type Graph, WRITTEN } from "./protocol";

export class Tape {
  readonly values: Float64Array;
  readonly gradients: Float64Array;
  readonly contributions: Float64Array; // per operand
  readonly #graph: Graph;
  readonly #inputs: Int32Array; // the node of each input
  readonly #operations: Operations;
  readonly #reached: Operations; // those that the output depends on
  readonly #unknown: Uint8Array; // nodes whose gradient comes through an operation written by hand

  constructor(graph: Graph) {
    const nodes = graph.data.length;
    this.#graph = graph;
    this.values = graph.data.slice();
    this.gradients = graph.gradients?.slice() ?? new Float64Array(nodes);
    this.contributions = graph.contributions?.slice() ?? new Float64Array(graph.operands.length);
    const used = ancestors(graph, graph.output < 0 ? [] : [graph.output]);
    this.#inputs = Int32Array.from(graph.inputs, ({ node }) => node);
    const operations = indices(nodes, (node) => (graph.opcodes[node] as number) >= 0);
    this.#operations = columns(graph, operations);
    this.#reached = columns(
      graph,
      operations.filter((node) => used[node]),
    );
    this.#unknown = beyondThePage(graph, used);
  }

  /** Run the graph at a point: one number per input. In every move: typed arrays alone, and nothing is allocated. */
  evaluate(point: ArrayLike<number>): void {
    for (let i = 0; i < this.#inputs.length; i++) {
      this.values[this.#inputs[i] as number] = point[i] as number;
    }
    forward(this.#operations, this.#graph.operands, this.values);
    if (this.#graph.gradients === null) this.#backward();
  }

  /** Go back to the values with which the graph came, without running anything forward. */
  recall(): void {
    this.values.set(this.#graph.data);
    if (this.#graph.gradients === null) this.#backward();
  }

  /** The gradient of a node; null where there is none to show. */
  gradient(node: number): number | null {
    return this.#hides(node) ? null : (this.gradients[node] as number);
  }

  /** What flows back to operand `slot` of a node; null where it cannot be known. */
  contribution(node: number, slot: number): number | null {
    const { start, opcodes, gradients } = this.#graph;
    const unknown = this.#hides(node) || (opcodes[node] === WRITTEN && gradients === null);
    return unknown ? null : (this.contributions[(start[node] as number) + slot] as number);
  }

  #hides(node: number): boolean {
    const { output, gradients } = this.#graph;
    return output < 0 || (gradients === null && this.#unknown[node] === 1);
  }

  #backward(): void {
    const { operands, output } = this.#graph;
    this.gradients.fill(0);
    if (output >= 0) this.gradients[output] = 1;
    backward(this.#reached, operands, this.values, this.gradients, this.contributions);
  }
}

/** Some operations of a graph as the loops read them. */
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

/** 1 for each of the nodes and all that they depend on. */
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

/** Nodes that the output depends on through an operation written by hand: the page cannot go back through it. */
function beyondThePage(graph: Graph, used: Uint8Array): Uint8Array {
  const written = indices(graph.data.length, (node) => graph.opcodes[node] === WRITTEN && used[node] === 1);
  return ancestors(
    graph,
    [...written].flatMap((node) => [...graph.operands.subarray(graph.start[node], graph.start[node + 1])]),
  );
}
