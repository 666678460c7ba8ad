/** The bar: the output's name and value, and the tabs of the panels. */

import { Attribute, assign, html, Words } from "./dom";
import { short } from "./numbers";
import type { Graph } from "./protocol";
import { exact } from "./reading";
import type { Replay } from "./replay";

export class BarView {
  readonly element = html("div", { class: "mg-bar" });
  readonly #value = html("b", { class: "mg-output-value" });
  readonly #valueText = new Words(this.#value);
  readonly #exact = new Attribute(this.#value, "title");
  readonly #output = html("div", { class: "mg-output-line" });
  readonly #tab: HTMLButtonElement;
  #graph: Graph | null = null;

  /** `panel` is the id of the table, `menu` what stands at the end of the bar. */
  constructor(panel: string, toggle: () => void, menu: HTMLElement, signal: AbortSignal) {
    this.#tab = html("button", { type: "button", "aria-controls": panel, "aria-expanded": "false" }, "Table");
    this.#tab.addEventListener("click", toggle, { signal });
    this.element.append(this.#output, html("div", { class: "mg-tabs" }, this.#tab, menu));
  }

  /** Name the output of a graph. */
  adopt(graph: Graph): void {
    const known = this.#graph;
    this.#graph = graph;
    if (known?.title === graph.title && known.output < 0 === graph.output < 0) return;
    const name = html("span", { class: "mg-code", title: graph.title }, graph.title);
    this.#output.replaceChildren(name, ...this.#reached(graph));
  }

  paint(replay: Replay): void {
    if (replay.graph.output < 0) return;
    const value = replay.value(replay.graph.output);
    this.#valueText.write(short(value));
    this.#exact.write(exact(value));
  }

  open(open: boolean): void {
    assign(this.#tab, "aria-expanded", String(open));
  }

  focusTab(): void {
    this.#tab.focus();
  }

  #reached({ title, output }: Graph): HTMLElement[] {
    if (output < 0) return [html("span", { class: "mg-quiet" }, title && "not reached")];
    return [html("span", { class: "mg-quiet" }, "="), this.#value];
  }
}
