/** Where the parts stand for a width of the output: the inputs beside the graph or above it, the code beside or below. */

import type { InputsView } from "./inputs/inputs";
import type { Drawing } from "./picture/drawing";
import { SMALLEST } from "./picture/graph";

const NARROW = 700; // below, the inputs stand above the graph
const TINY = 480;
const WIDE = 1000; // from here on, they stand beside it unless it would have to be scrolled
const COSY = 800;
const THREE = 1080; // from here on, the code stands beside the graph where that leaves it enough room
const CODE = [420, 300, 230] as const; // at most where there is room, at most where there is little, and at least
const GAP = 28;
const FITS = 0.9; // the least scale of a graph beside its inputs

/** What is to stand beside the graph. */
interface Code {
  readonly isOpen: boolean;
  readonly wanted: number; // px
}

export class Placement {
  /** Of the root; 0 until it is known. */
  width = 0;
  /** Whether the graph waits for the hand to rest to find its side. */
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

  /** Place everything for a width of the root; `held` while a hand holds a slider. */
  place(width: number, held: boolean): void {
    const inputs = width < COSY && this.#inputs.terse ? 288 : 316;
    const beside = width - inputs - GAP;
    const code = this.#codeWidth(beside);
    const between = beside - code - GAP;
    this.owes = false;
    const stacked = this.#side("mg-stacked", this.#stacks(width, beside), width, held);
    const isThree = this.#side("mg-beside-code", !stacked && this.#hasThree(width, between), width, held);
    this.#root.style.setProperty("--mg-code-width", `${code}px`);
    this.#root.style.setProperty("--mg-inputs-width", `${inputs}px`);
    this.#root.classList.toggle("mg-narrow", width < NARROW);
    this.#root.classList.toggle("mg-tiny", width < TINY);
    this.width = width;
    this.#drawing.graph.place(stacked ? width : isThree ? between : beside);
  }

  /** As wide as its lines want it where the graph then nearly fits; not quite, where the graph can still be read. */
  #codeWidth(beside: number): number {
    const [most, more, least] = CODE;
    const wanted = Math.max(least, this.#code.wanted);
    const scale = (code: number) => this.#drawing.graph.fit(beside - code - GAP);
    if (scale(Math.min(most, wanted)) >= FITS) return Math.min(most, wanted);
    return scale(Math.min(more, wanted)) >= SMALLEST ? Math.min(more, wanted) : least;
  }

  /** Whether the graph stands under the inputs. */
  #stacks(width: number, beside: number): boolean {
    const fit = width < NARROW ? 0 : this.#drawing.graph.fit(beside);
    return fit < (width < WIDE ? FITS : SMALLEST);
  }

  /** Whether the code stands beside the graph. */
  #hasThree(width: number, between: number): boolean {
    return this.#code.isOpen && width >= THREE && this.#drawing.graph.fit(between) >= SMALLEST;
  }

  /** Mark on which side a part stands; it never changes sides under a hand that holds a slider. */
  #side(name: string, wanted: boolean, width: number, held: boolean): boolean {
    const stands = this.#root.classList.contains(name);
    const isOwed = held && width === this.width && wanted !== stands;
    this.owes ||= isOwed;
    const stays = isOwed ? stands : wanted;
    this.#root.classList.toggle(name, stays);
    return stays;
  }
}
