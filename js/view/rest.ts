/**
 * The rest of a graph: its nodes that are not drawn, as a table lists them.
 *
 * Python finds them; this file has their type.
 *
 * Twin: microgradext/explain/rest.py
 */

/** A node that is not drawn: the inner additions of a long sum, and most nodes of a large graph. */
export interface Undrawn {
  readonly node: number;
  readonly label: string; // "" if it has no name
  readonly source: string; // the code of this node, "" if there is none
  readonly line: number; // counted from 1; 0 if unknown
  readonly place: string; // the turns, calls and modules that it is in, "" if it is in none
}
