/**
 * The wire between kernel and page: reads its messages and refuses anything that the rest of the page could stumble
 * over. The fields are defined in microgradext/notebook/wire/fields.py.
 *
 * Twin: microgradext/notebook/wire/protocol.py
 */

import { NAMES } from "../mathematics/generated/ops";
import { Rest } from "../view/rest";
import type { Box, Edge, Span, View } from "../view/view";
import {
  type Answered,
  BOX_KINDS,
  type BoxColumns,
  type EdgeMessage,
  type GraphMessage,
  type GuardColumns,
  type InputMessage,
  LEAF_CODE,
  type Asked as Message,
  MODES,
  type Mode,
  readAnswered,
  readAsked,
  readGraphMessage,
  UNLISTED,
  type UndrawnColumns,
} from "./generated/messages";
import { column, index, record, require } from "./kinds";
import { type Form, type Manner, mannerOf } from "./manner";
import { migrated } from "./migrations";
import { checkOperands, decodeOpcodes } from "./operations";
import { decodeRegions, type Regions } from "./regions";

export { LEAF_CODE, VERSION, WRITTEN_CODE } from "./generated/messages";
export { Refusal } from "./kinds";
export type { Answered, Message, Mode };

/** An input, and what the number in the code says about its slider. */
export type Input = InputMessage & Manner;

/** A fact about data that the cell's control flow used. */
export interface Guard {
  readonly node: number;
  readonly kind: "truth" | "index" | "int" | `round:${number}`;
  readonly expected: number;
  readonly line: number;
  readonly source: string;
}

type Decoded =
  | "version"
  | "ops"
  | "code"
  | "boxes"
  | "edges"
  | "inputs"
  | "regions"
  | "view_output"
  | "undrawn"
  | "hidden"
  | "guards"
  | "mode"
  | "first_line"
  | "panels";

/** One run of a cell, ready to be drawn and evaluated again. */
export interface Graph extends Omit<GraphMessage, Decoded> {
  readonly opcodes: Int32Array; // per node: an opcode of this page, or LEAF_CODE or WRITTEN_CODE
  readonly inputs: readonly Input[];
  readonly forms: ReadonlyMap<number, Form>; // how the numbers of inputs are written, by node, unless plainly
  readonly view: View; // nothing at all, where there are regions and nobody has yet said what is open
  readonly regions: Regions | null; // null if what is drawn is decided
  readonly undrawn: Rest;
  readonly guards: readonly Guard[];
  readonly mode: Mode;
  readonly firstLine: number;
}

/** The graph in a message; throws a Refusal if any part of it is invalid. */
export function decodeGraph(raw: unknown): Graph {
  const message = readGraphMessage(migrated(record(raw, "message")));
  checkOperands(message);
  const opcodes = decodeOpcodes(message);
  const nodes = opcodes.length;
  const { version, ops, code, boxes, edges, view_output, undrawn, hidden, first_line, panels, ...asSent } =
    message;
  require(/^[\w-]*$/.test(asSent.rid), `"rid" is not a class name`); // because it becomes part of a CSS rule
  index(asSent.output, nodes, "output", asSent.stopped ? -1 : 0);
  const inputs = decodeInputs(asSent.inputs, opcodes);
  return {
    ...asSent,
    opcodes,
    inputs,
    forms: new Map(inputs.flatMap(({ node, form }) => (form === "plain" ? [] : [[node, form]]))),
    view: decodeView(message, opcodes),
    regions: decodeRegions(message.regions, nodes),
    undrawn: decodeUndrawn(undrawn, boxes.node, nodes),
    guards: decodeGuards(message.guards, nodes),
    mode: decodeMode(asSent.mode),
    firstLine: first_line,
  };
}

/** The kernel's answer, or null if there is none yet. */
export function decodeAnswered(raw: unknown): Answered | null {
  if (isUnsaid(raw)) return null;
  const answered = readAnswered(raw);
  index(answered.input, answered.point.length, "answered.input", -1);
  return answered;
}

/** The question of another view of the same model, or null if there is none. */
export function decodeAsked(raw: unknown): Message | null {
  return isUnsaid(raw) ? null : readAsked(raw);
}

/** The page's question, as it crosses the wire. */
export function encodeAsked(message: Message): { seq: number; revision: number; point: DataView } {
  const { seq, revision, point } = message;
  return { seq, revision, point: new DataView(point.slice().buffer) };
}

function isUnsaid(raw: unknown): boolean {
  return raw === null || raw === undefined || Object.keys(raw).length === 0;
}

function decodeInputs(inputs: readonly InputMessage[], opcodes: Int32Array): Input[] {
  require(new Set(inputs.map(({ node }) => node)).size === inputs.length, "two inputs are the same node");
  return inputs.map((input) => {
    const { node, min, max, step } = input;
    require(opcodes[index(node, opcodes.length, "inputs.node")] ===
      LEAF_CODE, `the input at node ${node} is not a leaf`);
    require(min < max, `the range of the input at node ${node} is empty`);
    require(step === null || step > 0, `the step of the input at node ${node} is not above 0`);
    return { ...input, ...mannerOf(input) };
  });
}

function decodeView(message: GraphMessage, opcodes: Int32Array): View {
  const boxes = decodeBoxes(message.boxes, opcodes.length);
  for (const edge of message.edges) checkEdge(edge, boxes, message, opcodes);
  return {
    boxes,
    edges: message.edges,
    output: index(
      message.view_output,
      boxes.length,
      "view_output",
      boxes.length > 0 && !message.stopped ? 0 : -1,
    ),
    hidden: message.hidden,
  };
}

function decodeBoxes({ node, kind, label, symbol, source, span }: BoxColumns, nodes: number): Box[] {
  return Array.from(node, (own, i) => {
    const code = BOX_KINDS[index(kind[i], BOX_KINDS.length, "boxes.kind")] as Box["kind"];
    const made = source[i] as string;
    return {
      node: index(own, nodes, "boxes.node"),
      kind: code,
      label: code === "unnamed" ? label[i] || made : (label[i] as string),
      symbol: symbol[i] as string,
      source: made,
      span: spanOf(span.subarray(4 * i, 4 * i + 4)),
    };
  });
}

/** What is known about the nodes that have no box. */
function decodeUndrawn(columns: UndrawnColumns, drawn: Int32Array, nodes: number): Rest {
  const { name, code, source, symbol, span, place, places } = columns;
  const boxed = new Uint8Array(nodes);
  for (const node of drawn) boxed[node] = 1;
  column(name, nodes - new Set(drawn).size, "undrawn.name");
  column(symbol, source.length, "undrawn.symbol");
  column(span, 4 * source.length, "undrawn.span");
  const spans = source.map((_, each) => spanOf(span.subarray(4 * each, 4 * each + 4)));
  const [listed, entries] = [new Int32Array(name.length), new Int32Array(name.length)];
  let count = 0;
  for (let node = 0, i = 0; node < nodes; node++) {
    if (boxed[node] === 1) continue;
    index(place[i], places.length, "undrawn.place");
    if (index(code[i], source.length, "undrawn.code", UNLISTED) !== UNLISTED) {
      listed[count] = node;
      entries[count++] = i;
    }
    i++;
  }
  const entry = entries.subarray(0, count);
  const of = (values: Int32Array) => entry.map((i) => values[i] as number);
  const names = Array.from(entry, (i) => name[i] as string);
  const said = { name: names, code: of(code), source, symbol, span: spans, place: of(place), places };
  return new Rest({ ...said, node: listed.subarray(0, count) }, nodes);
}

/** The place of a box in the listing. */
function spanOf([line = 0, column = 0, endLine = 0, endColumn = 0]: Int32Array): Span | null {
  return line > 0 ? { line, column, endLine, endColumn } : null;
}

function checkEdge(
  edge: EdgeMessage,
  boxes: readonly Box[],
  message: GraphMessage,
  opcodes: Int32Array,
): void {
  index(edge.source, boxes.length, "edges.source");
  index(edge.target, boxes.length, "edges.target");
  index(edge.node, opcodes.length, "edges.node");
  const first = message.start[edge.node] as number;
  index(edge.slot, (message.start[edge.node + 1] as number) - first, "edges.slot");
  index(edge.between, Number.MAX_SAFE_INTEGER, "edges.between");
  if (edge.between === 0) checkPlainEdge(edge, boxes, message.operands[first + edge.slot] as number, opcodes);
}

/** Check that the edge's operand is the target's own, or that of a + within the target's sum. */
function checkPlainEdge(edge: Edge, boxes: readonly Box[], given: number, opcodes: Int32Array): void {
  const [operand, last] = [(boxes[edge.source] as Box).node, (boxes[edge.target] as Box).node];
  const within = edge.node === last || (edge.node < last && NAMES[opcodes[edge.node] as number] === "add");
  require(within && given === operand, `the edge from node ${operand} to node ${last} is not in the graph`);
}

function decodeGuards(columns: GuardColumns, nodes: number): Guard[] {
  const { node, words, expected, line, source } = columns;
  const kinds = columns.kind.map(guardKind);
  return Array.from(node, (own, i) => ({
    node: index(own, nodes, "guards.node"),
    kind: kinds[index(words[2 * i], kinds.length, "guards.words")] as Guard["kind"],
    expected: expected[i] as number, // nan and inf too: round(nan, 2) is one
    line: line[i] as number,
    source: source[index(words[2 * i + 1], source.length, "guards.words")] as string,
  }));
}

function guardKind(kind: string): Guard["kind"] {
  require(/^(truth|index|int|round:-?\d+)$/.test(kind), `“${kind}” is not a kind of guard`);
  return kind as Guard["kind"];
}

function decodeMode(mode: string): Mode {
  require((MODES as readonly string[]).includes(mode), `“${mode}” is not a mode`);
  return mode as Mode;
}
