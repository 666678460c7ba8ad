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

  /** Scroll a graph that is larger than its window, but never the page. */
  #reveal(box: number): void {
    const [slot, node] = [this.#graph.parentElement, this.#nodes[box]?.element];
    if (!slot || !node) return;
    const isWhole = slot.scrollWidth <= slot.clientWidth && slot.scrollHeight <= slot.clientHeight;
    if (isWhole) return;
    const [seen, at] = [slot.getBoundingClientRect(), node.getBoundingClientRect()];
    const [across, down] = [
      off(at.left, at.right, seen.left, seen.right),
      off(at.top, at.bottom, seen.top, seen.bottom),
    ];
    slot.scrollLeft += across;
    slot.scrollTop += down;
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

/** How far the middle of a part is from that of what is seen; 0 if all of the part is in it. */
function off(start: number, end: number, first: number, last: number): number {
  return start >= first && end <= last ? 0 : (start + end - first - last) / 2;
}
