/** A plot as wide as its place: shares of the width across, px down; its lines keep their width at any of them. */

import { Attribute, html, svg } from "./dom";

const WIDE = 1000; // the drawing's own units across

/** A place in a plot: a share of its width, 0 to 1, and px from the top. */
export interface Place {
  readonly share: number;
  readonly y: number;
}

export class Plot {
  readonly element: HTMLElement;
  readonly drawing: SVGSVGElement;
  readonly #clip: SVGSVGElement;

  constructor(className: string, height: number) {
    const window = { viewBox: `0 0 ${WIDE} ${height}`, preserveAspectRatio: "none" };
    this.#clip = svg("svg", { width: WIDE, height });
    this.drawing = svg("svg", { ...window, role: "img" }, this.#clip);
    this.element = html("div", { class: `mg-plot ${className}` }, this.drawing);
  }

  /** A line; one that is `inside` is cut off where the plot ends. */
  line(className: string, inside = true): Line {
    const path = svg("path");
    (inside ? this.#clip : this.drawing).append(path);
    return new Line(path, className);
  }

  /** Carry something to a place, and on to others, without laying anything out. */
  carry(child: HTMLElement): Carried {
    const carrier = html("div", { class: "mg-carrier" }, child);
    this.element.append(carrier);
    return new Carried(carrier);
  }
}

export class Line {
  readonly #path: Attribute;
  readonly #class: Attribute;
  readonly #className: string;

  constructor(element: Element, className: string) {
    this.#path = new Attribute(element, "d");
    this.#class = new Attribute(element, "class");
    this.#className = className;
    this.tint("");
  }

  /** Along a path; an empty one is not seen. */
  draw(path: string): void {
    this.#path.write(path);
  }

  /** Add to its class. */
  tint(className: string): void {
    this.#class.write(`${this.#className} ${className}`);
  }
}

export class Carried {
  readonly #carrier: HTMLElement;
  #transform = "";

  constructor(carrier: HTMLElement) {
    this.#carrier = carrier;
  }

  /** A carrier is as wide as its plot, so that its own shares are the plot's. */
  to({ share, y }: Place): void {
    const transform = `translate(${(100 * share).toFixed(2)}%, ${y.toFixed(1)}px)`;
    if (transform !== this.#transform) this.#carrier.style.transform = transform;
    this.#transform = transform;
  }

  hide(hidden: boolean): void {
    this.#carrier.hidden = hidden;
  }
}

/** A path through places; null breaks it. */
export function through(places: readonly (Place | null)[]): string {
  let path = "";
  let isDown = false;
  for (const place of places) {
    if (place) path += `${isDown ? "L" : "M"}${at(place)}`;
    isDown = place !== null;
  }
  return path;
}

/** A dot for each place, as large as the line is wide. */
export function dots(places: readonly (Place | null)[]): string {
  return places.map((place) => (place ? `M${at(place)}h.01` : "")).join("");
}

function at({ share, y }: Place): string {
  return `${(WIDE * share).toFixed(1)} ${y.toFixed(1)}`;
}
