/** The edges: what flows back along each, as the width and colour of a line, and as a number where there is room. */

import { Attribute, assign, svg, Words } from "../browser/dom";
import type { Detail, Route } from "../layout/layout";
import type { Flowing, Rounding } from "../tape/rounding";
import type { Edge } from "../view/view";
import { fittedSigned } from "../words/numbers";
import { gradientText } from "../words/reading";
import { type Carried, netOf } from "./flow";
import { Lanes } from "./lanes";
import { type Piece, pieces } from "./pieces";
import { type Area, EVERYWHERE, overlap } from "./sight";
import { beside, strandsOf } from "./strands";
import { type Kind, kindOf, largestOf, type Stroke } from "./stroke";

const LETTER = 6.4; // px, the width of a character in a label
const CLEAR = 7; // px, that a number keeps from what is beside it

export class EdgesView {
  readonly lines = svg("g", { class: "mg-edges" });
  readonly labels = svg("g", { class: "mg-edge-labels", "aria-hidden": "true" });
  /** The largest contribution drawn, or sum of the sizes of a bundle's. It is fixed during a drag, so that a line changes only if its number does. */
  largest = 0;
  readonly #edges: EdgeView[];
  #seen: readonly EdgeView[];
  #sight: Area = EVERYWHERE;
  #lanes = new Lanes();
  #isLit = false; // whether some edges are highlighted, so that all have to be drawn

  constructor(edges: readonly Edge[], detail: Detail) {
    this.#edges = edges.map(({ flows }, i) => new EdgeView(i, detail, flows ? 2 : 1));
    this.#seen = this.#edges;
    this.lines.append(...this.#edges.map(({ line }) => line));
    this.labels.append(...this.#edges.flatMap(({ label }) => (label ? [label.element] : [])));
  }

  place(routes: readonly Route[]): void {
    this.#lanes = new Lanes();
    this.#edges.forEach((edge, i) => {
      edge.place(routes[i] as Route, this.#lanes);
    });
    this.#look(EVERYWHERE);
  }

  /** Set the scale by the sizes at which the view has settled. */
  rescale(sizes: readonly Flowing[]): void {
    this.largest = largestOf(sizes);
  }

  /** Show what flows along the edges that are in sight. */
  paint(carried: (edge: number) => Carried, sight: Area): void {
    if (sight !== this.#sight) this.#look(sight);
    this.#lanes.clear();
    const lanes = this.#isLit ? null : this.#lanes;
    for (const edge of this.#seen) edge.paint(carried(edge.index), this.largest || 1, lanes);
  }

  at(edge: number): EdgeView | undefined {
    return this.#edges[edge];
  }

  /** Highlight these edges and dim the rest; null highlights all. `own` are the edges that keep their numbers. */
  light(lit: ReadonlySet<number> | null, own: ReadonlySet<number>): void {
    this.#isLit = lit !== null;
    this.#edges.forEach((edge, i) => {
      if (this.#isLit) edge.reveal();
      edge.light(lit === null || lit.has(i), lit === null || own.has(i));
    });
  }

  #look(sight: Area): void {
    this.#sight = sight;
    this.#seen = this.#edges.filter((edge) => edge.look(sight));
  }
}

class EdgeView {
  readonly index: number;
  readonly line: SVGGElement;
  readonly label: EdgeLabel | null;
  readonly #detail: Detail;
  readonly #strands: number; // how many lines lie beside each other, at most
  path = "";
  #pieces: readonly LineView[] = [];
  #seen: readonly LineView[] = [];

  /** In a compact graph an edge is only a line, because hundreds are painted in a frame. */
  constructor(index: number, detail: Detail, strands: number) {
    this.index = index;
    this.#detail = detail;
    this.#strands = strands;
    this.label = detail === "full" ? new EdgeLabel() : null;
    this.line = svg("g", { "data-edge": index });
  }

  place(route: Route, lanes: Lanes): void {
    if (route.path !== this.path) this.#draw(route.path);
    if (this.#pieces.length > this.#strands)
      for (const line of this.#pieces) line.lane = lanes.numberOf(line.piece);
    this.label?.place(route);
  }

  /** Find the pieces in sight; returns whether there are any. */
  look(sight: Area): boolean {
    this.#seen = this.#pieces.filter(({ piece }) => overlap(piece, sight));
    return this.#seen.length > 0;
  }

  /** Show what the edge carries; a dotted line whose place in `lanes` is already taken is left out. */
  paint(carried: Carried, largest: number, lanes: Lanes | null): void {
    const strands = strandsOf(carried, largest, this.#detail);
    const mayHide = strands[0]?.kind === "zero" && lanes !== null;
    for (const line of this.#seen) {
      const stroke = strands[line.strand];
      if (stroke === undefined) line.omit();
      else line.draw(stroke, mayHide && line.lane !== null && !lanes.take(line.lane));
    }
    const net = netOf(carried);
    this.label?.paint(net, kindOf(net, largest));
  }

  /** Draw the lines that were left out. */
  reveal(): void {
    for (const line of this.#pieces) line.reveal();
  }

  light(lit: boolean, labelled: boolean): void {
    this.line.classList.toggle("mg-dim", !lit);
    this.label?.element.classList.toggle("mg-off", !labelled);
  }

  #draw(path: string): void {
    this.path = path;
    const strands = [...Array(this.#strands).keys()];
    this.#pieces = pieces(path).flatMap((piece) => strands.map((strand) => new LineView(piece, strand)));
    this.line.replaceChildren(...this.#pieces.map(({ element }) => element));
    if (this.#detail === "full") this.line.append(svg("path", { class: "mg-edge-hit", d: path }));
  }
}

/** A piece of an edge, or of one of its strands. */
class LineView {
  readonly piece: Piece;
  readonly strand: number; // counted from the top
  readonly element: SVGPathElement;
  readonly #width: Attribute;
  readonly #colour: Attribute;
  #kind: Kind | null = null;
  #isHidden = false;
  #isOmitted = false; // whether there is nothing to draw
  #offset = 0; // px
  /** Its place among the long lines; null for a short one. */
  lane: number | null = null;

  constructor(piece: Piece, strand: number) {
    this.piece = piece;
    this.strand = strand;
    this.element = svg("path", { class: "mg-edge", d: piece.path });
    this.#width = new Attribute(this.element, "stroke-width");
    this.#colour = new Attribute(this.element, "stroke");
  }

  draw({ kind, width, offset, colour }: Stroke, isHidden: boolean): void {
    this.#width.write(width);
    this.#colour.write(colour);
    this.#move(offset);
    this.#isOmitted = false;
    this.#hide(isHidden);
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.element.setAttribute("class", `mg-edge mg-${kind}`);
  }

  omit(): void {
    this.#isOmitted = true;
    this.#hide(true);
  }

  reveal(): void {
    this.#hide(this.#isOmitted);
  }

  #move(offset: number): void {
    if (offset === this.#offset) return;
    this.#offset = offset;
    this.element.setAttribute("d", beside(this.piece.path, offset));
  }

  #hide(isHidden: boolean): void {
    if (isHidden === this.#isHidden) return;
    this.#isHidden = isHidden;
    this.element.toggleAttribute("hidden", isHidden);
  }
}

/** A contribution as a number, on a chip that covers the line. */
class EdgeLabel {
  readonly element = svg("g", { class: "mg-edge-label" });
  readonly #chip = svg("rect", { class: "mg-chip", y: -7, height: 14 });
  readonly #left = new Attribute(this.#chip, "x");
  readonly #width = new Attribute(this.#chip, "width");
  readonly #number = svg("text");
  readonly #text = new Words(this.#number);
  #kind: Kind | null = null;
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

  paint(contribution: Flowing, kind: Kind): void {
    const text = contribution === null ? "" : this.#fitted(contribution);
    const width = widthOf(text);
    this.#text.write(text);
    this.#width.write(width);
    this.#left.write(-width / 2);
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.#number.setAttribute("class", `mg-ink mg-${kind}`);
  }

  /** The number, in full or briefly, or its sign alone if it does not fit. */
  #fitted(contribution: number | Rounding): string {
    if (this.#labelRoom === "none") return "";
    const text = gradientText(contribution);
    const brief = gradientText(contribution, (x) => fittedSigned(x, 0));
    const texts = this.#labelRoom === "full" ? [text, brief] : [];
    return texts.find((each) => widthOf(each) <= this.#room - CLEAR) ?? text.replace(/[^+\u2212].*/, "");
  }
}

/** The width of a chip; the minus of an exponent needs a letter more. */
function widthOf(text: string): number {
  const letters = text.length + (text.includes("e") ? 1 : 0);
  return letters ? letters * LETTER + 4 : 0;
}
