/** The window in which the graph is seen: it keeps its size, whatever the scale of the graph in it. */

import { html } from "../../browser/dom";
import { drawBars } from "./bars";
import { Gestures } from "./gestures";
import type { ZoomEvents } from "./head";
import {
  allowed,
  fitted,
  isDistant,
  isSame,
  type Point,
  panned,
  type Room,
  type Size,
  stepped,
  within,
  type Zoom,
  zoomedAt,
} from "./scale";

export interface ViewportEvents {
  /** Another part of the graph is in sight. */
  moved(): void;
  /** The scale has changed; `isPlaced` if it is the one at which the graph was placed. */
  scaled(scale: number, isPlaced: boolean): void;
  /** Empty ground outside the picture was clicked. */
  ground(): void;
}

const NOWHERE: Size = { width: 0, height: 0 };

export class ViewportView implements ZoomEvents {
  readonly element = html("div", { class: "mg-slot" });
  readonly #events: ViewportEvents;
  #graph: SVGSVGElement | null = null;
  #picture = NOWHERE; // as laid out, px
  #placed = 1; // the scale at which it was placed
  /** The scale that was asked for: a number, the one at which all is in sight, or the one of the placement. */
  #wanted: number | "fit" | "placed" = "placed";
  #at: Zoom = { scale: 1, left: 0, top: 0 };
  #isScrolled = false; // whether the user has scrolled it sideways

  constructor(events: ViewportEvents, signal: AbortSignal) {
    this.#events = events;
    const hands = {
      zoomBy: (factor: number, at: Point) => this.#zoom(this.#at.scale * factor, this.#inside(at)),
      pan: (by: Point) => this.#show(panned(this.#at, this.#room, by)),
      canPan: () => this.#isPartial(this.#room.window),
      fit: () => this.fit(),
      ground: () => events.ground(),
    };
    new Gestures(this.element, hands, signal);
    this.element.addEventListener("scroll", () => this.#scrolled(), { signal, passive: true });
    this.element.addEventListener("keydown", (event) => this.#key(event), { signal });
  }

  /** Show another graph, at the same scale once it is placed. */
  hold(graph: SVGSVGElement): void {
    this.#graph = graph;
    this.element.replaceChildren(graph);
  }

  /** The graph has been laid out and has the size of its placement; what is too wide may be seen from its end first. */
  place(isFromEnd: boolean): void {
    const graph = this.#graph;
    const [, , width = 0, height = 0] = (graph?.getAttribute("viewBox") ?? "").split(" ").map(Number);
    if (!graph || width === 0) return;
    this.#picture = { width, height };
    this.#placed = Number(graph.getAttribute("width")) / width;
    const at = this.#at;
    this.#release();
    if (this.#wanted !== "placed") this.#restore(this.#wanted, at);
    else if (isFromEnd && !this.#isScrolled) this.#goToEnd();
    else this.#at = { scale: this.#placed, left: at.left, top: 0 };
    this.#tell();
  }

  zoomIn(): void {
    this.#zoom(stepped(this.#at.scale, 1), this.#middle());
  }

  zoomOut(): void {
    this.#zoom(stepped(this.#at.scale, -1), this.#middle());
  }

  reset(): void {
    this.#zoom(1, this.#middle());
  }

  fit(): void {
    const zoom = fitted(this.#room);
    this.#turn(isSame(zoom.scale, this.#placed) ? "placed" : "fit", zoom);
  }

  /** Do the expensive work, once nothing moves. */
  settle(): void {
    if (this.#graph && this.#isDistant) drawBars(this.#graph);
  }

  get #isDistant(): boolean {
    return isDistant(this.#at.scale, this.#placed);
  }

  get #room(): Room {
    const { clientHeight: height } = this.element;
    const { width } = this.element.getBoundingClientRect();
    return { picture: this.#picture, window: { width, height }, placed: this.#placed };
  }

  #isPartial(window: Size): boolean {
    const { scale } = this.#at;
    return this.#picture.width * scale > window.width + 1 || this.#picture.height * scale > window.height + 1;
  }

  #inside({ x, y }: Point): Point {
    const { left, top } = this.element.getBoundingClientRect();
    return { x: x - left, y: y - top };
  }

  /** The middle of the focused node, or else of what is in sight. */
  #middle(): Point {
    const seen = this.element.getBoundingClientRect();
    const node = this.#graph?.querySelector(".mg-node:focus")?.getBoundingClientRect();
    const { left, right, top, bottom } = node ?? this.#graph?.getBoundingClientRect() ?? seen;
    const x = (Math.max(left, seen.left) + Math.min(right, seen.right)) / 2;
    const y = (Math.max(top, seen.top) + Math.min(bottom, seen.bottom)) / 2;
    return this.#inside({ x, y });
  }

  #zoom(scale: number, at: Point): void {
    if (this.#picture.width === 0) return;
    const room = this.#room;
    const to = allowed(scale, room);
    this.#turn(isSame(to, this.#placed) ? "placed" : to, zoomedAt(this.#at, room, at, to));
  }

  #turn(wanted: number | "fit" | "placed", zoom: Zoom): void {
    this.#wanted = wanted;
    if (wanted === "placed") {
      this.#release();
      this.#show({ scale: this.#placed, left: Math.min(0, zoom.left), top: 0 });
    } else {
      this.#freeze();
      this.#show(zoom);
    }
    this.#tell();
  }

  /** Zoom a graph that has just been placed as the one before it was. */
  #restore(wanted: number | "fit", { left, top }: Zoom): void {
    this.#freeze();
    const room = this.#room;
    const zoomed = () => within({ scale: allowed(wanted as number, room), left, top }, room);
    this.#show(wanted === "fit" ? fitted(room) : zoomed());
  }

  /** Keep the size that the placement gave the window. */
  #freeze(): void {
    const { element } = this;
    if (element.style.height === "") element.style.height = `${element.getBoundingClientRect().height}px`;
    element.classList.add("mg-zoomed");
  }

  /** Let the window be as large as its graph. */
  #release(): void {
    this.element.style.height = "";
    this.element.classList.remove("mg-zoomed");
    if (this.#graph) this.#graph.style.transform = "";
  }

  #show(zoom: Zoom): void {
    const graph = this.#graph as SVGSVGElement;
    const { scale, left, top } = zoom;
    this.#at = zoom;
    // A transform, because at another size the browser would lay out all that is in the picture again.
    const [x, y] = [Math.max(0, left), Math.max(0, top)];
    graph.style.transform = `translate(${x}px, ${y}px) scale(${scale / this.#placed})`;
    this.element.scrollLeft = Math.max(0, -left);
    this.element.scrollTop = Math.max(0, -top);
    this.#events.moved();
  }

  #tell(): void {
    if (this.#graph?.classList.contains("mg-distant") !== this.#isDistant) this.#blur();
    this.#events.scaled(this.#at.scale, this.#wanted === "placed");
  }

  /** Show bars in place of text, or text again. */
  #blur(): void {
    this.settle(); // first, while the page is still laid out
    this.#graph?.classList.toggle("mg-distant", this.#isDistant);
  }

  /** What was scrolled by the browser; the fractions of a pixel that it does not know are kept. */
  #scrolled(): void {
    const { scrollLeft, scrollTop } = this.element;
    const { scale, left, top } = this.#at;
    const seen = (start: number, scrolled: number) =>
      Math.abs(Math.max(0, -start) - scrolled) < 1 ? start : Math.max(0, start) - scrolled;
    this.#at = { scale, left: seen(left, scrollLeft), top: seen(top, scrollTop) };
    this.#isScrolled ||= this.#at.left !== left;
  }

  /** Show the end of what is wider than the window: there is the result. */
  #goToEnd(): void {
    const { picture, window, placed } = this.#room;
    this.#at = { scale: placed, left: Math.min(0, window.width - picture.width * placed), top: 0 };
    this.element.scrollLeft = -this.#at.left;
  }

  #key(event: KeyboardEvent): void {
    const isTyped = (event.target as Element).closest("[role=spinbutton]") !== null;
    if (isTyped || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      "+": () => this.zoomIn(),
      "=": () => this.zoomIn(), // the same key without Shift
      "-": () => this.zoomOut(),
      "0": () => this.reset(),
      f: () => this.fit(),
    }[event.key.toLowerCase()];
    if (!act) return;
    act();
    event.preventDefault();
  }
}
