import { describe, expect, test } from "vitest";
import { decodeAnswered, decodeAsked, decodeGraph, encodeAsked, Refusal } from "../../../js/wire/protocol";
import { draft, floats, ints, message, README, summed } from "../message";

const GUARD = { node: 0, kind: "truth", expected: 1, line: 2, source: "a > 0" };

test("a graph arrives whole, from buffers that start at any byte", () => {
  const graph = decodeGraph(message(README, { guards: [GUARD], notes: ["Inputs: a, b."] }));
  expect([...graph.data]).toEqual([-2, 3, 0, 0, 0]);
  expect([...graph.start]).toEqual([0, 0, 0, 2, 4, 6]);
  expect([...graph.operands]).toEqual([0, 1, 0, 1, 2, 3]);
  expect(graph.inputs.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(graph.view.edges).toHaveLength(6);
  expect(graph.view.boxes[4]).toMatchObject({ node: 4, kind: "named", label: "f" });
  expect(graph.guards).toEqual([GUARD]);
  expect([graph.title, graph.output, graph.rid]).toEqual(["f", 4, "r1"]);
});

test("a term of a sum is an operand of a + within it", () => {
  const { edges, boxes } = decodeGraph(summed()).view;
  expect(boxes.map(({ label }) => label)).toEqual(["a", "b", "c", "d", "s"]);
  expect(edges[2]).toEqual({ source: 2, target: 4, node: 5, slot: 1, between: 0 });
});

test("a guard may have seen nan, as round(nan, 2) does", () => {
  const graph = decodeGraph(message(README, { guards: [{ ...GUARD, expected: Number.NaN }] }));
  expect(graph.guards[0]?.expected).toBeNaN();
});

test("a stopped cell needs no output and no node", () => {
  const empty = { code: ints([]), start: ints([0]), operands: ints([]), data: floats([]), ops: [] };
  const drawn = { boxes: [], edges: [], inputs: [], output: -1, view_output: -1 };
  expect(decodeGraph(message([], { ...empty, ...drawn, stopped: "Stopped at line 1" })).output).toBe(-1);
});

const [box] = draft().boxes;
const [input] = message().inputs;
const MALFORMED: [string, unknown, RegExp][] = [
  ["no record", "graph", /"message" is not a record/],
  ["another version", message(README, { version: 1 }), /versions 4 to 8, .* version 1: reload the page\.$/],
  ["no version", message(README, { version: undefined }), /version undefined/],
  ["a revision that is text", message(README, { revision: "1" }), /"revision" is not a whole number/],
  [
    "an operation this page lacks",
    message(README, { ops: ["mul", "frobnicate"] }),
    /does not know .*“frobnicate”/,
  ],
  ["an operation that is no text", message(README, { ops: ["mul", 7] }), /"ops" is not text/],
  ["ops that are no list", message(README, { ops: "mul" }), /"ops" is not a list/],
  ["a buffer that is a list", message(README, { data: [1, 2] }), /"data" is not a buffer/],
  [
    "a torn buffer",
    message(README, { data: new DataView(new ArrayBuffer(9)) }),
    /"data" ends in the middle of a number/,
  ],
  ["too few codes", message(README, { code: ints([-1]) }), /"code" has 1 numbers for 5 nodes/],
  ["a code beyond ops", message(README, { code: ints([-1, -1, 0, 1, 9]) }), /node 4 has the unknown code 9/],
  ["a code below -2", message(README, { code: ints([-1, -1, 0, 1, -3]) }), /node 4 has the unknown code -3/],
  [
    "a leaf with operands",
    message(README, { code: ints([-1, -1, -1, 1, 0]) }),
    /node 2 is a leaf with operands/,
  ],
  ["too few starts", message(README, { start: ints([0, 0]) }), /"start" has 2 numbers for 5 nodes/],
  [
    "starts that go back",
    message(README, { start: ints([0, 0, 0, 9, 4, 6]) }),
    /"start" decreases at node 2/,
  ],
  [
    "starts that do not span",
    message(README, { start: ints([0, 0, 0, 2, 4, 5]) }),
    /does not span "operands"/,
  ],
  [
    "a later operand",
    message(README, { operands: ints([0, 1, 0, 1, 4, 3]) }),
    /node 4 is not an earlier node/,
  ],
  [
    "a negative operand",
    message(README, { operands: ints([-1, 1, 0, 1, 2, 3]) }),
    /node 2 is not an earlier node/,
  ],
  ["a wrong arity", message(README, { ops: ["tanh", "add"] }), /tanh takes 1 operands and node 2 has 2/],
  ["an output beyond the nodes", message(README, { output: 5 }), /"output" is 5, outside 0 to 4/],
  ["no output without a stop", message(README, { output: -1 }), /"output" is -1/],
  ["a title that is a number", message(README, { title: 7 }), /"title" is not text/],
  ["an input that is no leaf", message(README, { inputs: [{ ...input, node: 2 }] }), /node 2 is not a leaf/],
  ["an input twice", message(README, { inputs: [input, input] }), /two inputs are the same node/],
  ["an empty range", message(README, { inputs: [{ ...input, min: 1, max: 1 }] }), /range .* is empty/],
  [
    "a range that is text",
    message(README, { inputs: [{ ...input, min: "1" }] }),
    /"inputs.min" is not a number/,
  ],
  ["a step of 0", message(README, { inputs: [{ ...input, step: 0 }] }), /step .* is not above 0/],
  [
    "a box of no kind",
    message(README, { boxes: [{ ...box, kind: "cloud" }] }),
    /"boxes.kind" is 255, outside 0 to 5/,
  ],
  ["a box without node", message(README, { boxes: [{ ...box, node: 9 }] }), /"boxes.node" is 9/],
  [
    "a box whose label is no text",
    message(README, { boxes: [{ ...box, label: null }] }),
    /"boxes.label" is not text/,
  ],
  [
    "an undrawn node too many",
    message(README, { undrawn: { ...message().undrawn, name: [""], code: ints([-1]), place: ints([0]) } }),
    /"undrawn.name" has 1 entries instead of 0/,
  ],
  [
    "an undrawn node without words",
    { ...summed(), undrawn: { ...summed().undrawn, code: ints([-1, 0]) } },
    /"undrawn.code" is 0, outside -1 to -1/,
  ],
  [
    "an undrawn node with code of no line",
    message(README, { undrawn: { ...message().undrawn, source: ["a"] } }),
    /"undrawn.symbol" has 0 entries instead of 1/,
  ],
  ["boxes that are a list of records", message(README, { boxes: undefined }), /"boxes" is not a record/],
  [
    "too few labels",
    message(README, { boxes: { ...message().boxes, label: ["a"] } }),
    /"boxes.label" has 1 entries instead of 5/,
  ],
  [
    "too few kinds",
    message(README, { boxes: { ...message().boxes, kind: new DataView(new ArrayBuffer(2)) } }),
    /"boxes.kind" has 2 entries instead of 5/,
  ],
  ["guards that are a number", message(README, { guards: 3 }), /"guards" is not a record/],
  [
    "a guard whose kind is not there",
    message(README, { guards: { ...message(README, { guards: [GUARD] }).guards, kind: [] } }),
    /"guards.words" is 0, outside 0 to -1/,
  ],
  ["an edge to no box", message(README, { edges: [[0, 9, 4, 0, 0]] }), /"edges.target" is 9/],
  [
    "an edge that the graph lacks",
    message(README, { edges: [[0, 4, 4, 0, 0]] }),
    /from node 0 to node 4 is not in/,
  ],
  ["an edge by way of a ×", message(README, { edges: [[0, 4, 2, 0, 0]] }), /from node 0 to node 4 is not in/],
  [
    "an edge by way of a later +",
    message(README, { edges: [[0, 2, 3, 0, 0]] }),
    /from node 0 to node 2 is not in/,
  ],
  ["an edge of no node", message(README, { edges: [[0, 2, 5, 0, 0]] }), /"edges.node" is 5/],
  ["an edge at no operand", message(README, { edges: [[0, 2, 2, 2, 0]] }), /"edges.slot" is 2/],
  [
    "an edge through others at no operand",
    message(README, { edges: [[0, 4, 0, 0, 1]] }),
    /"edges.slot" is 0/,
  ],
  ["an edge that is no list", message(README, { edges: [{ source: 0 }] }), /"edges" is not a list/],
  ["no box for the output", message(README, { view_output: 5 }), /"view_output" is 5/],
  ["hidden that is no number", message(README, { hidden: null }), /"hidden" is not a whole number/],
  [
    "a guard of no kind",
    message(README, { guards: [{ ...GUARD, kind: "maybe" }] }),
    /“maybe” is not a kind of guard/,
  ],
  [
    "a guard of the first version",
    message(README, { guards: [{ ...GUARD, kind: "whole" }] }),
    /“whole” is not a kind of guard/,
  ],
  ["a mode of no kind", message(README, { mode: "sometimes" }), /“sometimes” is not a mode/],
  ["no mode", message(README, { mode: undefined }), /"mode" is not text/],
  ["why that is no text", message(README, { why: null }), /"why" is not text/],
  ["replays that is no truth", message(README, { replays: 1 }), /"replays" is not true or false/],
  ["printed that is no text", message(README, { printed: ["1"] }), /"printed" is not text/],
  ["a guard without node", message(README, { guards: [{ ...GUARD, node: 7 }] }), /"guards.node" is 7/],
  ["frozen that is no text", message(README, { frozen: true }), /"frozen" is not text/],
  ["stopped that is no text", message(README, { stopped: null }), /"stopped" is not text/],
  ["notes that are no list", message(README, { notes: "Inputs: a." }), /"notes" is not a list/],
  ["a rid that breaks out of a rule", message(README, { rid: "x{} *" }), /"rid" is not a class name/],
  [
    "gradients of another length",
    message(README, { gradients: floats([1]) }),
    /"gradients" has 1 numbers instead/,
  ],
];

describe("a malformed message is refused in a sentence:", () => {
  test.each(MALFORMED)("%s", (_, raw, sentence) => {
    expect(() => decodeGraph(raw)).toThrow(Refusal);
    expect(() => decodeGraph(raw)).toThrow(sentence);
    expect(() => decodeGraph(raw)).toThrow(/^[A-Z].*\.$/);
  });
});

test("a question keeps every bit of its point, and nan and inf", () => {
  const point = Float64Array.from([0.1 + 0.2, Number.NaN, Number.NEGATIVE_INFINITY, -0]);
  const heard = decodeAsked(encodeAsked({ seq: 7, revision: 2, point }));
  expect(heard).toEqual({ seq: 7, revision: 2, point });
});

test("a question is a copy: the page may move on", () => {
  const point = Float64Array.from([1]);
  const asked = encodeAsked({ seq: 1, revision: 1, point });
  point[0] = 2;
  expect(asked.point.getFloat64(0, true)).toBe(1);
});

test("an answer that was never given is none", () => {
  expect([decodeAnswered(null), decodeAnswered({}), decodeAsked(undefined)]).toEqual([null, null, null]);
});

const ANSWER = { seq: 1, revision: 1, point: floats([1]), problem: "", input: -1 };

test("an answer says whose problem it is", () => {
  const answer = decodeAnswered({ ...ANSWER, problem: "x is 0.", input: 0 });
  expect(answer).toMatchObject({ seq: 1, problem: "x is 0.", input: 0 });
});

test.each([
  [{ ...ANSWER, problem: undefined }, /"answered.problem" is not text/],
  [{ ...ANSWER, seq: "1" }, /"answered.seq" is not a whole number/],
  [{ ...ANSWER, seq: Number.NaN }, /"answered.seq" is not a whole number/],
  [{ ...ANSWER, point: [1] }, /"answered.point" is not a buffer/],
  [{ ...ANSWER, point: new DataView(new ArrayBuffer(7)) }, /"answered.point" ends in the middle of a number/],
  [{ ...ANSWER, input: undefined }, /"answered.input" is not a whole number/],
  [{ ...ANSWER, input: 1 }, /"answered.input" is 1, outside -1 to 0/],
  [[1], /"answered" is not a record/],
])("a malformed answer is refused in a sentence", (raw, sentence) => {
  expect(() => decodeAnswered(raw)).toThrow(sentence);
});
