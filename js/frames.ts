/** When to paint and when to settle: once per animation frame, and once when all is at rest. */

const REST = 150; // ms without a change

export class Frames {
  readonly #paint: () => void;
  readonly #rest: (held: boolean) => void;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #held = false;

  /** `rest` is called when nothing changed for a while, told whether the hand still holds a slider. */
  constructor(paint: () => void, rest: (held: boolean) => void, signal: AbortSignal) {
    this.#paint = paint;
    this.#rest = rest;
    signal.addEventListener("abort", () => this.#stop(), { once: true });
  }

  /** Whether the hand holds a slider. */
  get held(): boolean {
    return this.#held;
  }

  /** Something changed. */
  request(): void {
    clearTimeout(this.#timer);
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** A drag begins. */
  hold(): void {
    this.#held = true;
  }

  /** The drag ended. */
  release(): void {
    if (!this.#held) return;
    this.#held = false;
    if (!this.#frame) this.#rest(false);
  }

  #draw(): void {
    this.#frame = 0;
    this.#paint();
    this.#timer = setTimeout(() => this.#rest(this.#held), REST);
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
  }
}
