/**
 * View: what is drawn of a graph, boxes and the edges between them.
 *
 * Python makes it; here are its types.
 *
 * Twin: microgradext/explain/view.py
 */

export type BoxKind = "input" | "leaf" | "constant" | "named" | "unnamed" | "written";

/** A stretch of code; lines are counted as the listing's first one says, columns in characters from 0. */
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
  readonly label: string; // the name; of an unnamed node its source text, of a constant its number
  readonly symbol: string; // of the op badge, "" for leaves
  readonly source: string; // the code of this node, "" where there is none
  readonly span: Span | null; // where in the listing; null if it is not there, or not known
}

/** An operand of a box, or a term of its sum; `source` and `target` are indices of boxes. */
export interface Edge {
  readonly source: number;
  readonly target: number;
  readonly node: number; // whose operand it is: the target's own node, or a + within the target's sum
  readonly slot: number; // which operand of that node
  readonly between: number; // how many nodes that are not drawn lie on the way
}

/**
 * Boxes in the order of their nodes, so operands come before what is made of them.
 *
 * The edges into a box stand in the order of the code.
 */
export interface View {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly output: number; // index of a box
  readonly hidden: number; // how many nodes are not drawn
}

/** What the layout reads of a view. */
export type ViewShape = Pick<View, "boxes" | "edges">;
