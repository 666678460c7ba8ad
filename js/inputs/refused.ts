/** Says under a box why what was typed in it is not taken. */

import { assign, html } from "../browser/dom";

export class Refused {
  readonly element = html("span", { class: "mg-refused", role: "alert", hidden: "" });
  readonly #box: HTMLElement;

  constructor(box: HTMLElement) {
    this.#box = box;
    this.element.id = `mg-${Math.random().toString(36).slice(2)}`; // every view is a copy of this script of its own
  }

  say(sentence: string): void {
    this.element.textContent = sentence;
    this.element.hidden = false;
    assign(this.#box, "aria-invalid", "true");
    assign(this.#box, "aria-errormessage", this.element.id);
  }

  clear(): void {
    if (this.element.hidden) return;
    this.element.textContent = "";
    this.element.hidden = true;
    this.#box.removeAttribute("aria-invalid");
    this.#box.removeAttribute("aria-errormessage");
  }
}
