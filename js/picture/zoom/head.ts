/** The row above a large graph: how much of it is drawn, and the buttons that zoom. */

import { assign, html, Words } from "../../browser/dom";
import { walk } from "../../browser/toolbar";
import type { Asking } from "../../folds/asking";
import { DepthView } from "../folds/depth";

export interface ZoomEvents {
  zoomIn(): void;
  zoomOut(): void;
  /** Zoom to 100 %. */
  reset(): void;
  /** Show the whole graph. */
  fit(): void;
}

export class HeadView {
  readonly element = html("div", { class: "mg-graph-head" });
  readonly #count = new Words(html("span", { class: "mg-count" }));
  readonly #buttons = html("div", { class: "mg-zoom", role: "toolbar", "aria-label": "Zoom" });
  readonly #scale: Words;
  readonly #first: HTMLElement;
  readonly #foldAll: HTMLButtonElement;
  readonly #depth: DepthView;
  readonly #stops: readonly HTMLButtonElement[];
  #isLarge = false;

  /** `first` is what stands at its left end. */
  constructor(first: HTMLElement, events: ZoomEvents, folds: Asking, signal: AbortSignal) {
    const [out, scale, into, fit] = [
      button("Zoom out", "\u2212", () => events.zoomOut(), signal),
      button("Zoom to 100%", "", () => events.reset(), signal),
      button("Zoom in", "+", () => events.zoomIn(), signal),
      button("Fit the graph", "Fit", () => events.fit(), signal),
    ];
    this.#scale = new Words(scale, "100%");
    this.#foldAll = button("Fold all", "Fold all", () => folds.foldAll(), signal);
    this.#depth = new DepthView(folds, signal);
    this.#stops = [this.#foldAll, out, scale, into, fit];
    this.#buttons.append(this.#depth.element, ...this.#stops);
    this.#buttons.addEventListener("keydown", (event) => walk(event, this.#stops), { signal });
    this.#buttons.addEventListener("focusin", ({ target }) => this.#arrive(target as Element), { signal });
    this.#first = first;
    this.element.append(first, this.#count.element, this.#buttons);
    this.#arrive(out);
  }

  /** Say how much is drawn, "" for all; a graph that is not large has only the zoom, and only while it is zoomed. */
  adopt(count: string, isLarge: boolean, isFolded: boolean): void {
    this.#first.hidden = !isLarge;
    this.#foldAll.hidden = !isFolded;
    this.#depth.element.hidden = !isFolded;
    this.#isLarge = isLarge;
    this.#count.write(count);
    this.element.classList.toggle("mg-large", isLarge);
  }

  show(scale: number, isPlaced: boolean): void {
    const percent = `${Math.round(100 * scale)}%`;
    const reset = this.#stops[2] as HTMLElement;
    this.#scale.write(percent);
    assign(reset, "aria-label", percent === "100%" ? "Zoom to 100%" : `Zoom to 100%, now ${percent}`);
    this.#buttons.hidden = !this.#isLarge && isPlaced;
  }

  /** One button is the tab stop of all. */
  #arrive(focused: Element): void {
    for (const stop of this.#stops) assign(stop, "tabindex", stop === focused ? 0 : -1);
  }
}

function button(name: string, text: string, press: () => void, signal: AbortSignal): HTMLButtonElement {
  const element = html("button", { type: "button", "aria-label": name }, text);
  element.addEventListener("click", press, { signal });
  return element;
}
