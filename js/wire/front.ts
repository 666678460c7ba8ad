/** The front end as a page has it, and a model that brings it along for those who write pages. */

import type { Hear, Known, Model, Written } from "./model";

/** The front end as text, and the policy that allows its script, which names it by its hash. */
export interface FrontEnd {
  readonly script: string;
  readonly style: string;
  readonly policy: string;
}

/** What a stub has found for its view. */
export interface Found {
  readonly front: FrontEnd;
  /** The newest graph that came apart, which may have been before there was a view. */
  sent(): Parameters<Hear> | null;
}

/** A model whose stub found the front end elsewhere: it answers for both. */
export class Equipped implements Model {
  readonly #model: Model;
  readonly #found: Found;

  constructor(model: Model, found: Found) {
    this.#model = model;
    this.#found = found;
  }

  get(trait: Known): unknown {
    const { front } = this.#found;
    return trait in front ? front[trait as keyof FrontEnd] : this.#model.get(trait);
  }

  set(trait: Written, value: unknown): void {
    this.#model.set(trait, value);
  }

  save_changes(): void {
    this.#model.save_changes();
  }

  send(content: object): void {
    this.#model.send(content);
  }

  on(event: string, hear: Hear): void {
    this.#model.on(event, hear);
    const sent = event === "msg:custom" ? this.#found.sent() : null;
    if (sent) queueMicrotask(() => hear(...sent));
  }

  off(event: string, hear: Hear): void {
    this.#model.off(event, hear);
  }
}
