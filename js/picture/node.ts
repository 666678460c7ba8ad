/** One box of the graph: its label, value and gradient, and the operation plugged into its left edge. */

import { Attribute, assign, svg, Words } from "../browser/dom";
import type { Detail, Place, Rectangle } from "../layout/layout";
import { WORD } from "../layout/measures";
import type { Shown } from "../tape/replay";
import type { Box, Fold } from "../view/view";
import { brief, type Form, fitted, fittedSigned, MINUS } from "../words/numbers";
import { exact, gradientText, numberOf, spokenGradient, spokenValue, valueText } from "../words/reading";
import { cut } from "../words/wording";
import { Figure } from "./figure";
import { FoldView } from "./folds/fold";
import { isRow, ROOM as ROW_ROOM, rowAt } from "./folds/row";
import { type Kind, kindOf } from "./stroke";

const MARGIN = 6; // px, of a compact box
const DIGIT = 7.95; // px, of a value, in the widest of the usual fonts
const SMALL_DIGIT = 7.35; // px, of a gradient
const BESIDE = 18; // px of a box beside the digits
const ROOM = 60; // px, at most, of a number beside another
const USUAL = ["translate(0 0)", "translate(0 0)"] as const; // of the numbers in a box without a fold
const SIGN = /^[+\u2212]/;

export class NodeView {
  readonly element: SVGGElement;
  readonly #box: Box;
  readonly #detail: Detail;
  readonly #form: Form;
  readonly #frame = svg("rect", { class: "mg-frame" });
  readonly #ring = svg("rect", { class: "mg-ring", x: -3, y: -3 });
  readonly #tag = svg("rect", { class: "mg-tag", height: 16, rx: 2 });
  readonly #label = svg("text", { class: "mg-label" });
  readonly #labelText = new Words(this.#label);
  readonly #value: Figure | Brief;
  readonly #gradient: Figure | GradientBar;
  readonly #badge: Badge | null;
  readonly #fold: FoldView | null;
  #width = 0; // px
  #height = 0; // px
  #isBorn = false; // whether the bad number that is shown was born here
  #isPainted = false;
  #paintedValue: number | undefined = 0;
  #paintedGradient: Shown = null;
  #isRecorded = false;
  #recordedValue: number | undefined = 0;
  #recordedGradient: Shown = null;

  constructor(box: Box, detail: Detail, isOutput: boolean, form: Form = "plain") {
    this.#box = box;
    this.#form = form;
    this.#detail = detail;
    this.#value = detail === "full" ? Figure.svg("mg-value", 34.5) : new Brief("mg-value");
    this.#gradient = detail === "full" ? Figure.svg("mg-gradient", 50.5) : new GradientBar();
    this.#fold = box.fold ? new FoldView(box, box.fold) : null;
    this.#badge = box.symbol === "" || this.#fold ? null : new Badge(cut(box.symbol, WORD));
    this.element = svg("g", { class: classes(box, detail, isOutput), "data-node": box.node });
    this.element.append(...this.#parts());
    if (box.kind !== "constant") this.#makeButton();
  }

  /** Put the box where the layout wants it. */
  place(place: Place): void {
    const { label, x, y, width, height, badge } = place;
    assign(this.element, "transform", `translate(${round(x)} ${round(y)})`);
    if (width !== this.#width || height !== this.#height) this.#isPainted = false;
    this.#width = width;
    this.#height = height;
    sized(this.#frame, width, height);
    sized(this.#ring, width + 6, height + 6);
    if (this.#fold) this.#placeFold(this.#fold, place);
    else this.#placeTexts(label, width, height);
    if (isRow(height)) this.#placeNumbers(rowAt(width, this.#fold !== null).numbers);
    else if (!this.#fold) this.#placeNumbers(USUAL);
    if (badge) this.#badge?.place(badge, x, y);
  }

  /** Write all digits into the page, for scripts and tests that read them. */
  record(value: number | undefined, gradient: Shown): void {
    if (this.#fold && !this.#fold.isNumbered) return;
    const isSame = Object.is(this.#recordedValue, value) && Object.is(this.#recordedGradient, gradient);
    if (this.#isRecorded && isSame) return;
    this.#isRecorded = true;
    this.#recordedValue = value;
    this.#recordedGradient = gradient;
    this.element.setAttribute("data-value", valueText(value, exact));
    this.element.setAttribute("data-gradient", gradientText(gradient, exact));
  }

  /** Show a value and a gradient; `largest` is the gradient of the longest bar. */
  paint(value: number | undefined, gradient: Shown, largest: number): void {
    if (this.#gradient instanceof GradientBar) this.#gradient.show(numberOf(gradient), largest);
    const isSame = Object.is(this.#paintedValue, value) && Object.is(this.#paintedGradient, gradient);
    if (this.#isPainted && isSame) return;
    this.#isPainted = true;
    this.#paintedValue = value;
    this.#paintedGradient = gradient;
    const text = valueText(value, (x) => this.#written(x));
    this.#value.write(text);
    if (this.#gradient instanceof Figure) this.#write(this.#gradient, gradient);
    if (this.#fold?.isNumbered && !isRow(this.#height)) {
      this.#placeNumbers(this.#fold.numbersAt(this.#height, text.replace(SIGN, "").length));
    }
    if (this.#isBorn) this.#placeTag(valueText(value, (x) => this.#written(x)));
  }

  /** Say how many neurons of a closed layer are on; `value` is that of a node. */
  count(value: (node: number) => number | undefined): void {
    const { switches } = this.#box.fold as Fold;
    if (switches.every((node) => value(node) !== undefined))
      this.#fold?.count(switches.filter((node) => (value(node) as number) > 0).length);
  }

  /** A value as there is room for it. */
  #written(x: number): string {
    return this.#detail === "full" ? fitted(x, this.#room / DIGIT, this.#form) : brief(x, this.#form);
  }

  /** How much room there is for digits, in px. */
  get #room(): number {
    if (isRow(this.#height)) return ROW_ROOM;
    return this.#fold && !this.#fold.isPlain
      ? Math.min(ROOM, (this.#width - 2 * BESIDE) / 2)
      : this.#width - BESIDE;
  }

  /** Mark the node at which a nan or an inf was born. */
  bear(isBorn: boolean): void {
    if (isBorn === this.#isBorn) return;
    this.#isBorn = isBorn;
    this.#isPainted = false;
    this.element.classList.toggle("mg-born", isBorn);
    const isNumbered = this.#value.element.parentNode === this.element; // a box of many nodes is only marked
    if (isBorn && isNumbered) this.element.insertBefore(this.#tag, this.#value.element);
    else this.#tag.remove();
  }

  select(selected: boolean): void {
    if (this.#box.kind === "constant") return;
    this.element.classList.toggle("mg-selected", selected);
    assign(this.element, "aria-pressed", String(selected));
  }

  point(pointed: boolean): void {
    this.element.classList.toggle("mg-pointed", pointed);
  }

  /** Show that its operation is at work. */
  act(isActing: boolean): void {
    this.element.classList.toggle("mg-acting", isActing);
  }

  /** Write the numbers for a screen reader; only when settled. */
  describe(name: string, value: number | undefined, gradient: Shown, operands: string): void {
    if (this.#box.kind === "constant") return;
    const { symbol, fold } = this.#box;
    if (fold && !fold.single) {
      assign(this.element, "aria-label", `${name}, ${fold.summary}${fold.opens ? ", folded" : ""}`);
      return;
    }
    const made = fold?.opens ? ", folded" : fold ? "" : operands && `, ${symbol} of ${operands}`;
    assign(this.element, "aria-label", `${name}${made}, ${spokenValue(value)}, ${spokenGradient(gradient)}`);
  }

  #parts(): Element[] {
    if (this.#box.kind === "constant") return [this.#label];
    if (this.#fold) {
      const numbers = this.#fold.isNumbered ? [this.#value.element, this.#gradient.element] : [];
      return [...this.#fold.sheets, this.#ring, this.#frame, this.#label, ...numbers, ...this.#fold.elements];
    }
    const badge = this.#badge ? [this.#badge.element] : [];
    return [this.#ring, this.#frame, this.#label, this.#value.element, this.#gradient.element, ...badge];
  }

  #makeButton(): void {
    assign(this.element, "role", "button");
    assign(this.element, "aria-pressed", "false");
    if (this.#box.fold?.opens) assign(this.element, "aria-expanded", "false");
    assign(this.element, "tabindex", -1);
  }

  /** Put the tag behind a value that is nan, inf or −inf. */
  #placeTag(text: string): void {
    const width = 7.5 * text.length + 8;
    const isFull = this.#detail === "full";
    const hung = text.startsWith(MINUS) ? 8 : 0;
    const digits = isRow(this.#height) ? rowAt(this.#width, this.#fold !== null).digits : 16;
    assign(this.#tag, "x", round(isFull ? digits - 4 - hung : this.#width - MARGIN - width + 4));
    assign(this.#tag, "y", isFull && !isRow(this.#height) ? 22 : 3);
    assign(this.#tag, "width", width);
  }

  #placeFold(fold: FoldView, place: Place): void {
    const { x, y } = fold.place(place);
    this.#labelText.write(place.label);
    this.#label.setAttribute("class", fold.isTitled ? "mg-title" : "mg-label");
    assign(this.#label, "x", x);
    assign(this.#label, "y", y);
  }

  #placeNumbers([value, gradient]: readonly [string, string]): void {
    assign(this.#value.element, "transform", value);
    assign(this.#gradient.element, "transform", gradient);
  }

  #placeTexts(label: string, width: number, height: number): void {
    const { kind } = this.#box;
    const usual = this.#detail === "full" ? { x: 16, y: 17 } : { x: MARGIN + 1, y: 16 };
    const { x, y } = isRow(height) ? rowAt(width, false).name : usual;
    this.#labelText.write(label);
    assign(this.#label, "x", kind === "constant" ? round(width - 4) : x);
    assign(this.#label, "y", kind === "constant" ? height / 2 + 4 : y);
    if (this.#value instanceof Brief) this.#value.place(width - MARGIN);
    if (this.#gradient instanceof GradientBar) this.#gradient.place(width - 2 * MARGIN, height - 4);
  }

  #write(figure: Figure, gradient: Shown): void {
    figure.write(
      this.#isBorn ? "born here" : gradientText(gradient, (x) => fittedSigned(x, this.#room / SMALL_DIGIT)),
    );
    figure.tint(kindOf(numberOf(gradient)));
  }
}

/** The length of a gradient's bar in whole px; 0 if it is not a finite number. */
export function barLength(gradient: number | null, largest: number, room: number): number {
  if (gradient === null || !Number.isFinite(gradient) || largest === 0 || room <= 0) return 0;
  return Math.round(Math.min(1, Math.abs(gradient) / largest) * room);
}

/** The value in a compact box, at its right end. */
class Brief {
  readonly element: Element;
  readonly #text: Words;

  constructor(className: string) {
    this.element = svg("text", { class: className, y: 16 });
    this.#text = new Words(this.element);
  }

  place(x: number): void {
    assign(this.element, "x", round(x));
  }

  write(text: string): void {
    this.#text.write(text);
  }
}

/** The gradient in a compact box, as a bar along its bottom. */
class GradientBar {
  readonly element = svg("rect", { x: MARGIN, height: 2 });
  readonly #length = new Attribute(this.element, "width");
  #kind: Kind | null = null;
  #room = 0; // px

  place(room: number, y: number): void {
    this.#room = room;
    assign(this.element, "y", y);
  }

  show(gradient: number | null, largest: number): void {
    const kind = kindOf(gradient);
    this.#length.write(barLength(gradient, largest, this.#room));
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.element.setAttribute("class", `mg-bar-of-gradient mg-${kind}`);
  }
}

/** The operation's sign in its circle, or its word in its pill. */
class Badge {
  readonly element: SVGGElement;
  readonly #shape = svg("rect", {});
  readonly #text: SVGTextElement;

  constructor(symbol: string) {
    this.#text = svg("text", { "text-anchor": "middle" }, symbol);
    const kind = symbol.length > 1 ? "mg-badge mg-word" : "mg-badge";
    this.element = svg("g", { class: kind, "aria-hidden": "true" }, this.#shape, this.#text);
  }

  place({ x, y, width, height }: Rectangle, left: number, top: number): void {
    assign(this.element, "transform", `translate(${round(x - left)} ${round(y - top)})`);
    sized(this.#shape, width, height);
    assign(this.#shape, "rx", height / 2);
    assign(this.#text, "x", width / 2);
    assign(this.#text, "y", height / 2);
  }
}

function classes({ kind }: Box, detail: Detail, isOutput: boolean): string {
  return `mg-node mg-${kind} mg-${detail}${isOutput ? " mg-output" : ""}`;
}

function sized(shape: SVGRectElement, width: number, height: number): void {
  assign(shape, "width", round(width));
  assign(shape, "height", round(height));
}

function round(x: number): number {
  return Math.round(x * 100) / 100;
}
