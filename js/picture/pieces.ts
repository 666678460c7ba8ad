/**
 * Cuts a route into pieces that are drawn and patched separately.
 *
 * The browser strokes a whole path again for every screen tile that it may touch, and dotted ones are the slowest: the
 * edges along a chain of a hundred steps, tens of thousands of pixels wide, took most of a second per frame.
 */

import type { Area } from "./sight";

export interface Piece extends Area {
  readonly path: string;
  readonly start: number; // the heights of its ends
  readonly end: number;
}

const LONGEST = 500; // px
const LAP = 0.5; // px by which a piece overlaps the one before it, so that no seam shows

/** The pieces of a path as routes.ts writes it: a point, then level lines (H) and cubics (C) whose ends are level. */
export function pieces(path: string): Piece[] {
  const [start = "", ...steps] = path.split(/(?=[CH])/);
  const [x, y] = numbersOf(start) as [number, number];
  const pen = new Pen(x, y);
  for (const step of steps) {
    const numbers = numbersOf(step);
    if (step[0] === "H") pen.level(numbers[0] as number);
    else pen.curve(step, numbers);
  }
  return pen.done();
}

function numbersOf(step: string): number[] {
  return step.slice(1).split(" ").map(Number);
}

/** Draws from left to right, and starts a new piece where one has become too long. */
class Pen {
  readonly #done: Piece[] = [];
  #x: number;
  #y: number;
  #isLevel = false; // whether a level line to x is still to be written; several in a row become one
  #path: string;
  #left: number;
  #start: number;
  #top: number;
  #bottom: number;

  constructor(x: number, y: number) {
    [this.#x, this.#left] = [x, x];
    [this.#y, this.#start, this.#top, this.#bottom] = [y, y, y, y];
    this.#path = `M${x} ${y}`;
  }

  level(x: number): void {
    for (; x - this.#left > LONGEST; this.#cut()) this.#levelTo(this.#left + LONGEST);
    this.#levelTo(x);
  }

  curve(step: string, numbers: readonly number[]): void {
    const [, y1, , y2, x, y] = numbers as [number, number, number, number, number, number];
    if (x - this.#left > LONGEST && this.#x > this.#left) this.#cut();
    this.#writeLevel();
    this.#path += step;
    [this.#x, this.#y] = [x, y];
    this.#top = Math.min(this.#top, y1, y2, y);
    this.#bottom = Math.max(this.#bottom, y1, y2, y);
  }

  done(): Piece[] {
    this.#cut();
    return this.#done;
  }

  #levelTo(x: number): void {
    this.#x = x;
    this.#isLevel = true;
  }

  #writeLevel(): void {
    if (this.#isLevel) this.#path += `H${this.#x}`;
    this.#isLevel = false;
  }

  #cut(): void {
    this.#writeLevel();
    const [path, left, right, start, end] = [this.#path, this.#left, this.#x, this.#start, this.#y];
    this.#done.push({ path, left, right, start, end, top: this.#top, bottom: this.#bottom });
    [this.#left, this.#start, this.#top, this.#bottom] = [right, end, end, end];
    this.#path = `M${right - LAP} ${end}`;
    this.#isLevel = true;
  }
}
