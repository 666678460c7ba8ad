/** The ends of a slider, printed under its track; a click makes one a box in which another can be typed. */

import { assign, html, Words } from "../browser/dom";
import type { Range } from "../tape/range";
import type { Input } from "../wire/protocol";
import { MINUS, parse, short } from "../words/numbers";
import { exact } from "../words/reading";
import { Refused } from "./refused";

export type End = "min" | "max";

export interface EndsEvents {
  typed(end: End, x: number): void;
  /** The box has been closed by a key. */
  left(): void;
}

const DIGITS = 3; // of a power of ten
const WORDS = { min: "lower end", max: "upper end" } as const;

export class EndsView {
  readonly element = html("span", { class: "mg-ends" });
  readonly #spec: Input;
  readonly #events: EndsEvents;
  readonly #buttons: Readonly<Record<End, HTMLButtonElement>>;
  readonly #texts: Readonly<Record<End, Words>>;
  readonly #scale = html("span", { class: "mg-scale" }, "powers of ten");
  readonly #box = html("input", {
    class: "mg-end-box",
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
  });
  readonly #refused = new Refused(this.#box);
  #range: Range = { min: 0, max: 1, scale: "linear" };
  #edited: End | null = null;

  constructor(spec: Input, events: EndsEvents, signal: AbortSignal) {
    this.#spec = spec;
    this.#events = events;
    this.#buttons = { min: this.#button("min", signal), max: this.#button("max", signal) };
    this.#texts = { min: new Words(this.#buttons.min), max: new Words(this.#buttons.max) };
    this.element.append(this.#buttons.min, this.#scale, this.#buttons.max);
    this.#box.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#box.addEventListener("blur", () => this.#keep(), { signal });
    this.#box.addEventListener("input", () => this.#refused.clear(), { signal });
  }

  show(range: Range): void {
    this.#range = range;
    for (const end of ["min", "max"] as const) {
      const text = this.#written(range[end]);
      this.#texts[end].write(text);
      assign(this.#buttons[end], "aria-label", `${WORDS[end]} of ${this.#spec.name}, ${text}`);
      assign(this.#buttons[end], "title", `${WORDS[end]}: ${exact(range[end])}. Click to change it.`);
    }
    this.#scale.hidden = range.scale === "linear";
  }

  disable(disabled: boolean): void {
    for (const end of ["min", "max"] as const) this.#buttons[end].disabled = disabled;
  }

  /** Put the box in the place of an end. */
  edit(end: End): true {
    this.#close();
    this.#edited = end;
    assign(this.#box, "aria-label", `${WORDS[end]} of ${this.#spec.name}`);
    this.#box.value = exact(this.#range[end]).replaceAll(MINUS, "-");
    this.#buttons[end].replaceWith(this.#box);
    this.element.append(this.#refused.element);
    this.#box.focus();
    this.#box.select();
    return true;
  }

  #button(end: End, signal: AbortSignal): HTMLButtonElement {
    const button = html("button", { type: "button", class: "mg-end", tabindex: -1 });
    button.addEventListener("click", () => this.edit(end), { signal });
    return button;
  }

  #written(x: number): string {
    return this.#range.scale === "powers" ? short(x, "power", DIGITS) : short(x, this.#spec.form);
  }

  #key(event: KeyboardEvent): void {
    const other = this.#edited === "min" ? "max" : "min";
    if (event.key === "Enter") this.#keep() && this.#events.left();
    else if (event.key === "Escape") this.#undo();
    else if (event.key === "F2") this.#keep() && this.edit(other);
    else return;
    event.preventDefault();
  }

  #undo(): void {
    this.#close();
    this.#events.left();
  }

  /** Keep what was typed if a range can end there; otherwise the text stays, and a sentence says why. */
  #keep(): boolean {
    const end = this.#edited;
    if (end === null) return true;
    const x = parse(this.#box.value);
    const why = x === null ? "Not a number." : this.#obstacle(end, x);
    if (why) this.#refused.say(`${why} Esc brings ${this.#written(this.#range[end])} back.`);
    if (x === null || why) return false;
    this.#close();
    if (x !== this.#range[end]) this.#events.typed(end, x);
    return true;
  }

  #obstacle(end: End, x: number): string {
    const { min, max } = this.#range;
    if (end === "min" && x >= max) return `The lower end must be below ${this.#written(max)}.`;
    return end === "max" && x <= min ? `The upper end must be above ${this.#written(min)}.` : "";
  }

  #close(): void {
    const end = this.#edited;
    if (end === null) return;
    this.#edited = null;
    this.#refused.clear();
    this.#refused.element.remove();
    this.#box.replaceWith(this.#buttons[end]);
  }
}
