/**
 * What flows back along each drawn edge: its contribution to the gradient of its operand, or the sum of many.
 *
 * Twin: microgradext/explain/picture/flow.py
 */

import { consumersOf } from "../folds/parts";
import type { BackSteps } from "../tape/backstep";
import type { Replay } from "../tape/replay";
import { type Flowing, isLost, ROUNDING, type Rounding } from "../tape/rounding";
import { type Edge, measuring, type View } from "../view/view";

/** What flows back along many edges that are drawn as one: finite numbers. */
export interface Bundle {
  readonly count: number;
  readonly adds: number; // the sum of the positive contributions
  readonly takes: number; // that of the negative ones
  readonly adding: number; // how many are positive
  readonly taking: number;
  readonly net: number | Rounding;
}

/** What an edge carries; of many of which one is not known, null, and of many that are not all finite, their sum. */
export type Carried = Flowing | Bundle;

/** What it adds up to. */
export function netOf(carried: Carried): Flowing {
  return typeof carried === "object" && carried !== null ? carried.net : carried;
}

/** What it would add up to if nothing cancelled, but for the sign. */
export function sizeOf(carried: Carried): Flowing {
  return typeof carried === "object" && carried !== null ? carried.adds - carried.takes : carried;
}

export class Flow {
  readonly #view: View;
  readonly #leaving: readonly (readonly Edge[])[]; // for each box
  #sums: (Sum | null)[] = []; // for each bundle
  #summed: Replay | null = null; // the numbers that they are made for

  constructor(view: View) {
    const leaving: Edge[][] = view.boxes.map(() => []);
    for (const edge of view.edges) leaving[edge.source]?.push(edge);
    this.#view = view;
    this.#leaving = leaving;
  }

  /** What an edge adds to the gradient of its operand; null if that is not known or goes to a constant. */
  along(replay: Replay, index: number): Flowing {
    return netOf(this.carried(replay, index));
  }

  /** The same with the parts of a bundle, which are those of now until this is asked again. */
  carried(replay: Replay, index: number): Carried {
    const edge = this.#view.edges[index] as Edge;
    const source = this.#view.boxes[edge.source];
    if (source === undefined || source.kind === "constant") return null;
    if (edge.flows) return this.#sum(replay, index);
    const flow = edge.between > 0 ? this.#remainder(replay, edge) : replay.contribution(edge.node, edge.slot);
    if (flow === null || flow === 0) return flow;
    // What an operation passes on of rounding is rounding too.
    const isLost = edge.between > 0 ? replay.isRounding(source.node, flow) : replay.isRounding(edge.node);
    return isLost && Number.isFinite(flow) ? ROUNDING : flow;
  }

  all(replay: Replay): Flowing[] {
    return this.#view.edges.map((_, index) => this.along(replay, index));
  }

  /** The sizes of the edges by which the widths of all are measured. */
  sizes(replay: Replay): Flowing[] {
    return measuring(this.#view).map((index) => sizeOf(this.carried(replay, index)));
  }

  #sum(replay: Replay, index: number): Carried {
    if (replay !== this.#summed) {
      this.#sums = sumsOf(this.#view, replay);
      this.#summed = replay;
    }
    return this.#sums[index]?.of(replay) ?? null;
  }

  /** An edge through hidden nodes, if it is the only one, carries what the other edges leave of the gradient. */
  #remainder(replay: Replay, edge: Edge): number | null {
    const gradient = replay.gradient(this.#view.boxes[edge.source]?.node ?? -1);
    if (typeof gradient !== "number") return null;
    let rest = gradient;
    for (const other of this.#leaving[edge.source] ?? []) {
      if (other === edge) continue;
      const contribution = other.between > 0 ? null : replay.contribution(other.node, other.slot);
      if (contribution === null) return null;
      rest -= contribution;
    }
    return Math.abs(rest) <= 1e-12 * Math.abs(gradient) ? 0 : rest;
  }
}

/** The sums of all bundles. The steps of the nodes that they lead to are taken together. */
function sumsOf({ edges }: View, replay: Replay): (Sum | null)[] {
  const sums = edges.map(({ flows }) => (flows ? new Sum(flows, replay.graph.start) : null));
  const isStep = new Uint8Array(replay.graph.start.length);
  for (const sum of sums) for (const node of sum?.nodes ?? []) isStep[node] = 1;
  const nodes = new Int32Array(isStep.reduce((count, each) => count + each, 0));
  for (let node = 0, i = 0; node < isStep.length; node++) if (isStep[node] === 1) nodes[i++] = node;
  const steps = replay.stepsOf(nodes);
  if (steps) {
    const { places } = steps;
    for (const sum of sums) sum?.take(steps, places);
  }
  return sums;
}

/** The sum of a bundle. It is taken in every frame, of thousands of contributions, so that allocates nothing. */
class Sum implements Bundle {
  readonly count: number;
  adds = 0;
  takes = 0;
  adding = 0;
  taking = 0;
  net: number | Rounding = 0;
  readonly nodes: Int32Array; // those that the operands belong to
  readonly #slots: Int32Array;
  #steps: BackSteps | null = null;
  #at = new Int32Array(0); // where in the steps the contributions are

  constructor(places: readonly number[], start: Int32Array) {
    this.count = places.length;
    const consumers = consumersOf(start);
    this.nodes = new Int32Array(places.length);
    this.#slots = new Int32Array(places.length);
    for (let i = 0; i < places.length; i++) {
      const place = places[i] as number;
      const node = consumers[place] as number;
      this.nodes[i] = node;
      this.#slots[i] = place - (start[node] as number);
    }
  }

  /** Read the contributions from steps that are taken together. */
  take(steps: BackSteps, places: Int32Array): void {
    this.#steps = steps;
    this.#at = this.#slots.map((slot, i) => (places[this.nodes[i] as number] as number) + 1 + slot);
  }

  of(replay: Replay): Carried {
    if (!this.#add(replay)) return null;
    const [net, size] = [this.adds + this.takes, this.adds - this.takes];
    if (!Number.isFinite(size)) return Number.isFinite(net) ? size : net;
    this.net = net;
    if (size === 0) return this;
    const sizes = this.#sizes(replay);
    if (isLost(size, sizes)) return ROUNDING;
    if (isLost(net, sizes)) this.net = ROUNDING;
    return this;
  }

  /** Add up the contributions, in their order; false if one is not known. */
  #add(replay: Replay): boolean {
    let [adds, takes, adding, taking] = [0, 0, 0, 0];
    const together = this.#steps && replay.flows(this.#steps);
    for (let i = 0; i < this.count; i++) {
      const flow = together
        ? (together[this.#at[i] as number] as number)
        : replay.contribution(this.nodes[i] as number, this.#slots[i] as number);
      if (flow === null) return false;
      if (flow < 0) {
        takes += flow;
        taking++;
      } else if (flow !== 0) {
        adds += flow; // nan too
        adding++;
      }
    }
    [this.adds, this.takes, this.adding, this.taking] = [adds, takes, adding, taking];
    return true;
  }

  #sizes(replay: Replay): number {
    let sum = 0;
    for (let i = 0; i < this.count; i++) {
      sum += replay.size(this.nodes[i] as number, this.#slots[i] as number);
    }
    return sum;
  }
}
