/**
 * What a panel is: a part of the screen that is closed by default and opened by its tab.
 *
 * Twin: microgradext/notebook/live/panels.py
 */

import type { Replay } from "../tape/replay";
import type { Graph } from "../wire/protocol";

/** In the order of their tabs. */
export const PANELS = ["step", "slopes", "descend", "code", "table"] as const;

export type PanelName = (typeof PANELS)[number];

export interface Panel {
  readonly name: PanelName;
  /** What opening the tab shows; its id is what the tab controls. */
  readonly element: HTMLElement;
  /** Show a later graph of the cell; false where the panel has nothing to say about it, so that its tab goes. */
  adopt(graph: Graph): boolean;
  open(open: boolean): void;
  /** Show the numbers of a frame; only while open. */
  paint(replay: Replay): void;
  /** Do what is dear, at rest. */
  settle(replay: Replay): void;
  /** A node was selected, or none. */
  select(node: number | null): void;
  /** A node is pointed at, or none. */
  point?(node: number | null): void;
  /** The kernel did not take the point, and says why. */
  refused?(sentence: string): void;
}

/** What a panel may do to the rest of the screen. */
export interface Stage {
  /** A hand begins to move inputs, and until every one rests nothing is measured or laid out. */
  hold(hand: object): void;
  rest(hand: object): void;
  /** Move one input, as its slider does. */
  move(position: number, x: number): void;
  /** Move all inputs at once. */
  moveTo(point: ArrayLike<number>): void;
  /** Paint again in the next frame. */
  request(): void;
  /** Point at the node, and at others with it, or let go of it with null. */
  point(node: number | null, also?: readonly number[]): void;
  /** Select the node, or let go of it with null. */
  select(node: number | null): void;
}
