/** The inputs: a row each with its name, slider, value and gradient; of many, a row for each group of them. */

import { assign, html, Words } from "../browser/dom";
import { largestOf } from "../picture/stroke";
import type { Range } from "../tape/range";
import { type Reading, type Replay, type Shown, shownGradient } from "../tape/replay";
import { type Flowing, ROUNDING } from "../tape/rounding";
import type { Graph, Input } from "../wire/protocol";
import { numberOf } from "../words/reading";
import { counted, cutAll } from "../words/wording";
import { GroupView, type Host, place } from "./group";
import { type Grouping, groupingOf, mostRows } from "./grouping";
import { BAR, InputRow, type RowEvents } from "./row";

/** The row of an input; other parts may add something under its slider. */
export interface Row {
  readonly element: HTMLElement;
  readonly range: Range;
}

export interface InputEvents extends RowEvents {
  /** The user has opened or closed a group, or other inputs have sliders now. */
  changed(): void;
}

/** Where it is kept which groups are open, and which of their inputs have sliders, both by name. */
export interface Kept {
  readonly groups: readonly string[];
  readonly sliders: readonly string[];
  keepGroups(open: readonly string[]): void;
  keepSliders(names: readonly string[]): void;
}

/** The room for the inputs. */
interface Room {
  readonly width: number; // px
  readonly isBeside: boolean; // beside the graph
  readonly isAbove: boolean; // names stand above sliders
}

const MOST_NAME = 16; // characters
const MOST_TITLE = 14;
const MOST_SHORT = 20; // in a group
const MOST_ABOVE = 44;
const LETTER = 7.6; // px
const LEAST_NAME = 32; // px
const LEAST_BESIDE = 150 + 100 + BAR + 3 * 12; // px: slider, box, gradient and the gaps
const CLOSE_BESIDE = 70 + 100 + BAR + 3 * 8; // px, the same in two columns that have little room
const MANY = 4;
const DENSE = 8; // rows; more are closer to each other
const GROUP = 316; // px, of a group beside the graph
const LEAST_GROUP = 280; // px, of one among several above it
const GAP = 28; // px

export class InputsView implements Host {
  readonly element = html("div", { class: "mg-inputs" });
  /** The width that it needs, in px. */
  least = 0;
  /** The width that each of two columns needs, in px. */
  leastOfTwo = 0;
  names: readonly string[] = [];
  /** The gradients of all inputs, null where one is not known. */
  gradients: readonly Flowing[] = [];
  /** The members of groups that have sliders, in the order in which they got them. */
  sliders: readonly number[] = [];
  readonly #id: string;
  readonly #kept: Kept;
  readonly #events: InputEvents;
  readonly #signal: AbortSignal;
  readonly #list = html("div", { class: "mg-rows" });
  readonly #groupList = html("div", { class: "mg-groups" });
  readonly #count = html("p", { class: "mg-count mg-quiet" });
  readonly #countText = new Words(this.#count);
  readonly #made = new Map<string, InputRow>(); // by name; an input without a slider has none
  #graph: Graph | null = null;
  #grouping: Grouping = { rows: [], groups: [] };
  #groups: GroupView[] = [];
  #ids = 0; // of groups so far
  #shown: ReadonlyMap<number, InputRow> = new Map();
  #most = mostRows(Number.POSITIVE_INFINITY);
  #selected: number | null = null; // a node
  #marked = -1;
  #room: Room | null = null;
  #leastRow = 0; // px, of a row in one line
  #last: { readonly reading: Reading; readonly pin: Replay | null } | null = null;

  /** The ids of its parts begin with `id`. */
  constructor(id: string, kept: Kept, events: InputEvents, signal: AbortSignal) {
    this.#id = id;
    this.#kept = kept;
    this.#events = { ...events, move: (position, x) => this.#move(position, () => events.move(position, x)) };
    this.#signal = signal;
  }

  /** Show the inputs of a graph; existing rows are kept, so that a drag is not interrupted. */
  adopt(graph: Graph): void {
    const names = graph.inputs.map(({ name }) => name);
    const known = new Map([...this.#made]);
    this.#graph = graph;
    this.#made.clear();
    this.#last = null;
    this.gradients = [];
    this.names = names;
    graph.inputs.forEach((input, i) => {
      const row = known.get(input.name);
      if (!row?.adopt(input, i, graph)) return;
      this.#made.set(input.name, row);
      known.delete(input.name);
    });
    for (const row of known.values()) row.leave();
    this.#regroup();
  }

  /** Whether there are groups. */
  get isGrouped(): boolean {
    return this.#groups.length > 0;
  }

  /** Whether there are enough rows for two columns. */
  get isMany(): boolean {
    return !this.isGrouped && this.#shown.size >= MANY;
  }

  /** The rows that are shown, by the positions of their inputs. */
  get rows(): ReadonlyMap<number, Row> {
    return this.#shown;
  }

  /** The row of an input, made when it is first shown. */
  row(position: number): InputRow {
    const [graph, name] = [this.#graph as Graph, this.names[position] as string];
    const known = this.#made.get(name);
    if (known) return known;
    const input = graph.inputs[position] as Input;
    const row = new InputRow(input, position, graph, this.#events, this.#signal);
    this.#made.set(name, row);
    return row;
  }

  give(positions: readonly number[]): void {
    const added = positions.filter((position) => !this.sliders.includes(position));
    if (added.length === 0) return;
    this.sliders = [...this.sliders, ...added];
    this.#kept.keepSliders(this.sliders.map((position) => this.names[position] as string));
  }

  /** Open or close a group. */
  toggle(title: string): void {
    const open = this.#kept.groups;
    const isOpen = open.includes(title);
    if (!isOpen) this.#groups.find((group) => group.title === title)?.begin();
    this.#kept.keepGroups(isOpen ? open.filter((each) => each !== title) : [...open, title]);
    this.#refresh();
    this.changed();
  }

  changed(): void {
    this.#gather();
    this.#look();
    this.#events.changed();
  }

  /** Show the groups and sliders that are kept, after something else has set them. */
  recall(): void {
    const positions = new Map(this.names.map((name, position) => [name, position]));
    this.sliders = this.#kept.sliders.flatMap((name) => positions.get(name) ?? []);
    this.#refresh();
    this.#look();
  }

  /** Give every slider the range that it had when the cell ran. */
  restore(): void {
    for (const row of this.#made.values()) row.restore();
  }

  paint(reading: Reading, pin: Replay | null): void {
    this.#last = { reading, pin };
    const { replay } = reading;
    const { inputs } = replay.graph;
    const gradients = inputs.map(({ node }) => flowing(shownGradient(reading, node)));
    const all = reading === replay ? gradients : inputs.map(({ node }) => replay.gradient(node));
    const largest = largestOf(all);
    if (this.isGrouped) this.#paintGroups(gradients);
    for (const [position, row] of this.#shown) {
      row.paint(replay.point[position] as number, shownGradient(reading, row.node), largest);
      row.pin(pin?.point[position]);
    }
  }

  #paintGroups(gradients: readonly Flowing[]): void {
    const alone = this.#grouping.rows;
    const largest = largestOf(gradients.filter((_, position) => !alone.includes(position)));
    this.gradients = gradients;
    const empty = this.#groups.filter((group) => group.isEmpty); // opened by something that knew no gradients
    for (const group of empty) group.begin();
    if (empty.length > 0) this.#refresh();
    for (const group of this.#groups) group.paint(largest);
  }

  /** Write the exact numbers, and those for a screen reader; only when settled. */
  describe(reading: Reading): void {
    for (const group of this.#groups) group.describe();
    for (const [position, row] of this.#shown) {
      row.describe(reading.replay.point[position] as number, shownGradient(reading, row.node));
    }
  }

  /** A node is selected; an input in a group gets a slider. */
  select(node: number | null): void {
    const isOther = node !== this.#selected;
    this.#selected = node;
    if (isOther && node !== null && this.isGrouped) {
      this.#show(this.#graph?.inputs.findIndex((input) => input.node === node) ?? -1);
    }
    for (const row of this.#shown.values()) row.select(row.node === node);
  }

  /** Mark the row of the input that a problem is about; the element with the id `said` holds its sentence. */
  mark(position: number, said: string): void {
    if (position !== this.#marked) this.#show(position);
    this.#marked = position;
    for (const [own, row] of this.#shown) row.mark(own === position ? said : null);
  }

  /** Group the inputs so that at most so many have rows of their own. */
  adapt(most: number): void {
    if (most === this.#most) return;
    this.#most = most;
    this.#regroup();
    this.#look();
  }

  /** Take up a room; without groups, `isAbove` says whether names stand above their sliders. */
  place(room: Room): void {
    this.#room = room;
    const { width, isBeside, isAbove } = room;
    const most = isBeside ? 1 : Math.max(1, Math.floor((width + GAP) / (LEAST_GROUP + GAP)));
    const columns = Math.max(1, Math.min(most, this.#groups.length));
    const isShort = (width - (columns - 1) * GAP) / columns < this.#leastRow;
    this.#groupList.style.setProperty("--mg-columns", String(columns));
    this.#groupList.classList.toggle("mg-short", isShort);
    this.#list.classList.toggle("mg-short", this.isGrouped && width < this.#leastRow);
    this.#call(this.isGrouped ? MOST_SHORT : isAbove ? MOST_ABOVE : MOST_NAME);
  }

  /** Move an input; one that was found in a group keeps its slider from now on. */
  #move(position: number, move: () => void): void {
    if (this.#groupOf(position)) this.give([position]);
    move();
  }

  #groupOf(position: number): GroupView | undefined {
    return this.#groups.find((group) => group.has(position));
  }

  /** Show the slider of an input in a group. */
  #show(position: number): void {
    const group = this.#groupOf(position);
    if (!group) return;
    this.give([position]);
    if (this.#shown.has(position)) return;
    this.#kept.keepGroups([...new Set([...this.#kept.groups, group.title])]);
    group.stopFinding();
    this.#refresh();
    group.reveal(position);
    this.changed();
  }

  #regroup(): void {
    const earlier = this.#groups;
    this.#grouping = groupingOf(this.names, this.#most);
    this.#groups = this.#grouping.groups.map((group) => {
      const known = earlier.find((each) => each.isOf(group, this.names));
      return known ?? new GroupView(group, this, `${this.#id}-${++this.#ids}`, this.#signal);
    });
    for (const group of earlier) if (!this.#groups.includes(group)) group.leave();
    this.#arrange();
    this.recall();
  }

  #arrange(): void {
    const titles = this.#groups.map(({ title }) => title);
    const labels = cutAll(titles, MOST_TITLE);
    this.#groups.forEach((group, i) => {
      group.call(labels[i] as string);
    });
    const groups = this.#groups.map(({ element }) => element);
    const isInPlace = groups.every((element, i) => element === this.#groupList.children[i]);
    if (!isInPlace || groups.length !== this.#groupList.children.length)
      this.#groupList.replaceChildren(...groups);
    const rows = this.#grouping.rows.length > 0 ? [this.#list] : [];
    const parts = this.isGrouped ? [...rows, this.#groupList, this.#count] : [heads(), heads(), ...rows];
    if (this.names.length === 0) this.element.replaceChildren("Nothing to vary: no inputs.");
    else if (this.#list.parentElement !== this.element || this.isGrouped !== this.#groupList.isConnected) {
      this.element.replaceChildren(...parts);
    }
  }

  /** Show the rows of inputs without a group, and those that groups show. */
  #refresh(): void {
    const rows = this.#grouping.rows.map((position) => this.row(position));
    place(this.#list, rows);
    for (const row of rows) for (const stop of row.stops) assign(stop, "tabindex", 0);
    for (const group of this.#groups) group.arrange(this.#kept.groups.includes(group.title));
    this.#gather();
  }

  /** Take note of the rows that are shown now. */
  #gather(): void {
    const rows = [...this.#grouping.rows, ...this.#groups.flatMap(({ shown }) => shown)];
    this.#shown = new Map(rows.map((position) => [position, this.row(position)]));
    const count = `${counted(this.names.length)} inputs, ${counted(rows.length)} with sliders.`;
    const kind = this.#groups.every(({ title }) => title.startsWith("layer ")) ? "layer" : "group";
    this.#countText.write(rows.length > 0 ? count : `${count} Open a ${kind} to add some.`);
    this.#measure();
  }

  /** Paint rows that have just come, as all were painted last. */
  #look(): void {
    if (this.#last === null) return;
    this.paint(this.#last.reading, this.#last.pin);
    this.describe(this.#last.reading);
    for (const row of this.#shown.values()) row.select(row.node === this.#selected);
  }

  #call(most: number): string[] {
    const rows = [...this.#shown.values()];
    const shown = cutAll(
      rows.map(({ name }) => name),
      most,
    );
    rows.forEach((row, i) => {
      row.call(shown[i] as string);
    });
    return shown;
  }

  #measure(): void {
    const shown = this.#call(MOST_NAME);
    const longest = Math.max(0, ...shown.map((name) => Array.from(name).length));
    const names = Math.max(LEAST_NAME, Math.ceil(longest * LETTER) + 2);
    this.#leastRow = names + LEAST_BESIDE;
    this.least = this.isGrouped ? GROUP : this.#leastRow;
    this.leastOfTwo = names + CLOSE_BESIDE;
    this.element.style.setProperty("--mg-names-width", `${names}px`);
    this.element.classList.toggle("mg-dense", !this.isGrouped && this.#shown.size > DENSE);
    this.element.style.setProperty("--mg-half", `${Math.ceil(this.#shown.size / 2)}`);
    if (this.#room) this.place(this.#room);
  }
}

function flowing(gradient: Shown): Flowing {
  return gradient === ROUNDING ? gradient : numberOf(gradient);
}

function heads(): HTMLElement {
  const names = ["input", "", "value", "gradient"].map((name) => html("span", {}, name));
  return html("div", { class: "mg-heads", "aria-hidden": "true" }, ...names);
}
