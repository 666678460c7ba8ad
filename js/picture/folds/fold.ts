/** What a box shows of a fold besides its name and numbers: its code or what is in it, and how to open it. */

import { assign, svg } from "../../browser/dom";
import { restIn } from "../../folds/crowds";
import type { Place } from "../../layout/layout";
import type { Box, Fold } from "../../view/view";
import { counted } from "../../words/wording";
import { isRow, rowAt } from "./row";

const LEFT = 16; // px, of a name and of what is below it
const BESIDE = 12; // px, of a title
const [NAME, CODE] = [6.95, 6.35]; // px, the width of a letter of a name and of code
const FIRST = 17; // px, the baseline of the name
const LINE = 14; // px
const BOTTOM = 12; // px, below the baseline of the numbers
const DIGIT = 7.95; // px, of a value
const [LEAST, APART] = [62, 20]; // px, from a value to its gradient, whose sign hangs before it
const [VALUE, GRADIENT] = [34.5, 50.5]; // px, the baselines of the two where they stand below each other
const SHEET = 3; // px
const PLAIN = 58; // px, the height of a box without folds

export class FoldView {
  readonly elements: readonly Element[];
  /** Sheets behind it, if there are several of one kind in it. */
  readonly sheets: readonly SVGRectElement[];
  readonly isTitled: boolean;
  readonly #lines = svg("text", { class: "mg-lines" });
  readonly #isNumbered: boolean;
  readonly #switches: number;
  #count = ""; // what is said instead of how many there are
  /** Whether it says nothing but its name and numbers, one below the other, as there is little room. */
  isPlain = false;

  constructor(box: Box, fold: Fold) {
    this.isTitled = box.kind === "scope";
    this.#isNumbered = fold.single;
    this.#switches = fold.switches.length;
    this.sheets =
      fold.passes > 1
        ? [2, 1].map((n) => svg("rect", { class: "mg-sheet", x: n * SHEET, y: -n * SHEET }))
        : [];
    const opened = fold.members > 0 ? restIn(fold.region) : fold.region;
    this.elements = [this.#lines, ...(fold.opens ? [chevron(opened, true)] : [])];
  }

  /** Whether it has a value and a gradient. */
  get isNumbered(): boolean {
    return this.#isNumbered;
  }

  /** Say how many neurons of a closed layer are on. */
  count(on: number): void {
    this.#count = `${counted(on)} of ${counted(this.#switches)} on`;
    const line = this.#lines.firstElementChild;
    if (line && line.textContent !== this.#count) line.textContent = this.#count;
  }

  /** Put the parts where the layout wants them; returns where the name stands. */
  place({ label, lines = [], width, height }: Place): { readonly x: number; readonly y: number } {
    const left = this.isTitled ? BESIDE : LEFT;
    this.isPlain = height === PLAIN && lines.length === 0;
    const isInline = !this.isTitled && lines.length === 1 && height < PLAIN;
    const rows = lines.map((line, i) => {
      const text = isInline ? `= ${line}` : this.#count || line;
      const x = isInline ? left + NAME * label.length + CODE : left;
      return svg("tspan", { x, y: isInline ? FIRST : FIRST + LINE * (i + 1) }, text);
    });
    this.#lines.replaceChildren(...rows);
    for (const sheet of this.sheets) {
      assign(sheet, "width", width);
      assign(sheet, "height", height);
    }
    const mark = this.elements[1];
    if (mark) assign(mark, "transform", `translate(${width - 20} 4)`);
    return isRow(height) ? rowAt(width, true).name : { x: left, y: FIRST };
  }

  /** Where the value and the gradient stand, side by side on the last line, relative to their usual places. */
  numbersAt(height: number, letters: number): readonly [string, string] {
    if (this.isPlain) return ["translate(0 0)", "translate(0 0)"];
    const y = height - BOTTOM;
    const x = Math.max(LEAST, Math.ceil(letters * DIGIT) + APART);
    return [`translate(0 ${y - VALUE})`, `translate(${x} ${y - GRADIENT})`];
  }
}

/** The mark by which a region is opened or closed. */
export function chevron(region: number, opens: boolean): SVGGElement {
  const path = opens ? "M6 4l4 4-4 4" : "M4 6l4 4 4-4";
  const about = {
    class: "mg-chevron",
    "data-region": region,
    "data-opens": Number(opens),
    "aria-hidden": "true",
  };
  return svg(
    "g",
    about,
    svg("rect", { class: "mg-chevron-hit", width: 16, height: 16 }),
    svg("path", { d: path }),
  );
}
