/** How deep a folded graph is opened: a choice whose entries are counted when it is needed. */

import { html } from "../../browser/dom";
import type { Asking } from "../../folds/asking";
import { MOST_BOXES } from "../../folds/walking";
import { counted } from "../../words/wording";

export class DepthView {
  readonly element = html("select", { "aria-label": "Open to a depth" }, placeholder());
  readonly #events: Asking;

  constructor(events: Asking, signal: AbortSignal) {
    this.#events = events;
    for (const event of ["pointerdown", "focus"] as const) {
      this.element.addEventListener(event, () => this.#fill(), { signal });
    }
    this.element.addEventListener("change", () => this.#chosen(), { signal });
  }

  #fill(): void {
    const options = this.#events.depths().map((boxes, i) => {
      const option = html("option", { value: i + 1 }, `${i + 1} deep, ${counted(boxes)} boxes`);
      option.disabled = boxes > MOST_BOXES;
      return option;
    });
    this.element.replaceChildren(placeholder(), ...options);
  }

  #chosen(): void {
    const depth = Number(this.element.value);
    this.element.value = "";
    if (depth > 0) this.#events.deepen(depth);
  }
}

function placeholder(): HTMLOptionElement {
  return html("option", { value: "" }, "Depth");
}
