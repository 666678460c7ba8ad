/** One line of the code, with the numbers of what it computes. */

import { assign, html } from "../../browser/dom";
import { Figure } from "../../picture/figure";
import { kindOf } from "../../picture/stroke";
import { type Reading, shownGradient } from "../../tape/replay";
import { short, signed } from "../../words/numbers";
import {
  exact,
  exactGradient,
  gradientText,
  numberOf,
  spokenGradient,
  spokenValue,
  valueText,
} from "../../words/reading";
import type { Line } from "./listing";

export class LineView {
  line: Line;
  readonly element: HTMLElement;
  isLit = false;
  readonly #value = Figure.html("mg-inlay mg-quiet");
  readonly #gradient = Figure.html("mg-inlay mg-gradient");
  readonly #text = html("span", { class: "mg-line-text" });
  #stretches: readonly HTMLElement[] = [];

  constructor(line: Line) {
    this.line = line;
    const number = html(
      "span",
      { class: "mg-line-number mg-quiet", "aria-hidden": "true" },
      String(line.number),
    );
    const inlays = html("span", { class: "mg-inlays" }, this.#value.element, this.#gradient.element);
    const says = { class: "mg-code-line", role: "option", tabindex: -1 };
    this.element = html("div", says, number, this.#text, inlays);
    this.#cut();
    this.#clear();
  }

  /** Take over the same line of a later graph; false if its text has changed. */
  adopt(line: Line): boolean {
    const { number, text } = this.line;
    if (line.number !== number || line.text !== text) return false;
    this.line = line;
    this.#cut();
    this.light([]);
    if (line.node === null) this.#clear();
    return true;
  }

  /** Cut the line into stretches that stand for something. */
  #cut(): void {
    const texts = this.line.stretches.map(({ text }) => text);
    if (texts.join("\n") === this.#stretches.map(({ textContent }) => textContent).join("\n")) return;
    this.#stretches = texts.map((text) => html("span", {}, text));
    this.#text.replaceChildren(...this.#stretches);
  }

  /** Show that nothing is computed here. */
  #clear(): void {
    for (const figure of [this.#value, this.#gradient]) {
      figure.write("");
      figure.element.removeAttribute("title");
    }
    assign(this.element, "aria-label", `line ${this.line.number}, ${this.line.text.trim()}`);
  }

  nodesAt(target: Element): readonly number[] {
    const { nodes } = this.line.stretches[this.#stretches.indexOf(target as HTMLElement)] ?? { nodes: [] };
    return nodes.length > 0 ? nodes : inOrder(this.line);
  }

  /** Show the numbers of the selected node if it was made here. */
  paint(reading: Reading, selected: number | null): void {
    const { forms } = reading.replay.graph;
    const node = this.#shown(selected);
    if (node === null) return;
    const [value, gradient] = [reading.value(node), shownGradient(reading, node)];
    this.#value.write(valueText(value, (x) => short(x, forms.get(node))));
    this.#gradient.write(gradientText(gradient, signed));
    this.#gradient.tint(kindOf(numberOf(gradient)));
    assign(this.#value.element, "title", valueText(value, exact));
    assign(this.#gradient.element, "title", exactGradient(gradient));
  }

  describe(reading: Reading): void {
    const { node, number, text } = this.line;
    if (node === null) return;
    const says = `${spokenValue(reading.value(node))}, ${spokenGradient(shownGradient(reading, node))}`;
    assign(this.element, "aria-label", `line ${number}, ${text.trim()}, ${says}`);
  }

  select(node: number | null): void {
    const isSelected = node !== null && this.line.nodes.includes(node);
    this.element.classList.toggle("mg-selected", isSelected);
    assign(this.element, "aria-selected", String(isSelected));
  }

  light(nodes: readonly number[]): void {
    this.isLit = false;
    this.line.stretches.forEach(({ within }, i) => {
      const isLit = nodes.some((node) => within.includes(node));
      this.#stretches[i]?.classList.toggle("mg-lit", isLit);
      this.isLit ||= isLit;
    });
  }

  #shown(selected: number | null): number | null {
    return selected !== null && this.line.nodes.includes(selected) ? selected : this.line.node;
  }
}

/** The nodes of a line; last the one whose numbers are shown beside it, which is pointed at first. */
function inOrder({ nodes, node }: Line): readonly number[] {
  return node === null ? [] : [...nodes.filter((each) => each !== node), node];
}
