/** The line under the graph: what a stroke means in numbers, and what the pointed-at node holds. */

import { html, svg, Words } from "./dom";
import type { Detail } from "./layout";
import { derivative } from "./naming";
import { signed } from "./numbers";
import type { Graph } from "./protocol";
import { strokeOf } from "./stroke";

const SHARES = [-1, -0.25, 0, 0.25, 1];

export class LegendView {
  readonly element = html("div", { class: "mg-legend" });
  readonly #strokes = html("span", { class: "mg-strokes" });
  readonly #tail = new Words(html("span", { class: "mg-tail" }));
  readonly #inNode: string;
  readonly #detail: Detail;

  constructor(graph: Graph, detail: Detail) {
    this.#detail = detail;
    this.#inNode = `in a node: value${gradientIn(graph, detail)}`;
    if (graph.output >= 0) this.element.append(html("span", {}, "flows back along an edge"), this.#strokes);
    this.element.append(this.#tail.element);
    this.read(null);
  }

  /** The scale of the strokes; nothing to read where nothing flows. */
  scale(largest: number): void {
    const shares = largest > 0 ? SHARES : [0];
    this.#strokes.replaceChildren(...shares.map((share) => swatch(share * largest, largest, this.#detail)));
  }

  /** Words on the node that is pointed at, instead of what the lines in a node are. */
  read(words: string | null): void {
    this.#tail.write(words ?? this.#inNode);
    this.#tail.element.classList.toggle("mg-reading", words !== null);
  }
}

function gradientIn({ output, title }: Graph, detail: Detail): string {
  if (output < 0) return "";
  return `${detail === "full" ? ", then" : ", and a bar for"} ${derivative(title, "node")}`;
}

function swatch(contribution: number, largest: number, detail: Detail): HTMLElement {
  const { kind, width, colour } = strokeOf(contribution, largest, detail);
  const line = svg("line", { class: `mg-edge mg-${kind}`, x2: 18, y1: 5, y2: 5, stroke: colour });
  line.setAttribute("stroke-width", String(width));
  const stroke = svg("svg", { width: 18, height: 10, "aria-hidden": "true" }, line);
  const text = signed(Number(contribution.toPrecision(2)));
  return html("span", { class: "mg-swatch" }, stroke, html("span", { class: `mg-ink mg-${kind}` }, text));
}
