/** View: what is drawn of a graph. Python makes it in microgradext/explain/view.py. */

export type BoxKind = "input" | "leaf" | "constant" | "named" | "unnamed" | "written";

/** A node that is drawn. */
export interface Box {
  readonly node: number;
  readonly kind: BoxKind;
  readonly label: string; // the name; of an unnamed node its source text, of a constant its number
  readonly symbol: string; // of the op badge, "" for leaves
  readonly source: string; // the code of this node, "" where there is none
  readonly line: number; // of the cell, counted from 1; 0 if unknown
}

/** An operand of a box; `source` and `target` are indices of boxes. */
export interface Edge {
  readonly source: number;
  readonly target: number;
  readonly slot: number; // which operand
  readonly between: number; // how many nodes that are not drawn lie on the way
}

/** Boxes in the order of their nodes, so operands come before what is made of them. */
export interface View {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly output: number; // index of a box
  readonly hidden: number; // how many nodes are not drawn
}
