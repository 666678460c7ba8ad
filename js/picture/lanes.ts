/**
 * Overlapping lines: edges of one box that share a lane over many columns are only a fraction of a pixel apart.
 *
 * Dotted lines are slow to draw, and of several in one place the eye sees only one, so the others are not drawn.
 */

import type { Piece } from "./pieces";

export class Lanes {
  readonly #numbers = new Map<string, number>();
  #taken = new Uint8Array();

  /** The number of a piece's place; pieces less than about a pixel apart share one. */
  numberOf({ left, right, start, end, top, bottom }: Piece): number {
    const place = [left, right, ...[start, end, top, bottom].map(Math.round)].join(" ");
    const number = this.#numbers.get(place) ?? this.#numbers.size;
    this.#numbers.set(place, number);
    return number;
  }

  /** Begin a new drawing, with every place free. */
  clear(): void {
    if (this.#taken.length < this.#numbers.size) this.#taken = new Uint8Array(this.#numbers.size);
    else this.#taken.fill(0);
  }

  /** Take a place; false if another line has it. */
  take(lane: number): boolean {
    const isFree = this.#taken[lane] === 0;
    this.#taken[lane] = 1;
    return isFree;
  }
}
