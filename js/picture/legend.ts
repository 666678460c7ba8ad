/**
 * The line under the graph: what a stroke means in numbers, and the numbers of the node that is pointed at.
 *
 * Twin: microgradext/explain/picture/legend.py
 */

import { html, svg, Words } from "../browser/dom";
import type { Detail } from "../layout/layout";
import type { Graph } from "../wire/protocol";
import { signed } from "../words/numbers";
import { derivative } from "../words/wording";
import { type Stroke, strokeOf } from "./stroke";

const FLOWS = "flows back along an edge";
const SHARES = [-1, -0.25, 0, 0.25, 1];

/** Words, with the stroke that they explain. */
export interface Entry {
  readonly text: string;
  readonly stroke?: Stroke;
}

export class LegendView {
  readonly element = html("div", { class: "mg-legend" });
  readonly #strokes = html("span", { class: "mg-strokes" });
  readonly #tail = new Words(html("span", { class: "mg-tail" }));
  readonly #inNode: string;
  readonly #detail: Detail;

  constructor(graph: Graph, detail: Detail) {
    this.#detail = detail;
    this.#inNode = inNode(graph, detail);
    if (graph.output >= 0) this.element.append(html("span", {}, FLOWS), this.#strokes);
    this.element.append(this.#tail.element);
    this.read(null);
  }

  /** Show the scale of the strokes; nothing where nothing flows. */
  scale(largest: number): void {
    this.#strokes.replaceChildren(...scale(largest, this.#detail).map(swatch));
  }

  /** Show words about the node that is pointed at, or null for what the lines in a node mean. */
  read(words: string | null): void {
    this.#tail.write(words ?? this.#inNode);
    this.#tail.element.classList.toggle("mg-reading", words !== null);
  }
}

/** The whole legend in one line, for a still picture. */
export function entries(graph: Pick<Graph, "output" | "title">, detail: Detail, largest: number): Entry[] {
  const strokes = graph.output < 0 ? [] : [{ text: FLOWS }, ...scale(largest, detail)];
  return [...strokes, { text: inNode(graph, detail) }];
}

/** What strokes of a few widths stand for. */
function scale(largest: number, detail: Detail) {
  return (largest > 0 ? SHARES : [0]).map((share) => ({
    stroke: strokeOf(share * largest, largest, detail),
    text: signed(Number((share * largest).toPrecision(2))),
  }));
}

function inNode(graph: Pick<Graph, "output" | "title">, detail: Detail): string {
  if (graph.output < 0) return "in a node: its value";
  const gradient = `${detail === "full" ? "then" : "and a bar for"} ${derivative(graph.title, "node")}`;
  return `in a node: value, ${gradient}`;
}

function swatch({ stroke: { kind, width, colour }, text }: Required<Entry>): HTMLElement {
  const line = svg("line", { class: `mg-edge mg-${kind}`, x2: 18, y1: 5, y2: 5, stroke: colour });
  line.setAttribute("stroke-width", String(width));
  const stroke = svg("svg", { width: 18, height: 10, "aria-hidden": "true" }, line);
  return html("span", { class: "mg-swatch" }, stroke, html("span", { class: `mg-ink mg-${kind}` }, text));
}
