/**
 * Lines that lie on each other: the edges of one box that share a lane over many columns are a fraction of a pixel apart.
 *
 * Dots are dear to draw, and of dotted lines in one place the eye sees one: the others are not drawn.
 */

import type { Piece } from "./pieces";

export class Lanes {
  readonly #numbers = new Map<string, number>();
  #taken = new Uint8Array();

  /** The number of a piece's place, the same for all that are less than about a pixel from it. */
  numberOf({ left, right, start, end, top, bottom }: Piece): number {
    const place = [left, right, ...[start, end, top, bottom].map(Math.round)].join(" ");
    const number = this.#numbers.get(place) ?? this.#numbers.size;
    this.#numbers.set(place, number);
    return number;
  }

  /** Begin to draw: no place is taken. */
  clear(): void {
    if (this.#taken.length < this.#numbers.size) this.#taken = new Uint8Array(this.#numbers.size);
    else this.#taken.fill(0);
  }

  /** Take a place; false where another line has it. */
  take(lane: number): boolean {
    const isFree = this.#taken[lane] === 0;
    this.#taken[lane] = 1;
    return isFree;
  }
}
