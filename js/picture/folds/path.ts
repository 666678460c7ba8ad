/** The line above a graph of which not everything is drawn: the way to what is, what is beside that, and the way back. */

import { assign, html, Words } from "../../browser/dom";
import type { Asking } from "../../folds/asking";
import type { Step, Trail } from "../../view/view";
import { cut } from "../../words/wording";

const LETTERS = 26; // of a step

export class PathView {
  readonly element = html("nav", { class: "mg-within", "aria-label": "What is drawn" });
  readonly #steps = html("span", { class: "mg-steps" });
  readonly #siblings = html("select", { "aria-label": "What is beside it" });
  readonly #only = html("span", { class: "mg-quiet" });
  readonly #onlyText = new Words(this.#only);
  readonly #all = html("button", { type: "button", class: "mg-link" }, "Show all");

  constructor(events: Asking, signal: AbortSignal) {
    this.element.append(this.#steps, this.#siblings, this.#only, this.#all);
    this.element.hidden = true;
    const entered = ({ target }: Event) => {
      const region = (target as Element).closest("[data-enter]")?.getAttribute("data-enter");
      if (region) events.enter(Number(region));
    };
    this.#steps.addEventListener("click", entered, { signal });
    this.#siblings.addEventListener("change", () => events.enter(Number(this.#siblings.value)), { signal });
    this.#all.addEventListener("click", () => events.limit(null), { signal });
  }

  /** Whether the focus is on one of its buttons, which may go. */
  get hasFocus(): boolean {
    return this.element.querySelector("button:focus") !== null;
  }

  adopt(trail: Trail | undefined): void {
    this.element.hidden = trail === undefined;
    if (trail === undefined) return;
    const { path, siblings, only } = trail;
    this.#steps.replaceChildren(...path.flatMap((step, i) => stepOf(step, i, path.length)));
    this.#siblings.replaceChildren(
      ...siblings.map(({ title, region }) => html("option", { value: region }, cut(title, LETTERS))),
    );
    this.#siblings.hidden = siblings.length === 0;
    this.#siblings.value = String(path.at(-1)?.region);
    this.#onlyText.write(only && `only ${only}`);
    this.#only.hidden = this.#all.hidden = only === "";
  }
}

function stepOf({ title, region }: Step, i: number, count: number): (Node | string)[] {
  const step = html(
    "button",
    { type: "button", class: "mg-link", title, "data-enter": region },
    cut(title, LETTERS),
  );
  if (i === count - 1) assign(step, "aria-current", "location");
  return i > 0 ? [" › ", step] : [step];
}
