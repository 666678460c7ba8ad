/** Ways: how the segments of an edge that crosses the borders of frames belong together. */

import type { Edge, View } from "../view/view";

const OUTSIDE = -1;

export class Ways {
  readonly #view: View;
  readonly #inside = new Map<number, number[]>(); // for each frame, and for the picture itself, the segments in it

  constructor(view: View) {
    this.#view = view;
    view.edges.forEach(({ frame = OUTSIDE }, i) => {
      const known = this.#inside.get(frame);
      if (known) known.push(i);
      else this.#inside.set(frame, [i]);
    });
  }

  isFrame(box: number): boolean {
    return this.#view.boxes[box]?.kind === "frame";
  }

  /** The segments that continue one towards its operand: out of a frame, or on the other side of its border. */
  back(segment: number): number[] {
    const { source, target, frame = OUTSIDE, port = OUTSIDE } = this.#edge(segment);
    if (source === frame) return this.#among(this.#around(frame), (edge) => goesInto(edge, frame, port));
    if (!this.isFrame(source)) return [];
    const to = target === frame ? port : target;
    return this.#among(source, (edge) => edge.target === source && edge.port === to);
  }

  #around(frame: number): number {
    return this.#view.boxes[frame]?.frame ?? OUTSIDE;
  }

  #among(frame: number, fits: (edge: Edge) => boolean): number[] {
    return (this.#inside.get(frame) ?? []).filter((i) => fits(this.#edge(i)));
  }

  #edge(segment: number): Edge {
    return this.#view.edges[segment] as Edge;
  }
}

function goesInto({ source, target, frame, port }: Edge, into: number, from: number): boolean {
  return target === into && (source === frame ? port === from : source === from);
}
