/** Makes the parts of a scene, puts them on the screen in order, and gives them what they show. */

import { html } from "./browser/dom";
import { Menu, type Source } from "./browser/menu";
import { SaidView } from "./browser/said";
import type { Way } from "./folds/choices";
import { type InputEvents, InputsView } from "./inputs/inputs";
import { type BarEvents, BarView } from "./notice/bar";
import type { Birth } from "./notice/birth";
import { LinesView } from "./notice/lines";
import { type NoteEvents, NoteView } from "./notice/note";
import { StripView } from "./panels/chain_rule/strip";
import { CodeView } from "./panels/code/code";
import { DescendView } from "./panels/descend/descend";
import { Panels } from "./panels/panels";
import { SlopesView } from "./panels/slopes/slopes";
import { StepView } from "./panels/step/step";
import { TableView } from "./panels/table/table";
import { Drawing } from "./picture/drawing";
import type { GraphEvents } from "./picture/graph";
import { Placement } from "./placement";
import { FindView } from "./search/find";
import type { Memory } from "./stage/memory";
import type { PanelName, Stage } from "./stage/panel";
import type { Reading, Replay } from "./tape/replay";
import type { Graph } from "./wire/protocol";

/** What the parts tell the scene. */
export interface PartsEvents {
  readonly bar: BarEvents;
  readonly note: NoteEvents;
  readonly inputs: InputEvents;
  readonly graph: GraphEvents;
  readonly stage: Stage;
  readonly save: Source;
  /** A node is to have a box, and be selected. */
  walk(node: number): void;
  /** The room for the graph has changed. */
  placed(): void;
  /** A panel was opened or closed by its tab. */
  toggled(): void;
}

/** Everything that the parts need to show a point. */
export interface Moment {
  readonly replay: Replay;
  readonly pin: Replay | null; // the numbers at the pinned point
  readonly birth: Birth | null; // the origin of the nan or inf that is shown
}

export class Parts {
  readonly note: NoteView;
  readonly noteId: string;
  readonly inputs: InputsView;
  readonly drawing: Drawing;
  readonly panels: Panels;
  readonly placement: Placement;
  readonly said: SaidView;
  readonly #root: HTMLElement;
  readonly #bar: BarView;
  readonly #lines = new LinesView();
  readonly #find: FindView;
  readonly #strip: StripView;
  readonly #step: StepView;
  readonly #descend: DescendView;
  readonly #code: CodeView;
  readonly #table: TableView;

  /** The ids of the parts begin with `id`. */
  constructor(
    graph: Graph,
    root: HTMLElement,
    id: string,
    memory: Memory,
    events: PartsEvents,
    signal: AbortSignal,
  ) {
    const { stage } = events;
    this.#root = root;
    this.noteId = `${id}-note`;
    this.note = new NoteView(this.noteId, events.note, signal);
    this.inputs = new InputsView(`${id}-inputs`, memory, events.inputs, signal);
    const find = { walk: events.walk, lit: (nodes: Int32Array) => this.drawing.graph.find(nodes) };
    this.#find = new FindView(`${id}-find`, root, find, signal);
    this.drawing = new Drawing(graph, this.#find.element, events.graph, signal);
    const limit = (way: Way) => {
      const { selected } = this.drawing.graph.highlight;
      events.graph.limit(this.drawing.box(selected) ?? null, way);
    };
    this.#strip = new StripView({ point: (edge) => this.drawing.graph.pointEdge(edge), limit }, signal);
    this.#step = new StepView(`${id}-step`, stage, signal);
    const slopes = new SlopesView(`${id}-slopes`, this.inputs, stage, signal);
    this.#descend = new DescendView(`${id}-descend`, stage, memory, signal);
    const reading = (replay: Replay) => this.reading(replay);
    this.#code = new CodeView(`${id}-code`, { ...stage, placed: events.placed, reading }, signal);
    this.#table = new TableView(`${id}-table`, stage, signal);
    const panels = [this.#step, slopes, this.#descend, this.#code, this.#table];
    const toggled = (open: PanelName[]) => {
      memory.keepPanels(open);
      events.toggled();
    };
    this.panels = new Panels(panels, toggled, signal);
    const save = new Menu(`${id}-save`, "Save", events.save, signal);
    this.#bar = new BarView(id, this.panels.tabs, save.element, events.bar, signal);
    this.placement = new Placement(root, this.inputs, this.drawing, this.#code);
    this.said = new SaidView(signal);
  }

  /** Put the parts on the screen with these panels open. */
  show(panels: ReadonlySet<PanelName>): void {
    const body = html("div", { class: "mg-body" });
    body.append(this.inputs.element, this.drawing.element, this.#code.element);
    const parts = [this.#bar, this.note, { element: body }, this.#lines, this.#strip];
    const others = [this.#step, this.#descend, this.#table, this.said];
    this.#root.replaceChildren(...[...parts, ...others].map(({ element }) => element));
    this.panels.show(panels);
  }

  /** What graph and inputs show: during a step, only what is known by then. */
  reading(replay: Replay): Reading {
    return this.#step.reading(replay);
  }

  adopt(graph: Graph): void {
    this.#bar.adopt(graph);
    this.#lines.adopt(graph);
    this.panels.adopt(graph);
    this.#find.adopt(graph);
    this.inputs.adopt(graph);
  }

  /** Show differences from a pin; null for none. */
  compare(pin: Replay | null): void {
    this.#table.compare(pin);
  }

  paint(moment: Moment): void {
    const { replay, pin } = moment;
    const [sight, reading] = [this.drawing.graph.sight(), this.reading(replay)];
    this.#bar.paint(replay, pin);
    this.inputs.paint(reading, pin);
    this.#lines.paint(replay);
    this.drawing.graph.bear(bornIn(reading, moment.birth));
    this.drawing.graph.paint(reading, sight);
    this.#find.paint(reading);
    this.#root.classList.toggle("mg-stale", replay.stale);
    this.panels.paint(replay);
    this.#read(moment);
  }

  /** Do the expensive work, once nothing moves. */
  settle({ replay }: Moment): void {
    const reading = this.reading(replay);
    this.drawing.settle(reading);
    this.#find.settle(reading);
    this.inputs.describe(reading);
    this.#strip.describe(replay, this.drawing.graph);
    this.panels.settle(replay);
  }

  /** The pointed-at or selected node has changed. */
  point(moment: Moment): void {
    const { selected, pointed } = this.drawing.graph.highlight;
    const node = this.drawing.box(selected)?.node ?? null;
    this.inputs.select(node);
    this.panels.select(node);
    this.panels.point(this.drawing.box(pointed)?.node ?? null);
    this.#read(moment);
  }

  place(width: number, held: boolean, replay: Replay): void {
    this.#bar.place(width);
    this.placement.place(width, held);
    this.drawing.graph.paint(this.reading(replay));
  }

  /** Describe what is pointed at, and write out the chain rule of what is selected. */
  #read({ replay, pin, birth }: Moment): void {
    this.drawing.read(this.reading(replay), pin);
    this.#strip.paint(replay, this.drawing.graph, birth?.reason ?? "", this.panels.isOpen("step"));
  }
}

/** The node at which a bad number was born, once the step has reached it. */
function bornIn(reading: Reading, birth: Birth | null): number | null {
  return birth?.isValue && reading.value(birth.node) !== undefined ? birth.node : null;
}
