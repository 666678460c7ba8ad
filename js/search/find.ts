/** The box in which a node is looked for, drawn or not, with what was found below it. */

import { assign, html, Words } from "../browser/dom";
import { type Nodes, nodesOf } from "../stage/nodes";
import { type Reading, shownGradient } from "../tape/replay";
import type { Graph } from "../wire/protocol";
import { NONE } from "../wire/regions";
import { aligned, short, signed } from "../words/numbers";
import { gradientText, valueText } from "../words/reading";
import { counted } from "../words/wording";
import { Hit } from "./hit";
import { hits } from "./hits";
import { isEmpty, parse, type Query } from "./query";

export interface FindEvents {
  /** Go to a node. */
  walk(node: number): void;
  /** These nodes are found; none once the search is closed. */
  lit(nodes: Int32Array): void;
}

const MOST = 8; // hits on display
const NOTHING = new Int32Array(0);
const TYPED_IN = "input:not([type=range], [type=checkbox]), textarea, select, [contenteditable]";

export class FindView {
  readonly element: HTMLElement;
  readonly #id: string;
  readonly #events: FindEvents;
  readonly #box: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #status = html("p", { class: "mg-quiet", role: "status" });
  readonly #statusText = new Words(this.#status);
  readonly #below = html("div", { class: "mg-found", hidden: "" });
  #graph: Graph | null = null;
  #reading: Reading | null = null;
  #query: Query | string = "";
  #hits: readonly Hit[] = [];
  #chosen = 0; // which hit Enter goes to
  #from: HTMLElement | null = null; // what had the focus before

  /** The ids of its parts begin with `id`; `/` anywhere in `root` leads to the box. */
  constructor(id: string, root: HTMLElement, events: FindEvents, signal: AbortSignal) {
    this.#id = id;
    this.#events = events;
    this.#list = html("div", {
      class: "mg-hits",
      id: `${id}-list`,
      role: "listbox",
      "aria-label": "Nodes found",
    });
    this.#box = html("input", {
      class: "mg-find",
      type: "text",
      role: "combobox",
      placeholder: "Find a node  /",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": "Find a node",
      "aria-autocomplete": "list",
      "aria-controls": `${id}-list`,
      "aria-expanded": "false",
      "aria-keyshortcuts": "/",
    });
    this.#below.append(this.#list, this.#status);
    this.element = html("div", { class: "mg-finder" }, this.#box, this.#below);
    this.#listen(root, signal);
  }

  adopt(graph: Graph): void {
    this.#graph = graph;
    this.#reading = null;
  }

  /** Show the numbers of what is found; the search itself waits until nothing moves. */
  paint(reading: Reading): void {
    this.#reading = reading;
    if (this.#isOpen) this.#fill();
  }

  /** Search again: by numbers, others may be found now, and in another graph by anything. */
  settle(reading: Reading): void {
    this.#reading = reading;
    if (this.#isOpen) this.#search();
  }

  get #isOpen(): boolean {
    return !this.#below.hidden;
  }

  #listen(root: HTMLElement, signal: AbortSignal): void {
    root.addEventListener("keydown", (event) => this.#slash(event), { signal });
    this.#box.addEventListener("input", () => this.#typed(), { signal });
    this.#box.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#box.addEventListener("focus", (event) => this.#arrived(event), { signal });
    this.#box.addEventListener("blur", () => this.#close(), { signal });
    // A press on a hit leaves the focus in the box, so that the list is still there when it ends.
    this.#below.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
    this.#list.addEventListener("click", (event) => this.#clicked(event), { signal });
  }

  #slash(event: KeyboardEvent): void {
    const isTyped = (event.target as Element).matches(TYPED_IN);
    if (event.key !== "/" || isTyped || isModified(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#box.focus();
    this.#box.select();
  }

  #arrived({ relatedTarget }: FocusEvent): void {
    this.#from = relatedTarget as HTMLElement | null;
    this.#typed();
  }

  #typed(): void {
    this.#query = parse(this.#box.value);
    this.#chosen = 0;
    if (typeof this.#query !== "string" && isEmpty(this.#query)) this.#close();
    else this.#search();
  }

  #search(): void {
    const [graph, reading, query] = [this.#graph, this.#reading, this.#query];
    if (graph === null || reading === null) return;
    const nodes = nodesOf(graph);
    const rows = typeof query === "string" ? NOTHING : hits(query, nodes, reading, graph);
    this.#show(rows, nodes);
    this.#statusText.write(typeof query === "string" ? query : this.#said(rows.length, query));
    this.#status.hidden = this.#statusText.text === "";
    this.#below.hidden = false;
    this.#events.lit(rows.map((row) => nodes.node[row] as number));
  }

  #show(rows: Int32Array, nodes: Nodes): void {
    this.#hits = Array.from(rows.subarray(0, MOST), (row, i) => {
      return new Hit(`${this.#id}-${i}`, nodes.node[row] as number, nodes.path(row), nodes.called(row));
    });
    this.#list.hidden = this.#hits.length === 0;
    this.#list.replaceChildren(...this.#hits.map(({ element }) => element));
    assign(this.#box, "aria-expanded", String(this.#hits.length > 0));
    this.#choose(Math.min(this.#chosen, this.#hits.length - 1));
    this.#fill();
  }

  #said(count: number, { lines, bounds, bad }: Query): string {
    const text = this.#box.value.trim();
    const isName = lines.length + bounds.length + bad.length === 0;
    if (count === 0) return isName ? `Nothing is called ${text}.` : `No node matches ${text}.`;
    return count > MOST ? `and ${counted(count - MOST)} more` : "";
  }

  #fill(): void {
    const [graph, reading] = [this.#graph, this.#reading];
    if (graph === null || reading === null) return;
    const write = (node: number) => (x: number) => short(x, graph.forms.get(node));
    const gradients = this.#hits.map(({ node }) => shownGradient(reading, node));
    const values = aligned(this.#hits.map(({ node }) => valueText(reading.value(node), write(node))));
    const slopes = aligned(gradients.map((gradient) => gradientText(gradient, signed)));
    this.#hits.forEach((hit, i) => {
      hit.fill(values[i] as string, gradients[i], slopes[i] as string);
    });
  }

  #choose(at: number): void {
    this.#chosen = Math.max(0, at);
    this.#hits.forEach((hit, i) => {
      hit.choose(i === at);
    });
    const chosen = this.#hits[at];
    if (chosen) assign(this.#box, "aria-activedescendant", chosen.element.id);
    else this.#box.removeAttribute("aria-activedescendant");
  }

  #key(event: KeyboardEvent): void {
    if (isModified(event)) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const count = this.#hits.length;
    if (by !== undefined && !this.#isOpen) this.#typed();
    else if (by !== undefined && count > 0) this.#choose((this.#chosen + by + count) % count);
    else if (event.key === "Enter" && this.#isOpen) this.#walk(this.#chosen);
    else if (event.key === "Escape") this.#leave();
    else return;
    event.preventDefault();
    event.stopPropagation(); // Escape closes a panel around it, too
  }

  #clicked(event: Event): void {
    const option = (event.target as Element).closest("[role=option]");
    this.#walk(this.#hits.findIndex(({ element }) => element === option));
  }

  #walk(at: number): void {
    const hit = this.#hits[at];
    const graph = this.#graph;
    if (!hit || graph === null || this.#reading === null) return; // it belongs to the graph before
    if (graph.regions?.node[hit.node] === NONE) {
      this.#statusText.write(`${hit.name} does not reach ${graph.title}, so it is not drawn.`);
      this.#status.hidden = false;
      return;
    }
    this.#close();
    this.#events.walk(hit.node);
  }

  #leave(): void {
    this.#close();
    if (this.#from?.isConnected) this.#from.focus();
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.#below.hidden = true;
    assign(this.#box, "aria-expanded", "false");
    this.#choose(-1);
    this.#events.lit(NOTHING);
  }
}

function isModified({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey;
}
