/**
 * View: what is drawn of a graph, boxes and the edges between them.
 *
 * Python makes it; this file has its types.
 *
 * Twin: microgradext/explain/view.py
 */

export type BoxKind = "input" | "leaf" | "constant" | "named" | "unnamed" | "written";

/** A stretch of code; lines count from the listing's first line, columns in characters from 0. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A node that is drawn. */
export interface Box {
  readonly node: number;
  readonly kind: BoxKind;
  readonly label: string; // the name; for an unnamed node what it does and where, for a constant its number
  readonly symbol: string; // the text of the op badge, "" for leaves
  readonly source: string; // the code of this node, "" if there is none or, for a constant, if it is a plain number
  readonly span: Span | null; // its place in the listing; null if it is not there, or not known
}

/** An operand of a box, or a term of its sum; `source` and `target` are indices of boxes. */
export interface Edge {
  readonly source: number;
  readonly target: number;
  readonly node: number; // the node whose operand it is: the target's own, or a + within the target's sum
  readonly slot: number; // which operand of that node
  readonly between: number; // how many nodes on the way are not drawn
}

/**
 * Boxes in the order of their nodes, so that operands come before what is made from them.
 *
 * The edges into a box are in the order of the code.
 */
export interface View {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly output: number; // the index of a box
  readonly hidden: number; // how many nodes are not drawn
}

/** The part of a view that the layout reads. */
export type ViewShape = Pick<View, "boxes" | "edges">;
