/**
 * View: what is drawn of a graph, boxes and the edges between them.
 *
 * Python makes it; this file has its types.
 *
 * Twin: microgradext/explain/view.py
 */

export type BoxKind = "input" | "leaf" | "constant" | "named" | "unnamed" | "written" | "scope" | "frame";

/** A stretch of code; lines count from the listing's first line, columns in characters from 0. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What one name stood for after each turn of a loop; or, with a bound, the left side of a `while`'s comparison. */
export interface Row {
  readonly name: string;
  readonly nodes: readonly number[]; // by turn; -1 where nothing was called that
  readonly bound: number; // the right side of the comparison; -1 if it is none
}

/** What a box stands for that is more than one node: closed, or open as a frame with boxes in it. */
export interface Fold {
  readonly region: number;
  readonly title: string; // the code of a loop, the name of a module, the call
  readonly summary: string; // `16 neurons`, `48 inputs`; "" for a named value, whose code says it
  readonly nodes: number; // how many there are in it, those drawn inside of an open one too
  readonly single: boolean; // whether all that is used of it is one node, whose name, value and gradient it then has
  readonly passes: number; // of a loop, in the strip of its frame; 0 of anything else
  readonly turn: number; // which of them is shown, counted from 1
  readonly opens: boolean; // whether it can be opened
  readonly word: string; // what a turn of a loop is called
  readonly isRest: boolean; // whether it is the turns of a loop that are not shown
  readonly members: number; // of a box for the rest of several folds in `region`, how many these are; else 0
  readonly switches: readonly number[]; // what the neurons of a closed layer come to, if each is a relu: on above 0
  readonly rows: readonly Row[]; // of an open loop: what its turns hand on
}

/** A node that is drawn, or a fold. */
export interface Box {
  readonly node: number;
  readonly kind: BoxKind;
  readonly label: string; // the name; for an unnamed node what it does and where, for a constant its number
  readonly symbol: string; // the text of the op badge, "" for leaves
  readonly source: string; // the code of this node, "" if there is none or, for a constant, if it is a plain number
  readonly span: Span | null; // its place in the listing; null if it is not there, or not known
  readonly fold?: Fold;
  readonly frame?: number; // the index of the box of the frame that it is in
}

/** An operand of a box, or a term of its sum; `source` and `target` are indices of boxes. */
export interface Edge {
  readonly source: number;
  readonly target: number;
  readonly node: number; // the node whose operand it is: the target's own, or a + within the target's sum
  readonly slot: number; // which operand of that node
  readonly between: number; // how many nodes on the way are not drawn
  readonly frame?: number; // the index of the frame that it is drawn in; one end of it may be that frame, for its border
  readonly flows?: readonly number[]; // of several operands at once: their places among all operands of the graph
  readonly port?: number; // where it crosses a border: the box that it comes from or goes to in the outermost frame
}

/**
 * Boxes in the order of their nodes, so that operands come before what is made from them.
 *
 * The edges into a box are in the order of the code.
 */
export interface View {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly output: number; // the index of a box; -1 if it is not drawn
  readonly hidden: number; // how many nodes are not drawn
  readonly trail?: Trail; // if not everything is drawn
  readonly covers?: Int32Array; // with folds: for each node the box that it is drawn as or in; -1 if it never is
}

/**
 * The edges by which the widths of all are measured: those inside the turns that are shown of loops, if there are any.
 *
 * What all other turns add up to is so much more that what flows in one would be a hairline.
 */
export function measuring({ boxes, edges }: View): number[] {
  const isRest = (box: number) => boxes[box]?.fold?.isRest === true;
  const isInTurn = (frame: number): boolean => {
    const fold = boxes[frame]?.fold;
    return fold !== undefined && (fold.passes > 1 || isInTurn(boxes[frame]?.frame ?? -1));
  };
  const all = [...edges.keys()];
  const within = all.filter((i) => {
    const { source, target, frame = -1 } = edges[i] as Edge;
    return isInTurn(frame) && !isRest(source) && !isRest(target);
  });
  return within.length > 0 ? within : all;
}

/** A region that can fill the picture, 0 for the whole. */
export interface Step {
  readonly title: string;
  readonly region: number;
}

/** Where the user has walked to in a graph. */
export interface Trail {
  readonly path: readonly Step[]; // from the whole to where one is
  readonly siblings: readonly Step[]; // what is beside that, itself too; none if it is alone
  readonly only: string; // `what d1 depends on`; "" if everything is drawn
  readonly usedElsewhere: readonly number[]; // boxes of which not all uses are drawn
}

/** The part of a view that the layout reads. */
export type ViewShape = Pick<View, "boxes" | "edges">;
