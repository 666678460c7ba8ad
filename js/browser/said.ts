/** What a screen reader is told about a move, once the user has paused. */

import { html, Words } from "./dom";

const REST = 400; // ms

export class SaidView {
  readonly element = html("div", {
    class: "mg-said mg-unseen",
    "aria-live": "polite",
    "aria-atomic": "true",
  });
  readonly #text = new Words(this.element);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(signal: AbortSignal) {
    signal.addEventListener("abort", () => clearTimeout(this.#timer), { once: true });
  }

  /** Announce the result of `sentence` once nothing has moved for a while. */
  soon(sentence: () => string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#text.write(sentence()), REST);
  }
}
