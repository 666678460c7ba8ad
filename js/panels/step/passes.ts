/**
 * The two passes as steps: forward, each operation gets its value; backward, each node passes its gradient on to its
 * operands once it is complete. The order is that of the tape, so every node comes after all that it waits for.
 */

import { Ways } from "../../folds/ways";
import type { View } from "../../view/view";

export interface Step {
  readonly box: number;
  readonly isBackward: boolean;
  /** The edges along which something moves: values into the box, or contributions out of it. */
  readonly edges: readonly number[];
}

const NEVER = Number.POSITIVE_INFINITY;

export class Passes {
  readonly steps: readonly Step[];
  /** How many steps are forward; the others are backward. */
  readonly forward: number;
  /** The edges that carry a contribution to each box. */
  readonly leaving: readonly (readonly number[])[];
  readonly #view: View;
  readonly #made: number[]; // the step that gives a box its value
  readonly #sent: number[]; // the step that sends a contribution along an edge

  constructor(view: View) {
    const [leaving, entering] = [sorted(view, "source"), sorted(view, "target")];
    const ways = new Ways(view);
    const boxes = [...view.boxes.keys()].filter((box) => !ways.isFrame(box));
    const isConstant = (box: number) => view.boxes[box]?.kind === "constant";
    const forward = boxes.filter((box) => entering[box]?.length);
    const backward = boxes.filter((box) => box === view.output || (leaving[box]?.length && !isConstant(box)));
    this.#view = view;
    this.forward = forward.length;
    this.steps = [
      ...forward.map((box) => ({ box, isBackward: false, edges: whole(ways, entering[box] as number[]) })),
      ...backward.reverse().map((box) => ({
        box,
        isBackward: true,
        edges: whole(
          ways,
          (entering[box] as number[]).filter((edge) => !isConstant(view.edges[edge]?.source ?? -1)),
        ),
      })),
    ];
    this.leaving = leaving.map((edges, box) => (isConstant(box) ? [] : edges));
    this.#made = view.boxes.map(() => -1);
    this.#sent = view.edges.map(() => NEVER);
    this.steps.forEach(({ box, isBackward, edges }, i) => {
      if (!isBackward) this.#made[box] = i;
      else for (const edge of edges) this.#sent[edge] = i; // of several boxes that send along one, the last
    });
  }

  /** Whether a box has its value after a step. */
  isMade(box: number, step: number): boolean {
    return (this.#made[box] as number) <= step;
  }

  /** Whether a contribution has gone along an edge. */
  isSent(edge: number, step: number): boolean {
    return (this.#sent[edge] as number) <= step;
  }

  /** The contributions that a box has received, as edges in the order of arrival. */
  arrived(box: number, step: number): number[] {
    const sent = (edge: number) => this.#sent[edge] as number;
    const edges = (this.leaving[box] ?? []).filter((edge) => this.isSent(edge, step));
    return edges.sort((one, other) => sent(one) - sent(other));
  }

  /** The boxes whose contributions a box still waits for, each once, the next one first. */
  awaited(box: number, step: number): number[] {
    const edges = (this.leaving[box] ?? []).filter((edge) => !this.isSent(edge, step));
    const targets = new Set(edges.map((edge) => this.#view.edges[edge]?.target ?? -1));
    return [...targets].sort((one, other) => other - one);
  }

  /** Whether a box has its whole gradient; the output has it from the first backward step on. */
  isComplete(box: number, step: number): boolean {
    return step >= this.forward && this.awaited(box, step).length === 0;
  }

  /** `2 of 5`, within its own pass. */
  count(step: number): string {
    const isBackward = step >= this.forward;
    const [from, all] = isBackward ? [this.forward, this.steps.length] : [0, this.forward];
    return `${isBackward ? "Backward" : "Forward"} ${step - from + 1} of ${all - from}`;
  }
}

/** Edges with all their segments: those in and around the frames that they come from. */
function whole(ways: Ways, edges: readonly number[]): number[] {
  const found = new Set(edges);
  for (const edge of found) for (const before of ways.back(edge)) found.add(before); // which come by in turn
  return [...found];
}

/** The edges of each box. */
function sorted({ boxes, edges }: View, end: "source" | "target"): number[][] {
  const found: number[][] = boxes.map(() => []);
  edges.forEach((edge, i) => {
    found[edge[end]]?.push(i);
  });
  return found;
}
