// The messages of the wire: their types, and readers that check the kind of each field.
// Written by `make generate` from microgradext/notebook/wire/fields.py; edit that.
import { column, floats, ints, list, number, record, small, text, texts, truth, whole } from "../kinds";

export const VERSION = 8;
export const OLDEST = 4;
export const LEAF_CODE = -1;
export const WRITTEN_CODE = -2;
export const UNLISTED = -1;
export const BOX_KINDS = ["input", "leaf", "constant", "named", "unnamed", "written"] as const;
export const REGION_KINDS = ["cell", "loop", "turn", "call", "module", "value", "sum", "inputs", "leaves", "lines"] as const;
export const MODES = ["replay", "suspected", "rerun", "click", "still"] as const;

/** How a move of a slider is answered. */
export type Mode = (typeof MODES)[number];

/** An input: its node, its name, its number as the code has it, and its slider. */
export interface InputMessage {
  readonly node: number;
  readonly name: string;
  readonly literal: string; // without underscores; empty if it is not known
  readonly min: number;
  readonly max: number;
  readonly step: number | null; // null is a round one that suits the range
  readonly whole: boolean; // whether it is always a whole number
  readonly held: boolean; // whether only a run of the code knows what moving it gives
}

/** The nodes that are drawn. */
export interface BoxColumns {
  readonly node: Int32Array;
  readonly kind: Uint8Array; // an index into BOX_KINDS
  readonly label: readonly string[]; // empty for an unnamed node whose source is its label
  readonly symbol: readonly string[];
  readonly source: readonly string[];
  readonly span: Int32Array; // line, column, end line, end column; line 0 if it is not in the listing
}

/** What a table says about the nodes that are not drawn. */
export interface UndrawnColumns {
  readonly name: readonly string[]; // in the order of the nodes
  readonly code: Int32Array; // an index into `source`, `symbol` and `span`, or UNLISTED
  readonly source: readonly string[]; // each once, with its symbol and span
  readonly symbol: readonly string[];
  readonly span: Int32Array; // line, column, end line, end column; line 0 if it is not in the listing
  readonly place: Int32Array; // an index into `places`
  readonly places: readonly string[]; // the turns, calls and modules that nodes are in, each once
}

/** What can be folded, as a tree: each region after the one around it, the first the whole picture. */
export interface RegionColumns {
  readonly parent: Int32Array; // none at all for a graph that is drawn as `boxes` and `edges` say
  readonly kind: Uint8Array; // an index into REGION_KINDS
  readonly ordinal: Int32Array; // of turns, counted from 1; of loops, how many; of lines, the named values
  readonly head: Int32Array; // the node that a named value or a sum is; -1 for others
  readonly label: Int32Array; // an index into `words`
  readonly words: readonly string[]; // each once
  readonly node: Int32Array; // for each node the innermost region that it is in; -1 if it is never drawn
}

/** A drawn edge; `node` is the one whose operand it is, at `slot`. */
export interface EdgeMessage {
  readonly source: number; // a box
  readonly target: number;
  readonly node: number;
  readonly slot: number;
  readonly between: number; // how many undrawn nodes lie along it
}

/** The facts about data that the run's control flow used. */
export interface GuardColumns {
  readonly node: Int32Array;
  readonly kind: readonly string[]; // each once; `words` holds indices into it
  readonly source: readonly string[]; // likewise
  readonly words: Int32Array; // kind and source
  readonly expected: Float64Array;
  readonly line: Int32Array;
}

/** A graph, what is drawn of it or can be, and what is said about it; sent when the topology changes. */
export interface GraphMessage {
  readonly version: number;
  readonly revision: number;
  readonly ops: readonly string[]; // row names; `code` holds indices into it
  readonly code: Int32Array; // for each node an index into `ops`, or LEAF_CODE, or WRITTEN_CODE
  readonly start: Int32Array; // operands of node i are operands[start[i]:start[i + 1]]
  readonly operands: Int32Array;
  readonly data: Float64Array; // the values when the cell ran
  readonly gradients: Float64Array | null; // only if the page cannot compute them, as its tape is not right
  readonly contributions: Float64Array | null; // one for each of `operands`, likewise
  readonly output: number; // -1 if the cell stopped before any output
  readonly title: string;
  readonly formula: string; // LaTeX; empty if the output was not reached or it is very long
  readonly inputs: readonly InputMessage[];
  readonly boxes: BoxColumns;
  readonly edges: readonly EdgeMessage[];
  readonly regions: RegionColumns;
  readonly view_output: number; // a box
  readonly undrawn: UndrawnColumns;
  readonly hidden: number; // how many nodes are not drawn
  readonly guards: GuardColumns;
  readonly frozen: string; // why the sliders stay still; empty if they move
  readonly stopped: string; // where the cell raised; empty if it did not
  readonly mode: string; // how a move is answered: one of MODES
  readonly replays: boolean; // the page's own numbers are right while the guards hold
  readonly why: string; // why a move runs the cell again; empty for replay
  readonly printed: string; // what the code printed in the last run
  readonly listing: string; // the code that ran; empty if it is not known or very long
  readonly first_line: number; // the number of its first line
  readonly panels: readonly string[]; // what to open besides the graph at first
  readonly notes: readonly string[];
  readonly rid: string; // joins the live view to its static twin
}

/** What the page asks for: the graph at another point. */
export interface Asked {
  readonly seq: number;
  readonly revision: number;
  readonly point: Float64Array; // a number for each input
}

/** What the kernel answers, to which request, and where the inputs stand now. */
export interface Answered {
  readonly seq: number;
  readonly revision: number;
  readonly point: Float64Array;
  readonly problem: string; // empty if all is well
  readonly input: number; // the input whose move caused the problem; -1 for none
}

export function readInputMessage(raw: unknown): InputMessage {
  const from = record(raw, "inputs");
  return {
    node: whole(from.node, "inputs.node"),
    name: text(from.name, "inputs.name"),
    literal: text(from.literal, "inputs.literal"),
    min: number(from.min, "inputs.min"),
    max: number(from.max, "inputs.max"),
    step: from.step == null ? null : number(from.step, "inputs.step"),
    whole: truth(from.whole, "inputs.whole"),
    held: truth(from.held, "inputs.held"),
  };
}

export function readBoxColumns(raw: unknown): BoxColumns {
  const from = record(raw, "boxes");
  const node = ints(from.node, "boxes.node");
  const { length } = node;
  return {
    node,
    kind: column(small(from.kind, "boxes.kind"), length, "boxes.kind"),
    label: column(texts(from.label, "boxes.label"), length, "boxes.label"),
    symbol: column(texts(from.symbol, "boxes.symbol"), length, "boxes.symbol"),
    source: column(texts(from.source, "boxes.source"), length, "boxes.source"),
    span: column(ints(from.span, "boxes.span"), 4 * length, "boxes.span"),
  };
}

export function readUndrawnColumns(raw: unknown): UndrawnColumns {
  const from = record(raw, "undrawn");
  const name = texts(from.name, "undrawn.name");
  const { length } = name;
  return {
    name,
    code: column(ints(from.code, "undrawn.code"), length, "undrawn.code"),
    source: texts(from.source, "undrawn.source"),
    symbol: texts(from.symbol, "undrawn.symbol"),
    span: ints(from.span, "undrawn.span"),
    place: column(ints(from.place, "undrawn.place"), length, "undrawn.place"),
    places: texts(from.places, "undrawn.places"),
  };
}

export function readRegionColumns(raw: unknown): RegionColumns {
  const from = record(raw, "regions");
  const parent = ints(from.parent, "regions.parent");
  const { length } = parent;
  return {
    parent,
    kind: column(small(from.kind, "regions.kind"), length, "regions.kind"),
    ordinal: column(ints(from.ordinal, "regions.ordinal"), length, "regions.ordinal"),
    head: column(ints(from.head, "regions.head"), length, "regions.head"),
    label: column(ints(from.label, "regions.label"), length, "regions.label"),
    words: texts(from.words, "regions.words"),
    node: ints(from.node, "regions.node"),
  };
}

export function readEdgeMessage(raw: unknown): EdgeMessage {
  const [source, target, node, slot, between] = list(raw, "edges");
  return {
    source: whole(source, "edges.source"),
    target: whole(target, "edges.target"),
    node: whole(node, "edges.node"),
    slot: whole(slot, "edges.slot"),
    between: whole(between, "edges.between"),
  };
}

export function readGuardColumns(raw: unknown): GuardColumns {
  const from = record(raw, "guards");
  const node = ints(from.node, "guards.node");
  const { length } = node;
  return {
    node,
    kind: texts(from.kind, "guards.kind"),
    source: texts(from.source, "guards.source"),
    words: column(ints(from.words, "guards.words"), 2 * length, "guards.words"),
    expected: column(floats(from.expected, "guards.expected"), length, "guards.expected"),
    line: column(ints(from.line, "guards.line"), length, "guards.line"),
  };
}

export function readGraphMessage(raw: unknown): GraphMessage {
  const from = record(raw, "message");
  return {
    version: whole(from.version, "version"),
    revision: whole(from.revision, "revision"),
    ops: texts(from.ops, "ops"),
    code: ints(from.code, "code"),
    start: ints(from.start, "start"),
    operands: ints(from.operands, "operands"),
    data: floats(from.data, "data"),
    gradients: from.gradients == null ? null : floats(from.gradients, "gradients"),
    contributions: from.contributions == null ? null : floats(from.contributions, "contributions"),
    output: whole(from.output, "output"),
    title: text(from.title, "title"),
    formula: text(from.formula, "formula"),
    inputs: list(from.inputs, "inputs").map(readInputMessage),
    boxes: readBoxColumns(from.boxes),
    edges: list(from.edges, "edges").map(readEdgeMessage),
    regions: readRegionColumns(from.regions),
    view_output: whole(from.view_output, "view_output"),
    undrawn: readUndrawnColumns(from.undrawn),
    hidden: whole(from.hidden, "hidden"),
    guards: readGuardColumns(from.guards),
    frozen: text(from.frozen, "frozen"),
    stopped: text(from.stopped, "stopped"),
    mode: text(from.mode, "mode"),
    replays: truth(from.replays, "replays"),
    why: text(from.why, "why"),
    printed: text(from.printed, "printed"),
    listing: text(from.listing, "listing"),
    first_line: whole(from.first_line, "first_line"),
    panels: texts(from.panels, "panels"),
    notes: texts(from.notes, "notes"),
    rid: text(from.rid, "rid"),
  };
}

export function readAsked(raw: unknown): Asked {
  const from = record(raw, "asked");
  return {
    seq: whole(from.seq, "asked.seq"),
    revision: whole(from.revision, "asked.revision"),
    point: floats(from.point, "asked.point"),
  };
}

export function readAnswered(raw: unknown): Answered {
  const from = record(raw, "answered");
  return {
    seq: whole(from.seq, "answered.seq"),
    revision: whole(from.revision, "answered.revision"),
    point: floats(from.point, "answered.point"),
    problem: text(from.problem, "answered.problem"),
    input: whole(from.input, "answered.input"),
  };
}
