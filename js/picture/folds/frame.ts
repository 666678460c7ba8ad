/** An open fold: a frame around its boxes, with its title, and of a loop the turn that is shown and all others. */

import { assign, svg, Words } from "../../browser/dom";
import { leaving } from "../../folds/turns";
import type { Place } from "../../layout/layout";
import type { Replay } from "../../tape/replay";
import type { Box, Fold } from "../../view/view";
import type { Graph } from "../../wire/protocol";
import { chevron } from "./fold";
import { RowsView } from "./rows";
import { StripView } from "./strip";

const TITLE = 18; // px, the baseline of the title
const INDENT = 26; // px, of the title
const SHEET = 4; // px
const STRIP = 28; // px, the top of the strip
const PADDING = 12; // px

/** What a frame asks for. */
export interface FrameEvents {
  /** Show a turn, counted from 1. */
  turn(loop: number, turn: number): void;
}

export class FrameView {
  readonly element: SVGGElement;
  readonly #fold: Fold;
  readonly #frame = svg("rect", { class: "mg-frame", rx: 8 });
  readonly #ring = svg("rect", { class: "mg-ring", x: -3, y: -3 });
  readonly #title = svg("text", { class: "mg-title", x: INDENT, y: TITLE });
  readonly #titleText = new Words(this.#title);
  readonly #sheets: readonly SVGRectElement[];
  readonly #strip: StripView | null;
  readonly #rows: RowsView | null;

  /** The frame of a box that is one; null of any other. */
  static of(graph: Graph, { kind, fold }: Box, events: FrameEvents): FrameView | null {
    const { regions } = graph;
    if (kind !== "frame" || fold === undefined || regions === null) return null;
    const places = fold.passes > 1 ? leaving(graph, regions, fold.region) : [];
    return new FrameView(fold, places, events);
  }

  /** `places` are, for each turn of a loop, the places among all operands of what flows out of it. */
  private constructor(fold: Fold, places: readonly Int32Array[], events: FrameEvents) {
    this.#fold = fold;
    const isLoop = fold.passes > 1;
    this.#sheets = isLoop
      ? [3, 2, 1].map((n) => svg("rect", { class: "mg-sheet", rx: 8, x: n * SHEET, y: -n * SHEET }))
      : [];
    const show = (turn: number) => events.turn(fold.region, turn);
    this.#strip = isLoop ? new StripView(fold, places, show) : null;
    this.#rows = fold.rows.length > 0 ? new RowsView(fold, show) : null;
    const mark = chevron(fold.region, false);
    assign(mark, "transform", "translate(8 6)");
    this.element = svg("g", {
      class: "mg-node mg-open",
      role: "group",
      tabindex: -1,
      "aria-label": fold.title,
    });
    this.element.append(...this.#sheets, this.#ring, this.#frame, mark, this.#title);
    for (const part of [this.#strip, this.#rows]) if (part) this.element.append(part.element);
  }

  place(place: Place): void {
    const { label, x, y, width, height } = place;
    assign(this.element, "transform", `translate(${x} ${y})`);
    for (const sheet of [...this.#sheets, this.#frame]) {
      assign(sheet, "width", width);
      assign(sheet, "height", height);
    }
    assign(this.#ring, "width", width + 6);
    assign(this.#ring, "height", height + 6);
    this.#titleText.write(label);
    this.#strip?.place(PADDING, STRIP, width - 2 * PADDING);
    this.#rows?.place(place);
  }

  /** Show what flows out of each turn; only when settled. */
  settle(replay: Replay): void {
    this.#strip?.paint(replay);
    this.#rows?.paint(replay);
  }

  select(selected: boolean): void {
    this.element.classList.toggle("mg-selected", selected);
  }

  point(pointed: boolean): void {
    this.element.classList.toggle("mg-pointed", pointed);
  }

  paint(): void {}

  record(): void {}

  bear(): void {}

  act(): void {}

  describe(name: string): void {
    const { summary: words } = this.#fold;
    const summary = words ? `, ${words}` : "";
    assign(this.element, "aria-label", `${name}${summary}, open`);
  }
}
