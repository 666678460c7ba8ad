/** Everything on the screen for one graph: bar, inputs, graph, legend and table, in step at every point. */

import { BarView } from "./bar";
import { html } from "./dom";
import { flows } from "./flow";
import { Frames } from "./frames";
import { GraphView, SMALLEST } from "./graph";
import { InputsView } from "./inputs";
import { LegendView } from "./legend";
import { counted } from "./naming";
import { NoteView, noteOf } from "./note";
import { edgeReading, nodeReading } from "./pointing";
import type { Graph } from "./protocol";
import { Replay } from "./replay";
import { TableView } from "./table";
import type { Box } from "./view";

const NARROW = 700; // below, the inputs stand above the graph
const TINY = 480;
const WIDE = 1000; // from here on, they stand beside it unless it would have to be scrolled
const COSY = 800;
const GAP = 28;
const FITS = 0.9; // the least scale of a graph beside its inputs
const SMALL_TABLE = 60; // rows that are filled on every frame

/** What a scene is given by the widget. */
export interface Surroundings {
  readonly root: HTMLElement;
  readonly id: string; // of the table, one for each view
  moved(point: Float64Array): void;
  painted(point: Float64Array): void;
}

/** What outlives a graph. */
export interface Memory {
  tableOpen: boolean;
  alive: boolean;
}

export class Scene {
  readonly #replay: Replay;
  readonly #around: Surroundings;
  readonly #memory: Memory;
  readonly #frames: Frames;
  readonly #bar: BarView;
  readonly #note = new NoteView();
  readonly #inputs: InputsView;
  readonly #graph: GraphView;
  readonly #legend: LegendView;
  readonly #table: TableView;
  #problem = "";
  #alive = true;

  constructor(graph: Graph, point: Float64Array, around: Surroundings, memory: Memory, signal: AbortSignal) {
    this.#replay = new Replay(graph, point);
    this.#around = around;
    this.#memory = memory;
    this.#frames = new Frames(
      () => this.#paint(),
      (held) => (held ? this.#graph.paint(this.#replay) : this.#settle()),
      signal,
    );
    this.#bar = new BarView(graph, around.id, () => this.#toggleTable(), signal);
    this.#inputs = new InputsView(graph, this.#inputEvents(), signal);
    this.#graph = new GraphView(graph, () => this.#point(), signal);
    this.#legend = new LegendView(graph, this.#graph.detail);
    this.#table = new TableView(graph, around.id);
    this.#show();
    this.#settle();
  }

  /** The kernel or another view moved the inputs. */
  take(point: Float64Array): void {
    if (this.#replay.point.every((x, i) => Object.is(x, point[i]))) return;
    this.#replay.moveTo(point);
    this.#frames.request();
  }

  /** The kernel's sentence on why it did not take a point; '' when it did. */
  problem(sentence: string): void {
    this.#problem = sentence;
    this.#say();
  }

  /** Said when the hand rests: a new row would move what it holds. */
  alive(alive: boolean): void {
    if (this.#memory.alive === alive) return;
    this.#memory.alive = alive;
    this.#frames.request();
  }

  /** Place everything for a width of the root. */
  resize(width: number): void {
    const { root } = this.#around;
    const inputs = width < COSY && this.#inputs.terse ? 288 : 316;
    const beside = width - inputs - GAP;
    const stacked = width < NARROW || this.#graph.fit(beside) < (width < WIDE ? FITS : SMALLEST);
    root.style.setProperty("--mg-inputs-width", `${inputs}px`);
    root.classList.toggle("mg-narrow", width < NARROW);
    root.classList.toggle("mg-tiny", width < TINY);
    root.classList.toggle("mg-stacked", stacked);
    this.#graph.place(stacked ? width : beside);
    this.#graph.paint(this.#replay);
  }

  #show(): void {
    const { notes, view, data } = this.#replay.graph;
    const drawn = view.boxes.length;
    const count = `${counted(data.length)} nodes, ${drawn} drawn`;
    const drawing = html("div", { class: "mg-drawing" });
    if (view.hidden > 0) drawing.append(html("div", { class: "mg-count" }, count));
    drawing.append(html("div", { class: "mg-slot" }, this.#graph.element), this.#legend.element);
    const body = html("div", { class: "mg-body" }, this.#inputs.element, drawing);
    const lines = html("div", { class: "mg-notes" }, ...notes.map((note) => html("p", {}, note)));
    const parts = [this.#bar.element, this.#note.element, body, ...(notes.length ? [lines] : [])];
    this.#around.root.replaceChildren(...parts, this.#table.element);
    this.#openTable();
  }

  #inputEvents() {
    return {
      hold: () => this.#frames.hold(),
      rest: () => this.#frames.release(),
      move: (position: number, x: number) => this.#move(position, x),
      hover: (node: number | null) => this.#graph.highlight.point(this.#boxOf(node)),
      select: (node: number) => this.#selectInput(node),
    };
  }

  #move(position: number, x: number): void {
    this.#replay.move(position, x);
    this.#around.moved(this.#replay.point);
    this.#frames.request();
  }

  #paint(): void {
    this.#bar.paint(this.#replay);
    this.#inputs.paint(this.#replay);
    this.#graph.paint(this.#replay, this.#graph.sight());
    this.#around.root.classList.toggle("mg-stale", this.#replay.broken !== null);
    if (this.#memory.tableOpen && this.#replay.graph.view.boxes.length <= SMALL_TABLE)
      this.#table.fill(this.#replay);
    this.#read();
    this.#say();
    this.#around.painted(this.#replay.point);
  }

  #settle(): void {
    this.#alive = this.#memory.alive;
    this.#paint();
    this.#graph.settle(this.#replay);
    this.#legend.scale(this.#graph.edges.largest);
    this.#inputs.describe(this.#replay);
    this.#table.fill(this.#replay);
  }

  #say(): void {
    this.#note.show(noteOf(this.#replay, this.#problem, this.#alive));
  }

  #toggleTable(): void {
    this.#memory.tableOpen = !this.#memory.tableOpen;
    this.#openTable();
  }

  #openTable(): void {
    this.#bar.open(this.#memory.tableOpen);
    this.#table.open(this.#memory.tableOpen);
    this.#table.fill(this.#replay);
  }

  #boxOf(node: number | null): number | null {
    return node === null ? null : this.#graph.boxOf(node);
  }

  #selectInput(node: number): void {
    const box = this.#boxOf(node);
    if (box !== null) this.#graph.highlight.toggle(box);
  }

  /** Something else is pointed at or selected. */
  #point(): void {
    const { selected } = this.#graph.highlight;
    const node = selected === null ? null : (this.#box(selected)?.node ?? null);
    this.#inputs.select(node);
    this.#table.select(node);
    this.#read();
  }

  #read(): void {
    const { edge, highlight } = this.#graph;
    const box = this.#box(highlight.shown ?? -1);
    if (edge !== null) this.#legend.read(edgeReading(this.#replay, edge, flows(this.#replay)[edge] ?? null));
    else this.#legend.read(box ? nodeReading(this.#replay, box) : null);
  }

  #box(index: number): Box | undefined {
    return this.#replay.graph.view.boxes[index];
  }
}
