/** The graph: nodes and edges are placed once for each width, and after that only patched. */

import { assign, svg } from "../browser/dom";
import type { Asking } from "../folds/asking";
import { type Detail, type Earlier, type Layout, layout } from "../layout/layout";
import { detailOf } from "../layout/measures";
import { type Reading, shownGradient } from "../tape/replay";
import { matches, refolded } from "../view/matching";
import type { Box, View } from "../view/view";
import type { Graph } from "../wire/protocol";
import { ActingView } from "./acting";
import { EdgesView } from "./edges";
import { type Carried, Flow } from "./flow";
import { FrameView } from "./folds/frame";
import { Marks } from "./folds/marks";
import { Highlight, neighbour } from "./highlight";
import { namesOf } from "./names";
import { NodeView } from "./node";
import { type Area, EVERYWHERE, isSeen, sightOf } from "./sight";
import { largestOf } from "./stroke";

export const SMALLEST = 0.78; // a graph that does not fit is drawn at this scale and scrolls sideways
const TIGHT = 480; // px: so little that all gaps are as narrow as they may be
const BARELY = 0.7; // down to this scale it is made to fit

const LARGE = 60; // boxes; of a larger graph, a drag patches only what is in sight

/** Where the focus is in a graph: on a box, or on the turns of the loop with this region. */
export type Focus = "box" | number | null;

export interface GraphEvents extends Asking {
  /** The pointed-at or selected node has changed. */
  pointed(): void;
  /** Something that was not painted may have come into sight. */
  scrolled(): void;
}

export class GraphView {
  // Chromium makes every SVG element that listens for focus a tab stop, unless told not to.
  readonly element = svg("svg", { class: "mg-graph", role: "group", tabindex: -1 });
  readonly detail: Detail;
  readonly highlight: Highlight;
  /** The edge under the pointer. */
  edge: number | null = null;
  readonly edges: EdgesView;
  readonly flows: Flow;
  readonly #view: View;
  readonly #nodes: readonly (NodeView | FrameView)[];
  readonly #names: readonly string[]; // for a screen reader
  readonly #boxOf: ReadonlyMap<number, number>;
  readonly #events: GraphEvents;
  #layout: Layout | null = null;
  #laidOutFor = 0;
  #least: number | null = null;
  #sight: Area | null = null; // what is in the window, once measured
  #painted: Area | null = null; // what was painted last
  #seen: readonly number[] = []; // the boxes in it
  #born: number | null = null; // the box at which a bad number was born
  #stop = 0; // the box that Tab reaches
  readonly isFolded: boolean;
  readonly #matched: readonly (number | null)[]; // for each box, what it was before
  readonly #earlier: Earlier | null;
  readonly #acting: ActingView;
  readonly #marks: Marks;

  /** `earlier` is what was on the screen before. */
  constructor(graph: Graph, events: GraphEvents, signal: AbortSignal, earlier: GraphView | null = null) {
    const { view, forms } = graph;
    this.#view = view;
    this.isFolded = view.covers !== undefined;
    this.#matched = earlier ? (this.isFolded ? refolded : matches)(view, earlier.#view) : [];
    this.#earlier = earlier && !this.isFolded ? earlier.asEarlier(this.#matched) : null;
    this.#events = events;
    this.#marks = earlier ? earlier.#marks : new Marks(events);
    this.detail = detailOf(view, earlier?.detail);
    this.edges = new EdgesView(view.edges, this.detail);
    this.flows = new Flow(view);
    this.#nodes = view.boxes.map((box, i) => {
      return (
        FrameView.of(graph, box, events) ??
        new NodeView(box, this.detail, i === view.output, forms.get(box.node))
      );
    });
    this.#nodes.forEach(({ element }, i) => {
      assign(element, "data-box", i);
    });
    this.#names = namesOf(view);
    this.#boxOf = new Map(view.boxes.flatMap(({ node, kind }, i) => (kind === "frame" ? [] : [[node, i]])));
    this.highlight = new Highlight(view, () => this.#light());
    this.#acting = new ActingView(this.element, this.#nodes, this.edges);
    this.#fill();
    this.#listen(signal);
  }

  /** This graph as the earlier one for the layout of the next. */
  asEarlier(boxes: readonly (number | null)[]): Earlier {
    return { view: this.#view, boxes, detail: this.detail };
  }

  /** Take over what was pointed at and selected in the graph that this one replaces; `focus` is where it was there. */
  follow(earlier: GraphView, focus: Focus): void {
    const now = (box: number | null) => {
      const known = box === null ? -1 : this.#matched.indexOf(box);
      const within = box === null ? undefined : earlier.#view.boxes[box];
      return known >= 0 ? known : within && this.isFolded ? this.boxOf(within.node) : null;
    };
    this.#moveStop(now(earlier.#stop) ?? this.#stop);
    const turns = typeof focus === "number" ? this.element.querySelector(`[data-loop="${focus}"]`) : null;
    if (focus !== null) ((turns as SVGElement | null) ?? this.#nodes[this.#stop]?.element)?.focus();
    this.edges.largest = earlier.edges.largest;
    this.highlight.point(now(earlier.highlight.pointed));
    this.highlight.select(now(earlier.highlight.selected));
  }

  /** Where the focus is: on a box, or on the turns of a loop; null if it is elsewhere. */
  get focus(): Focus {
    const { activeElement } = this.element.getRootNode() as Document | ShadowRoot;
    if (!this.element.contains(activeElement)) return null;
    const loop = activeElement?.getAttribute("data-loop");
    return loop ? Number(loop) : "box";
  }

  boxOf(node: number): number | null {
    const covering = this.#view.covers?.[node] ?? -1;
    return covering >= 0 ? covering : (this.#boxOf.get(node) ?? null);
  }

  /** The scale at which the graph fills a width; below 1 it does not fit at full size. */
  fit(width: number): number {
    if (this.#view.boxes.length === 0) return 1;
    return Math.min(1, width / this.#layoutFor(width).width);
  }

  /** The width that it needs at full size. */
  get least(): number {
    this.#least ??= this.#view.boxes.length === 0 ? 0 : layout(this.#view, this.#options(TIGHT)).width;
    return this.#least;
  }

  place(width: number): void {
    if (this.#view.boxes.length === 0) return;
    const placed = this.#layoutFor(width);
    const fit = Math.min(1, width / placed.width);
    const scale = this.isFolded ? 1 : fit < BARELY ? SMALLEST : fit; // what does not fit is folded, not made smaller
    assign(this.element, "viewBox", `0 0 ${placed.width} ${placed.height}`);
    assign(this.element, "width", placed.width * scale);
    assign(this.element, "height", placed.height * scale);
    this.#sight = null;
    this.#painted = null;
    this.edges.place(placed.edges);
    this.#nodes.forEach((node, i) => {
      node.place(placed.boxes[i] as Layout["boxes"][number]);
    });
  }

  /** Show the numbers; nodes and edges out of sight can wait. */
  paint(reading: Reading, sight = EVERYWHERE): void {
    if (sight !== this.#painted) this.#look(sight);
    const largest = this.detail === "full" ? 1 : this.#largest(reading);
    for (const box of this.#seen) {
      const { node, fold } = this.#view.boxes[box] as Box;
      if (fold?.switches.length) (this.#nodes[box] as NodeView).count((each) => reading.value(each));
      this.#nodes[box]?.paint(reading.value(node), shownGradient(reading, node), largest);
    }
    this.edges.paint((edge) => this.carried(reading, edge), sight);
    this.#acting.show(reading.acting);
    if (!this.isLarge) this.record(reading);
  }

  /** Select a box, bring it into sight, and put the focus on it. */
  reveal(box: number): void {
    this.highlight.select(box);
    this.goTo(box);
  }

  /** Bring a box into sight, and put the focus on it; without one, on that which Tab reaches. */
  goTo(box = this.#stop): void {
    const { element } = this.#nodes[box] as NodeView;
    this.#moveStop(box);
    element.scrollIntoView({ block: "nearest", inline: "nearest" });
    element.focus();
  }

  /** Mark the boxes that are some of these nodes, or in which they are. */
  find(nodes: Int32Array): void {
    const found = new Set<number>();
    for (const node of nodes) found.add(this.boxOf(node) ?? -1);
    this.#nodes.forEach(({ element }, i) => {
      element.classList.toggle("mg-holds-hit", found.has(i));
    });
  }

  /** Mark the node at which a bad number was born, or none. */
  bear(node: number | null): void {
    const box = node === null ? null : this.boxOf(node);
    if (box === this.#born) return;
    if (this.#born !== null) this.#nodes[this.#born]?.bear(false);
    if (box !== null) this.#nodes[box]?.bear(true);
    this.#born = box;
  }

  /** Whether a move patches only what is in sight. */
  get isLarge(): boolean {
    return this.#view.boxes.length > LARGE;
  }

  /** Write all digits into the page, for scripts and tests that read them. */
  record(reading: Reading): void {
    this.#nodes.forEach((node, i) => {
      const { node: index } = this.#view.boxes[i] as Box;
      node.record(reading.value(index), reading.gradient(index));
    });
  }

  /** The part of the graph in the window, measured once, before a move writes anything: after that it is slow. */
  sight(): Area {
    if (this.#layout === null || !this.isLarge) return EVERYWHERE;
    this.#sight ??= sightOf(this.element, this.#layout.height);
    return this.#sight;
  }

  /** Another part may be in the window. */
  scrolled(): void {
    this.#sight = null;
    if (this.#painted !== EVERYWHERE) this.#events.scrolled();
  }

  /** What flows back along an edge, if it is shown. */
  carried(reading: Reading, edge: number): Carried {
    return reading.passes(edge) ? this.flows.carried(reading.replay, edge) : null;
  }

  /** Point at an edge from another part, as the strip does. */
  pointEdge(edge: number | null): void {
    this.edge = edge;
    this.highlight.pointEdge(edge);
  }

  /** Set the scale of the edges and the numbers for a screen reader; only when settled. */
  settle(reading: Reading): void {
    this.#sight = null;
    if (!reading.replay.stale) this.edges.rescale(this.flows.sizes(reading.replay));
    for (const node of this.#nodes) if (node instanceof FrameView) node.settle(reading.replay);
    this.paint(reading);
    this.record(reading);
    this.#nodes.forEach((node, i) => {
      const { node: index } = this.#view.boxes[i] as Box;
      node.describe(
        this.#names[i] as string,
        reading.value(index),
        shownGradient(reading, index),
        this.#operands(i),
      );
    });
  }

  #look(sight: Area): void {
    const places = this.#layout?.boxes ?? [];
    this.#painted = sight;
    this.#seen = [...this.#nodes.keys()].filter((box) => isSeen(places[box], sight));
  }

  /** The gradient of the longest bar. */
  #largest({ replay }: Reading): number {
    return largestOf(this.#view.boxes.map(({ node }) => replay.gradient(node)));
  }

  /** The layout for a width; the last one is kept, because it is expensive. */
  #layoutFor(width: number): Layout {
    if (this.#layout === null || this.#laidOutFor !== width) {
      this.#layout = layout(this.#view, this.#options(width));
    }
    this.#laidOutFor = width;
    return this.#layout;
  }

  #options(width: number): { readonly width: number; readonly earlier?: Earlier } {
    return this.#earlier ? { width, earlier: this.#earlier } : { width };
  }

  #fill(): void {
    const isFrame = (i: number) => this.#view.boxes[i]?.kind === "frame";
    const nodes = svg("g", { class: "mg-nodes" });
    const frames = svg("g", { class: "mg-frames" });
    this.#nodes.forEach(({ element }, i) => {
      if (isFrame(i))
        frames.prepend(element); // the outer ones come later
      else nodes.append(element);
    });
    const count = this.#view.boxes.filter(({ kind }) => kind !== "constant" && kind !== "frame").length;
    assign(this.element, "aria-label", `Computation graph, ${count} ${count === 1 ? "node" : "nodes"}`);
    this.element.append(frames, this.edges.lines, this.edges.labels, nodes);
    this.#moveStop(Math.max(0, this.#view.output));
  }

  #operands(box: number): string {
    const into = this.#view.edges.filter(({ target }) => target === box);
    return into.map(({ source }) => this.#view.boxes[source]?.label).join(" and ");
  }

  #listen(signal: AbortSignal): void {
    const listen = { signal };
    document.addEventListener("scroll", () => this.scrolled(), { signal, capture: true, passive: true });
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
    this.#events.pointed();
  }

  #unpointed(): void {
    this.edge = null;
    this.highlight.point(null);
    this.#events.pointed();
  }

  #clicked(event: MouseEvent): void {
    const mark = (event.target as Element).closest("[data-region]");
    if (this.#marks.clicked(mark, event)) return;
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
    const isEntered = event.key === "Enter" && event.shiftKey;
    const opens = event.key === " " || isEntered;
    const mark = opens ? this.#nodes[box]?.element.querySelector("[data-region]") : null;
    if (mark) this.#marks.press(mark, isEntered);
    else if (event.key === "Backspace") this.#events.leave();
    else if (event.key === "Enter" || event.key === " ") this.highlight.toggle(box);
    else if (event.key === "Escape") this.#escape();
    else if (!this.#walk(box, event.key)) return;
    event.preventDefault();
  }

  #escape(): void {
    if (this.highlight.selected === null && this.#view.trail?.only) this.#events.limit(null);
    else this.highlight.clear();
  }

  #walk(box: number, key: string): boolean {
    if (!key.startsWith("Arrow")) return false;
    const next = neighbour(this.#view, this.#layout?.boxes ?? [], box, key);
    if (next === null) return true;
    const element = this.#nodes[next]?.element;
    this.#moveStop(next);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest", inline: "nearest" });
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
    const { selected, pointed, also } = this.highlight;
    this.edges.light(this.highlight.lit(), this.highlight.own());
    this.#nodes.forEach((node, i) => {
      node.select(i === selected);
      node.point(pointed === i || also.includes(i));
    });
    if (selected !== null) this.#moveStop(selected);
    this.#events.pointed();
  }

  /** The box that an event is about, or null; constants do not count. */
  #at(event: Event): number | null {
    const element = (event.target as Element).closest("[data-box]");
    const box = element && Number(element.getAttribute("data-box"));
    return box === null || this.#view.boxes[box]?.kind === "constant" ? null : box;
  }
}

function edgeAt(event: Event): number | null {
  const element = (event.target as Element).closest("[data-edge]");
  return element && Number(element.getAttribute("data-edge"));
}
