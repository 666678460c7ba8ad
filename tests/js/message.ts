/** Graph messages as the kernel sends them, from a few words for each node. */

import { NAMES } from "../../js/mathematics/generated/ops";
import type { Undrawn } from "../../js/view/rest";
import type { Box, Span } from "../../js/view/view";
import type { Guard } from "../../js/wire/protocol";

export interface Sketch {
  readonly name: string;
  readonly value?: number; // of a leaf, or of an operation written by hand
  readonly op?: string; // a row of the op table, or "written"
  readonly of?: readonly string[];
  readonly constant?: boolean;
}

/** `a = -2; b = 3; d = a * b; e = a + b; f = d * e` */
export const README: readonly Sketch[] = [
  { name: "a", value: -2 },
  { name: "b", value: 3 },
  { name: "d", op: "mul", of: ["a", "b"] },
  { name: "e", op: "add", of: ["a", "b"] },
  { name: "f", op: "mul", of: ["d", "e"] },
];

const NO_REGIONS = {
  parent: ints([]),
  kind: ints([]),
  ordinal: ints([]),
  head: ints([]),
  label: ints([]),
  words: [],
  node: ints([]),
};

/** Parts of a message that a test replaces. */
export interface Changes {
  readonly mode?: string | undefined;
  readonly [part: string]: unknown;
}

/** A message of today's version; `changes` replaces parts of it. */
export function message(sketches: readonly Sketch[] = README, changes: Changes = {}) {
  return wired(draft(sketches, changes));
}

/** The same with a record for each box and each guard. */
export function draft(sketches: readonly Sketch[] = README, changes: Changes = {}) {
  const index = new Map(sketches.map(({ name }, i) => [name, i]));
  const operands = sketches.map(({ of = [] }) => of.map((name) => index.get(name) ?? -1));
  const ops = [...new Set(sketches.flatMap(({ op }) => (op && op !== "written" ? [op] : [])))];
  const last = sketches.length - 1;
  return {
    version: 8,
    revision: 1,
    ops,
    code: ints(sketches.map(({ op }) => (op === "written" ? -2 : op ? ops.indexOf(op) : -1))),
    start: ints(starts(operands)),
    operands: ints(operands.flat()),
    data: floats(sketches.map(({ value = 0 }) => value)),
    output: last,
    title: sketches[last]?.name ?? "",
    formula: "f = d \\cdot e",
    inputs: sketches.flatMap((sketch, node) => (isInput(sketch) ? [input(sketch, node)] : [])),
    boxes: sketches.map(box),
    edges: operands.flatMap((own, target) => own.map((source, slot) => [source, target, target, slot, 0])),
    view_output: last,
    regions: NO_REGIONS,
    undrawn: [] as readonly Undrawn[], // without a word: the rest of what is not drawn
    hidden: 0,
    guards: [] as Guard[],
    mode: "replay",
    replays: (changes.mode ?? "replay") === "replay",
    why: "",
    printed: "",
    listing: sketches.map(({ name, of = [] }) => `${name} = ${of.join(" ")}`).join("\n"),
    first_line: 1,
    panels: [],
    frozen: "",
    stopped: "",
    notes: [],
    rid: "r1",
    ...changes,
  };
}

/** Where the operands of each node begin among those of all. */
function starts(operands: readonly (readonly unknown[])[]): number[] {
  let sum = 0;
  return [0, ...operands.map(({ length }) => (sum += length))];
}

/** `s = a + b + c + d`, drawn as one sum. */
export function summed() {
  const leaves = ["a", "b", "c", "d"].map((name, i) => ({ name, value: i }));
  const whole = draft([
    ...leaves,
    { name: "a + b", op: "add", of: ["a", "b"] },
    { name: "a + b + c", op: "add", of: ["a + b", "c"] },
    { name: "s", op: "add", of: ["a + b + c", "d"] },
  ]);
  const boxes = whole.boxes.filter(({ node }) => node < 4 || node === 6);
  const edges = [
    [0, 4, 4, 0, 0],
    [1, 4, 4, 1, 0],
    [2, 4, 5, 1, 0],
    [3, 4, 6, 1, 0],
  ];
  return wired({ ...whole, boxes, edges, view_output: 4 });
}

/** Boxes, undrawn nodes and guards as columns; what is no list of records is left as it is. */
export function wired<Draft extends { boxes: unknown; guards: unknown; undrawn: unknown; data: DataView }>(
  parts: Draft,
) {
  const { boxes, guards, undrawn } = parts;
  return {
    ...parts,
    boxes: Array.isArray(boxes) ? boxColumns(boxes) : boxes,
    undrawn: Array.isArray(undrawn) ? undrawnColumns(undrawn, boxes, parts.data.byteLength / 8) : undrawn,
    guards: Array.isArray(guards) ? guardColumns(guards) : guards,
  };
}

/** A stretch of one character at the start of a line. */
export function spanOn(line: number): Span {
  return { line, column: 0, endLine: line, endColumn: 1 };
}

const KINDS = ["input", "leaf", "constant", "named", "unnamed", "written"];

function boxColumns(boxes: readonly Box[]) {
  return {
    node: ints(boxes.map(({ node }) => node)),
    kind: new DataView(Uint8Array.from(boxes, ({ kind }) => KINDS.indexOf(kind)).buffer),
    label: boxes.map(({ kind, label }) => (kind === "unnamed" ? "" : label)),
    symbol: boxes.map(({ symbol }) => symbol),
    source: boxes.map(({ source }) => source),
    span: ints(
      boxes.flatMap(({ span }) =>
        span ? [span.line, span.column, span.endLine, span.endColumn] : [0, 0, 0, 0],
      ),
    ),
  };
}

function undrawnColumns(undrawn: readonly Undrawn[], boxes: unknown, nodes: number) {
  const drawn = new Set(Array.isArray(boxes) ? (boxes as Box[]).map(({ node }) => node) : []);
  const others = Array.from({ length: nodes }, (_, node) => node).filter((node) => !drawn.has(node));
  const at = others.map((own) => undrawn.findIndex(({ node }) => node === own));
  return {
    name: at.map((i) => undrawn[i]?.label ?? ""),
    code: ints(at),
    source: undrawn.map(({ source }) => source),
    symbol: undrawn.map(({ symbol }) => symbol),
    span: ints(undrawn.flatMap(({ line }) => [line, 0, 0, 0])),
    place: ints(at.map((i) => i + 1)),
    places: ["", ...undrawn.map(({ place }) => place)],
  };
}

function guardColumns(guards: readonly Guard[]) {
  return {
    node: ints(guards.map(({ node }) => node)),
    kind: guards.map(({ kind }) => kind),
    source: guards.map(({ source }) => source),
    words: ints(guards.flatMap((_, i) => [i, i])),
    expected: floats(guards.map(({ expected }) => expected)),
    line: ints(guards.map(({ line }) => line)),
  };
}

export function ints(numbers: readonly number[]): DataView {
  return unaligned(new Int32Array(numbers).buffer);
}

export function floats(numbers: readonly number[]): DataView {
  return unaligned(new Float64Array(numbers).buffer);
}

/** Buffers arrive at any byte of a larger one. */
function unaligned(buffer: ArrayBuffer): DataView {
  const larger = new Uint8Array(buffer.byteLength + 3);
  larger.set(new Uint8Array(buffer), 3);
  return new DataView(larger.buffer, 3);
}

function isInput({ op, constant }: Sketch): boolean {
  return !op && !constant;
}

const REACHES = [2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** With bounds as a cell might give them. */
function input({ name, value = 0 }: Sketch, node: number) {
  const reach = REACHES.find((each) => each >= 2 * Math.abs(value)) ?? 2;
  return { node, name, literal: "", min: -reach, max: reach, step: null, whole: false, held: false };
}

function box({ name, op, of = [], constant }: Sketch, node: number) {
  const kind = constant ? "constant" : op === "written" ? "written" : op ? "named" : "input";
  const known = op && (op === "written" || NAMES.includes(op));
  return { node, kind, label: name, symbol: known ? op : "", source: of.join(" "), span: spanOn(node + 1) };
}
