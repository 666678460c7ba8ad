/** What the user has chosen to see of a graph, by names, so that it lasts when the cell runs again. */

/** What something is made from, or what is made from it. */
export type Way = "operands" | "uses";

export interface Choices {
  readonly opened: readonly string[]; // regions
  readonly closed: readonly string[];
  readonly turns: Readonly<Record<string, number>>; // of loops, counted from 1
  readonly within: string; // the region that fills the picture, "" for none
  readonly only: Only | null; // null for everything
}

/** Only what one node, or all nodes in a region, have to do with. */
export interface Only {
  readonly name: string; // of a region, or a node's scopes and its name or code
  readonly way: Way;
}

export const UNTOUCHED: Choices = { opened: [], closed: [], turns: {}, within: "", only: null };
