/** The table of values: everything the graph says, as text. It is always in the page, visible while its tab is open. */

import { assign, html, Words } from "../browser/dom";
import { kindOf } from "../picture/stroke";
import type { Panel } from "../stage/panel";
import { change, gradientAt, valueAt } from "../stage/pin";
import { type Replay, type Shown, shownGradient } from "../tape/replay";
import type { Box } from "../view/view";
import type { Graph } from "../wire/protocol";
import { aligned, short, signed } from "../words/numbers";
import { exact, exactGradient, gradientText, numberOf } from "../words/reading";
import { derivative } from "../words/wording";

const SMALL = 60; // rows; up to this many are filled on every frame

export class TableView implements Panel {
  readonly name = "table";
  readonly element: HTMLElement;
  #rows: Row[] = [];
  #pin: Replay | null = null;

  constructor(id: string) {
    this.element = html("div", { class: "mg-table mg-unseen", id, role: "region" });
  }

  /** Show a row for each box of a graph. */
  adopt(graph: Graph): boolean {
    this.#rows = graph.view.boxes.filter(({ kind }) => kind !== "constant").map((box) => new Row(box));
    const heads = ["name", "expression", "line", "value", derivative(graph.title, "name")];
    const since = ["value since the pin", "gradient since the pin"];
    const cells = heads.map((name) => html("th", { scope: "col" }, name));
    const changes = since.map((name) => html("th", { scope: "col", class: "mg-since" }, name));
    const head = html("tr", {}, ...cells, ...changes);
    const body = html("tbody", {}, ...this.#rows.map(({ element }) => element));
    const title = `Values and gradients of ${graph.title}`;
    const caption = html("caption", { class: "mg-unseen" }, title);
    assign(this.element, "aria-label", title);
    this.element.replaceChildren(html("table", {}, caption, html("thead", {}, head), body));
    return true;
  }

  /** Show the differences from the pin, if there is one. */
  compare(pin: Replay | null): void {
    this.#pin = pin;
    this.element.classList.toggle("mg-pinned", pin !== null);
  }

  /** Text is cheap to write but expensive to lay out, so a long table is filled only when settled. */
  paint(replay: Replay): void {
    if (this.#rows.length <= SMALL) this.settle(replay);
  }

  settle(replay: Replay): void {
    const values = this.#rows.map(({ node }) => replay.value(node));
    const gradients = this.#rows.map(({ node }) => shownGradient(replay, node));
    const valueTexts = aligned(
      values.map((value, i) => short(value, replay.graph.forms.get(this.#rows[i]?.node ?? -1))),
    );
    const gradientTexts = aligned(gradients.map((gradient) => gradientText(gradient, signed)));
    this.#rows.forEach((row, i) => {
      row.fill(values[i] as number, valueTexts[i] as string, gradients[i], gradientTexts[i] as string);
    });
    if (this.#pin) this.#fillChanges(values, gradients, this.#pin);
  }

  #fillChanges(values: readonly number[], gradients: readonly Shown[], pin: Replay): void {
    const changes = this.#rows.map(({ node }, i) => change(values[i], valueAt(pin, node)));
    const bends = this.#rows.map(({ node }, i) => change(numberOf(gradients[i]), gradientAt(pin, node)));
    const [changeTexts, bendTexts] = [aligned(changes), aligned(bends)];
    this.#rows.forEach((row, i) => {
      row.fillChanges(changeTexts[i] as string, bendTexts[i] as string);
    });
  }

  open(open: boolean): void {
    this.element.classList.toggle("mg-unseen", !open);
    if (open)
      assign(this.element, "tabindex", 0); // it scrolls sideways, and Esc in it closes it
    else this.element.removeAttribute("tabindex");
  }

  select(node: number | null): void {
    for (const row of this.#rows) row.element.classList.toggle("mg-selected", row.node === node);
  }
}

class Row {
  readonly element: HTMLTableRowElement;
  readonly node: number;
  readonly #value = html("td", { class: "mg-number" });
  readonly #valueText = new Words(this.#value);
  readonly #gradient = html("td", { class: "mg-number" });
  readonly #gradientText = new Words(this.#gradient);
  readonly #change = new Words(html("td", { class: "mg-number mg-since" }));
  readonly #bend = new Words(html("td", { class: "mg-number mg-since" }));

  constructor({ node, kind, label, source, span }: Box) {
    const unnamed = kind === "unnamed";
    const expression = kind === "input" ? "input" : source || (unnamed ? label : "");
    const made = { class: "mg-code mg-quiet" };
    const bare = unnamed && label === source;
    const cells = [
      bare ? html("td") : html("th", { scope: "row", class: unnamed ? made.class : "mg-code" }, label),
      bare ? html("th", { scope: "row", ...made }, expression) : html("td", made, expression),
      html("td", { class: "mg-quiet" }, span ? String(span.line) : ""),
    ];
    this.node = node;
    this.element = html(
      "tr",
      {},
      ...cells,
      this.#value,
      this.#gradient,
      this.#change.element,
      this.#bend.element,
    );
  }

  fillChanges(change: string, bend: string): void {
    this.#change.write(change);
    this.#bend.write(bend);
  }

  fill(value: number, valueText: string, gradient: Shown, gradientText: string): void {
    this.#valueText.write(valueText);
    this.#gradientText.write(gradientText);
    assign(this.#value, "title", exact(value));
    assign(this.#gradient, "title", exactGradient(gradient));
    assign(this.#gradient, "class", `mg-number mg-ink mg-${kindOf(numberOf(gradient))}`);
  }
}
