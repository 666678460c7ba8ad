/** A slider that fills from zero, marks the value of the run, and moves by keys in steps that suit its range. */

import { assign, html } from "../browser/dom";
import { aimed, clean, type Range, stepOf, widened, within } from "../tape/range";
import type { Input } from "../wire/protocol";
import { exact } from "../words/reading";

export interface SliderEvents {
  hold(hand: object): void;
  move(x: number): void;
  rest(hand: object): void;
}

export class Slider {
  readonly element = html("span", { class: "mg-slider" });
  readonly input = html("input", { type: "range", step: "any" });
  readonly #spec: Input;
  readonly #run: number;
  readonly #events: SliderEvents;
  readonly #zero = html("i", { class: "mg-zero-tick" });
  readonly #mark = html("i", { class: "mg-run-mark", title: "value when the cell ran" });
  readonly #pin = html("i", { class: "mg-pin-mark", hidden: "" });
  #pinned: number | undefined;
  #range: Range;
  #held = false;
  #shown = Number.NaN;
  #shownIn: Range | null = null;

  constructor(spec: Input, run: number, range: Range, events: SliderEvents, signal: AbortSignal) {
    this.#spec = spec;
    this.#run = run;
    this.#range = range;
    this.#events = events;
    this.element.append(this.#zero, this.#mark, this.#pin, this.input);
    assign(this.input, "aria-label", spec.name);
    this.#listen(signal);
    this.#setRange(range);
  }

  get range(): Range {
    return this.#range;
  }

  show(x: number): void {
    const range = widened(this.#range, x);
    if (range !== this.#range) this.#setRange(range);
    if (!this.#held && Number(this.input.value) !== x) this.input.value = String(x);
    if (x === this.#shown && range === this.#shownIn) return;
    [this.#shown, this.#shownIn] = [x, range];
    const [at, zero] = [this.#share(x), this.#share(0)];
    this.input.style.setProperty("--mg-low", String(Math.min(at, zero)));
    this.input.style.setProperty("--mg-high", String(Math.max(at, zero)));
    this.#mark.hidden = x === this.#run || !Number.isFinite(this.#run);
  }

  /** Mark the pinned value, if there is one. */
  pin(x: number | undefined): void {
    if (x === this.#pinned) return;
    this.#pinned = x;
    this.#pin.hidden = x === undefined || !Number.isFinite(x);
    assign(this.#pin, "title", x === undefined ? "" : `pinned at ${exact(x)}`);
    this.#placePin();
  }

  #placePin(): void {
    this.#pin.style.setProperty("--mg-at", String(this.#share(this.#pinned ?? 0)));
  }

  /** The slider has been removed: a drag of it is over. */
  letGo(): void {
    this.#released();
  }

  #setRange(range: Range): void {
    this.#range = range;
    assign(this.input, "min", range.min);
    assign(this.input, "max", range.max);
    this.#zero.hidden = range.min >= 0 || range.max <= 0;
    this.#zero.style.setProperty("--mg-at", String(this.#share(0)));
    this.#mark.style.setProperty("--mg-at", String(this.#share(this.#run)));
    this.#placePin();
  }

  /** The position of a value on the track, 0 to 1. */
  #share(x: number): number {
    const { min, max } = this.#range;
    const share = (within(x, this.#range) - min) / (max - min);
    return Number.isFinite(share) ? Math.round(1e4 * share) / 1e4 : 0;
  }

  #listen(signal: AbortSignal): void {
    const listen = { signal };
    this.input.addEventListener("pointerdown", () => this.#grabbed(), listen);
    this.input.addEventListener("input", () => this.#slid(), listen);
    this.input.addEventListener("change", () => this.#released(), listen);
    for (const end of ["pointerup", "pointercancel", "blur"] as const) {
      this.input.addEventListener(end, () => this.#released(), listen);
    }
    this.input.addEventListener("dblclick", () => this.#jump(this.#run), listen);
    this.input.addEventListener("keydown", (event) => this.#key(event), listen);
  }

  #grabbed(): void {
    if (this.input.disabled) return;
    this.#held = true;
    this.#events.hold(this);
  }

  #slid(): void {
    const x = Number(this.input.value);
    const whole = this.#spec.whole ? Math.round(x) : x;
    this.#events.move(this.#held ? aimed(x, this.#spec, this.#range) : whole);
  }

  #released(): void {
    this.#held = false;
    this.#events.rest(this);
  }

  #key(event: KeyboardEvent): void {
    const x = this.#target(event);
    if (x === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#jump(x);
  }

  #target({ key, shiftKey }: KeyboardEvent): number | null {
    const step = stepOf(this.#spec, this.#range) * (shiftKey ? 10 : 1);
    const x = Number(this.input.value);
    if (key === "ArrowLeft" || key === "ArrowDown") return this.#stepped(x - step);
    if (key === "ArrowRight" || key === "ArrowUp") return this.#stepped(x + step);
    if (key === "PageDown") return this.#stepped(x - 10 * step);
    if (key === "PageUp") return this.#stepped(x + 10 * step);
    if (key === "Home") return this.#range.min;
    if (key === "End") return this.#range.max;
    return key === "Delete" ? this.#run : null;
  }

  #stepped(x: number): number {
    return clean(within(x, this.#range));
  }

  #jump(x: number): void {
    this.#held = false;
    this.#events.move(x);
  }
}
