/** A scene: one cell on the screen, with all its parts kept in step at every point. */

import { type FrameEvents, Frames } from "./browser/frames";
import { asking } from "./folds/asking";
import { Folds } from "./folds/folds";
import { isNode } from "./folds/uses";
import { type Birth, birthOf } from "./notice/birth";
import { asksByItself, noteOf, type Problem } from "./notice/note";
import { Wait } from "./notice/wait";
import { type Moment, Parts, type PartsEvents } from "./parts";
import { type Subject, saveItems } from "./save/save";
import { nameOf, nodeCalled } from "./stage/called";
import type { Memory } from "./stage/memory";
import type { PanelName, Stage } from "./stage/panel";
import { pinnedAt, replayAt } from "./stage/pin";
import { Replay, samePoint } from "./tape/replay";
import { isSame } from "./view/matching";
import type { Model } from "./wire/model";
import type { Answered, Graph } from "./wire/protocol";
import { spoken } from "./words/numbers";

/** What the widget gives a scene. */
export interface Surroundings {
  readonly root: HTMLElement;
  readonly id: string; // unique to each view; the ids of its parts begin with it
  readonly model: Model;
  /** Whether the kernel still owes an answer. */
  isOpen(): boolean;
  /** The user has moved on from the point that was asked about. */
  moved(): void;
  painted(point: Float64Array): void;
}

export class Scene {
  readonly #around: Surroundings;
  readonly #memory: Memory;
  readonly #frames: Frames;
  readonly #wait: Wait;
  readonly #parts: Parts;
  readonly #folds: Folds;
  #replay: Replay;
  #pin: Replay | null = null; // the numbers at the pinned point
  #problem: Problem | null = null;
  #birth: Birth | null = null; // the origin of the nan or inf that is shown
  #refusal = "";
  #wanted = false; // whether the user asked for a run that has not begun yet

  constructor(graph: Graph, point: Float64Array, around: Surroundings, memory: Memory, signal: AbortSignal) {
    this.#around = around;
    this.#memory = memory;
    this.#folds = new Folds(memory);
    const drawn = this.#folds.adopt(graph, new Replay(graph, point));
    this.#replay = new Replay(drawn, point);
    this.#frames = new Frames(this.#frameEvents(), signal);
    this.#wait = new Wait(() => this.#say(), signal);
    this.#parts = new Parts(drawn, around.root, around.id, memory, this.#partsEvents(), signal);
    this.#adopt(drawn);
    this.#parts.show(memory.panels);
    this.selectNamed(memory.selected);
    this.#settle();
  }

  /** Whether to ask the kernel about the present point, automatically or because the user said so. */
  get asks(): boolean {
    return this.#wanted || !this.#replay.stale || asksByItself(this.#replay.graph, this.#memory.automatic);
  }

  /** Show another graph of the cell, at the kernel's point or where the page is. */
  change(graph: Graph, point: Float64Array | null): void {
    const at = point ?? this.#pointFor(graph);
    this.#show(this.#folds.adopt(graph, new Replay(graph, at)), at);
  }

  /** Show what the memory holds of what is open and closed. */
  recallFolds(): void {
    this.#refold(this.#folds.recall());
  }

  /** Draw the same graph with something else open. */
  #refold(graph: Graph | null): void {
    if (graph === null || isSame(graph.view, this.#replay.graph.view)) return;
    this.#replay.redraw(graph);
    this.#draw(graph);
  }

  /** Open what a node is in, and go to it. */
  #walk(node: number): void {
    this.#open(node);
    const box = this.#boxOf(node);
    if (box !== null) this.#parts.drawing.graph.reveal(box);
  }

  #show(graph: Graph, point: Float64Array): void {
    this.#replay = new Replay(graph, point);
    this.#problem = null;
    this.#refusal = "";
    this.#draw(graph);
  }

  #open(node: number): void {
    const box = this.#parts.drawing.box(this.#boxOf(node));
    if (box === undefined || box.node !== node || !isNode(box)) this.#refold(this.#folds.walk(node));
  }

  #draw(graph: Graph): void {
    this.#frames.request(); // first, so that a part that lets go of an input here does not paint half of the change
    const isNew = this.#parts.drawing.adopt(graph);
    this.#adopt(graph);
    this.#replace();
    if (isNew && !this.#frames.held) this.#settle();
    else if (isNew) this.#paint();
  }

  /** Another view moved the inputs. */
  take(point: Float64Array): void {
    this.#go(point);
    this.#mend();
  }

  /** The kernel accepted a point, or says why not; a problem with one input leaves the sliders where they are. */
  answered({ point, problem, input }: Answered): void {
    this.#refusal = "";
    this.#problem = problem ? { sentence: problem, input, x: this.#replay.point[input] ?? 0 } : null;
    if (!problem) this.#replay.confirm(point);
    if (problem) this.#parts.panels.refused(problem);
    if (!problem || input < 0) this.#go(point);
    this.#frames.request();
    this.#say();
  }

  /** A message could not be used; the old picture stays. */
  refused(sentence: string): void {
    this.#refusal = sentence;
    this.#say();
  }

  /** Open these panels, close the others. */
  show(panels: ReadonlySet<PanelName>): void {
    this.#parts.panels.show(panels);
    this.#fill();
  }

  /** Fill the panels that have just been opened. */
  #fill(): void {
    this.#parts.panels.settle(this.#replay);
    this.#frames.request();
  }

  /** Select a node by its name or its source, and open what it is in. */
  selectNamed(name: string): void {
    if (this.#nameOf(this.#parts.drawing.graph.highlight.selected) === name) return; // several may share the name
    const node = nodeCalled(this.#replay.graph, name);
    if (node !== null) this.#open(node);
    this.#parts.drawing.graph.highlight.select(this.#boxOf(node));
  }

  /** The pin was set or removed: show differences from it, or none. */
  pin(): void {
    this.#readPin();
    this.#parts.panels.settle(this.#replay);
    this.#parts.point(this.#moment);
    this.#frames.request();
  }

  /** Show the groups of inputs, and the sliders in them, that the memory holds. */
  recallInputs(): void {
    this.#parts.inputs.recall();
  }

  #readPin(): void {
    const { pinned } = this.#memory;
    this.#pin = pinned && replayAt(this.#replay.graph, pinned);
    this.#parts.compare(this.#pin);
  }

  /** The kernel has said something. */
  heard(): void {
    this.#wait.heard();
    this.#say();
  }

  /** Paint, and ask the kernel again. */
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
    const graph = this.#frames.held ? null : this.#folds.resize(width, this.#replay);
    this.#parts.place(width, this.#frames.held, this.#replay); // first: what is drawn next goes by this width
    this.#refold(graph);
  }

  get #moment(): Moment {
    return { replay: this.#replay, pin: this.#pin, birth: this.#birth };
  }

  /** The room for the graph has changed. */
  #replace(): void {
    const { width } = this.#parts.placement;
    if (width > 0) this.#parts.place(width, this.#frames.held, this.#replay);
  }

  #adopt(graph: Graph): void {
    this.#readPin();
    this.#parts.adopt(graph);
    this.#parts.point(this.#moment);
  }

  /** The present positions of the sliders, matched by name; a new input starts where the cell ran. */
  #pointFor({ inputs, data }: Graph): Float64Array {
    const { graph, point } = this.#replay;
    const known = new Map(graph.inputs.map(({ name }, i) => [name, point[i] as number]));
    return Float64Array.from(inputs, ({ name, node }) => known.get(name) ?? (data[node] as number));
  }

  #frameEvents(): FrameEvents {
    return {
      paint: () => this.#frame(),
      catchUp: () => this.#parts.drawing.graph.record(this.#parts.reading(this.#replay)),
      rest: (held) => this.#rest(held),
    };
  }

  #partsEvents(): PartsEvents {
    const stage = this.#stage();
    return {
      stage,
      bar: { pin: () => this.#togglePin(), back: () => this.#goTo(this.#pin?.point ?? null) },
      note: {
        again: () => this.resume(),
        nearest: () => this.#goTo(this.#replay.nearest()),
        toggle: () => this.#toggleRerun(),
        show: () => this.#showBirth(),
      },
      inputs: {
        ...stage,
        hover: (node) => stage.point(node),
        select: (node) => this.#selectInput(node),
        changed: () => this.#fill(),
      },
      graph: {
        pointed: () => this.#pointed(),
        scrolled: () => this.#frames.request(),
        ...asking(this.#folds, (graph) => this.#refold(graph)),
      },
      save: {
        items: () => saveItems(this.#subject()),
        blocked: () => (this.#replay.stale ? "The numbers of this point are not known yet." : ""),
        said: (word) => this.#parts.said.soon(() => word),
      },
      walk: (node) => this.#walk(node),
      placed: () => this.#replace(),
      toggled: () => this.#fill(),
    };
  }

  /** What panels may do to the rest of the scene. */
  #stage(): Stage {
    return {
      hold: (hand) => this.#frames.hold(hand),
      rest: (hand) => this.#frames.release(hand),
      move: (position, x) => this.#moved(() => this.#replay.move(position, x)),
      moveTo: (point) => this.#moved(() => this.#replay.moveTo(point)),
      restore: () => {
        this.#parts.inputs.restore();
        this.#frames.request();
      },
      request: () => this.#frames.request(),
      point: (node, also = []) => this.#pointAt(node, also),
      select: (node) => this.#parts.drawing.graph.highlight.select(this.#boxOf(node)),
    };
  }

  #subject(): Subject {
    const [replay, { model }, { panels }] = [this.#replay, this.#around, this.#memory];
    return { replay, model, panels, still: () => this.#parts.drawing.still(this.#parts.reading(replay)) };
  }

  #moved(move: () => void): void {
    move();
    this.#mend();
    this.#around.moved();
    this.#frames.request();
  }

  #togglePin(): void {
    this.#memory.keepPinned(this.#pin ? null : pinnedAt(this.#replay));
    this.pin();
  }

  #pointAt(node: number | null, also: readonly number[]): void {
    const others = also.flatMap((each) => this.#boxOf(each) ?? []);
    this.#parts.drawing.graph.highlight.point(this.#boxOf(node), others);
  }

  #goTo(point: Float64Array | null): void {
    const { frozen, stopped } = this.#replay.graph;
    if (point === null || frozen || stopped) return;
    this.take(point);
    this.#around.moved();
  }

  #go(point: Float64Array): void {
    if (samePoint(this.#replay.point, point)) return;
    this.#replay.moveTo(point);
    this.#frames.request();
  }

  /** Forget the problem of the last point once the page can show numbers again. */
  #mend(): void {
    if (!this.#replay.stale) this.#problem = null;
  }

  #showBirth(): void {
    const box = this.#birth ? this.#boxOf(this.#birth.node) : null;
    if (box !== null) this.#parts.drawing.graph.reveal(box);
  }

  #toggleRerun(): void {
    this.#memory.automatic = !this.#memory.automatic;
    if (this.#memory.automatic && this.#replay.stale) this.resume();
    else this.#say();
  }

  #paint(): void {
    this.#birth = birthOf(this.#replay);
    this.#parts.paint(this.#moment);
    this.#around.painted(this.#replay.point);
    this.#wanted = false;
    this.#say();
  }

  #frame(): void {
    this.#paint();
    this.#parts.said.soon(() => this.#sentence());
  }

  #rest(held: boolean): void {
    const { owes, width } = this.#parts.placement;
    if (owes && !held) this.resize(width);
    if (!held) this.#settle();
  }

  #settle(): void {
    this.#replay.settle();
    this.#paint();
    this.#parts.settle(this.#moment);
  }

  #say(): void {
    const { alive, alone, automatic } = this.#memory;
    const isWorthIt = this.#replay.stale || !asksByItself(this.#replay.graph, automatic);
    if (alive && isWorthIt && this.#around.isOpen()) this.#wait.begin();
    else this.#wait.end();
    const [replay, problem, refusal, { phase }] = [this.#replay, this.#problem, this.#refusal, this.#wait];
    const nearest = alive || this.#frames.held ? null : replay.nearest();
    const birth = this.#birth;
    const situation = { replay, problem, refusal, alive, alone, automatic, phase, birth, nearest };
    this.#parts.note.show(noteOf(situation), this.#frames.held);
    this.#parts.inputs.mark(problem?.input ?? -1, this.#parts.noteId);
  }

  /** The output, for a screen reader; the slider being dragged announces its own numbers. */
  #sentence(): string {
    const { graph, stale } = this.#replay;
    if (stale || graph.output < 0) return "";
    return `${graph.title} ${spoken(this.#replay.value(graph.output))}`;
  }

  #nameOf(box: number | null): string {
    return nameOf(this.#replay.graph, this.#parts.drawing.box(box));
  }

  #boxOf(node: number | null): number | null {
    return node === null ? null : this.#parts.drawing.graph.boxOf(node);
  }

  #selectInput(node: number): void {
    const box = this.#boxOf(node);
    if (box !== null) this.#parts.drawing.graph.highlight.toggle(box);
  }

  #pointed(): void {
    this.#memory.keepSelected(this.#nameOf(this.#parts.drawing.graph.highlight.selected));
    this.#parts.point(this.#moment);
  }
}
