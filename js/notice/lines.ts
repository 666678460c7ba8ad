/** The text under the picture: the notes on the inputs, and what the cell printed in its last run. */

import { assign, html, Words } from "../browser/dom";
import type { Replay } from "../tape/replay";
import type { Graph } from "../wire/protocol";

const PRINTED = "Printed by the last run";
const SEEN = 12; // lines; a longer text scrolls

export class LinesView {
  readonly element = html("div", { class: "mg-lines" });
  readonly #notes = html("div", { class: "mg-notes" });
  readonly #printed = html("pre", {
    class: "mg-printed",
    role: "group",
    "aria-label": PRINTED,
    title: PRINTED,
  });
  readonly #printedText = new Words(this.#printed);

  constructor() {
    this.element.append(this.#notes, this.#printed);
  }

  /** Mark the printed text as old when it was printed at another point. */
  paint({ isAtRun }: Replay): void {
    this.#printed.classList.toggle("mg-past", !isAtRun);
  }

  adopt({ notes, printed }: Graph): void {
    const shown = [...this.#notes.children].map(({ textContent }) => textContent);
    if (shown.join("\n") !== notes.join("\n")) {
      this.#notes.replaceChildren(...notes.map((note) => html("p", {}, note)));
    }
    this.#notes.hidden = notes.length === 0;
    this.#print(printed.replace(/\n$/, ""));
  }

  #print(text: string): void {
    this.#printedText.write(text);
    this.#printed.hidden = text === "";
    if (text.split("\n").length > SEEN) assign(this.#printed, "tabindex", 0);
    else this.#printed.removeAttribute("tabindex");
  }
}
