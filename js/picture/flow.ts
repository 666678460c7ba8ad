/**
 * What flows back along each drawn edge: its contribution to the gradient of its operand.
 *
 * Twin: microgradext/explain/picture/flow.py
 */

import type { Replay } from "../tape/replay";
import { type Flowing, ROUNDING } from "../tape/rounding";
import type { Edge, View } from "../view/view";

export class Flow {
  readonly #view: View;
  readonly #leaving: readonly (readonly Edge[])[]; // for each box

  constructor(view: View) {
    const leaving: Edge[][] = view.boxes.map(() => []);
    for (const edge of view.edges) leaving[edge.source]?.push(edge);
    this.#view = view;
    this.#leaving = leaving;
  }

  /** The contribution of an edge; null if it is not known or goes to a constant. */
  along(replay: Replay, index: number): Flowing {
    const edge = this.#view.edges[index] as Edge;
    const source = this.#view.boxes[edge.source];
    if (source === undefined || source.kind === "constant") return null;
    const flow = edge.between > 0 ? this.#remainder(replay, edge) : replay.contribution(edge.node, edge.slot);
    if (flow === null || flow === 0) return flow;
    // What an operation passes on of rounding is rounding too.
    const isLost = edge.between > 0 ? replay.isRounding(source.node, flow) : replay.isRounding(edge.node);
    return isLost && Number.isFinite(flow) ? ROUNDING : flow;
  }

  all(replay: Replay): Flowing[] {
    return this.#view.edges.map((_, index) => this.along(replay, index));
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
