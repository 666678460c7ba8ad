/** A row of the short table, which is in the page whether it is seen or not. */

import { html } from "../../browser/dom";
import { Cells } from "./cells";
import type { Said } from "./words";

export class Row {
  readonly element: HTMLTableRowElement;
  readonly node: number;
  readonly numbers = new Cells();

  constructor(node: number, { name, isNamed, expression, line }: Said) {
    const made = { class: "mg-code mg-quiet" };
    const { value, gradient, since } = this.numbers;
    const numbers = [value, gradient, ...since].map(({ element }) => element);
    const cells = [
      name === "" ? html("td") : html("th", { scope: "row", class: isNamed ? "mg-code" : made.class }, name),
      name === "" ? html("th", { scope: "row", ...made }, expression) : html("td", made, expression),
      html("td", { class: "mg-quiet" }, line),
    ];
    this.node = node;
    this.element = html("tr", {}, ...cells, ...numbers);
  }
}
