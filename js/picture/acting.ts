/** Shows the operation at work: its badge filled, and a dot travelling along each edge that carries something. */

import { svg } from "../browser/dom";
import type { Acting } from "../tape/replay";
import type { EdgesView } from "./edges";

const WAY = 400; // ms
const DOTS = 40; // at most; for a sum with more terms these are enough

/** A box that may be at work. */
interface Actor {
  readonly element: SVGGElement;
  act(isActing: boolean): void;
}

export class ActingView {
  readonly #graph: SVGSVGElement;
  readonly #nodes: readonly Actor[];
  readonly #edges: EdgesView;
  #shown: Acting | null = null;

  constructor(graph: SVGSVGElement, nodes: readonly Actor[], edges: EdgesView) {
    this.#graph = graph;
    this.#nodes = nodes;
    this.#edges = edges;
  }

  show(acting: Acting | null): void {
    if (acting === this.#shown) return;
    this.#mark(false);
    this.#shown = acting;
    this.#mark(true);
    for (const dot of this.#graph.querySelectorAll(".mg-traveller")) dot.remove();
    if (acting) this.#reveal(acting.box);
    if (acting?.isPlayed && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.#travel(acting);
  }

  #mark(isActing: boolean): void {
    const { box, edges } = this.#shown ?? { box: -1, edges: [] };
    this.#nodes[box]?.act(isActing);
    for (const edge of edges) this.#edges.at(edge)?.line.classList.toggle("mg-carrying", isActing);
  }

  /** Scroll a graph that is wider than its container, but never the page. */
  #reveal(box: number): void {
    const [slot, node] = [this.#graph.parentElement, this.#nodes[box]?.element];
    if (!slot || !node || slot.scrollWidth <= slot.clientWidth) return;
    const [seen, at] = [slot.getBoundingClientRect(), node.getBoundingClientRect()];
    if (at.left >= seen.left && at.right <= seen.right) return;
    slot.scrollLeft += (at.left + at.right - seen.left - seen.right) / 2;
  }

  #travel({ edges, isBackward }: Acting): void {
    for (const edge of edges.slice(0, DOTS)) {
      const dot = svg("circle", { class: "mg-traveller", r: 3, "data-along": edge });
      dot.style.offsetPath = `path("${this.#edges.at(edge)?.path}")`;
      this.#edges.lines.append(dot);
      const ends = [{ offsetDistance: "0%" }, { offsetDistance: "100%" }];
      const way = dot.animate(isBackward ? ends.reverse() : ends, { duration: WAY, easing: "ease-out" });
      way.onfinish = () => dot.remove();
    }
  }
}
