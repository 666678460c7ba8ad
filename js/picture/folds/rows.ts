/**
 * Rows below the boxes of an open loop: what its turns hand on, with its gradient; and the test of a `while`.
 *
 * Pressing or dragging in a plot shows the turn that is there.
 *
 * Twin: microgradext/explain/picture/rows.py
 */

import { assign, svg } from "../../browser/dom";
import { CAPTIONS, heightBelow, ROW } from "../../layout/below";
import type { Place } from "../../layout/layout";
import { type Replay, type Shown, shownGradient } from "../../tape/replay";
import type { Fold, Row } from "../../view/view";
import { fitted, fittedSigned } from "../../words/numbers";
import { cut } from "../../words/wording";
import { kindOf, largestOf } from "../stroke";
import { type Bar, bars, chosen, curve, middle, type Point } from "./plots";

const LEFT = 12; // px
const NAMES = 64; // px
const NUMBERS = 62; // px, of a number with the space before it
const APART = 8; // px
const MOST_NAME = 9; // characters
const DIGITS = 7;
const LETTER = 5.6; // px
const BASE = 13; // px, the baseline of a row

/** The numbers of a row by turn. */
interface Said {
  readonly row: Row;
  readonly values: readonly (number | null)[];
  readonly gradients: readonly Shown[];
  readonly bound: number | null;
}

export class RowsView {
  readonly element: SVGGElement;
  readonly #fold: Fold;
  #said: readonly Said[] = [];
  #place: Place | null = null;

  constructor(fold: Fold, show: (turn: number) => void) {
    this.#fold = fold;
    this.element = svg("g", { class: "mg-carried", role: "img", "data-rows": fold.region });
    this.element.addEventListener("pointerdown", (event) => follow(event, fold, show));
    this.element.addEventListener("click", (event) => event.stopPropagation());
  }

  /** Put the rows at the bottom of their frame. */
  place(place: Place): void {
    this.#place = place;
    this.#draw();
  }

  paint(replay: Replay): void {
    this.#said = this.#fold.rows.map((row) => saidOf(row, replay));
    this.#draw();
  }

  #draw(): void {
    const [place, { passes, region, rows, turn, word }] = [this.#place, this.#fold];
    if (place === null) return;
    const drawn = chosen(this.#said.map(sizeOf), place.rows).map((row) => this.#said[row] as Said);
    assign(this.element, "data-rows", region);
    assign(this.element, "aria-label", drawn.map((said) => spokenOf(said, turn)).join(", ") || word);
    if (drawn.length === 0) {
      this.element.replaceChildren();
      return;
    }
    const width = Math.floor((place.width - 2 * LEFT - NAMES - 2 * NUMBERS - APART) / 2);
    const first = LEFT + NAMES;
    const second = first + width + NUMBERS + APART;
    const top = place.height - heightBelow(rows.length, place.rows);
    const room = Math.floor((width + NUMBERS) / LETTER);
    const plotted = drawn.filter(({ bound }) => bound === null).length;
    const rest = rows.length - drawn.length;
    const below = top + CAPTIONS + ROW * drawn.length;
    const at = middle(turn, passes, width);
    const hair = (left: number, count: number) =>
      line(`M${left + at} ${top + CAPTIONS - 2}v${ROW * count}`, "1 2");
    const hit = (x: number, count: number) =>
      svg("rect", { class: "mg-strip-hit", x, y: top + CAPTIONS - 2, width, height: ROW * count });
    this.element.replaceChildren(
      line(`M0 ${top}h${place.width}`, "", "rule"),
      words(first, top + 15, cut(`value after each ${word}`, room)),
      ...(plotted > 0 ? [words(second, top + 15, cut("gradient of it", room))] : []),
      ...drawn.flatMap((said, i) =>
        rowOf(said, turn, { top: top + CAPTIONS + ROW * i, first, second, width }),
      ),
      ...(rest > 0 ? [words(LEFT, below + 11, `${rest} more`)] : []),
      hair(first, drawn.length),
      hair(second, plotted),
      hit(first, drawn.length),
      hit(second, plotted),
    );
  }
}

function saidOf(row: Row, replay: Replay): Said {
  const isTest = row.bound >= 0;
  return {
    row,
    values: row.nodes.map((node) => (node < 0 ? null : replay.value(node))),
    gradients: row.nodes.map((node) => (node < 0 || isTest ? null : shownGradient(replay, node))),
    bound: isTest ? replay.value(row.bound) : null,
  };
}

/** By which rows are chosen: the test comes first, as it says why the loop ends. */
function sizeOf({ bound, gradients }: Said): number {
  return bound === null ? largestOf(gradients.map(numberOf)) : Number.MAX_VALUE;
}

/** The number that is shown, if there is one; of one that is only rounding, 0. */
function numberOf(shown: Shown): number | null {
  return typeof shown === "string" ? 0 : (shown ?? null);
}

function spokenOf({ row, values, gradients }: Said, turn: number): string {
  const [value, gradient] = [values[turn - 1] ?? null, gradients[turn - 1] ?? null];
  const passed = gradient === null ? "" : ` gradient ${written(gradient)}`;
  return `${row.name}${value === null ? "" : ` ${fitted(value, DIGITS)}`}${passed}`;
}

function written(gradient: number | string): string {
  return typeof gradient === "string" ? gradient : fittedSigned(gradient, DIGITS);
}

interface Where {
  readonly top: number;
  readonly first: number;
  readonly second: number;
  readonly width: number;
}

function rowOf({ row, values, gradients, bound }: Said, turn: number, where: Where): SVGElement[] {
  const { top, first, second, width } = where;
  const base = top + BASE;
  const { lines, level, isLog } = curve(values, width, bound);
  const [value, gradient] = [values[turn - 1] ?? null, gradients[turn - 1] ?? null];
  const found = [
    words(LEFT, base, cut(row.name, MOST_NAME), bound === null ? "mg-label" : "mg-lines"),
    line(lines.map((points) => stretch(points, first, top)).join("")),
  ];
  if (level !== null) found.push(line(`M${first} ${top + level}h${width}`, "3 2"));
  if (value !== null) found.push(words(first + width + APART, base, fitted(value, DIGITS)));
  if (bound !== null) {
    const dashed = `dashed: ${fitted(bound, DIGITS)}`;
    const about = `${isLog ? "log scale; " : ""}${dashed}, where it ends`;
    found.push(words(second, base, about.length * LETTER <= width + NUMBERS ? about : dashed));
    return found;
  }
  const drawn = bars(gradients.map(numberOf), width);
  for (const kind of ["positive", "negative", "unbounded"] as const) {
    const way = drawn.filter((bar) => bar.kind === kind).map((bar) => outline(bar, second, top));
    const fill = kind === "unbounded" ? "none" : `var(--mg-${kind})`;
    if (way.length > 0) found.push(svg("path", { class: `mg-cell mg-${kind}`, d: way.join(""), fill }));
  }
  if (gradient !== null) {
    const kind = typeof gradient === "string" ? "zero" : kindOf(gradient);
    found.push(words(second + width + APART, base, written(gradient), `mg-gradient mg-${kind}`));
  }
  return found;
}

function words(x: number, y: number, said: string, kind = "mg-lines"): SVGElement {
  return svg("text", { class: kind, x, y }, said);
}

function line(d: string, dash = "", colour = "quiet"): SVGElement {
  const stroke = { stroke: `var(--mg-${colour})`, "stroke-dasharray": dash, "stroke-linecap": "round" };
  return svg("path", { d, fill: "none", ...stroke });
}

/** A line through points; one alone is a dot. */
function stretch(points: readonly Point[], left: number, top: number): string {
  const way = points.map(([x, y]) => `${left + x} ${top + y}`).join("L");
  return `M${way}${points.length === 1 ? "h0" : ""}`;
}

function outline({ kind, x, y, width, height }: Bar, left: number, top: number): string {
  const inset = kind === "unbounded" ? 0.5 : 0;
  const [wide, high] = [width - 2 * inset, height - 2 * inset];
  return `M${left + x + inset} ${top + y + inset}h${wide}v${high}h${-wide}z`;
}

/** Show the turns under the pointer until it is released; each turn is another frame, so the plot is found anew. */
function follow(press: PointerEvent, { region, passes, turn }: Fold, show: (turn: number) => void): void {
  const hits = (within: Element) => [...within.querySelectorAll(`[data-rows="${region}"] .mg-strip-hit`)];
  const view = (press.currentTarget as Element).closest(".microgradext");
  const plot = view ? hits(view).indexOf(press.target as Element) : -1;
  if (view === null || plot < 0 || press.button !== 0) return;
  const life = new AbortController();
  let shown = turn;
  const go = ({ clientX }: PointerEvent) => {
    const room = hits(view)[plot]?.getBoundingClientRect();
    if (room === undefined || room.width === 0) return;
    const place = Math.floor((passes * (clientX - room.left)) / room.width) + 1;
    const to = Math.max(1, Math.min(passes, place));
    if (to !== shown) show(to);
    shown = to;
  };
  addEventListener("pointermove", go, life);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => life.abort(), life);
  press.preventDefault(); // no text is selected on the way
  press.stopPropagation(); // nor is the picture moved
  go(press);
}
