/** The bar: the output's name and value, and the tabs of the panels. */

import { Attribute, html, Words } from "./dom";
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
  #graph: Graph | null = null;

  /** `tabs` are those of the panels, `menu` stands at the end of the bar. */
  constructor(tabs: readonly HTMLElement[], menu: HTMLElement) {
    this.element.append(this.#output, html("div", { class: "mg-tabs" }, ...tabs, menu));
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

  #reached({ title, output }: Graph): HTMLElement[] {
    if (output < 0) return [html("span", { class: "mg-quiet" }, title && "not reached")];
    return [html("span", { class: "mg-quiet" }, "="), this.#value];
  }
}
