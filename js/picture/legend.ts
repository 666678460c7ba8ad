/**
 * The line under the graph: what a stroke means in numbers, and the numbers of the node that is pointed at.
 *
 * Twin: microgradext/explain/picture/legend.py
 */

import { html, svg, Words } from "../browser/dom";
import type { Detail } from "../layout/layout";
import type { View } from "../view/view";
import type { Graph } from "../wire/protocol";
import { signed } from "../words/numbers";
import { derivative } from "../words/wording";
import { evenly, strandsOf } from "./strands";
import { type Kind, type Stroke, strokeOf } from "./stroke";

const FLOWS = "flows back along an edge";
const MANY = "many edges";
const SHARES = [-1, -0.25, 0, 0.25, 1];

/** Words, with the line that they explain. */
export interface Entry {
  readonly text: string;
  readonly strands: readonly Stroke[]; // none of words alone
}

export class LegendView {
  readonly element = html("div", { class: "mg-legend" });
  readonly #strokes = html("span", { class: "mg-strokes" });
  readonly #tail = new Words(html("span", { class: "mg-tail" }));
  readonly #inNode: string;
  readonly #detail: Detail;
  readonly #hasBundles: boolean;

  constructor(graph: Graph, detail: Detail) {
    this.#detail = detail;
    this.#hasBundles = hasBundles(graph.view);
    this.#inNode = inNode(graph, detail);
    if (graph.output >= 0) this.element.append(html("span", {}, FLOWS), this.#strokes);
    this.element.append(this.#tail.element);
    this.read(null);
  }

  /** Show the scale of the strokes; nothing where nothing flows. */
  scale(largest: number): void {
    this.#strokes.replaceChildren(...scale(largest, this.#detail, this.#hasBundles).map(swatch));
  }

  /** Show words about the node that is pointed at, or null for what the lines in a node mean. */
  read(words: string | null): void {
    this.#tail.write(words ?? this.#inNode);
    this.#tail.element.classList.toggle("mg-reading", words !== null);
  }
}

/** The whole legend in one line, for a still picture. */
export function entries(graph: Drawn, detail: Detail, largest: number): Entry[] {
  const strokes = graph.output < 0 ? [] : [words(FLOWS), ...scale(largest, detail, hasBundles(graph.view))];
  return [...strokes, words(inNode(graph, detail))];
}

type Drawn = Pick<Graph, "output" | "title"> & { readonly view: Pick<View, "edges"> };

function words(text: string): Entry {
  return { text, strands: [] };
}

function hasBundles({ edges }: Pick<View, "edges">): boolean {
  return edges.some(({ flows }) => flows);
}

/** What strokes of a few widths stand for. */
function scale(largest: number, detail: Detail, withBundles: boolean): Entry[] {
  const strokes = (largest > 0 ? SHARES : [0]).map((share) => ({
    strands: [strokeOf(share * largest, largest, detail)],
    text: signed(Number((share * largest).toPrecision(2))),
  }));
  const isShown = withBundles && largest > 0;
  return isShown
    ? [...strokes, { text: MANY, strands: strandsOf(evenly(largest), largest, detail) }]
    : strokes;
}

/** How the words of an entry are coloured: a number as its line. */
export function inkOf({ strands: [line, other] }: Entry): Kind {
  return line && !other ? line.kind : "unknown";
}

function inNode(graph: Omit<Drawn, "view">, detail: Detail): string {
  if (graph.output < 0) return "in a node: its value";
  const gradient = `${detail === "full" ? "then" : "and a bar for"} ${derivative(graph.title, "node")}`;
  return `in a node: value, ${gradient}`;
}

function swatch(entry: Entry): HTMLElement {
  const lines = entry.strands.map(({ kind, width, offset, colour }) => {
    const y = 5 + offset;
    const line = svg("line", { class: `mg-edge mg-${kind}`, x2: 18, y1: y, y2: y, stroke: colour });
    line.setAttribute("stroke-width", String(width));
    return line;
  });
  const sample = svg("svg", { width: 18, height: 10, "aria-hidden": "true" }, ...lines);
  const text = html("span", { class: `mg-ink mg-${inkOf(entry)}` }, entry.text);
  return html("span", { class: "mg-swatch" }, sample, text);
}
