/** Everything on the screen for one cell: bar, note, inputs, graph, lines and table, in step at every point. */

import { type BarEvents, BarView } from "./bar";
import { type Birth, birthOf } from "./birth";
import { type CodeStage, CodeView } from "./code";
import { DescendView } from "./descend";
import { html } from "./dom";
import { Drawing } from "./drawing";
import { type FrameEvents, Frames } from "./frames";
import type { GraphEvents } from "./graph";
import { type InputEvents, InputsView } from "./inputs";
import { LinesView } from "./lines";
import type { Memory } from "./memory";
import { Menu } from "./menu";
import { asksByItself, NoteView, noteOf, type Problem } from "./note";
import { spoken } from "./numbers";
import type { PanelName, Stage } from "./panel";
import { Panels } from "./panels";
import { pinnedAt, replayAt } from "./pin";
import { Placement } from "./placement";
import type { Answered, Graph } from "./protocol";
import { type Reading, Replay, samePoint } from "./replay";
import { SaidView } from "./said";
import { saveItems } from "./save";
import { SlopesView } from "./slopes";
import { StepView } from "./step";
import { StripView } from "./strip";
import { TableView } from "./table";
import { Wait } from "./wait";

/** What a scene is given by the widget. */
export interface Surroundings {
  readonly root: HTMLElement;
  readonly id: string; // one for each view; the ids of its parts begin with it
  /** Whether the kernel owes an answer. */
  isOpen(): boolean;
  /** The user moved on from what was asked. */
  moved(): void;
  painted(point: Float64Array): void;
}

export class Scene {
  readonly #around: Surroundings;
  readonly #memory: Memory;
  readonly #frames: Frames;
  readonly #wait: Wait;
  readonly #bar: BarView;
  readonly #note: NoteView;
  readonly #inputs: InputsView;
  readonly #drawing: Drawing;
  readonly #strip: StripView;
  readonly #lines = new LinesView();
  readonly #step: StepView;
  readonly #slopes: SlopesView;
  readonly #descend: DescendView;
  readonly #code: CodeView;
  readonly #table: TableView;
  readonly #panels: Panels;
  readonly #placement: Placement;
  readonly #said: SaidView;
  readonly #noteId: string;
  #replay: Replay;
  #pin: Replay | null = null; // the numbers at the pinned point
  #problem: Problem | null = null;
  #birth: Birth | null = null; // of the nan or inf that is shown
  #refusal = "";
  #wanted = false; // whether the user asked for a run that has not begun

  constructor(graph: Graph, point: Float64Array, around: Surroundings, memory: Memory, signal: AbortSignal) {
    this.#replay = new Replay(graph, point);
    this.#around = around;
    this.#memory = memory;
    this.#noteId = `${around.id}-note`;
    this.#frames = new Frames(this.#frameEvents(), signal);
    this.#wait = new Wait(() => this.#say(), signal);
    this.#note = new NoteView(this.#noteId, this.#noteEvents(), signal);
    this.#inputs = new InputsView(this.#inputEvents(), signal);
    this.#drawing = new Drawing(graph, this.#graphEvents(), signal);
    const stage = this.#stage();
    this.#strip = new StripView({ point: (edge) => this.#drawing.graph.pointEdge(edge) }, signal);
    this.#step = new StepView(`${around.id}-step`, stage, signal);
    this.#slopes = new SlopesView(`${around.id}-slopes`, this.#inputs, stage, signal);
    this.#descend = new DescendView(`${around.id}-descend`, stage, memory, signal);
    this.#code = new CodeView(`${around.id}-code`, this.#codeStage(), signal);
    this.#table = new TableView(`${around.id}-table`);
    const panels = [this.#step, this.#slopes, this.#descend, this.#code, this.#table];
    this.#panels = new Panels(panels, (open) => memory.keepPanels(open), signal);
    this.#bar = new BarView(this.#panels.tabs, this.#saveMenu(signal).element, this.#barEvents(), signal);
    this.#placement = new Placement(around.root, this.#inputs, this.#drawing, this.#code);
    this.#said = new SaidView(signal);
    this.#adopt(graph);
    this.#show();
    this.#settle();
  }

  /** Whether what the page shows now is to be asked, by itself or because the user said so. */
  get asks(): boolean {
    return this.#wanted || !this.#replay.stale || asksByItself(this.#replay.graph, this.#memory.automatic);
  }

  /** Show another graph of the cell, at the kernel's point or where the page is. */
  change(graph: Graph, point: Float64Array | null): void {
    this.#replay = new Replay(graph, point ?? this.#pointFor(graph));
    this.#problem = null;
    this.#refusal = "";
    const isNew = this.#drawing.adopt(graph);
    this.#adopt(graph);
    this.#replace();
    if (isNew && !this.#frames.held) this.#settle();
    else if (isNew) this.#paint();
    this.#frames.request();
  }

  /** Another view moved the inputs. */
  take(point: Float64Array): void {
    this.#go(point);
    this.#mend();
  }

  /** The kernel took a point, or says why it did not: at an input's own point the sliders stay where they are. */
  answered({ point, problem, input }: Answered): void {
    this.#refusal = "";
    this.#problem = problem ? { sentence: problem, input, x: this.#replay.point[input] ?? 0 } : null;
    if (!problem) this.#replay.confirm(point);
    if (!problem || input < 0) this.#go(point);
    this.#frames.request();
    this.#say();
  }

  /** A message could not be used: the old picture stays. */
  refused(sentence: string): void {
    this.#refusal = sentence;
    this.#say();
  }

  /** Open these panels, close the others. */
  show(panels: ReadonlySet<PanelName>): void {
    this.#panels.show(panels);
    this.#panels.settle(this.#replay);
    this.#frames.request();
  }

  /** Select a node by its name, or its source. */
  selectNamed(name: string): void {
    const { highlight } = this.#drawing.graph;
    if (this.#nameOf(highlight.selected) === name) return; // of several with one name the user has chosen one
    const found = this.#replay.graph.view.boxes.findIndex(
      ({ label, kind }) => label === name && kind !== "constant",
    );
    highlight.select(name === "" || found < 0 ? null : found);
  }

  /** The pin was set or taken away: show differences to it, or none. */
  pin(): void {
    this.#readPin();
    this.#panels.settle(this.#replay);
    this.#point();
    this.#frames.request();
  }

  #readPin(): void {
    const { pinned } = this.#memory;
    this.#pin = pinned && replayAt(this.#replay.graph, pinned);
    this.#table.compare(this.#pin);
  }

  /** The kernel said something. */
  heard(): void {
    this.#wait.heard();
    this.#say();
  }

  /** Paint, and ask again. */
  resume(): void {
    this.#wanted = true;
    this.#around.moved();
    this.#frames.request();
  }

  alive(alive: boolean): void {
    if (this.#memory.alive === alive) return;
    this.#memory.alive = alive;
    this.#frames.request();
  }

  /** Place everything for a width of the root. */
  resize(width: number): void {
    this.#placement.place(width, this.#frames.held);
    this.#drawing.graph.paint(this.#reading);
  }

  /** The room for the graph is another. */
  #replace(): void {
    if (this.#placement.width > 0) this.resize(this.#placement.width);
  }

  /** What the graph and the inputs show. */
  get #reading(): Reading {
    return this.#step.reading(this.#replay);
  }

  #adopt(graph: Graph): void {
    this.#readPin();
    this.#bar.adopt(graph);
    this.#lines.adopt(graph);
    this.#panels.adopt(graph);
    this.#inputs.adopt(graph); // last: where it lets go of a slider all is painted
    this.#point();
  }

  /** Where the sliders stand now, by name; an input that is new stands where the cell ran. */
  #pointFor({ inputs, data }: Graph): Float64Array {
    const { graph, point } = this.#replay;
    const known = new Map(graph.inputs.map(({ name }, i) => [name, point[i] as number]));
    return Float64Array.from(inputs, ({ name, node }) => known.get(name) ?? (data[node] as number));
  }

  #saveMenu(signal: AbortSignal): Menu {
    const source = {
      items: () => saveItems({ replay: this.#replay, still: () => this.#drawing.still(this.#reading) }),
      blocked: () => (this.#replay.stale ? "The numbers of this point are not known yet." : ""),
      said: (word: string) => this.#said.soon(() => word),
    };
    return new Menu(`${this.#around.id}-save`, "Save", source, signal);
  }

  #show(): void {
    const body = html("div", { class: "mg-body" });
    body.append(this.#inputs.element, this.#drawing.element, this.#code.element);
    const parts = [this.#bar, this.#note, { element: body }, this.#lines, this.#strip];
    const panels = [this.#step, this.#descend, this.#table, this.#said];
    this.#around.root.replaceChildren(...[...parts, ...panels].map(({ element }) => element));
    this.#panels.show(this.#memory.panels);
    this.selectNamed(this.#memory.selected);
  }

  #frameEvents(): FrameEvents {
    return {
      paint: () => this.#frame(),
      catchUp: () => this.#drawing.graph.record(this.#reading),
      rest: (held) => this.#rest(held),
    };
  }

  #graphEvents(): GraphEvents {
    return { pointed: () => this.#pointed(), scrolled: () => this.#frames.request() };
  }

  #barEvents(): BarEvents {
    return {
      pin: () => {
        this.#memory.keepPinned(this.#pin ? null : pinnedAt(this.#replay));
        this.pin();
      },
      back: () => this.#goTo(this.#pin?.point ?? null),
    };
  }

  #noteEvents() {
    return {
      again: () => this.resume(),
      nearest: () => this.#goTo(this.#replay.nearest()),
      toggle: () => this.#toggleRerun(),
      show: () => this.#showBirth(),
    };
  }

  #inputEvents(): InputEvents {
    return {
      hold: () => this.#frames.hold(),
      rest: () => this.#frames.release(),
      move: (position, x) => this.#move(position, x),
      hover: (node) => this.#drawing.graph.highlight.point(this.#boxOf(node)),
      select: (node) => this.#selectInput(node),
    };
  }

  /** What panels may do to the rest. */
  #stage(): Stage {
    return {
      hold: () => this.#frames.hold(),
      rest: () => this.#frames.release(),
      move: (position, x) => this.#move(position, x),
      moveTo: (point) => this.#moveTo(point),
      request: () => this.#frames.request(),
      point: (node, also = []) => this.#pointAt(node, also),
      select: (node) => this.#drawing.graph.highlight.select(this.#boxOf(node)),
    };
  }

  #codeStage(): CodeStage {
    const reading = (replay: Replay) => this.#step.reading(replay);
    return { ...this.#stage(), placed: () => this.#replace(), reading };
  }

  #moveTo(point: ArrayLike<number>): void {
    this.#replay.moveTo(point);
    this.#mend();
    this.#around.moved();
    this.#frames.request();
  }

  #pointAt(node: number | null, also: readonly number[]): void {
    const others = also.flatMap((each) => this.#boxOf(each) ?? []);
    this.#drawing.graph.highlight.point(this.#boxOf(node), others);
  }

  #move(position: number, x: number): void {
    this.#replay.move(position, x);
    this.#mend();
    this.#around.moved();
    this.#frames.request();
  }

  #goTo(point: Float64Array | null): void {
    if (point === null) return;
    this.take(point);
    this.#around.moved();
  }

  #go(point: Float64Array): void {
    if (samePoint(this.#replay.point, point)) return;
    this.#replay.moveTo(point);
    this.#frames.request();
  }

  /** Where the page can show numbers again, what was wrong at the last point is wrong no more. */
  #mend(): void {
    if (!this.#replay.stale) this.#problem = null;
  }

  #showBirth(): void {
    const box = this.#birth ? this.#boxOf(this.#birth.node) : null;
    if (box !== null) this.#drawing.graph.reveal(box);
  }

  #toggleRerun(): void {
    this.#memory.automatic = !this.#memory.automatic;
    if (this.#memory.automatic && this.#replay.stale) this.resume();
    else this.#say();
  }

  #paint(): void {
    const [sight, reading] = [this.#drawing.graph.sight(), this.#reading];
    this.#bar.paint(this.#replay, this.#pin);
    this.#inputs.paint(reading, this.#pin);
    this.#lines.paint(this.#replay);
    this.#birth = birthOf(this.#replay);
    this.#drawing.graph.bear(bornIn(reading, this.#birth));
    this.#drawing.graph.paint(reading, sight);
    this.#around.root.classList.toggle("mg-stale", this.#replay.stale);
    this.#paintStrip();
    this.#panels.paint(this.#replay);
    this.#drawing.read(reading, this.#pin);
    this.#around.painted(this.#replay.point);
    this.#wanted = false;
    this.#say();
  }

  #paintStrip(): void {
    this.#strip.paint(
      this.#replay,
      this.#drawing.graph,
      this.#birth?.reason ?? "",
      this.#panels.isOpen("step"),
    );
  }

  #frame(): void {
    this.#paint();
    this.#said.soon(() => this.#sentence());
  }

  #rest(held: boolean): void {
    if (this.#placement.owes && !held) this.#replace();
    if (!held) this.#settle();
  }

  #settle(): void {
    this.#paint();
    this.#drawing.settle(this.#reading);
    this.#inputs.describe(this.#reading);
    this.#strip.describe(this.#replay, this.#drawing.graph);
    this.#panels.settle(this.#replay);
  }

  #say(): void {
    const { alive, alone, automatic } = this.#memory;
    const isWorthIt = this.#replay.stale || !asksByItself(this.#replay.graph, automatic);
    if (alive && isWorthIt && this.#around.isOpen()) this.#wait.begin();
    else this.#wait.end();
    const [replay, problem, refusal, { phase }] = [this.#replay, this.#problem, this.#refusal, this.#wait];
    const nearest = alive || this.#frames.held ? null : replay.nearest();
    const situation = {
      replay,
      problem,
      refusal,
      alive,
      alone,
      automatic,
      phase,
      birth: this.#birth,
      nearest,
    };
    this.#note.show(noteOf(situation), this.#frames.held);
    this.#inputs.mark(problem?.input ?? -1, this.#noteId);
  }

  /** The output, for a screen reader; the slider in hand says its own numbers. */
  #sentence(): string {
    const { graph, stale } = this.#replay;
    if (stale || graph.output < 0) return "";
    return `${graph.title} ${spoken(this.#replay.value(graph.output))}`;
  }

  #nameOf(box: number | null): string {
    return this.#drawing.box(box)?.label ?? "";
  }

  #boxOf(node: number | null): number | null {
    return node === null ? null : this.#drawing.graph.boxOf(node);
  }

  #selectInput(node: number): void {
    const box = this.#boxOf(node);
    if (box !== null) this.#drawing.graph.highlight.toggle(box);
  }

  #pointed(): void {
    this.#memory.keepSelected(this.#nameOf(this.#drawing.graph.highlight.selected));
    this.#point();
  }

  /** Something else is pointed at or selected. */
  #point(): void {
    const { selected, pointed } = this.#drawing.graph.highlight;
    const node = this.#drawing.box(selected)?.node ?? null;
    this.#inputs.select(node);
    this.#panels.select(node);
    this.#panels.point(this.#drawing.box(pointed)?.node ?? null);
    this.#drawing.read(this.#reading, this.#pin);
    this.#paintStrip();
  }
}

/** The node at which a bad number was born, once a step has come to it. */
function bornIn(reading: Reading, birth: Birth | null): number | null {
  return birth?.isValue && reading.value(birth.node) !== undefined ? birth.node : null;
}
