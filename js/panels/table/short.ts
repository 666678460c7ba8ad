/** A table of few rows, each of which is there: what is shown of a small graph, and printed of a large one. */

import { html } from "../../browser/dom";
import type { Replay } from "../../tape/replay";
import { fillings } from "./numbers";
import { Row } from "./row";
import type { Wording } from "./words";

export const SINCE = ["value since the pin", "gradient since the pin"];

export class ShortTable {
  readonly element = html("table");
  #rows: readonly Row[] = [];
  #selected: number | null = null;

  /** Show these rows. */
  show(rows: readonly number[], wording: Wording, title: string): void {
    this.#rows = rows.map((row) => new Row(wording.nodes.node[row] as number, wording.of(row)));
    const heads = ["name", "expression", "line", "value", wording.gradient];
    const cells = heads.map((name) => html("th", { scope: "col" }, name));
    const changes = SINCE.map((name) => html("th", { scope: "col", class: "mg-since" }, name));
    const head = html("thead", {}, html("tr", {}, ...cells, ...changes));
    const body = html("tbody", {}, ...this.#rows.map(({ element }) => element));
    this.element.replaceChildren(html("caption", { class: "mg-unseen" }, title), head, body);
    this.select(this.#selected);
  }

  fill(replay: Replay, pin: Replay | null): void {
    const nodes = this.#rows.map(({ node }) => node);
    fillings(nodes, replay, pin).forEach((filling, i) => {
      this.#rows[i]?.numbers.fill(filling);
    });
  }

  select(node: number | null): void {
    this.#selected = node;
    for (const row of this.#rows) row.element.classList.toggle("mg-selected", row.node === node);
  }
}
