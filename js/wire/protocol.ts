/**
 * The wire between kernel and page, version 4: the types of its messages, and a reader that lets nothing
 * through that the rest of the page could stumble over. microgradext/notebook/wire/protocol.py is its other end.
 */

import { ARITY, NAMES, Op } from "../mathematics/generated/ops";
import type { Box, Edge, Span, View } from "../view/view";

export const VERSION = 4;
export const LEAF = -1; // inputs, other leaves, constants
export const WRITTEN = -2; // an operation written by hand: only the kernel can run it

/** One row of the inputs; a missing bound is the page's to choose. */
export interface Input {
  readonly node: number;
  readonly name: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly step: number | null;
  readonly whole: boolean;
  readonly held: boolean; // only a run of the code knows what moving it gives
}

/** A fact about data that the cell's control flow used. */
export interface Guard {
  readonly node: number;
  readonly kind: "truth" | "index" | "int" | `round:${number}`;
  readonly expected: number;
  readonly line: number;
  readonly source: string;
}

/**
 * What a move of a slider takes: `replay` the page alone while its guards hold, `suspected` and `rerun` a run of the
 * cell, `click` a run that only the user may start; `still` cannot be moved at all.
 */
export type Mode = "replay" | "suspected" | "rerun" | "click" | "still";

/** One run of a cell, ready to be evaluated again and drawn. */
export interface Graph {
  readonly revision: number;
  readonly opcodes: Int32Array; // per node: an opcode of this page, LEAF or WRITTEN
  readonly start: Int32Array; // operands of node i are operands[start[i]:start[i + 1]]
  readonly operands: Int32Array;
  readonly data: Float64Array; // values when the cell ran
  readonly gradients: Float64Array | null; // from the kernel, where the page cannot compute them
  readonly contributions: Float64Array | null; // per operand, likewise
  readonly output: number; // -1 where the cell stopped before any output
  readonly title: string;
  readonly formula: string; // LaTeX; "" where there is none
  readonly inputs: readonly Input[];
  readonly view: View;
  readonly guards: readonly Guard[];
  readonly mode: Mode;
  readonly replays: boolean; // the page's numbers are right while the guards hold
  readonly why: string; // a sentence for the modes that run the cell again
  readonly printed: string; // by the cell in this run
  readonly listing: string; // the code that ran; "" where it is not known
  readonly firstLine: number;
  readonly frozen: string;
  readonly stopped: string;
  readonly notes: readonly string[];
  readonly rid: string;
}

/** A point the page went to (`asked`) or the kernel took (`answered`). */
export interface Message {
  readonly seq: number;
  readonly revision: number;
  readonly point: Float64Array;
}

export interface Answered extends Message {
  readonly problem: string;
  readonly input: number; // whose move the problem is about; -1 where it is about none
}

/** A message that cannot be used; its text is a sentence for the reader of the page. */
export class Refusal extends Error {}

/** The graph in a message; throws a Refusal where any part of it is not what it says. */
export function decodeGraph(raw: unknown): Graph {
  const message = record(raw, "message");
  checkVersion(message.version);
  const tape = decodeTape(message);
  const nodes = tape.data.length;
  const stopped = text(message.stopped, "stopped");
  return {
    ...tape,
    revision: whole(message.revision, "revision"),
    output: index(message.output, nodes, "output", stopped ? -1 : 0),
    title: text(message.title, "title"),
    formula: text(message.formula, "formula"),
    inputs: decodeInputs(message.inputs, tape.opcodes),
    view: decodeView(message, tape, stopped !== ""),
    guards: decodeGuards(message.guards, nodes),
    mode: decodeMode(message.mode),
    replays: truth(message.replays, "replays"),
    why: text(message.why, "why"),
    printed: text(message.printed, "printed"),
    listing: text(message.listing, "listing"),
    firstLine: whole(message.first_line, "first_line"),
    frozen: text(message.frozen, "frozen"),
    stopped,
    notes: list(message.notes, "notes").map((note) => text(note, "notes")),
    rid: decodeRid(message.rid),
  };
}

/** What the kernel answered, or null when it has not spoken yet. */
export function decodeAnswered(raw: unknown): Answered | null {
  const message = decodeMessage(raw, "answered");
  if (message === null) return null;
  const { problem, input } = record(raw, "answered");
  const inputs = message.point.length;
  return {
    ...message,
    problem: text(problem, "answered.problem"),
    input: index(input, inputs, "answered.input", -1),
  };
}

/** What another view of the same model asked, or null when none did. */
export function decodeAsked(raw: unknown): Message | null {
  return decodeMessage(raw, "asked");
}

/** The page's question, as it crosses the wire. */
export function encodeAsked(message: Message): { seq: number; revision: number; point: DataView } {
  const { seq, revision, point } = message;
  return { seq, revision, point: new DataView(point.slice().buffer) };
}

type Fields = Readonly<Record<string, unknown>>;
type Tape = Pick<Graph, "opcodes" | "start" | "operands" | "data" | "gradients" | "contributions">;

function checkVersion(version: unknown): void {
  if (version === VERSION) return;
  throw new Refusal(
    `This page reads graph messages of version ${VERSION} and the kernel sent version ${String(version)}: reload the page.`,
  );
}

function decodeTape(message: Fields): Tape {
  const data = floats(message.data, "data");
  const start = ints(message.start, "start");
  const operands = ints(message.operands, "operands");
  checkOperands(start, operands, data.length);
  return {
    data,
    start,
    operands,
    opcodes: decodeOpcodes(message, start, data.length),
    gradients: optionalFloats(message.gradients, data.length, "gradients"),
    contributions: optionalFloats(message.contributions, operands.length, "contributions"),
  };
}

function checkOperands(start: Int32Array, operands: Int32Array, nodes: number): void {
  require(start.length === nodes + 1, `"start" has ${start.length} numbers for ${nodes} nodes`);
  require(start[0] === 0 && start[nodes] === operands.length, `"start" does not span "operands"`);
  for (let node = 0; node < nodes; node++) checkOperandsOf(node, start, operands);
}

function checkOperandsOf(node: number, start: Int32Array, operands: Int32Array): void {
  const [from, to] = [start[node] as number, start[node + 1] as number];
  require(from <= to && to <= operands.length, `"start" goes back at node ${node}`);
  for (let slot = from; slot < to; slot++) {
    const operand = operands[slot] as number;
    require(operand >= 0 && operand < node, `an operand of node ${node} is not an earlier node`);
  }
}

function decodeOpcodes(message: Fields, start: Int32Array, nodes: number): Int32Array {
  const opcodes = list(message.ops, "ops").map(opcodeOf);
  const code = ints(message.code, "code");
  require(code.length === nodes, `"code" has ${code.length} numbers for ${nodes} nodes`);
  return code.map((position, node) => {
    const count = (start[node + 1] as number) - (start[node] as number);
    return position < 0 ? leafOrWritten(position, node, count) : known(opcodes, position, node, count);
  });
}

function opcodeOf(name: unknown): number {
  const opcode = NAMES.indexOf(text(name, "ops"));
  if (opcode >= 0) return opcode;
  throw new Refusal(`This page does not know the operation “${String(name)}”: reload the page.`);
}

function leafOrWritten(code: number, node: number, count: number): number {
  require(code === LEAF || code === WRITTEN, `node ${node} has the unknown code ${code}`);
  require(code === WRITTEN || count === 0, `node ${node} is a leaf with operands`);
  return code;
}

function known(opcodes: readonly number[], position: number, node: number, count: number): number {
  const opcode = opcodes[position];
  if (opcode === undefined) throw wrong(`node ${node} has the unknown code ${position}`);
  const arity = ARITY[opcode] as number;
  require(arity < 0
    ? count > 0
    : arity === count, `${NAMES[opcode]} takes ${arity} operands and node ${node} has ${count}`);
  return opcode;
}

function decodeInputs(raw: unknown, opcodes: Int32Array): Input[] {
  const inputs = list(raw, "inputs").map((input) => decodeInput(input, opcodes));
  require(new Set(inputs.map(({ node }) => node)).size === inputs.length, "two inputs are the same node");
  return inputs;
}

function decodeInput(raw: unknown, opcodes: Int32Array): Input {
  const input = record(raw, "inputs");
  const node = index(input.node, opcodes.length, "inputs.node");
  require(opcodes[node] === LEAF, `the input at node ${node} is not a leaf`);
  const [min, max, step] = ["min", "max", "step"].map((name) =>
    bound(input[name], `inputs.${name}`),
  ) as Bounds;
  require(min === null || max === null || min < max, `the range of the input at node ${node} is empty`);
  require(step === null || step > 0, `the step of the input at node ${node} is not above 0`);
  const [name, whole, held] = [text(input.name, "inputs.name"), input.whole === true, input.held === true];
  return { node, name, min, max, step, whole, held };
}

type Bounds = [number | null, number | null, number | null];

function bound(raw: unknown, name: string): number | null {
  return raw === null || raw === undefined ? null : number(raw, name);
}

function decodeView(message: Fields, tape: Tape, stopped: boolean): View {
  const boxes = decodeBoxes(message.boxes, tape.data.length);
  return {
    boxes,
    edges: list(message.edges, "edges").map((edge) => decodeEdge(edge, boxes, tape)),
    output: index(message.view_output, boxes.length, "view_output", stopped ? -1 : 0),
    hidden: whole(message.hidden, "hidden"),
  };
}

const KINDS: readonly Box["kind"][] = ["input", "leaf", "constant", "named", "unnamed", "written"];

function decodeBoxes(raw: unknown, nodes: number): Box[] {
  const columns = record(raw, "boxes");
  const node = ints(columns.node, "boxes.node");
  const kind = column(new Uint8Array(bytes(columns.kind, 1, "boxes.kind")), node.length, "boxes.kind");
  const span = column(ints(columns.span, "boxes.span"), 4 * node.length, "boxes.span");
  const [label, symbol, source] = ["label", "symbol", "source"].map((name) =>
    column(texts(columns[name], `boxes.${name}`), node.length, `boxes.${name}`),
  ) as [string[], string[], string[]];
  return Array.from(node, (own, i) => {
    const code = KINDS[index(kind[i], KINDS.length, "boxes.kind")] as Box["kind"];
    const made = source[i] as string;
    return {
      node: index(own, nodes, "boxes.node"),
      kind: code,
      label: code === "unnamed" ? made : (label[i] as string),
      symbol: symbol[i] as string,
      source: made,
      span: spanOf(span.subarray(4 * i, 4 * i + 4)),
    };
  });
}

/** Where a box stands in the listing. */
function spanOf([line = 0, column = 0, endLine = 0, endColumn = 0]: Int32Array): Span | null {
  return line > 0 ? { line, column, endLine, endColumn } : null;
}

function decodeEdge(raw: unknown, boxes: readonly Box[], tape: Tape): Edge {
  const [from, to, nodeRaw, slotRaw, betweenRaw] = list(raw, "edges");
  const source = index(from, boxes.length, "edges.source");
  const target = index(to, boxes.length, "edges.target");
  const node = index(nodeRaw, tape.data.length, "edges.node");
  const slot = index(slotRaw, operandsOf(node, tape), "edges.slot");
  const between = index(betweenRaw, Number.MAX_SAFE_INTEGER, "edges.between");
  const edge = { source, target, node, slot, between };
  if (between === 0) checkEdge(edge, boxes, tape);
  return edge;
}

/** The operand is the target's own, or that of a + within its sum. */
function checkEdge({ source, target, node, slot }: Edge, boxes: readonly Box[], tape: Tape): void {
  const [operand, last] = [(boxes[source] as Box).node, (boxes[target] as Box).node];
  const within = node === last || (node < last && tape.opcodes[node] === Op.add);
  const holds = within && tape.operands[(tape.start[node] as number) + slot] === operand;
  require(holds, `the edge from node ${operand} to node ${last} is not in the graph`);
}

function operandsOf(node: number, { start }: Tape): number {
  return (start[node + 1] as number) - (start[node] as number);
}

function decodeGuards(raw: unknown, nodes: number): Guard[] {
  const columns = record(raw, "guards");
  const node = ints(columns.node, "guards.node");
  const words = column(ints(columns.words, "guards.words"), 2 * node.length, "guards.words");
  const expected = column(floats(columns.expected, "guards.expected"), node.length, "guards.expected");
  const line = column(ints(columns.line, "guards.line"), node.length, "guards.line");
  const kinds = texts(columns.kind, "guards.kind").map(guardKind);
  const sources = texts(columns.source, "guards.source");
  return Array.from(node, (own, i) => ({
    node: index(own, nodes, "guards.node"),
    kind: kinds[index(words[2 * i], kinds.length, "guards.words")] as Guard["kind"],
    expected: number(expected[i], "guards.expected"),
    line: line[i] as number,
    source: sources[index(words[2 * i + 1], sources.length, "guards.words")] as string,
  }));
}

function guardKind(kind: string): Guard["kind"] {
  require(/^(truth|index|int|round:-?\d+)$/.test(kind), `“${kind}” is no kind of guard`);
  return kind as Guard["kind"];
}

const MODES: readonly string[] = ["replay", "suspected", "rerun", "click", "still"];

function decodeMode(raw: unknown): Mode {
  const mode = text(raw, "mode");
  require(MODES.includes(mode), `“${mode}” is no mode`);
  return mode as Mode;
}

function truth(raw: unknown, name: string): boolean {
  require(typeof raw === "boolean", `"${name}" is not true or false`);
  return raw as boolean;
}

function decodeRid(raw: unknown): string {
  const rid = text(raw, "rid");
  require(/^[\w-]*$/.test(rid), `"rid" is not a class name`); // it becomes part of a CSS rule
  return rid;
}

function decodeMessage(raw: unknown, name: string): Message | null {
  if (raw === null || raw === undefined || Object.keys(raw).length === 0) return null;
  const message = record(raw, name);
  return {
    seq: whole(message.seq, `${name}.seq`),
    revision: whole(message.revision, `${name}.revision`),
    point: floats(message.point, `${name}.point`),
  };
}

function wrong(what: string): Refusal {
  return new Refusal(`The kernel sent a graph that cannot be drawn: ${what}.`);
}

function require(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw wrong(otherwise);
}

/** A column that has an entry for each of what it is about. */
function column<C extends { readonly length: number }>(entries: C, length: number, name: string): C {
  require(entries.length === length, `"${name}" has ${entries.length} entries instead of ${length}`);
  return entries;
}

function texts(raw: unknown, name: string): string[] {
  return list(raw, name).map((entry) => text(entry, name));
}

function record(raw: unknown, name: string): Fields {
  if (typeof raw === "object" && raw !== null && !Array.isArray(raw)) return raw as Fields;
  throw wrong(`"${name}" is not a record`);
}

function list(raw: unknown, name: string): readonly unknown[] {
  if (Array.isArray(raw)) return raw;
  throw wrong(`"${name}" is not a list`);
}

function text(raw: unknown, name: string): string {
  if (typeof raw === "string") return raw;
  throw wrong(`"${name}" is not text`);
}

function number(raw: unknown, name: string): number {
  if (typeof raw === "number" && Number.isFinite(raw)) return raw;
  throw wrong(`"${name}" is not a number`);
}

function whole(raw: unknown, name: string): number {
  if (Number.isSafeInteger(raw)) return raw as number;
  throw wrong(`"${name}" is not a whole number`);
}

function index(raw: unknown, end: number, name: string, first = 0): number {
  const position = whole(raw, name);
  require(position >= first && position < end, `"${name}" is ${position}, outside ${first} to ${end - 1}`);
  return position;
}

function ints(raw: unknown, name: string): Int32Array {
  return new Int32Array(bytes(raw, 4, name));
}

function floats(raw: unknown, name: string): Float64Array {
  return new Float64Array(bytes(raw, 8, name));
}

function optionalFloats(raw: unknown, length: number, name: string): Float64Array | null {
  if (raw === null || raw === undefined) return null;
  const numbers = floats(raw, name);
  require(numbers.length === length, `"${name}" has ${numbers.length} numbers instead of ${length}`);
  return numbers;
}

/** A copy of a buffer: those that arrive may start at any byte. */
function bytes(raw: unknown, size: number, name: string): ArrayBuffer {
  const buffer = ArrayBuffer.isView(raw) ? raw : raw instanceof ArrayBuffer ? new DataView(raw) : null;
  if (buffer === null) throw wrong(`"${name}" is not a buffer`);
  require(buffer.byteLength % size === 0, `"${name}" holds a part of a number`);
  return Uint8Array.from(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)).buffer;
}
