/** The plot under one slider: the output along the input, its tangent, and a secant to a draggable dot. */

import { Attribute, assign, html } from "../../browser/dom";
import { lifeWithin } from "../../browser/life";
import { dots, type Place, Plot, through } from "../../browser/plot";
import { Figure } from "../../picture/figure";
import { kindOf } from "../../picture/stroke";
import { type Along, type Limits, limitsOf, quotients, samples } from "../../tape/curve";
import { growthAt, type Range, shareOf } from "../../tape/range";
import type { Gradient, Shown } from "../../tape/replay";
import type { Input } from "../../wire/protocol";
import { short, signed, spoken } from "../../words/numbers";
import { exact, exactGradient, gradientText, numberOf, said } from "../../words/reading";
import { Handle, type HandleEvents } from "./handle";

const HEIGHT = 72; // px
const MARGIN = 7; // px, above and below the limits
const THUMB = -11; // px, where the slider's thumb ends
const BEYOND = 2 * HEIGHT; // px, how far beyond the plot a line may go, so that its numbers stay small

/** The output at the current point and its slope; null or undefined where that is not known. */
export interface Standing {
  readonly x: number;
  readonly here: number | null;
  readonly gradient: Shown;
  readonly along: Along | null; // null if there is no time to compute it
}

export class SlopeView {
  readonly element: HTMLElement;
  readonly input: Input;
  readonly position: number;
  /** Where the curve is to be sampled. */
  places: readonly number[] = [];
  readonly #title: string;
  readonly #life: AbortController;
  readonly #plot = new Plot("mg-along", HEIGHT);
  readonly #curve = this.#plot.line("mg-curve");
  readonly #tangentLine = this.#plot.line("mg-tangent");
  readonly #secantLine = this.#plot.line("mg-secant");
  readonly #hairline = this.#plot.line("mg-hairline", false);
  readonly #point = this.#plot.line("mg-point", false);
  readonly #handle: Handle;
  readonly #carried;
  readonly #tangent = Figure.html("mg-figure");
  readonly #secant = Figure.html("mg-figure");
  readonly #symmetric = Figure.html("mg-figure");
  readonly #h = Figure.html("mg-figure");
  readonly #exactH = new Attribute(this.#h.element, "title");
  #values: readonly (number | null)[] = [];
  #range: Range = { min: 0, max: 1, scale: "linear" };
  #limits: Limits = { low: 0, high: 1 };

  constructor(input: Input, position: number, title: string, events: HandleEvents, signal: AbortSignal) {
    this.input = input;
    this.position = position;
    this.#title = title;
    this.#life = lifeWithin(signal);
    this.#handle = new Handle(input, this.#plot.element, events, this.#life.signal);
    this.#carried = this.#plot.carry(this.#handle.element);
    const figures = { tangent: this.#tangent, secant: this.#secant, symmetric: this.#symmetric, h: this.#h };
    const rows = Object.entries(figures).flatMap(([name, { element }]) => [
      html("dt", {}, name),
      html("dd", {}, element),
    ]);
    this.#plot.line("mg-floor").draw(through([0, 1].map((share) => ({ share, y: HEIGHT - 1 }))));
    this.element = html("div", { class: "mg-slope" }, this.#plot.element, html("dl", {}, ...rows));
  }

  leave(): void {
    this.#life.abort();
    this.element.remove();
    this.#handle.letGo();
  }

  /** Whether this plot fits an input, whatever its node. */
  isOf({ name, whole }: Input, position: number, title: string): boolean {
    return (
      name === this.input.name &&
      whole === this.input.whole &&
      position === this.position &&
      title === this.#title
    );
  }

  /** Draw the curve over a range; false if it is drawn there already. */
  over(range: Range): boolean {
    if (range === this.#range) return false;
    this.#range = range;
    this.#values = [];
    this.places = samples(range, this.input.whole);
    this.#handle.over(range);
    return true;
  }

  /** Take the output at the sampled places. */
  take(values: readonly (number | null)[]): void {
    this.#values = values;
  }

  /** Mark the curve as that of an earlier point, until the output has been sampled again. */
  age(isPast: boolean): void {
    this.element.classList.toggle("mg-past", isPast);
  }

  /** Rescale the plot to show all of the curve; only when settled. */
  rescale(here: number | null): void {
    this.#limits = limitsOf(this.#values, here ?? Number.NaN);
  }

  paint(standing: Standing): void {
    const h = this.#handle.show(standing.x);
    const found = foundAt(standing, h);
    const { tangent, secant, symmetric } = found;
    this.#draw(standing, found, h);
    this.#tangent.write(gradientText(tangent, signed));
    this.#tangent.tint(kindOf(numberOf(tangent)));
    this.#secant.write(gradientText(secant, signed));
    this.#symmetric.write(gradientText(symmetric, signed));
    this.#h.write(short(h));
    this.#exactH.write(exact(h));
    this.#handle.say(secant);
  }

  /** Write the exact numbers, and those for a screen reader; only when settled. */
  describe(standing: Standing): void {
    const { tangent, secant, symmetric } = foundAt(standing, this.#handle.show(standing.x));
    assign(this.#tangent.element, "title", exactGradient(tangent));
    assign(this.#secant.element, "title", exactGradient(secant));
    assign(this.#symmetric.element, "title", exactGradient(symmetric));
    const slope = numberOf(tangent) === null ? "slope not known" : `slope ${said(tangent)}`;
    const text = `${this.#title} along ${this.input.name}: ${slope} at ${spoken(standing.x)}`;
    assign(this.#plot.drawing, "aria-label", text);
  }

  #draw({ x, here }: Standing, { tangent, ahead }: Found, h: number): void {
    const curve = this.#values.map((y, i) => this.#place(this.places[i] as number, y));
    const point = this.#place(x, here);
    const end = this.#place(x + h, ahead ?? null);
    const foot = { share: this.#share(x), y: point?.y ?? HEIGHT };
    this.#curve.draw(through(curve));
    const [growth, slope] = [growthAt(x, this.#range), numberOf(tangent)];
    this.#tangentLine.draw(through(point ? this.#tangentThrough(point, slope ?? Number.NaN, growth) : []));
    this.#tangentLine.tint(`mg-${kindOf(slope)}`);
    this.#secantLine.draw(through(point && end ? [point, shortened(point, end)] : []));
    this.#hairline.draw(through([{ ...foot, y: THUMB }, bounded(foot)]));
    this.#point.draw(point && isInside(point) ? dots([point]) : "");
    this.element.classList.toggle("mg-nowhere", point === null);
    this.#carried.to(bounded(end ?? { ...foot, share: this.#share(x + h) }));
  }

  /** The tangent in both directions from the point to the ends of the plot. */
  #tangentThrough(point: Place, gradient: number, growth: number): Place[] {
    const steep = (gradient * growth * (HEIGHT - 2 * MARGIN)) / this.#height;
    if (!Number.isFinite(steep)) return [];
    const ends = [0, 1].map((share) => ({ share, y: point.y - steep * (share - point.share) }));
    return ends.map((end) => shortened(point, end));
  }

  #place(x: number, y: number | null): Place | null {
    if (y === null || !Number.isFinite(y)) return null;
    const down = MARGIN + ((HEIGHT - 2 * MARGIN) * (this.#limits.high - y)) / this.#height;
    return { share: this.#share(x), y: Math.max(-1e5, Math.min(1e5, down)) };
  }

  get #height(): number {
    return this.#limits.high - this.#limits.low;
  }

  #share(x: number): number {
    return Math.max(-1, Math.min(2, shareOf(x, this.#range)));
  }
}

/** The slopes, from the tape and from differences; undefined while waiting for the kernel, null if there is none. */
interface Found {
  readonly tangent: Shown;
  readonly secant: Gradient;
  readonly symmetric: Gradient;
  readonly ahead?: number | null; // the output at x + h
}

/** Where the output is not a number it has no slope, whatever the local derivatives say. */
function foundAt({ x, here, gradient, along }: Standing, h: number): Found {
  if (here !== null && !Number.isFinite(here)) return { tangent: null, secant: null, symmetric: null };
  if (here === null || along === null) return { tangent: gradient, secant: undefined, symmetric: undefined };
  return { tangent: gradient, ...quotients(along, x, here, h) };
}

/** The end of a line between two places, cut off well outside the plot. */
function shortened(from: Place, to: Place): Place {
  const way = Math.min(1, BEYOND / Math.abs(to.y - from.y));
  return { share: from.share + way * (to.share - from.share), y: from.y + way * (to.y - from.y) };
}

function isInside({ y }: Place): boolean {
  return y >= 0 && y <= HEIGHT;
}

/** The nearest place inside the plot, where a dot can be seen and grabbed. */
function bounded({ share, y }: Place): Place {
  return { share: Math.max(0, Math.min(1, share)), y: Math.max(0, Math.min(HEIGHT, y)) };
}
