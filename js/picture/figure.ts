/** A number on the screen; its sign hangs left of the first digit, so that crossing zero moves nothing. */

import { html, svg, Words } from "../browser/dom";
import { MINUS } from "../words/numbers";
import type { Kind } from "./stroke";

export class Figure {
  readonly element: Element;
  readonly #className: string;
  readonly #sign: Words;
  readonly #digits: Words;
  #kind: Kind | null = null;

  /** A figure in HTML; the style places sign and digits. */
  static html(className: string): Figure {
    const [sign, digits] = [html("span", { class: "mg-sign" }), html("span", { class: "mg-digits" })];
    return new Figure(html("span", { class: className }, sign, digits), className, sign, digits);
  }

  /** A figure in SVG, on a baseline: digits from x = 16, the sign just before them. */
  static svg(className: string, y: number): Figure {
    const [sign, digits] = [svg("tspan", { x: 16, "text-anchor": "end" }), svg("tspan", { x: 16 })];
    return new Figure(svg("text", { class: className, y }, sign, digits), className, sign, digits);
  }

  private constructor(element: Element, className: string, sign: Element, digits: Element) {
    this.element = element;
    this.#className = className;
    this.#sign = new Words(sign);
    this.#digits = new Words(digits);
  }

  write(text: string): void {
    const signs = text[0] === "+" || text[0] === MINUS ? 1 : 0;
    this.#sign.write(text.slice(0, signs));
    this.#digits.write(text.slice(signs));
  }

  /** Colour it as a gradient. */
  tint(kind: Kind): void {
    if (kind === this.#kind) return;
    this.#kind = kind;
    this.element.setAttribute("class", `${this.#className} mg-${kind}`);
  }
}
