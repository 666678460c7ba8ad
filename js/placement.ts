/** Where the parts go at a given width: the inputs beside the graph or above it, the code beside it or below. */

import { mostRows } from "./inputs/grouping";
import type { InputsView } from "./inputs/inputs";
import type { Drawing } from "./picture/drawing";
import { SMALLEST } from "./picture/graph";

const NARROW = 700; // below this, the inputs are above the graph
const TINY = 480;
const WIDE = 1000; // from here on they are beside it, unless it would have to scroll
const MOST = 0.46; // of the width, for the inputs
const AIRY = 1.2; // times the width that the graph needs: so much it keeps before the sliders become longer
const THREE = 1080; // from here on the code is beside the graph, if that leaves it enough room
const CODE = [420, 300, 230] as const; // the maximum with plenty of room, the maximum with little, and the minimum
const GAP = 28;
const FITS = 0.9; // the smallest scale of a graph beside its inputs

/** The code panel that wants a place beside the graph. */
interface Code {
  readonly isOpen: boolean;
  readonly wanted: number; // px
}

export class Placement {
  /** The width of the root; 0 until it is known. */
  width = 0;
  /** Whether the graph changes sides once the drag is over. */
  owes = false;
  readonly #root: HTMLElement;
  readonly #inputs: InputsView;
  readonly #drawing: Drawing;
  readonly #code: Code;

  constructor(root: HTMLElement, inputs: InputsView, drawing: Drawing, code: Code) {
    this.#root = root;
    this.#inputs = inputs;
    this.#drawing = drawing;
    this.#code = code;
  }

  /** Place everything for a width of the root; `held` during a drag. */
  place(width: number, held: boolean): void {
    if (!held) this.#inputs.adapt(mostRows(width));
    const inputs = this.#inputsWidth(width);
    const beside = width - inputs - GAP;
    const code = this.#codeWidth(beside);
    const between = beside - code - GAP;
    this.owes = false;
    const stacked = this.#side("mg-stacked", this.#stacks(width, beside), width, held);
    const isThree = this.#side("mg-beside-code", !stacked && this.#hasThree(width, between), width, held);
    this.#root.style.setProperty("--mg-code-width", `${code}px`);
    this.#root.style.setProperty("--mg-inputs-width", `${inputs}px`);
    this.#root.classList.toggle("mg-narrow", width < NARROW);
    const column = (width - GAP) / 2;
    const isTwo = stacked && this.#inputs.isMany && column >= this.#inputs.leastOfTwo;
    this.#root.classList.toggle("mg-two", isTwo);
    this.#root.classList.toggle("mg-close", isTwo && column < this.#inputs.least);
    this.#root.classList.toggle("mg-grouped", this.#inputs.isGrouped);
    const above = stacked && width < this.#inputs.least && !this.#inputs.isGrouped;
    this.#root.classList.toggle("mg-names-above", above);
    this.#inputs.place({ width: stacked ? width : inputs, isBeside: !stacked, isAbove: above });
    this.#root.classList.toggle("mg-tiny", width < TINY);
    this.width = width;
    this.#drawing.place(stacked ? width : isThree ? between : beside);
  }

  /** The sliders are as long as the graph leaves room for, but in groups. */
  #inputsWidth(width: number): number {
    const { least, isGrouped } = this.#inputs;
    if (this.#code.isOpen || isGrouped) return least;
    const room = width - GAP - AIRY * this.#drawing.graph.least;
    return Math.round(Math.max(least, Math.min(MOST * width, room)));
  }

  /** As wide as its lines need if the graph then nearly fits; otherwise less, so that the graph stays readable. */
  #codeWidth(beside: number): number {
    const [most, more, least] = CODE;
    const wanted = Math.max(least, this.#code.wanted);
    const scale = (code: number) => this.#drawing.graph.fit(beside - code - GAP);
    if (scale(Math.min(most, wanted)) >= FITS) return Math.min(most, wanted);
    return scale(Math.min(more, wanted)) >= SMALLEST ? Math.min(more, wanted) : least;
  }

  /** Whether the graph goes under the inputs. */
  #stacks(width: number, beside: number): boolean {
    const { isFolded } = this.#drawing.graph; // folds say their code where there is room, and are not made smaller
    const fit =
      width < (this.#inputs.isGrouped || isFolded ? WIDE : NARROW) ? 0 : this.#drawing.graph.fit(beside);
    return fit < (isFolded ? 1 : width < WIDE ? FITS : SMALLEST);
  }

  /** Whether the code goes beside the graph. */
  #hasThree(width: number, between: number): boolean {
    return this.#code.isOpen && width >= THREE && this.#drawing.graph.fit(between) >= SMALLEST;
  }

  /** Mark on which side a part goes; it never changes sides during a drag. */
  #side(name: string, wanted: boolean, width: number, held: boolean): boolean {
    const stands = this.#root.classList.contains(name);
    const isOwed = held && width === this.width && wanted !== stands;
    this.owes ||= isOwed;
    const stays = isOwed ? stands : wanted;
    this.#root.classList.toggle(name, stays);
    return stays;
  }
}
