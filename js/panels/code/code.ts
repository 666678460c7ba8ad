/** The panel Code: the cell's own lines with their numbers; pointing at code highlights the graph, and vice versa. */

import { assign, html } from "../../browser/dom";
import type { Panel, Stage } from "../../stage/panel";
import type { Reading, Replay } from "../../tape/replay";
import type { Graph } from "../../wire/protocol";
import { LineView } from "./codeline";
import { type Line, lines } from "./listing";

/** What the code needs beyond a stage. */
export interface CodeStage extends Stage {
  /** The panel was opened or closed, which changes the room for the graph. */
  placed(): void;
  /** What is shown of a replay. */
  reading(replay: Replay): Reading;
}

const LETTER = 7; // px, the width of a character
const NUMBERS = 160; // px, the width of a line's number and inlays
const UNKNOWN = "The code that made this graph is not known.";

export class CodeView implements Panel {
  readonly name = "code";
  readonly element: HTMLElement;
  isOpen = false;
  readonly #stage: CodeStage;
  readonly #list = html("div", { class: "mg-listing", role: "listbox", "aria-label": "Code of the cell" });
  readonly #unknown = html("p", { class: "mg-quiet" }, UNKNOWN);
  #lines: LineView[] = [];
  #replay: Replay | null = null;
  #selected: number | null = null;
  #aimed: readonly number[] = []; // the nodes that the pointer in the code is on
  #stop = 0; // the line that Tab reaches

  constructor(id: string, stage: CodeStage, signal: AbortSignal) {
    this.#stage = stage;
    this.element = html("div", {
      class: "mg-code-panel",
      id,
      role: "region",
      "aria-label": "Code",
      hidden: "",
    });
    const listen = { signal };
    this.#list.addEventListener("pointerover", (event) => this.#aim(this.#nodesAt(event)), listen);
    this.#list.addEventListener("pointerleave", () => this.#aim([]), listen);
    this.#list.addEventListener("click", (event) => this.#clicked(event), listen);
    this.#list.addEventListener("keydown", (event) => this.#key(event), listen);
    this.#list.addEventListener("focusin", (event) => this.#focused(event), listen);
    this.#list.addEventListener("focusout", () => this.#aim([]), listen);
  }

  /** The width in px at which every line fits beside its numbers. */
  get wanted(): number {
    const longest = Math.max(0, ...this.#lines.map(({ line }) => [...line.text].length));
    return Math.ceil(longest * LETTER) + NUMBERS;
  }

  adopt(graph: Graph): boolean {
    const known = this.#lines.map(({ line }) => line);
    const next = lines(graph);
    if (JSON.stringify(next) === JSON.stringify(known) && next.length > 0) return true;
    this.#write(next);
    this.#aim([]); // its nodes belong to the last graph
    return true;
  }

  open(open: boolean): void {
    if (open === this.isOpen) return;
    this.isOpen = open;
    this.element.hidden = !open;
    this.#aim([]);
    this.#stage.placed();
    this.#stage.request();
  }

  paint(replay: Replay): void {
    this.#replay = replay;
    const reading = this.#stage.reading(replay);
    for (const line of this.#lines) line.paint(reading, this.#selected);
  }

  settle(replay: Replay): void {
    if (!this.isOpen) return;
    this.paint(replay);
    for (const line of this.#lines) line.describe(this.#stage.reading(replay));
  }

  select(node: number | null): void {
    this.#selected = node;
    for (const line of this.#lines) line.select(node);
    if (this.#replay && this.isOpen) this.paint(this.#replay);
  }

  point(node: number | null): void {
    const isOwn = node !== null && this.#aimed.includes(node);
    const lit = isOwn ? this.#aimed : node === null ? [] : [node];
    for (const line of this.#lines) line.light(lit);
    const first = this.#lines.find(({ isLit }) => isLit);
    if (first && !isOwn && this.isOpen) this.#reveal(first.element);
  }

  #write(next: readonly Line[]): void {
    const known = this.#lines;
    this.#lines = next.map((line, i) => (known[i]?.adopt(line) ? known[i] : new LineView(line)));
    this.#replay = null;
    this.#arrange();
    this.#list.style.setProperty("--mg-digits", `${String(next.at(-1)?.number ?? 1).length}`);
    this.#stop = Math.min(this.#stop, next.length - 1);
    if (next.length > 0) this.#moveStop(Math.max(0, this.#stop));
    this.select(this.#selected);
  }

  /** Put the lines in order without touching those in place: a removed line loses focus and scroll position. */
  #arrange(): void {
    const { children } = this.#list;
    while (children.length > this.#lines.length) children.item(children.length - 1)?.remove();
    this.#lines.forEach(({ element }, i) => {
      if (i === children.length) this.#list.append(element);
      else if (children.item(i) !== element) children.item(i)?.replaceWith(element);
    });
    const shown = this.#lines.length > 0 ? this.#list : this.#unknown;
    if (this.element.firstChild !== shown) this.element.replaceChildren(shown);
  }

  #aim(nodes: readonly number[]): void {
    if (nodes.length === 0 && this.#aimed.length === 0) return;
    this.#aimed = nodes;
    this.#stage.point(nodes.at(-1) ?? null, nodes.slice(0, -1));
  }

  /** The nodes of the span under the pointer, or else of its line. */
  #nodesAt(event: Event): readonly number[] {
    const line = this.#lineAt(event);
    return line?.nodesAt(event.target as Element) ?? [];
  }

  #lineAt(event: Event): LineView | undefined {
    const element = (event.target as Element).closest(".mg-code-line");
    return this.#lines.find((line) => line.element === element);
  }

  #clicked(event: Event): void {
    const line = this.#lineAt(event);
    if (line) this.#moveStop(this.#lines.indexOf(line));
    const nodes = line?.nodesAt(event.target as Element) ?? [];
    this.#toggle(nodes.includes(line?.line.node ?? -1) ? line?.line.node : nodes.at(-1));
  }

  #toggle(node: number | null | undefined): void {
    this.#stage.select(node === this.#selected ? null : (node ?? null));
  }

  #focused(event: FocusEvent): void {
    if ((event.target as Element).matches(":focus-visible")) this.#aim(this.#nodesAt(event));
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.#lines.length - 1;
    const moves: Record<string, number> = {
      ArrowUp: Math.max(0, this.#stop - 1),
      ArrowDown: Math.min(last, this.#stop + 1),
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) this.#focus(to);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") this.#walk(event.key);
    else if (event.key === "Enter" || event.key === " ") this.#toggle(this.#aimed.at(-1));
    else return;
    event.preventDefault();
  }

  #focus(line: number): void {
    this.#moveStop(line);
    const { element } = this.#lines[line] as LineView;
    element.focus({ preventScroll: true });
    this.#reveal(element);
  }

  /** Point at the nodes of the line one after the other. */
  #walk(key: string): void {
    const { nodes } = (this.#lines[this.#stop] as LineView).line;
    const now = this.#aimed.length === 1 ? nodes.indexOf(this.#aimed[0] as number) : -1;
    const to = key === "ArrowRight" ? now + 1 : now < 0 ? nodes.length - 1 : now - 1;
    const next = nodes[to];
    if (next !== undefined) this.#aim([next]);
  }

  #moveStop(line: number): void {
    this.#lines.forEach(({ element }, i) => {
      assign(element, "tabindex", i === line ? 0 : -1);
    });
    this.#stop = line;
  }

  /** Scroll the listing to a line without scrolling the page. */
  #reveal({ offsetTop, offsetHeight }: HTMLElement): void {
    const { scrollTop, clientHeight } = this.#list;
    if (offsetTop < scrollTop) this.#list.scrollTop = offsetTop;
    else if (offsetTop + offsetHeight > scrollTop + clientHeight) {
      this.#list.scrollTop = offsetTop + offsetHeight - clientHeight;
    }
  }
}
