/** Where the parts stand for a width of the output: the inputs beside the graph or above it. */

import type { Drawing } from "./drawing";
import { SMALLEST } from "./graph";
import type { InputsView } from "./inputs";

const NARROW = 700; // below, the inputs stand above the graph
const TINY = 480;
const WIDE = 1000; // from here on, they stand beside it unless it would have to be scrolled
const COSY = 800;
const GAP = 28;
const FITS = 0.9; // the least scale of a graph beside its inputs

export class Placement {
  /** Of the root; 0 until it is known. */
  width = 0;
  /** Whether the graph waits for the hand to rest to find its side. */
  owes = false;
  readonly #root: HTMLElement;
  readonly #inputs: InputsView;
  readonly #drawing: Drawing;

  constructor(root: HTMLElement, inputs: InputsView, drawing: Drawing) {
    this.#root = root;
    this.#inputs = inputs;
    this.#drawing = drawing;
  }

  /** Place everything for a width of the root; `held` while a hand holds a slider. */
  place(width: number, held: boolean): void {
    const inputs = width < COSY && this.#inputs.terse ? 288 : 316;
    const beside = width - inputs - GAP;
    const stacked = this.#stacks(width, beside, held);
    this.#root.style.setProperty("--mg-inputs-width", `${inputs}px`);
    this.#root.classList.toggle("mg-narrow", width < NARROW);
    this.#root.classList.toggle("mg-tiny", width < TINY);
    this.#root.classList.toggle("mg-stacked", stacked);
    this.width = width;
    this.#drawing.graph.place(stacked ? width : beside);
  }

  /** Whether the graph stands under the inputs; it never changes sides under a hand that holds a slider. */
  #stacks(width: number, beside: number, held: boolean): boolean {
    const fit = width < NARROW ? 0 : this.#drawing.graph.fit(beside);
    const stacks = fit < (width < WIDE ? FITS : SMALLEST);
    const stands = this.#root.classList.contains("mg-stacked");
    this.owes = held && width === this.width && stacks !== stands;
    return this.owes ? stands : stacks;
  }
}
