/** A table of many rows, by scope or sorted: only the lines in sight are in the page, and only they are patched. */

import { assign, html } from "../../browser/dom";
import type { Replay } from "../../tape/replay";
import type { Graph } from "../../wire/protocol";
import { type Entries, Groups } from "./groups";
import { Heads } from "./heads";
import { Line } from "./line";
import { fillings, flowTexts } from "./numbers";
import { isByNumbers, type Key, ordered, pressed, type Sorting } from "./order";
import { HEIGHT, inSight, page, ROW, ROW_FOR_FINGERS, type Stretch, scrolledTo } from "./window";
import type { Wording } from "./words";

export interface LongEvents {
  /** A node that is drawn was chosen. */
  select(node: number): void;
  /** Another order was chosen. */
  sorted(replay: Replay): void;
}

const NOWHERE: Stretch = { first: 0, end: 0 };

export class LongTable {
  readonly element: HTMLElement;
  readonly #id: string;
  readonly #events: LongEvents;
  readonly #table = html("table", { role: "treegrid", tabindex: 0 });
  readonly #body = html("tbody");
  readonly #above = space();
  readonly #below = space();
  readonly #heads: Heads;
  readonly #row = isForFingers() ? ROW_FOR_FINGERS : ROW;
  readonly #open = new Set<string>(); // the paths of the groups that are open
  readonly #lines: Line[] = [];
  #wording: Wording | null = null;
  #groups: Groups | null = null;
  #drawn: ReadonlySet<number> = new Set();
  #sorting: Sorting | null = null;
  #entries: Entries = new Int32Array(0);
  #shown: Stretch = NOWHERE;
  #active = 0; // the entry that keys start from
  #selected: number | null = null;
  #replay: Replay | null = null;
  #pin: Replay | null = null;

  constructor(id: string, events: LongEvents, signal: AbortSignal) {
    this.#id = id;
    this.#events = events;
    this.#heads = new Heads(
      (key) => this.#press(key),
      () => this.#table.focus(),
      signal,
    );
    this.#table.append(this.#heads.element, this.#body);
    this.element = html("div", { class: "mg-window" }, this.#table);
    this.element.style.setProperty("--mg-row", `${this.#row}px`);
    this.element.style.setProperty("--mg-high", `${HEIGHT}px`);
    this.element.addEventListener("scroll", () => this.#look(), { signal, passive: true });
    this.#table.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#table.addEventListener("focus", () => this.#focused(), { signal });
    this.#body.addEventListener("mousedown", (event) => this.#grasp(event), { signal });
    this.#body.addEventListener("click", (event) => this.#clicked(event), { signal });
  }

  /** Show another graph, with the groups that were open and sorted as it was. */
  adopt(wording: Wording, graph: Graph, title: string): void {
    if (wording.nodes !== this.#wording?.nodes) this.#groups = new Groups(wording.nodes, graph);
    this.#wording = wording;
    this.#drawn = new Set(graph.view.boxes.map(({ node }) => node));
    this.#replay = null; // that of the graph before
    assign(this.#table, "aria-label", title);
    this.#heads.show(this.#sorting, wording.gradient);
  }

  /** The first rows as they are sorted; null in the order of the code. */
  first(count: number): number[] | null {
    return this.#sorting && [...this.#entries.subarray(0, count)];
  }

  /** Patch the numbers in sight. */
  paint(replay: Replay, pin: Replay | null): void {
    const isNew = this.#replay === null;
    this.#replay = replay;
    this.#pin = pin;
    if (isNew) this.#arrange();
    else this.#fill();
  }

  /** Sort again by the numbers of now. */
  settle(replay: Replay, pin: Replay | null): void {
    if (this.#sorting && isByNumbers(this.#sorting)) this.#replay = null;
    this.paint(replay, pin);
    this.#look(); // a table that was closed has been scrolled back
  }

  select(node: number | null): void {
    this.#selected = node;
    for (const line of this.#lines) this.#mark(line);
  }

  /** List the entries anew; the active one stays the same if it is still there. */
  #arrange(): void {
    const [wording, groups, replay, active] = [this.#wording, this.#groups, this.#replay, this.#at];
    if (!wording || !groups || !replay) return;
    const sorting = this.#sorting;
    this.#entries = sorting ? ordered(sorting, wording.nodes, replay) : groups.entries(this.#open);
    this.#active = Math.max(0, active === null ? 0 : this.#entries.indexOf(active));
    assign(this.#table, "aria-rowcount", this.#entries.length + 1);
    this.#shown = NOWHERE;
    this.#look();
  }

  /** The active row or group. */
  get #at(): number | null {
    return this.#entries[this.#active] ?? null;
  }

  /** Put the lines in sight into the page, if they are others than those that are there. */
  #look(): void {
    const { first, end } = inSight(this.element.scrollTop, this.#row, this.#entries.length);
    if (first === this.#shown.first && end === this.#shown.end) return;
    this.#shown = { first, end };
    while (this.#lines.length < end - first) this.#lines.push(new Line());
    this.#lines.length = end - first;
    this.#lines.forEach((line, i) => {
      this.#show(line, first + i);
    });
    stretch(this.#above, first * this.#row);
    stretch(this.#below, (this.#entries.length - end) * this.#row);
    if (this.#body.childElementCount !== this.#lines.length + 2) {
      this.#body.replaceChildren(this.#above, ...this.#lines.map(({ element }) => element), this.#below);
    }
    this.#point();
    this.#fill();
  }

  #show(line: Line, at: number): void {
    const [wording, groups] = [this.#wording as Wording, this.#groups as Groups];
    const entry = this.#entries[at] as number;
    const level = this.#sorting ? 0 : groups.level(entry);
    const place = { id: this.#id, entry: at, level };
    if (entry < 0) {
      const group = groups.all[~entry] as Groups["all"][number];
      line.showGroup(group, this.#open.has(group.path), place);
    } else {
      const { nodes } = wording;
      const lead = this.#sorting ? nodes.path(entry) : groups.lead(entry);
      line.showNode(nodes.node[entry] as number, lead, wording.within(entry), place);
    }
    this.#mark(line);
  }

  #fill(): void {
    const replay = this.#replay;
    if (!replay) return;
    const lines = this.#lines.filter(({ node }) => node !== null);
    const nodes = lines.map(({ node }) => node as number);
    const flows = flowTexts(nodes, replay);
    fillings(nodes, replay, this.#pin).forEach((filling, i) => {
      lines[i]?.fill(filling, flows[i] as string);
    });
  }

  #mark(line: Line): void {
    const isSelected = line.node !== null && line.node === this.#selected;
    line.element.classList.toggle("mg-selected", isSelected);
    if (line.node !== null && this.#drawn.has(line.node))
      assign(line.element, "aria-selected", String(isSelected));
    else line.element.removeAttribute("aria-selected");
  }

  /** Say which line is the active one, if it is in the page. */
  #point(): void {
    const active = this.#lines.find(({ entry }) => entry === this.#active);
    for (const line of this.#lines) line.element.classList.toggle("mg-active", line === active);
    if (active) assign(this.#table, "aria-activedescendant", active.element.id);
    else this.#table.removeAttribute("aria-activedescendant");
  }

  #press(key: Key): void {
    this.#sorting = pressed(this.#sorting, key);
    this.#heads.show(this.#sorting, this.#wording?.gradient ?? "");
    this.element.scrollTop = 0;
    this.#arrange();
    this.#active = 0;
    this.#point();
    if (this.#replay) this.#events.sorted(this.#replay);
  }

  #go(entry: number): void {
    this.#active = Math.max(0, Math.min(this.#entries.length - 1, entry));
    this.element.scrollTop = scrolledTo(this.#active, this.element.scrollTop, this.#row);
    this.#look();
    this.#point();
  }

  #toggle(path: string): void {
    if (!this.#open.delete(path)) this.#open.add(path);
    this.#arrange();
  }

  /** Open or close the active group, or choose the active node. */
  #choose(): void {
    const entry = this.#at;
    if (entry === null) return;
    if (entry < 0) this.#toggle((this.#groups as Groups).all[~entry]?.path ?? "");
    else this.#select(this.#wording?.nodes.node[entry] as number);
  }

  #select(node: number): void {
    if (this.#drawn.has(node)) this.#events.select(node);
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.#table || event.ctrlKey || event.metaKey || event.altKey) return;
    const [active, last] = [this.#active, this.#entries.length - 1];
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: active - 1,
      ArrowDown: active + 1,
      PageUp: active - page(this.#row),
      PageDown: active + page(this.#row),
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) this.#go(to);
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") this.#fold(event.key === "ArrowRight");
    else if (event.key === "Enter" || event.key === " ") this.#choose();
    else return;
    event.preventDefault();
  }

  /** To the right a group opens, to the left it closes; what is open or closed already is entered or left. */
  #fold(isRight: boolean): void {
    const entry = this.#at;
    if (entry === null || this.#sorting) return;
    const groups = this.#groups as Groups;
    const group = entry < 0 ? groups.all[~entry] : undefined;
    if (group && this.#open.has(group.path) !== isRight) this.#toggle(group.path);
    else if (isRight && group) this.#go(this.#active + 1);
    else if (!isRight) {
      const around = groups.around(entry);
      if (around) this.#go(this.#entries.indexOf(~around.index));
    }
  }

  /** A mouse leaves the active entry where it is; who comes by keyboard sees it. */
  #focused(): void {
    if (this.#table.matches(":focus-visible")) this.#go(this.#active);
  }

  /** The button of a group does not take the focus, since its line may leave the page. */
  #grasp(event: Event): void {
    if (!(event.target as Element).closest("button")) return;
    event.preventDefault();
    this.#table.focus({ preventScroll: true });
  }

  #clicked(event: Event): void {
    const row = (event.target as Element).closest("tr");
    const line = this.#lines.find(({ element }) => element === row);
    if (!line) return;
    this.#active = line.entry;
    this.#point();
    this.#choose();
  }
}

function isForFingers(): boolean {
  return globalThis.matchMedia?.("(pointer: coarse)").matches ?? false;
}

/** Stands for the lines on one side of those in sight. */
function space(): HTMLTableRowElement {
  return html("tr", { class: "mg-space", role: "none", hidden: "" }, html("td"));
}

function stretch(space: HTMLTableRowElement, height: number): void {
  space.hidden = height === 0;
  (space.firstElementChild as HTMLElement).style.height = `${height}px`;
}
