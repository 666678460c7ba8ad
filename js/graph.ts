/** The graph: its nodes and edges placed once for each width, then only patched. */

import { assign, svg } from "./dom";
import { EdgesView } from "./edges";
import { flows } from "./flow";
import { Highlight, neighbour } from "./highlight";
import { type Detail, type Earlier, type Layout, layout } from "./layout";
import { matches } from "./matching";
import { detailOf } from "./measures";
import { NodeView } from "./node";
import type { Graph } from "./protocol";
import type { Replay } from "./replay";
import { largestOf } from "./stroke";
import type { Box, Edge, View } from "./view";

export const SMALLEST = 0.78; // the scale at which the graph is drawn, and scrolls sideways, when it does not fit
const BARELY = 0.7; // the scale down to which it is made to fit

const LARGE = 60; // boxes, from which on only those in sight are patched in a drag
const AROUND = 200; // px

/** The part of the graph between two heights, in the layout's pixels. */
interface Sight {
  readonly top: number;
  readonly bottom: number;
}

const EVERYWHERE: Sight = { top: Number.NEGATIVE_INFINITY, bottom: Number.POSITIVE_INFINITY };

export class GraphView {
  // Chromium makes a tab stop of every SVG element that listens for focus, unless it is told not to.
  readonly element = svg("svg", { class: "mg-graph", role: "group", tabindex: -1 });
  readonly detail: Detail;
  readonly highlight: Highlight;
  /** The edge under the pointer. */
  edge: number | null = null;
  readonly edges: EdgesView;
  readonly #view: View;
  readonly #nodes: NodeView[];
  readonly #boxOf: ReadonlyMap<number, number>;
  readonly #changed: () => void;
  #layout: Layout | null = null;
  #laidOutFor = 0;
  #sight: Sight | null = null;
  #stop = 0; // the box that Tab reaches
  readonly #earlier: Earlier | null;

  /** `changed` is called when something else is pointed at or selected; `earlier` is what was on the screen before. */
  constructor({ view }: Graph, changed: () => void, signal: AbortSignal, earlier: GraphView | null = null) {
    this.#view = view;
    this.#earlier = earlier?.asEarlier(view) ?? null;
    this.#changed = changed;
    this.detail = detailOf(view, earlier?.detail);
    this.edges = new EdgesView(view.edges.length, this.detail);
    this.#nodes = view.boxes.map((box, i) => new NodeView(box, this.detail, i === view.output));
    this.#boxOf = new Map(view.boxes.map(({ node }, i) => [node, i]));
    this.highlight = new Highlight(view, () => this.#light());
    this.#fill();
    this.#listen(signal);
  }

  /** What this graph is to one that follows it. */
  asEarlier(view: View): Earlier {
    return { view: this.#view, boxes: matches(view, this.#view), detail: this.detail };
  }

  /** Point at and select what was pointed at and selected in the graph that this one replaces. */
  follow(earlier: GraphView, hadFocus: boolean): void {
    const now = (box: number | null) => {
      const found = box === null ? -1 : (this.#earlier?.boxes.indexOf(box) ?? -1);
      return found < 0 ? null : found;
    };
    this.#moveStop(now(earlier.#stop) ?? this.#stop);
    if (hadFocus) this.#nodes[this.#stop]?.element.focus();
    this.edges.largest = earlier.edges.largest;
    this.highlight.point(now(earlier.highlight.pointed));
    this.highlight.select(now(earlier.highlight.selected));
  }

  get hasFocus(): boolean {
    return this.element.contains((this.element.getRootNode() as Document | ShadowRoot).activeElement);
  }

  boxOf(node: number): number | null {
    return this.#boxOf.get(node) ?? null;
  }

  /** The scale at which a width shows the graph; below 1 it does not fit as it is. */
  fit(width: number): number {
    if (this.#view.boxes.length === 0) return 1;
    return Math.min(1, width / this.#layoutFor(width).width);
  }

  place(width: number): void {
    if (this.#view.boxes.length === 0) return;
    const placed = this.#layoutFor(width);
    const fit = Math.min(1, width / placed.width);
    const scale = fit < BARELY ? SMALLEST : fit;
    assign(this.element, "viewBox", `0 0 ${placed.width} ${placed.height}`);
    assign(this.element, "width", placed.width * scale);
    assign(this.element, "height", placed.height * scale);
    this.edges.place(placed.edges);
    this.#nodes.forEach((node, i) => {
      node.place(placed.boxes[i] as Layout["boxes"][number], placed.letters);
    });
  }

  /** Show the numbers; those of nodes and edges out of sight can wait. */
  paint(replay: Replay, sight: Sight = EVERYWHERE): void {
    const gradients = this.#view.boxes.map(({ node }) => replay.gradient(node));
    const largest = this.detail === "full" ? 1 : largestOf(gradients.map((gradient) => gradient ?? null));
    this.#nodes.forEach((node, i) => {
      const value = replay.value((this.#view.boxes[i] as Box).node);
      node.record(value, gradients[i]);
      if (this.#isSeen(sight, i, i)) node.paint(value, gradients[i], largest);
    });
    this.edges.paint(flows(replay), (i) => {
      const { source, target } = this.#view.edges[i] as Edge;
      return this.#isSeen(sight, source, target);
    });
  }

  /** What of the graph is in the window, with some room around it; measured once, for measuring is dear. */
  sight(): Sight {
    if (this.#layout === null || this.#view.boxes.length < LARGE) return EVERYWHERE;
    this.#sight ??= this.#look(this.#layout.height);
    return this.#sight;
  }

  /** The page scrolled or changed around the graph. */
  lookAgain(): void {
    this.#sight = null;
  }

  #look(heightInLayout: number): Sight {
    const { top, height } = this.element.getBoundingClientRect();
    const scale = heightInLayout / height || 1;
    return { top: (-top - AROUND) * scale, bottom: (window.innerHeight - top + AROUND) * scale };
  }

  /** A new scale for the edges, and the numbers for a screen reader; at rest only. */
  settle(replay: Replay): void {
    this.lookAgain();
    if (!replay.stale) this.edges.rescale(flows(replay));
    this.paint(replay);
    this.#nodes.forEach((node, i) => {
      const { node: index } = this.#view.boxes[i] as Box;
      node.describe(replay.value(index), replay.gradient(index), this.#operands(i));
    });
  }

  /** The layout for a width; the last one is kept, because it is dear. */
  #layoutFor(width: number): Layout {
    if (this.#layout === null || this.#laidOutFor !== width) {
      this.#layout = layout(this.#view, this.#earlier ? { width, earlier: this.#earlier } : { width });
    }
    this.#laidOutFor = width;
    return this.#layout;
  }

  #fill(): void {
    const nodes = svg("g", { class: "mg-nodes" }, ...this.#nodes.map(({ element }) => element));
    const count = this.#view.boxes.filter(({ kind }) => kind !== "constant").length;
    assign(this.element, "aria-label", `Computation graph, ${count} ${count === 1 ? "node" : "nodes"}`);
    this.element.append(this.edges.lines, this.edges.labels, nodes);
    this.#moveStop(Math.max(0, this.#view.output));
  }

  /** Whether something between two boxes is in sight. */
  #isSeen(sight: Sight, one: number, other: number): boolean {
    const [y, z] = [this.#layout?.boxes[one]?.y ?? 0, this.#layout?.boxes[other]?.y ?? 0];
    return Math.max(y, z) >= sight.top && Math.min(y, z) <= sight.bottom;
  }

  #operands(box: number): string {
    const into = this.#view.edges.filter(({ target }) => target === box);
    return into.map(({ source }) => this.#view.boxes[source]?.label).join(" and ");
  }

  #listen(signal: AbortSignal): void {
    const listen = { signal };
    document.addEventListener("scroll", () => this.lookAgain(), { signal, capture: true, passive: true });
    this.element.addEventListener("pointerover", (event) => this.#pointed(event), listen);
    this.element.addEventListener("pointerleave", () => this.#unpointed(), listen);
    this.element.addEventListener("click", (event) => this.#clicked(event), listen);
    this.element.addEventListener("keydown", (event) => this.#key(event), listen);
    this.element.addEventListener("focusin", (event) => this.#focused(event), listen);
    this.element.addEventListener("focusout", () => this.highlight.point(null), listen);
  }

  #pointed(event: Event): void {
    const edge = edgeAt(event);
    this.highlight.point(this.#at(event));
    if (edge === this.edge) return;
    this.edge = edge;
    this.#changed();
  }

  #unpointed(): void {
    this.edge = null;
    this.highlight.point(null);
    this.#changed();
  }

  #clicked(event: Event): void {
    const edge = edgeAt(event);
    const box = edge === null ? this.#at(event) : (this.#view.edges[edge]?.source ?? null);
    if (box === null) this.highlight.select(null);
    else this.highlight.toggle(box);
  }

  #focused(event: FocusEvent): void {
    const box = this.#at(event);
    if (box !== null && (event.target as Element).matches(":focus-visible")) this.highlight.point(box);
  }

  #key(event: KeyboardEvent): void {
    const box = this.#at(event);
    if (box === null) return;
    if (event.key === "Enter" || event.key === " ") this.highlight.toggle(box);
    else if (event.key === "Escape") this.highlight.clear();
    else if (!this.#walk(box, event.key)) return;
    event.preventDefault();
  }

  #walk(box: number, key: string): boolean {
    if (!key.startsWith("Arrow")) return false;
    const next = neighbour(this.#view, this.#layout?.boxes ?? [], box, key);
    if (next === null) return true;
    this.#moveStop(next);
    this.#nodes[next]?.element.focus();
    return true;
  }

  #moveStop(box: number): void {
    for (const [i, tabindex] of [[this.#stop, -1] as const, [box, 0] as const]) {
      const element = this.#nodes[i]?.element;
      if (element?.hasAttribute("tabindex")) assign(element, "tabindex", tabindex);
    }
    this.#stop = box;
  }

  #light(): void {
    const { selected } = this.highlight;
    this.edges.light(this.highlight.lit(), this.highlight.own());
    this.#nodes.forEach((node, i) => {
      node.select(i === selected);
    });
    if (selected !== null) this.#moveStop(selected);
    this.#changed();
  }

  /** The box that an event is about; constants are none. */
  #at(event: Event): number | null {
    const element = (event.target as Element).closest("[data-node]");
    const box = element && this.#boxOf.get(Number(element.getAttribute("data-node")));
    return box === null || box === undefined || this.#view.boxes[box]?.kind === "constant" ? null : box;
  }
}

function edgeAt(event: Event): number | null {
  const element = (event.target as Element).closest("[data-edge]");
  return element && Number(element.getAttribute("data-edge"));
}
