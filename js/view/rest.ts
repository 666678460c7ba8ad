/**
 * The rest of a graph: its nodes that are not drawn, as a table lists them; all of them, where that can change.
 *
 * Python finds them; this file has their type.
 *
 * Twin: microgradext/explain/rest.py
 */

import type { Span } from "./view";

/** A node that is not drawn: the inner additions of a long sum, and most nodes of a large graph. */
export interface Undrawn {
  readonly node: number;
  readonly label: string; // "" if it has no name
  readonly symbol: string; // of the operation; "" of a leaf, and in a graph of an earlier version
  readonly source: string; // the code of this node, "" if there is none
  readonly span: Span | null; // its place in the listing; null if it is not there, or not known
  readonly line: number; // counted from 1; 0 if unknown
  readonly place: string; // the turns, calls and modules that it is in, "" if it is in none
}
