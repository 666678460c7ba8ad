/** When to paint and when to settle: once per animation frame, and once when all is at rest. */

const REST = 150; // ms without a change

export interface FrameEvents {
  paint(): void;
  /** A frame in which nothing new is to be painted, after one in which there was. */
  catchUp(): void;
  /** Nothing changed for a while; `held` tells whether a hand still holds something. */
  rest(held: boolean): void;
}

export class Frames {
  readonly #events: FrameEvents;
  #frame = 0;
  #isAsked = false; // whether the coming frame is to paint
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #hands = new Set<object>();

  constructor(events: FrameEvents, signal: AbortSignal) {
    this.#events = events;
    signal.addEventListener("abort", () => this.#stop(), { once: true });
  }

  /** Whether any hand holds something. */
  get held(): boolean {
    return this.#hands.size > 0;
  }

  /** Something changed. */
  request(): void {
    clearTimeout(this.#timer);
    this.#isAsked = true;
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** A drag begins, or what moves inputs as a drag does. */
  hold(hand: object): void {
    this.#hands.add(hand);
  }

  /** It ended; others may go on. */
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
