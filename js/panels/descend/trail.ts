/** The output at the start of a descent and after each of its steps, drawn as a line. */

import { assign, html, Words } from "../../browser/dom";
import { type Carried, dots, type Line, type Place, Plot, through } from "../../browser/plot";
import { short, spoken } from "../../words/numbers";
import { exact } from "../../words/reading";
import type { Trail } from "./descent";

const HEIGHT = 76; // px
const MARGIN = 18; // px, room for the text of the first value above or below its dot
const FIRST_ROOM = 20; // steps
const MOST = 400; // at most this many points are drawn

export class TrailView {
  readonly element: HTMLElement;
  readonly #plot = new Plot("mg-trail-plot", HEIGHT);
  readonly #floor: Line = this.#plot.line("mg-floor");
  readonly #line: Line = this.#plot.line("mg-trail-line", false);
  readonly #dots: Line = this.#plot.line("mg-trail-dots", false);
  readonly #end: Line = this.#plot.line("mg-point", false);
  readonly #head = new Words(html("div", { class: "mg-head" }));
  readonly #first = new Words(html("span", { class: "mg-first" }));
  readonly #last = new Words(html("b", { class: "mg-last" }));
  readonly #atFirst: Carried = this.#plot.carry(this.#first.element as HTMLElement);
  readonly #atLast: Carried = this.#plot.carry(this.#last.element as HTMLElement);
  #shown = "";

  constructor() {
    this.element = html("div", { class: "mg-trail" }, this.#head.element, this.#plot.element);
    assign(this.#plot.drawing, "aria-label", "No steps yet");
    this.#floor.draw(through([0, 1].map((share) => ({ share, y: HEIGHT - 1 }))));
  }

  /** Draw the trail if it has changed. */
  paint({ values, steps }: Trail, title: string): void {
    const last = values.at(-1) as number;
    const shown = `${title} ${steps} ${values[0]} ${last}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    const places = placesOf(values);
    const [from, to] = [places[0] ?? null, lastOf(places)];
    this.#head.write(steps === 0 ? title : `${title} after each step, ${counted(steps)}`);
    this.#line.draw(through(places));
    this.#dots.draw(steps <= MOST / 2 ? dots(places) : "");
    this.#end.draw(to ? dots([to]) : "");
    this.#write(values, from, to);
    const way = `from ${spoken(values[0] as number)} to ${spoken(last)} in ${counted(steps)}`;
    assign(this.#plot.drawing, "aria-label", `${title} ${way}`);
  }

  #write(values: readonly number[], from: Place | null, to: Place | null): void {
    const [first, last] = [values[0] as number, values.at(-1) as number];
    this.#first.write(values.length > 1 ? short(first) : "");
    this.#last.write(short(last));
    assign(this.#first.element, "title", exact(first));
    assign(this.#last.element, "title", exact(last));
    const middle = { share: 0, y: HEIGHT / 2 };
    const [start, end] = [from ?? middle, to ?? middle];
    const isHigh = start.y <= end.y;
    this.#atFirst.to({ share: start.share, y: start.y + (isHigh ? -19 : 3) });
    this.#atLast.to({ share: end.share, y: end.y - 8 });
  }
}

/** The places of every value, or of every few in a long trail, always with the first and the last. */
function placesOf(values: readonly number[]): (Place | null)[] {
  const known = values.filter(Number.isFinite);
  const low = known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const steps = values.length - 1;
  const room = roomFor(steps);
  const every = Math.ceil(values.length / MOST);
  const places: (Place | null)[] = [];
  for (let step = 0; step <= steps; step += every) places.push(placeOf(step));
  if (steps % every !== 0) places.push(placeOf(steps));
  return places;

  function placeOf(step: number): Place | null {
    const value = values[step] as number;
    if (!Number.isFinite(value)) return null;
    const down = high > low ? (high - value) / (high - low) : 0.5;
    return { share: step / room, y: MARGIN + (HEIGHT - 2 * MARGIN) * down };
  }
}

/** How many steps the plot has room for: it doubles whenever the plot is full, so that it stays still in between. */
function roomFor(steps: number): number {
  let room = FIRST_ROOM;
  while (room < steps) room *= 2;
  return room;
}

function lastOf(places: readonly (Place | null)[]): Place | null {
  return places.filter((place) => place !== null).at(-1) ?? null;
}

function counted(steps: number): string {
  return `${steps} ${steps === 1 ? "step" : "steps"}`;
}
