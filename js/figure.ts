/** A number on the screen, its sign hung left of its first digit so that crossing zero moves nothing. */

import { html, svg, words, write } from "./dom";

export class Figure {
  readonly element: Element;
  readonly #sign: Text;
  readonly #digits: Text;

  /** In HTML; the style places sign and digits. */
  static html(className: string): Figure {
    const [sign, digits] = [html("span", { class: "mg-sign" }), html("span", { class: "mg-digits" })];
    return new Figure(html("span", { class: className }, sign, digits), sign, digits);
  }

  /** In SVG, on a baseline: digits from x = 16, the sign just before them. */
  static svg(className: string, y: number): Figure {
    const [sign, digits] = [svg("tspan", { x: 16, "text-anchor": "end" }), svg("tspan", { x: 16 })];
    return new Figure(svg("text", { class: className, y }, sign, digits), sign, digits);
  }

  private constructor(element: Element, sign: Element, digits: Element) {
    this.element = element;
    this.#sign = words(sign);
    this.#digits = words(digits);
  }

  write(text: string): void {
    const signs = /^[+\u2212]/.test(text) ? 1 : 0;
    write(this.#sign, text.slice(0, signs));
    write(this.#digits, text.slice(signs));
  }
}
