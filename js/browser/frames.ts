/** When to paint and when to settle: once per animation frame, and once when nothing has changed for a while. */

const REST = 150; // ms without a change

export interface FrameEvents {
  paint(): void;
  /** The first frame with nothing new to paint, right after one that painted. */
  catchUp(): void;
  /** Nothing has changed for a while; `held` tells whether a drag is still going on. */
  rest(held: boolean): void;
}

export class Frames {
  readonly #events: FrameEvents;
  #frame = 0;
  #isAsked = false; // whether the next frame should paint
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #hands = new Set<object>();

  constructor(events: FrameEvents, signal: AbortSignal) {
    this.#events = events;
    signal.addEventListener("abort", () => this.#stop(), { once: true });
  }

  /** Whether anything is being dragged. */
  get held(): boolean {
    return this.#hands.size > 0;
  }

  /** Something changed. */
  request(): void {
    clearTimeout(this.#timer);
    this.#isAsked = true;
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** A drag begins, or something else that moves inputs the way a drag does. */
  hold(hand: object): void {
    this.#hands.add(hand);
  }

  /** It has ended; others may still be going on. */
  release(hand: object): void {
    if (this.#hands.delete(hand) && !this.held && !this.#isAsked) this.#events.rest(false);
  }

  #draw(): void {
    this.#frame = 0;
    if (this.#isAsked) this.#paint();
    else this.#events.catchUp();
  }

  #paint(): void {
    this.#isAsked = false;
    this.#frame = requestAnimationFrame(() => this.#draw());
    this.#timer = setTimeout(() => this.#events.rest(this.held), REST);
    this.#events.paint();
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
  }
}
