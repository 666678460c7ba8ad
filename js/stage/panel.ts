/**
 * The interface of a panel: a part of the screen that is closed by default and opened by its tab.
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
  /** The element that the tab opens; the tab refers to it by its id. */
  readonly element: HTMLElement;
  /** Show a later graph of the cell; false if the panel has nothing to say about it, which hides its tab. */
  adopt(graph: Graph): boolean;
  open(open: boolean): void;
  /** Show the numbers of a frame; called only while open. */
  paint(replay: Replay): void;
  /** Do the expensive work, once nothing moves. */
  settle(replay: Replay): void;
  /** A node was selected, or none. */
  select(node: number | null): void;
  /** A node is pointed at, or none. */
  point?(node: number | null): void;
  /** The kernel did not accept the point, for this reason. */
  refused?(sentence: string): void;
}

/** What a panel may do to the rest of the screen. */
export interface Stage {
  /** `hand` begins to move inputs; until all such movers have called `rest`, nothing is measured or laid out. */
  hold(hand: object): void;
  rest(hand: object): void;
  /** Move one input, as its slider does. */
  move(position: number, x: number): void;
  /** Move all inputs at once. */
  moveTo(point: ArrayLike<number>): void;
  /** Give every slider the range that it had when the cell ran. */
  restore(): void;
  /** Paint again in the next frame. */
  request(): void;
  /** Point at a node, and at others with it; null to stop. */
  point(node: number | null, also?: readonly number[]): void;
  /** Select a node; null to deselect. */
  select(node: number | null): void;
}
