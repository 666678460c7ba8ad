/** A slider: it fills from zero, marks the value of the run, and goes to the same places by pointer and by keys. */

import { assign, html } from "../browser/dom";
import {
  aimed,
  positionOf,
  type Range,
  rangeOf,
  reaching,
  type Stride,
  shareOf,
  stepped,
  valueAt,
  within,
} from "../tape/range";
import type { Input } from "../wire/protocol";
import { exact } from "../words/reading";
import { type End, EndsView } from "./ends";

export interface SliderEvents {
  hold(hand: object): void;
  move(x: number): void;
  rest(hand: object): void;
}

export class Slider {
  readonly element = html("span", { class: "mg-slider" });
  readonly input = html("input", { type: "range", step: "any" });
  readonly #run: number;
  readonly #events: SliderEvents;
  readonly #zero = html("i", { class: "mg-zero-tick" });
  readonly #mark = html("i", { class: "mg-run-mark", title: "value when the cell ran" });
  readonly #pin = html("i", { class: "mg-pin-mark", hidden: "" });
  readonly #ends: EndsView;
  readonly #first: Range; // when the cell ran
  readonly #asked: Input;
  #spec: Input; // the same, or freed from whole steps
  #pinned: number | undefined;
  #home: Range; // with the ends that were typed
  #range: Range;
  #held = false;
  #shown = Number.NaN;
  #shownIn: Range | null = null;

  constructor(spec: Input, run: number, events: SliderEvents, signal: AbortSignal) {
    this.#asked = spec;
    this.#spec = spec;
    this.#run = run;
    this.#events = events;
    this.#first = reaching(rangeOf(spec), run, spec.form);
    this.#home = this.#first;
    this.#range = this.#first;
    this.#ends = new EndsView(
      spec,
      { typed: (end, x) => this.#endTyped(end, x), left: () => this.input.focus() },
      signal,
    );
    const track = html("span", { class: "mg-track" }, this.#zero, this.#mark, this.#pin, this.input);
    this.element.append(track, this.#ends.element);
    assign(this.input, "aria-label", spec.name);
    this.#listen(signal);
    this.#setRange(this.#first);
  }

  get range(): Range {
    return this.#range;
  }

  show(x: number): void {
    if (reaching(this.#range, x, this.#spec.form) !== this.#range) {
      this.#setRange(reaching(this.#home, x, this.#spec.form));
    }
    const range = this.#range;
    const position = positionOf(x, range);
    if (!this.#held && Number(this.input.value) !== position) this.input.value = String(position);
    if (x === this.#shown && range === this.#shownIn) return;
    [this.#shown, this.#shownIn] = [x, range];
    const [at, zero] = [this.#share(x), range.scale === "linear" ? this.#share(0) : this.#share(x)];
    this.input.style.setProperty("--mg-low", String(Math.min(at, zero)));
    this.input.style.setProperty("--mg-high", String(Math.max(at, zero)));
    this.#mark.hidden = x === this.#run || !Number.isFinite(this.#run);
  }

  /** A number was typed: the range is the smallest that reaches it. */
  reach(x: number): void {
    this.#setRange(reaching(this.#home, x, this.#spec.form));
  }

  /** The range when the cell ran, also where ends were typed since. */
  restore(): void {
    this.#spec = this.#asked;
    this.#home = this.#first;
    this.#setRange(this.#first); // `show` widens it again if it has to
  }

  /** Let it move in steps of any size, since a decimal was typed into a whole number. */
  free(): void {
    this.#spec = { ...this.#spec, whole_steps: false };
  }

  disable(disabled: boolean): void {
    this.input.disabled = disabled;
    this.#ends.disable(disabled);
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
    const { min, max, scale } = range;
    assign(this.input, "min", positionOf(min, range));
    assign(this.input, "max", positionOf(max, range));
    this.#zero.hidden = scale === "powers" || min >= 0 || max <= 0;
    this.#zero.style.setProperty("--mg-at", String(this.#share(0)));
    this.#mark.style.setProperty("--mg-at", String(this.#share(this.#run)));
    this.#ends.show(range);
    this.#placePin();
  }

  /** An end was typed: it stays until the range is restored. A number beyond it comes along. */
  #endTyped(end: End, x: number): void {
    const isAcross = this.#range.scale === "powers" && Math.sign(x) !== Math.sign(this.#range[end]);
    this.#home = { ...this.#range, [end]: x, ...(isAcross ? { scale: "linear" } : {}) };
    this.#setRange(this.#home);
    const kept = within(this.#shown, this.#home);
    if (kept !== this.#shown) this.#jump(kept);
    else this.show(kept);
  }

  /** Where on the track a value is, 0 to 1. */
  #share(x: number): number {
    const share = shareOf(within(x, this.#range), this.#range);
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
    this.input.addEventListener("dblclick", () => this.#reset(), listen);
    this.input.addEventListener("keydown", (event) => this.#key(event), listen);
  }

  #grabbed(): void {
    if (this.input.disabled) return;
    this.#held = true;
    this.#events.hold(this);
  }

  #slid(): void {
    const x = valueAt(Number(this.input.value), this.#range);
    const exactly = this.#spec.whole_steps ? Math.round(x) : x; // where a script or a screen reader has put it
    this.#events.move(this.#held ? aimed(x, this.#spec, this.#range) : exactly);
  }

  #released(): void {
    this.#held = false;
    this.#events.rest(this);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    const isDone =
      event.key === "Delete" ? this.#reset() : event.key === "F2" ? this.#ends.edit("min") : this.#go(event);
    if (isDone) event.preventDefault();
  }

  /** Go where a key leads; false for one that leads nowhere. */
  #go(event: KeyboardEvent): boolean {
    const x = this.#target(event);
    if (x === null) return false;
    this.#jump(x);
    return true;
  }

  #target({ key, shiftKey, altKey }: KeyboardEvent): number | null {
    const stride = shiftKey ? 10 : altKey ? 0.1 : 1;
    if (key === "ArrowLeft" || key === "ArrowDown") return this.#stepped(-1, stride);
    if (key === "ArrowRight" || key === "ArrowUp") return this.#stepped(1, stride);
    if (altKey) return null;
    if (key === "PageDown") return this.#stepped(-1, 10);
    if (key === "PageUp") return this.#stepped(1, 10);
    if (key === "Home") return this.#range.min;
    return key === "End" ? this.#range.max : null;
  }

  #stepped(direction: number, stride: Stride): number {
    return stepped(this.#shown, this.#spec, this.#range, direction, stride);
  }

  /** Back to the value and the range when the cell ran. */
  #reset(): true {
    this.restore();
    this.#jump(this.#run);
    return true;
  }

  #jump(x: number): void {
    this.#held = false;
    this.#events.move(x);
  }
}
