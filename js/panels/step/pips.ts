/** The steps of both passes as a row of pips, done, active and to come; together they are one slider. */

import { assign, html } from "../../browser/dom";
import type { Passes } from "./passes";

const TOLD_APART = 40; // pips in a pass; more are drawn as one bar

export class Pips {
  readonly element = html("div", {
    class: "mg-pips",
    role: "slider",
    tabindex: 0,
    "aria-label": "Step",
    "aria-valuemin": 0,
  });
  readonly #rows = [html("span", { class: "mg-pass" }), html("span", { class: "mg-pass" })] as const;
  readonly #jump: (step: number) => void;
  #counts: readonly [number, number] = [0, 0];

  /** `jump` is called with the step that the user presses or drags to. */
  constructor(jump: (step: number) => void, signal: AbortSignal) {
    this.#jump = jump;
    this.element.append(this.#rows[0], html("i", { class: "mg-between" }), this.#rows[1]);
    this.element.addEventListener("pointerdown", (event) => this.#press(event), { signal });
    this.element.addEventListener("pointermove", (event) => this.#drag(event), { signal });
  }

  show(passes: Passes, step: number): void {
    const { steps, forward } = passes;
    this.#counts = [forward, steps.length - forward];
    let from = 0;
    this.#rows.forEach((row, i) => {
      row.hidden = this.#counts[i] === 0;
      fill(row, this.#counts[i] as number, step - from);
      from += this.#counts[i] as number;
    });
    this.element.style.setProperty("--mg-steps", String(steps.length));
    assign(this.element, "aria-valuemax", steps.length);
    assign(this.element, "aria-valuenow", step + 1);
    assign(this.element, "aria-valuetext", step < 0 ? "Not begun" : passes.count(step));
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.element.setPointerCapture?.(event.pointerId);
    this.#jump(this.#at(event.clientX));
  }

  #drag(event: PointerEvent): void {
    if (this.element.hasPointerCapture?.(event.pointerId)) this.#jump(this.#at(event.clientX));
  }

  /** The step whose pip is nearest. */
  #at(x: number): number {
    const [forward, backward] = this.#rows.map((row) => row.getBoundingClientRect()) as [DOMRect, DOMRect];
    const isBackward = this.#counts[0] === 0 || x >= (forward.right + backward.left) / 2;
    const [{ left, width }, count] = isBackward ? [backward, this.#counts[1]] : [forward, this.#counts[0]];
    const place = Math.floor((count * (x - left)) / width);
    return (isBackward ? this.#counts[0] : 0) + Math.max(0, Math.min(count - 1, place));
  }
}

/** Fill a row up to `step`, counted from its first pip; below 0 it has not begun. */
function fill(row: HTMLElement, count: number, step: number): void {
  row.classList.toggle("mg-apart", count <= TOLD_APART);
  row.classList.toggle("mg-working", step >= 0 && step < count);
  row.style.setProperty("--mg-count", String(count));
  row.style.setProperty("--mg-done", String(Math.max(0, Math.min(step, count))));
}
