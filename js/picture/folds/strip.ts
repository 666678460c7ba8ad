/** The strip of a loop: a cell for each turn with what flows out of it, and the turn that is shown. */

import { assign, svg, Words } from "../../browser/dom";
import { consumersOf } from "../../folds/parts";
import type { Replay } from "../../tape/replay";
import type { Fold } from "../../view/view";
import { signed } from "../../words/numbers";
import { counted } from "../../words/wording";
import { largestOf, strokeOf } from "../stroke";
import { binned, middle, together } from "./plots";

const HEIGHT = 10; // px
const GAP = 1; // px
const BUTTON = 20; // px
const DIGIT = 6.6; // px

export class StripView {
  readonly element = svg("g", { class: "mg-strip" });
  readonly #cells = svg("g", { class: "mg-cells" });
  readonly #mark = svg("path", { class: "mg-mark", d: "M-4 6L0 0L4 6Z" });
  readonly #selector = svg("g", { class: "mg-selector", role: "spinbutton", tabindex: 0 });
  readonly #text = svg("text", { class: "mg-turn", "text-anchor": "middle" });
  readonly #words = new Words(this.#text);
  readonly #fold: Fold;
  readonly #places: readonly Int32Array[];
  readonly #show: (turn: number) => void;
  #flows: readonly (number | null)[] = [];
  #width = 0;

  constructor(fold: Fold, places: readonly Int32Array[], show: (turn: number) => void) {
    this.#fold = fold;
    this.#places = places;
    this.#show = show;
    const [back, on] = [this.#button(-1, "M8 4l-4 4 4 4"), this.#button(1, "M4 4l4 4-4 4")];
    this.#selector.append(back, this.#text, on);
    this.element.append(this.#selector, this.#cells, this.#mark);
    assign(this.#selector, "aria-label", fold.word);
    assign(this.#selector, "data-loop", fold.region);
    assign(this.#selector, "aria-valuemin", 1);
    assign(this.#selector, "aria-valuemax", fold.passes);
    assign(this.#selector, "aria-valuenow", fold.turn);
    this.#listen();
  }

  /** Put the strip at a place in its frame, and the selector above its right end. */
  place(left: number, top: number, width: number): void {
    this.#width = width;
    this.#words.write(`${this.#fold.word} ${counted(this.#fold.turn)} of ${counted(this.#fold.passes)}`);
    const long = this.#words.text.length * DIGIT;
    const right = left + width;
    assign(this.#text, "x", right - BUTTON - long / 2);
    assign(this.#text, "y", top - 10);
    assign(
      this.#selector.children[0] as Element,
      "transform",
      `translate(${right - 2 * BUTTON - long} ${top - 22})`,
    );
    assign(
      this.#selector.children[2] as Element,
      "transform",
      `translate(${right - BUTTON + 4} ${top - 22})`,
    );
    assign(this.#cells, "transform", `translate(${left} ${top})`);
    const at = left + middle(this.#fold.turn, this.#fold.passes, width);
    assign(this.#mark, "transform", `translate(${Math.round(at)} ${top + HEIGHT + 1})`);
    this.#draw();
  }

  paint(replay: Replay): void {
    const { start } = replay.graph;
    const consumers = consumersOf(start);
    this.#flows = this.#places.map((places) => {
      let sum = 0;
      for (const place of places) {
        const node = consumers[place] as number;
        const flow = replay.contribution(node, place - (start[node] as number));
        if (flow === null) return null;
        sum += flow;
      }
      return sum;
    });
    const own = this.#flows[this.#fold.turn - 1] ?? null;
    const said = own === null ? "" : `, passes on ${signed(own)}`;
    assign(
      this.#selector,
      "aria-valuetext",
      `${this.#fold.word} ${this.#fold.turn} of ${this.#fold.passes}${said}`,
    );
    this.#draw();
  }

  #draw(): void {
    const flows = binned(this.#flows, this.#width);
    const largest = largestOf(flows);
    const step = this.#width / flows.length;
    const cells = flows.map((flow, bin) => {
      const { kind, colour } = strokeOf(flow, largest, "full");
      const x = Math.round(bin * step);
      const width = Math.max(1, Math.round((bin + 1) * step) - x - GAP);
      const cell = svg("rect", { class: `mg-cell mg-${kind}`, x, width, height: HEIGHT });
      if (colour) assign(cell, "fill", colour);
      return cell;
    });
    this.#cells.replaceChildren(
      svg("rect", { class: "mg-strip-hit", width: this.#width, height: HEIGHT + 6 }),
      ...cells,
    );
  }

  #button(by: number, path: string): SVGGElement {
    const hit = svg("rect", { class: "mg-chevron-hit", width: 16, height: 16 });
    const button = svg("g", { class: "mg-turn-by", "data-by": by }, hit, svg("path", { d: path }));
    return button;
  }

  #listen(): void {
    this.#selector.addEventListener("click", (event) => {
      const by = (event.target as Element).closest("[data-by]")?.getAttribute("data-by");
      if (by) this.#go(this.#fold.turn + Number(by));
      event.stopPropagation();
    });
    this.#selector.addEventListener("keydown", (event) => this.#key(event));
    this.#cells.addEventListener("click", (event) => {
      const at = event.clientX - this.#cells.getBoundingClientRect().left;
      const share = at / this.#cells.getBoundingClientRect().width;
      const size = together(this.#fold.passes, this.#width);
      const count = Math.ceil(this.#fold.passes / size);
      const bin = Math.max(0, Math.min(count - 1, Math.floor(share * count)));
      this.#go(this.#strongestIn(bin * size, size));
      event.stopPropagation();
    });
  }

  /** Of the turns that share a cell, the one in which the most flows. */
  #strongestIn(first: number, size: number): number {
    let best = first;
    for (let turn = first; turn < Math.min(first + size, this.#fold.passes); turn++) {
      if (Math.abs(this.#flows[turn] ?? 0) > Math.abs(this.#flows[best] ?? 0)) best = turn;
    }
    return best + 1;
  }

  #key(event: KeyboardEvent): void {
    const { turn, passes } = this.#fold;
    const by = event.shiftKey ? 10 : 1;
    const ends: Readonly<Record<string, number>> = { Home: 1, End: passes };
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -by,
      ArrowDown: -by,
      ArrowRight: by,
      ArrowUp: by,
    };
    const to =
      ends[event.key] ?? (steps[event.key] === undefined ? null : turn + (steps[event.key] as number));
    if (to === null) return;
    this.#go(to);
    event.preventDefault();
    event.stopPropagation();
  }

  #go(turn: number): void {
    const within = Math.max(1, Math.min(this.#fold.passes, turn));
    if (within !== this.#fold.turn) this.#show(within);
  }
}
