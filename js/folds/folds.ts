/** Folds: the graph of a cell as it is drawn for what the user has opened and closed, and for the width. */

import { HIGHEST } from "../layout/below";
import { layout } from "../layout/layout";
import { Replay } from "../tape/replay";
import type { Box, View } from "../view/view";
import type { Work } from "../wire/pieces";
import type { Graph } from "../wire/protocol";
import type { Choices, Way } from "./choices";
import { Folding } from "./folding";
import { MOST_BOXES } from "./walking";

const HIGHEST_BY_HAND = 560; // px, of what the user opens where it stands
const WIDTH = 760; // px, until the width is known

/** Where it is kept what the user has opened and closed. */
export interface Kept {
  readonly folds: Choices;
  keepFolds(choices: Choices): void;
}

/** What is drawn of a graph in a width, found before the graph is shown. */
interface Ready {
  readonly folding: Folding;
  readonly width: number;
  readonly choices: Choices;
  readonly drawn: Graph;
}

const READY = new WeakMap<Graph, Ready>();

/** Find what is drawn of a large graph, in pieces: adopting it then takes no time. */
export function* ready(graph: Graph, point: Float64Array, { folds }: Kept, width = WIDTH): Work<void> {
  if (graph.regions === null) return;
  const replay = new Replay(graph, point);
  yield;
  const folding = new Folding(graph, graph.regions);
  yield;
  yield* folding.settling(
    () => replay.contributions(),
    (view) => hasRoom(view, width),
    (node) => replay.value(node),
  );
  READY.set(graph, { folding, width, choices: folds, drawn: folding.drawn(folds) });
}

export class Folds {
  readonly #kept: Kept;
  #folding: Folding | null = null;
  #width = WIDTH;

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  /** Take a graph as it came; the one to draw. */
  adopt(graph: Graph, replay: Replay): Graph {
    const found = READY.get(graph);
    if (found) {
      READY.delete(graph);
      [this.#folding, this.#width] = [found.folding, found.width];
      return isSameChoice(found.choices, this.#kept.folds) ? found.drawn : (this.recall() ?? graph);
    }
    const known = this.#folding;
    if (graph.regions === null) this.#folding = null;
    else if (known?.graph !== graph) this.#folding = new Folding(graph, graph.regions);
    return this.#settled(replay) ?? graph;
  }

  /** The graph to draw at a width; null if that makes no difference. */
  resize(width: number, replay: Replay): Graph | null {
    if (width === this.#width) return null;
    this.#width = width;
    return this.#settled(replay);
  }

  /** Open or close a region, or open the rest of a crowd in one; what has no room where it stands fills the picture. */
  toggle(region: number, isOpen: boolean): Graph | null {
    const fits = (view: View) => isFew(view) && hasRoom(view, this.#width, HIGHEST_BY_HAND);
    return this.#choose((folding, choices) =>
      isOpen ? folding.opened(choices, region, fits) : folding.toggled(choices, region, false),
    );
  }

  /** Let a region fill the picture, 0 for the whole. */
  enter(region: number): Graph | null {
    return this.#choose((folding, choices) => folding.entered(choices, region));
  }

  /** Go out of what fills the picture. */
  leave(): Graph | null {
    return this.#choose((folding, choices) => folding.left(choices));
  }

  /** Draw only what a box has to do with; null for everything. */
  limit(box: Box | null, way: Way = "operands"): Graph | null {
    return this.#choose((folding, choices) =>
      box === null ? { ...choices, only: null } : folding.limited(choices, box, way),
    );
  }

  /** Open everything so many deep. */
  deepen(depth: number): Graph | null {
    return this.#choose((folding, choices) => folding.deepened(choices, depth));
  }

  /** How many boxes there would be for each depth from 1 on. */
  get depths(): readonly number[] {
    return this.#folding?.depths(this.#kept.folds) ?? [];
  }

  /** Show a turn of a loop, counted from 1. */
  turn(loop: number, turn: number): Graph | null {
    return this.#choose((folding, choices) => folding.turned(choices, loop, turn));
  }

  /** Open what a node is in; where that would be many boxes, go into it. */
  walk(node: number): Graph | null {
    return this.#choose((folding, choices) => {
      const inPlace = folding.walked(choices, node);
      return isFew(folding.drawn(inPlace).view) ? inPlace : folding.enteredTo(choices, node);
    });
  }

  /** Close everything. */
  foldAll(): Graph | null {
    return this.#choose((folding, choices) => folding.allClosed(choices));
  }

  /** The graph to draw for what is kept, after something else has set it. */
  recall(): Graph | null {
    return this.#folding?.drawn(this.#kept.folds) ?? null;
  }

  #choose(change: (folding: Folding, choices: Choices) => Choices): Graph | null {
    if (this.#folding === null) return null;
    this.#kept.keepFolds(change(this.#folding, this.#kept.folds));
    return this.recall();
  }

  #settled(replay: Replay): Graph | null {
    const fits = (view: View) => this.#fits(view);
    const contributions = replay.stale ? [] : replay.contributions();
    this.#folding?.settle(contributions, fits, (node) => replay.value(node));
    return this.recall();
  }

  #fits(view: View): boolean {
    return hasRoom(view, this.#width);
  }
}

function hasRoom(view: View, most: number, highest = HIGHEST): boolean {
  const { width, height } = layout(view, { width: most });
  return width <= most && height <= highest;
}

function isFew({ boxes }: View): boolean {
  return boxes.filter(({ kind }) => kind !== "frame").length <= MOST_BOXES;
}

function isSameChoice(one: Choices, other: Choices): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
