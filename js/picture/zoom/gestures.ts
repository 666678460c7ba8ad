/**
 * Hands on the graph: Ctrl or ⌘ with the wheel, two fingers, a drag on empty ground, a double click on it.
 *
 * The wheel alone and one finger scroll the page, as everywhere.
 */

import { type Point, turned } from "./scale";

const STILL = 4; // px, that the pointer of a click may move

/** What the gestures do; places are those of pointer events. */
export interface Hands {
  zoomBy(factor: number, at: Point): void;
  pan(by: Point): void;
  /** Whether something is out of sight. */
  canPan(): boolean;
  fit(): void;
  /** Empty ground outside the picture was clicked. */
  ground(): void;
}

export class Gestures {
  readonly #slot: HTMLElement;
  readonly #hands: Hands;
  readonly #fingers = new Map<number, Point>();
  #held: Point | null = null; // where the mouse was last, while it holds the ground
  #isPanning = false;

  constructor(slot: HTMLElement, hands: Hands, signal: AbortSignal) {
    this.#slot = slot;
    this.#hands = hands;
    const listen = { signal };
    slot.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
    slot.addEventListener("touchstart", (event) => this.#touch(event), { signal, passive: false });
    slot.addEventListener("pointerenter", () => this.#offer(), listen);
    slot.addEventListener("pointerdown", (event) => this.#down(event), listen);
    slot.addEventListener("pointermove", (event) => this.#move(event), listen);
    for (const type of ["pointerup", "pointercancel"] as const) {
      slot.addEventListener(type, (event) => this.#up(event), listen);
    }
    slot.addEventListener("click", (event) => this.#click(event), { signal, capture: true });
    slot.addEventListener("dblclick", (event) => isGround(event) && hands.fit(), listen);
  }

  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#hands.zoomBy(turned(event.deltaY, event.deltaMode), placeOf(event));
    this.#offer();
  }

  /** The browser scrolls with two fingers as well, and would take them away from us. */
  #touch(event: TouchEvent): void {
    if (event.touches.length > 1) event.preventDefault();
  }

  #offer(): void {
    this.#slot.classList.toggle("mg-pannable", this.#hands.canPan());
  }

  #down(event: PointerEvent): void {
    this.#isPanning = false;
    if (event.pointerType === "touch") this.#fingers.set(event.pointerId, placeOf(event));
    else if (event.button === 0 && isGround(event) && this.#hands.canPan()) this.#held = placeOf(event);
  }

  #move(event: PointerEvent): void {
    if (this.#fingers.has(event.pointerId)) this.#pinch(event);
    else if (this.#held) this.#drag(event, this.#held);
  }

  #drag(event: PointerEvent, from: Point): void {
    const to = placeOf(event);
    if (!this.#isPanning && apart(from, to) < STILL) return;
    if (!this.#isPanning) this.#slot.setPointerCapture(event.pointerId);
    this.#slot.classList.add("mg-panning");
    this.#isPanning = true;
    this.#held = to;
    this.#hands.pan({ x: to.x - from.x, y: to.y - from.y });
  }

  #pinch(event: PointerEvent): void {
    const before = this.#grip();
    this.#fingers.set(event.pointerId, placeOf(event));
    const now = this.#grip();
    if (!before || !now || before.width === 0) return;
    this.#hands.zoomBy(now.width / before.width, before.middle);
    this.#hands.pan({ x: now.middle.x - before.middle.x, y: now.middle.y - before.middle.y });
  }

  /** The place between two fingers, and how far they are apart. */
  #grip(): { readonly middle: Point; readonly width: number } | null {
    const [one, other, ...more] = [...this.#fingers.values()];
    if (!one || !other || more.length > 0) return null;
    return { middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 }, width: apart(one, other) };
  }

  #up(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId);
    this.#held = null;
    this.#slot.classList.remove("mg-panning");
  }

  /** The end of a drag is no click. */
  #click(event: MouseEvent): void {
    if (this.#isPanning) event.stopPropagation();
    else if (event.target === this.#slot) this.#hands.ground();
    this.#isPanning = false;
  }
}

function placeOf({ clientX, clientY }: MouseEvent): Point {
  return { x: clientX, y: clientY };
}

function apart(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** Whether an event is on nothing that can be clicked; a constant and the inside of an open fold count as ground. */
function isGround(event: Event): boolean {
  const things = "[data-node]:not(.mg-constant), [data-edge], [data-region], .mg-strip";
  return !(event.target as Element).closest(things);
}
