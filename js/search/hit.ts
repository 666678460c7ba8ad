/** A node that was found: where it is, what it is called, and its numbers. */

import { assign, html, Words } from "../browser/dom";
import { kindOf } from "../picture/stroke";
import type { Shown } from "../tape/replay";
import { exactGradient, numberOf } from "../words/reading";

export class Hit {
  readonly element: HTMLElement;
  readonly node: number;
  readonly name: string;
  readonly #value = html("span", { class: "mg-hit-number" });
  readonly #valueText = new Words(this.#value);
  readonly #gradient = html("span", { class: "mg-hit-number mg-ink" });
  readonly #gradientText = new Words(this.#gradient);

  constructor(id: string, node: number, path: string, name: string) {
    const where = html("span", { class: "mg-hit-path mg-quiet" }, path);
    const called = html("span", { class: "mg-code mg-hit-name" }, where, html("b", {}, name));
    const says = { class: "mg-hit", role: "option", id, title: path + name };
    this.node = node;
    this.name = name;
    this.element = html("div", says, called, this.#value, this.#gradient);
  }

  fill(valueText: string, gradient: Shown, gradientText: string): void {
    this.#valueText.write(valueText);
    this.#gradientText.write(gradientText);
    assign(this.#gradient, "title", exactGradient(gradient));
    assign(this.#gradient, "class", `mg-hit-number mg-ink mg-${kindOf(numberOf(gradient))}`);
  }

  choose(isChosen: boolean): void {
    assign(this.element, "aria-selected", String(isChosen));
  }
}
