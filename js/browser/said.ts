/** What a screen reader is told of a move, once the hand has rested. */

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

  /** Say what `sentence` gives when nothing has moved for a while. */
  soon(sentence: () => string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#text.write(sentence()), REST);
  }
}
