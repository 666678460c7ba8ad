/** Asking: what can be asked for of the folds of a graph, each answered by another drawing of it. */

import type { Box } from "../view/view";
import type { Graph } from "../wire/protocol";
import type { Way } from "./choices";
import type { Folds } from "./folds";

export interface Asking {
  /** A region is to be opened or closed. */
  fold(region: number, isOpen: boolean): void;
  /** Everything that can be closed is to be. */
  foldAll(): void;
  /** Another turn of a loop is to be shown, counted from 1. */
  turn(loop: number, turn: number): void;
  /** A region is to fill the picture, 0 for the whole. */
  enter(region: number): void;
  /** What fills the picture is to be left. */
  leave(): void;
  /** Only what a box has to do with is to be drawn; null for everything. */
  limit(box: Box | null, way?: Way): void;
  /** Everything is to be open so many deep. */
  deepen(depth: number): void;
  /** How many boxes there would be for each depth from 1 on. */
  depths(): readonly number[];
}

export function asking(folds: Folds, draw: (graph: Graph | null) => void): Asking {
  return {
    fold: (region, isOpen) => draw(folds.toggle(region, isOpen)),
    foldAll: () => draw(folds.foldAll()),
    turn: (loop, turn) => draw(folds.turn(loop, turn)),
    enter: (region) => draw(folds.enter(region)),
    leave: () => draw(folds.leave()),
    limit: (box, way) => draw(folds.limit(box, way)),
    deepen: (depth) => draw(folds.deepen(depth)),
    depths: () => folds.depths,
  };
}
