/** The graph in its window, with its legend. A new topology is drawn again, with everything that it shares with the old one kept. */

import { html } from "../browser/dom";
import { lifeWithin } from "../browser/life";
import { arrival } from "../folds/walking";
import type { Reading, Replay } from "../tape/replay";
import { isSame } from "../view/matching";
import type { Box } from "../view/view";
import type { Graph } from "../wire/protocol";
import { counted } from "../words/wording";
import { PathView } from "./folds/path";
import { type GraphEvents, GraphView } from "./graph";
import { LegendView } from "./legend";
import { edgeReading, nodeReading } from "./pointing";
import { type Still, still } from "./still";
import { HeadView } from "./zoom/head";
import { ViewportView } from "./zoom/viewport";

const LARGE = 17; // nodes; from here on there is a row above the graph

export class Drawing {
  readonly element = html("div", { class: "mg-drawing" });
  graph: GraphView;
  readonly #events: GraphEvents;
  readonly #signal: AbortSignal;
  #of: Graph;
  readonly #viewport: ViewportView;
  readonly #head: HeadView;
  readonly #path: PathView;
  #legend: LegendView;
  #life: AbortController;

  /** `first` stands at the left end of the row above a large graph. */
  constructor(graph: Graph, first: HTMLElement, events: GraphEvents, signal: AbortSignal) {
    this.#events = events;
    this.#signal = signal;
    this.#of = graph;
    this.#life = lifeWithin(signal);
    this.graph = new GraphView(graph, events, this.#life.signal);
    this.#legend = new LegendView(graph, this.graph.detail);
    this.#viewport = new ViewportView(
      {
        moved: () => this.graph.scrolled(),
        scaled: (scale, isPlaced) => this.#head.show(scale, isPlaced),
        ground: () => this.graph.highlight.select(null),
      },
      signal,
    );
    this.#head = new HeadView(first, this.#viewport, events, signal);
    this.#path = new PathView(events, signal);
    const parts = [this.#head, this.#path, this.#viewport, this.#legend];
    this.element.append(...parts.map(({ element }) => element));
    this.#fill();
  }

  /** Lay it out for a width. */
  place(width: number): void {
    this.graph.place(width);
    this.#viewport.place(this.graph.isFolded);
  }

  /** Draw a later graph; false if only its numbers are new. */
  adopt(graph: Graph): boolean {
    const known = this.#of;
    this.#of = graph;
    if (isSame(graph.view, known.view) && graph.title === known.title) return false;
    this.#replace(graph, known);
    return true;
  }

  /** Set the scale by the numbers at which the view has settled. */
  settle(reading: Reading): void {
    this.graph.settle(reading);
    this.#legend.scale(this.graph.edges.largest);
    this.#viewport.settle();
  }

  /** The picture to save. */
  still(reading: Reading): Still {
    const { element, detail, edges } = this.graph;
    this.graph.paint(reading);
    return still(element, this.#of, detail, edges.largest);
  }

  /** Describe what is pointed at in the line under the graph. */
  read(reading: Reading, pin: Replay | null): void {
    const { edge, highlight } = this.graph;
    const box = this.box(highlight.shown);
    if (edge !== null) this.#legend.read(edgeReading(reading, edge, this.graph.carried(reading, edge)));
    else this.#legend.read(box ? nodeReading(reading, pin, box) : null);
  }

  box(index: number | null): Box | undefined {
    return this.#of.view.boxes[index ?? -1];
  }

  #replace(graph: Graph, known: Graph): void {
    const earlier = this.graph;
    const { focus } = earlier;
    const wasOnPath = this.#path.hasFocus;
    this.#life.abort();
    this.#life = lifeWithin(this.#signal);
    this.graph = new GraphView(graph, this.#events, this.#life.signal, earlier);
    const legend = new LegendView(graph, this.graph.detail);
    this.#legend.element.replaceWith(legend.element); // alone: what moves in the page loses the focus
    this.#legend = legend;
    this.#legend.scale(earlier.edges.largest);
    this.#fill();
    this.graph.follow(earlier, focus);
    const reached = arrival(known, graph);
    if (wasOnPath || (focus !== null && reached !== null)) this.graph.goTo(reached ?? undefined);
  }

  #fill(): void {
    this.#path.adopt(this.#of.view.trail);
    const { view, data } = this.#of;
    const isLarge = data.length >= LARGE;
    const drawn = view.hidden > 0 ? `, ${view.boxes.length} drawn` : "";
    const count = isLarge || drawn ? `${counted(data.length)} nodes${drawn}` : "";
    this.#head.adopt(count, isLarge, this.#of.regions !== null);
    this.#viewport.hold(this.graph.element);
  }
}
