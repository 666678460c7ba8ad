/** The open dot at the end of a secant, at distance h from the point; moved with the mouse or the keyboard. */

import { Attribute, html } from "../../browser/dom";
import { lifeWithin } from "../../browser/life";
import { firstH, fittingH, heldH } from "../../tape/curve";
import { aimed, atShare, clean, type Range, stepOf } from "../../tape/range";
import type { Gradient } from "../../tape/replay";
import type { Input } from "../../wire/protocol";
import { spoken } from "../../words/numbers";
import { decimal } from "../../words/reading";

export interface HandleEvents {
  hold(hand: object): void;
  rest(hand: object): void;
  /** h has changed. */
  changed(): void;
}

export class Handle {
  readonly element = html("span", {
    class: "mg-handle",
    role: "slider",
    tabindex: 0,
    title: "Drag, or press ← and →; Page Down makes h ten times smaller",
  });
  readonly #input: Input;
  readonly #track: Element;
  readonly #events: HandleEvents;
  readonly #now = new Attribute(this.element, "aria-valuenow");
  readonly #text = new Attribute(this.element, "aria-valuetext");
  #drag: AbortController | null = null;
  #range: Range = { min: 0, max: 1, scale: "linear" };
  #h: number | null = null; // as the user chose it
  #used = 1; // as it fits into the range
  #x = 0;

  /** `track` is the element that is as wide as the range. */
  constructor(input: Input, track: Element, events: HandleEvents, signal: AbortSignal) {
    this.#input = input;
    this.#track = track;
    this.#events = events;
    this.element.setAttribute("aria-label", `h for ${input.name}`);
    this.element.addEventListener("pointerdown", (event) => this.#grabbed(event, signal), { signal });
    this.element.addEventListener("keydown", (event) => this.#key(event), { signal });
  }

  over(range: Range): void {
    this.#range = range;
    const width = range.max - range.min;
    this.element.setAttribute("aria-valuemin", decimal(-width));
    this.element.setAttribute("aria-valuemax", decimal(width));
  }

  /** Place the dot beside the point at `x`; returns the h that is used there. */
  show(x: number): number {
    const chosen = this.#h ?? firstH(this.#input, this.#range);
    this.#x = x;
    this.#used = fittingH(chosen, x, this.#range);
    return this.#used;
  }

  say(secant: Gradient): void {
    this.#now.write(decimal(this.#used));
    this.#text.write(typeof secant === "number" ? `secant ${spoken(secant)}` : "secant not known");
  }

  /** The dot has been removed: a drag of it is over. */
  letGo(): void {
    this.#drag?.abort();
    this.#events.rest(this);
  }

  #grabbed(event: PointerEvent, signal: AbortSignal): void {
    const { left, width } = this.#track.getBoundingClientRect();
    this.#drag?.abort();
    this.#drag = lifeWithin(signal);
    const listen = { signal: this.#drag.signal };
    const end = () => this.letGo();
    event.preventDefault(); // so that no text is selected
    this.element.focus();
    this.element.setPointerCapture(event.pointerId);
    this.#events.hold(this);
    this.element.addEventListener(
      "pointermove",
      ({ clientX }) => this.#aim((clientX - left) / width),
      listen,
    );
    for (const name of ["pointerup", "pointercancel"] as const) {
      this.element.addEventListener(name, end, listen);
    }
    const lost = ({ pointerId }: PointerEvent) => pointerId === event.pointerId && end();
    this.element.ownerDocument.addEventListener("lostpointercapture", lost, listen); // the dot may be removed
  }

  /** The pointer is at a share of the range. */
  #aim(share: number): void {
    const end = aimed(atShare(share, this.#range), this.#input, this.#range);
    this.#set(end - this.#x);
  }

  #key(event: KeyboardEvent): void {
    const h = this.#target(event);
    if (h === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#set(h);
  }

  #target({ key, shiftKey }: KeyboardEvent): number | null {
    const step = stepOf(this.#input, this.#range) * (shiftKey ? 10 : 1);
    if (key === "ArrowLeft" || key === "ArrowDown") return this.#beside(-step);
    if (key === "ArrowRight" || key === "ArrowUp") return this.#beside(step);
    if (key === "PageDown") return this.#used / 10;
    if (key === "PageUp") return this.#used * 10;
    if (key === "Home") return this.#range.min - this.#x;
    return key === "End" ? this.#range.max - this.#x : null;
  }

  /** h one step further; it skips zero, where there is no secant. */
  #beside(step: number): number {
    const h = clean(this.#used + step);
    return Math.abs(h) < 1e-6 * Math.abs(step) ? step : h;
  }

  #set(h: number): void {
    this.#h = fittingH(heldH(h, this.#input, this.#range), this.#x, this.#range);
    this.#events.changed();
  }
}
