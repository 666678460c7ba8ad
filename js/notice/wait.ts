/** How long we have been waiting for the kernel: a moment is not worth mentioning, a long wait is. */

const WORTH_A_WORD = 300; // ms
const BUSY = 2000;

export type Phase = "none" | "brief" | "long" | "busy";

export class Wait {
  phase: Phase = "none";
  readonly #changed: () => void;
  #timers: ReturnType<typeof setTimeout>[] = [];

  constructor(changed: () => void, signal: AbortSignal) {
    this.#changed = changed;
    signal.addEventListener("abort", () => this.#clear(), { once: true });
  }

  /** Start waiting, unless we already are. */
  begin(): void {
    if (this.phase !== "none") return;
    this.phase = "brief";
    this.#timers = [this.#after(WORTH_A_WORD, "long"), this.#after(BUSY, "busy")];
  }

  /** The kernel gave a sign of life: start the clock again. */
  heard(): void {
    if (this.phase === "none") return;
    this.end();
    this.begin();
  }

  end(): void {
    this.#clear();
    this.phase = "none";
  }

  #after(time: number, phase: Phase) {
    return setTimeout(() => {
      this.phase = phase;
      this.#changed();
    }, time);
  }

  #clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
