/** A plot that fills its container: x as a share of the width, y in px; lines keep their thickness at any width. */

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

  /** A line; one that is `inside` is clipped at the edge of the plot. */
  line(className: string, inside = true): Line {
    const path = svg("path");
    (inside ? this.#clip : this.drawing).append(path);
    return new Line(path, className);
  }

  /** Let something be moved from place to place without a new layout. */
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

  /** Draw along a path; an empty path draws nothing. */
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

  /** Move to a place. A carrier is as wide as its plot, so a percentage of its width is one of the plot's. */
  to({ share, y }: Place): void {
    const transform = `translate(${(100 * share).toFixed(2)}%, ${y.toFixed(1)}px)`;
    if (transform !== this.#transform) this.#carrier.style.transform = transform;
    this.#transform = transform;
  }

  hide(hidden: boolean): void {
    this.#carrier.hidden = hidden;
  }
}

/** A path through places; a null leaves a gap. */
export function through(places: readonly (Place | null)[]): string {
  let path = "";
  let isDown = false;
  for (const place of places) {
    if (place) path += `${isDown ? "L" : "M"}${at(place)}`;
    isDown = place !== null;
  }
  return path;
}

/** A dot at each place, as large as the line is thick. */
export function dots(places: readonly (Place | null)[]): string {
  return places.map((place) => (place ? `M${at(place)}h.01` : "")).join("");
}

function at({ share, y }: Place): string {
  return `${(WIDE * share).toFixed(1)} ${y.toFixed(1)}`;
}
