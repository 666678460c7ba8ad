/** One box of the graph: its label, value and gradient, and the operation plugged into its left edge. */

import { assign, svg, words, write } from "./dom";
import { Figure } from "./figure";
import { cut, type Detail, type Place, type Rectangle } from "./layout";
import { brief, short, signed, spoken } from "./numbers";
import { exact, gradientText, spokenGradient } from "./reading";
import type { Gradient } from "./replay";
import { kindOf } from "./stroke";
import type { Box } from "./view";

const LONGEST_WORD = 10; // characters in a badge
const MARGIN = 6; // of a compact box

export class NodeView {
  readonly element: SVGGElement;
  readonly #box: Box;
  readonly #detail: Detail;
  readonly #frame = svg("rect", { class: "mg-frame" });
  readonly #ring = svg("rect", { class: "mg-ring", x: -3, y: -3 });
  readonly #label = svg("text", { class: "mg-label" });
  readonly #labelText = words(this.#label);
  readonly #value: Reading;
  readonly #gradient: Reading;
  readonly #bar = svg("rect", { class: "mg-bar-of-gradient", x: MARGIN, height: 2 });
  readonly #badge: Badge | null;
  #width = 0;
  #recorded: readonly Gradient[] = [];
  #shown: { value: number; gradient: Gradient; largest: number } | null = null;

  constructor(box: Box, detail: Detail, isOutput: boolean) {
    this.#box = box;
    this.#detail = detail;
    this.#value = detail === "full" ? Figure.svg("mg-value", 34.5) : new Brief("mg-value");
    this.#gradient = detail === "full" ? Figure.svg("mg-gradient", 50.5) : new Unseen();
    this.#badge = box.symbol === "" ? null : new Badge(cut(box.symbol, LONGEST_WORD));
    this.element = svg("g", { class: classes(box, detail, isOutput), "data-node": box.node });
    this.element.append(...this.#parts());
    if (box.kind !== "constant") this.#makeButton();
  }

  /** Put the box where the layout wants it; labels have `room` characters. */
  place({ x, y, width, height, badge }: Place, room: number): void {
    this.#width = width;
    assign(this.element, "transform", `translate(${round(x)} ${round(y)})`);
    sized(this.#frame, width, height);
    sized(this.#ring, width + 6, height + 6);
    this.#placeTexts(width, height, room);
    if (badge) this.#badge?.place(badge, x, y);
    this.#shown = null; // the bar's length follows the width
  }

  /** Keep all digits in the page, for scripts and tests that read it. */
  record(value: number, gradient: Gradient): void {
    if (this.#recorded.length && same(this.#recorded[0], value) && same(this.#recorded[1], gradient)) return;
    this.#recorded = [value, gradient];
    this.element.setAttribute("data-value", exact(value));
    this.element.setAttribute("data-gradient", gradientText(gradient, exact));
  }

  /** Show a value and a gradient; `largest` is the longest gradient bar's. */
  paint(value: number, gradient: Gradient, largest: number): void {
    const last = this.#shown;
    if (last && same(last.value, value) && same(last.gradient, gradient) && last.largest === largest) return;
    this.#shown = { value, gradient, largest };
    this.#value.write(this.#detail === "full" ? short(value) : brief(value));
    this.#paintGradient(gradient, largest);
  }

  select(selected: boolean): void {
    if (this.#box.kind === "constant") return;
    this.element.classList.toggle("mg-selected", selected);
    assign(this.element, "aria-pressed", String(selected));
  }

  /** Say the numbers to a screen reader; at rest only. */
  describe(value: number, gradient: Gradient, operands: string): void {
    if (this.#box.kind === "constant") return;
    const made = operands && `, ${this.#box.symbol} of ${operands}`;
    assign(
      this.element,
      "aria-label",
      `${this.#box.label}${made}, value ${spoken(value)}, ${spokenGradient(gradient)}`,
    );
  }

  #parts(): Element[] {
    if (this.#box.kind === "constant") return [this.#label];
    const bar = this.#detail === "full" ? [] : [this.#bar];
    const badge = this.#badge ? [this.#badge.element] : [];
    return [
      this.#ring,
      this.#frame,
      this.#label,
      this.#value.element,
      this.#gradient.element,
      ...bar,
      ...badge,
    ];
  }

  #makeButton(): void {
    assign(this.element, "role", "button");
    assign(this.element, "aria-pressed", "false");
    assign(this.element, "tabindex", -1);
  }

  #placeTexts(width: number, height: number, room: number): void {
    const { kind, label } = this.#box;
    const left = this.#detail === "full" ? 16 : MARGIN + 1;
    const below = kind === "constant" ? height / 2 + 4 : this.#detail === "full" ? 17 : 16;
    write(this.#labelText, cut(label, room));
    assign(this.#label, "x", kind === "constant" ? round(width - 4) : left);
    assign(this.#label, "y", below);
    if (this.#value instanceof Brief) this.#value.place(width - MARGIN);
    assign(this.#bar, "y", height - 4);
  }

  #paintGradient(gradient: Gradient, largest: number): void {
    const kind = kindOf(gradient ?? null);
    this.#gradient.write(gradientText(gradient, signed));
    assign(this.#gradient.element, "class", `mg-gradient mg-${kind}`);
    if (this.#detail === "full") return;
    const length = barLength(gradient ?? null, largest, this.#width - 2 * MARGIN);
    assign(this.#bar, "width", length);
    assign(this.#bar, "class", `mg-bar-of-gradient mg-${kind}`);
  }
}

/** The length of a gradient's bar in px; nothing for what is not a finite number. */
export function barLength(gradient: number | null, largest: number, room: number): number {
  if (gradient === null || !Number.isFinite(gradient) || largest === 0 || room <= 0) return 0;
  return round(Math.min(1, Math.abs(gradient) / largest) * room);
}

interface Reading {
  readonly element: Element;
  write(text: string): void;
}

/** The value in a compact box: at its right end. */
class Brief implements Reading {
  readonly element: Element;
  readonly #text: Text;

  constructor(className: string) {
    this.element = svg("text", { class: className, y: 16 });
    this.#text = words(this.element);
  }

  place(x: number): void {
    assign(this.element, "x", round(x));
  }

  write(text: string): void {
    write(this.#text, text);
  }
}

/** The gradient in a compact box: there for the reader of the page's text, drawn as a bar. */
class Unseen implements Reading {
  readonly element = svg("text", { class: "mg-gradient" });
  readonly #text = words(this.element);

  write(text: string): void {
    write(this.#text, text);
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

function same(a: Gradient, b: Gradient): boolean {
  return Object.is(a, b);
}
