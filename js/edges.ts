/** The edges: what flows back along each, as a line of that width and colour, and as a number where there is room. */

import { assign, svg, words, write } from "./dom";
import type { Detail, Route } from "./layout";
import { signed } from "./numbers";
import { type Kind, largestOf, type Stroke, strokeOf } from "./stroke";

const LETTER = 6.4; // px, of a label

export class EdgesView {
  readonly lines = svg("g", { class: "mg-edges" });
  readonly labels = svg("g", { class: "mg-edge-labels", "aria-hidden": "true" });
  /** The largest contribution drawn; fixed during a drag, so that only what changes seems to change. */
  largest = 0;
  readonly #edges: EdgeView[];

  constructor(count: number, detail: Detail) {
    this.#edges = Array.from({ length: count }, (_, i) => new EdgeView(i, detail));
    this.lines.append(...this.#edges.map(({ line }) => line));
    this.labels.append(...this.#edges.flatMap(({ label }) => (label ? [label.element] : [])));
  }

  place(routes: readonly Route[]): void {
    this.#edges.forEach((edge, i) => {
      edge.place(routes[i] as Route);
    });
  }

  /** A new scale, from the contributions at rest. */
  rescale(contributions: readonly (number | null)[]): void {
    this.largest = largestOf(contributions);
  }

  paint(contributions: readonly (number | null)[], isSeen: (edge: number) => boolean): void {
    this.#edges.forEach((edge, i) => {
      if (isSeen(i)) edge.paint(contributions[i] ?? null, this.largest || 1);
    });
  }

  /** Light these edges and dim the rest; null lights all. `own` are those that keep their numbers. */
  light(lit: ReadonlySet<number> | null, own: ReadonlySet<number>): void {
    this.#edges.forEach((edge, i) => {
      edge.light(lit === null || lit.has(i), lit === null || own.has(i));
    });
  }
}

class EdgeView {
  readonly line: SVGGElement;
  readonly label: EdgeLabel | null;
  readonly #detail: Detail;
  readonly #path = svg("path", { class: "mg-edge" });
  readonly #hit = svg("path", { class: "mg-edge-hit" });
  #shown = "";

  /** In a compact graph an edge is its line alone: hundreds are painted in a frame. */
  constructor(index: number, detail: Detail) {
    this.#detail = detail;
    this.label = detail === "full" ? new EdgeLabel() : null;
    this.line = svg("g", { "data-edge": index }, this.#path, ...(detail === "full" ? [this.#hit] : []));
  }

  place(route: Route): void {
    assign(this.#path, "d", route.path);
    assign(this.#hit, "d", route.path);
    this.label?.place(route);
    this.#shown = "";
  }

  paint(contribution: number | null, largest: number): void {
    const stroke = strokeOf(contribution, largest, this.#detail);
    const shown = `${stroke.kind} ${stroke.width} ${stroke.colour}`;
    this.label?.paint(contribution, stroke.kind);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#draw(stroke);
  }

  light(lit: boolean, labelled: boolean): void {
    this.line.classList.toggle("mg-dim", !lit);
    this.label?.element.classList.toggle("mg-off", !labelled);
  }

  #draw({ kind, width, colour }: Stroke): void {
    assign(this.#path, "class", `mg-edge mg-${kind}`);
    assign(this.#path, "stroke-width", width);
    this.#path.style.stroke = colour;
  }
}

/** A contribution as a number, on a chip that covers the line. */
class EdgeLabel {
  readonly element = svg("g", { class: "mg-edge-label" });
  readonly #chip = svg("rect", { class: "mg-chip", y: -7, height: 14 });
  readonly #number = svg("text");
  readonly #text = words(this.#number);
  #labelRoom: Route["labelRoom"] = "none";
  #room = 0; // px

  constructor() {
    this.element.append(this.#chip, this.#number);
  }

  place({ labelX, labelY, labelRoom, room }: Route): void {
    assign(this.element, "transform", `translate(${labelX.toFixed(1)} ${labelY.toFixed(1)})`);
    this.#labelRoom = labelRoom;
    this.#room = room;
  }

  paint(contribution: number | null, kind: Kind): void {
    const text = contribution === null ? "" : this.#fitted(signed(contribution));
    const width = widthOf(text);
    write(this.#text, text);
    assign(this.#number, "class", `mg-ink mg-${kind}`);
    assign(this.#chip, "width", width);
    assign(this.#chip, "x", -width / 2);
  }

  /** The number, or its sign alone where it does not fit. */
  #fitted(text: string): string {
    if (this.#labelRoom === "none") return "";
    const fits = this.#labelRoom === "full" && widthOf(text) <= this.#room;
    return fits ? text : text.replace(/[^+\u2212].*/, "");
  }
}

function widthOf(text: string): number {
  return text.length ? text.length * LETTER + 4 : 0;
}
