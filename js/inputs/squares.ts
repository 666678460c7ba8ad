/** The gradients of a group as squares: hue is the sign, its strength the size, 0 is an outline. */

import { assign, svg } from "../browser/dom";
import type { Flowing } from "../tape/rounding";
import { numberOf } from "../words/reading";
import type { Shape } from "./shape";

const HIGH = 34; // px at most
const WIDE = 120;
const PITCH = 5; // px from one square to the next, where there is room
const SLENDER = 1.6; // times as wide as high, at most
const GAP = 0.7; // px between squares
const STEPS = 15; // too small to see, so that a tiny change writes nothing
const FAINTEST = 16; // % of the hue
const UNKNOWN = 99; // stands for no level
const UNBOUNDED = 98;

export class Squares {
  readonly element = svg("svg", { class: "mg-squares", role: "img", preserveAspectRatio: "none" });
  readonly #shape: Shape;
  readonly #outlines: readonly string[]; // of each cell
  readonly #levels: Int8Array; // of each cell
  readonly #paths = new Map<number, SVGPathElement>(); // by level
  #isPainted = false;

  constructor(shape: Shape) {
    this.#shape = shape;
    this.#levels = new Int8Array(shape.cells.length);
    const down = Math.min(PITCH, HIGH / shape.rows);
    const across = Math.min(PITCH, SLENDER * down, WIDE / shape.columns);
    const [width, height] = [across * shape.columns, down * shape.rows].map(tenth) as [number, number];
    const [w, h] = [across - Math.min(GAP, across / 4), down - Math.min(GAP, down / 4)].map(tenth);
    this.#outlines = shape.cells.map(
      ({ column, row }) => `M${tenth(column * across)} ${tenth(row * down)}h${w}v${h}h-${w}z`,
    );
    assign(this.element, "viewBox", `0 0 ${width} ${height}`);
    assign(this.element, "height", height);
    this.element.style.setProperty("--mg-squares-width", `${width}px`);
  }

  /** What is not one square for each input, in words. */
  get note(): string {
    return this.#shape.note;
  }

  /** Paint these gradients of all inputs, null where one is not known; only what has changed is written. */
  paint(gradients: readonly Flowing[], largest: number): void {
    const changed = new Set<number>();
    this.#shape.cells.forEach(({ members }, i) => {
      const [level, before] = [levelOf(members, gradients, largest), this.#levels[i] as number];
      if (level === before && this.#isPainted) return;
      this.#levels[i] = level;
      changed.add(level).add(before);
    });
    this.#isPainted = true;
    if (changed.size > 0) this.#draw(changed);
  }

  #draw(changed: ReadonlySet<number>): void {
    const drawn = new Map<number, string[]>([...changed].map((level) => [level, []]));
    this.#levels.forEach((level, i) => {
      drawn.get(level)?.push(this.#outlines[i] as string);
    });
    for (const [level, outlines] of drawn) this.#path(level).setAttribute("d", outlines.join(""));
  }

  #path(level: number): SVGPathElement {
    const known = this.#paths.get(level);
    if (known) return known;
    const path = svg("path", { class: `mg-${kindOf(level)}` });
    const share = FAINTEST + ((100 - FAINTEST) * Math.abs(level)) / STEPS;
    path.style.setProperty("--mg-share", `${Math.round(share)}%`);
    this.#paths.set(level, path);
    this.element.append(path);
    return path;
  }
}

/** How strong the hue of a square is, below 0 for negative: of the mean size, in the sign of the sum. */
function levelOf(members: readonly number[], gradients: readonly Flowing[], largest: number): number {
  let [sum, size] = [0, 0];
  for (const member of members) {
    const gradient = numberOf(gradients[member]);
    if (gradient === null) return UNKNOWN;
    sum += gradient;
    size += Math.abs(gradient);
  }
  if (!Number.isFinite(size)) return UNBOUNDED;
  if (size === 0) return 0;
  const level = Math.ceil(STEPS * Math.sqrt(Math.min(1, size / members.length / largest)));
  return sum < 0 ? -Math.max(1, level) : Math.max(1, level);
}

function kindOf(level: number): string {
  if (level === UNKNOWN) return "unknown";
  if (level === UNBOUNDED) return "unbounded";
  if (level === 0) return "zero";
  return level > 0 ? "positive" : "negative";
}

function tenth(x: number): number {
  return Math.round(10 * x) / 10;
}
