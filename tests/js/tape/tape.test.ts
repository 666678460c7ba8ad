import { describe, expect, test } from "vitest";
import { Flow } from "../../../js/picture/flow";
import { holds, otherPath } from "../../../js/tape/guards";
import { Replay } from "../../../js/tape/replay";
import { Tape } from "../../../js/tape/tape";
import { decodeGraph } from "../../../js/wire/protocol";
import { draft, floats, message, README, type Sketch, summed } from "../message";

function run(sketches: readonly Sketch[], point: number[], changes = {}) {
  const graph = decodeGraph(message(sketches, changes));
  const tape = new Tape(graph);
  tape.evaluate(point);
  const at = (name: string) => sketches.findIndex((sketch) => sketch.name === name);
  return {
    tape,
    value: (name: string) => tape.values[at(name)],
    gradient: (name: string) => tape.gradient(at(name)),
  };
}

test("f = (a·b)·(a+b) at (-2, 3)", () => {
  const { tape } = run(README, [-2, 3]);
  expect([...tape.values]).toEqual([-2, 3, -6, 1, -6]);
  expect([...tape.gradients]).toEqual([-3, -8, 1, -6, 1]);
  const flows = [2, 3, 4].flatMap((node) => [tape.contribution(node, 0), tape.contribution(node, 1)]);
  expect(flows).toEqual([3, -2, -6, -6, 1, -6]);
});

test("a tape runs again at another point, and nothing is left of the last", () => {
  const { tape } = run(README, [Number.NaN, Number.POSITIVE_INFINITY]);
  tape.evaluate([-2, 3]);
  expect([...tape.gradients]).toEqual([-3, -8, 1, -6, 1]);
});

test("a value that is used twice gets both contributions: b = a + a", () => {
  const twice = [
    { name: "a", value: 3 },
    { name: "b", op: "add", of: ["a", "a"] },
  ];
  const { value, gradient } = run(twice, [3]);
  expect([value("b"), gradient("a")]).toEqual([6, 2]);
});

/** The expression of micrograd's README, with `c += c + 1` and the like written out. */
const MICROGRAD: readonly Sketch[] = [
  { name: "a", value: -4 },
  { name: "b", value: 2 },
  { name: "1", value: 1, constant: true },
  { name: "2", value: 2, constant: true },
  { name: "3", value: 3, constant: true },
  { name: "10", value: 10, constant: true },
  { name: "a+b", op: "add", of: ["a", "b"] },
  { name: "ab", op: "mul", of: ["a", "b"] },
  { name: "b³", op: "cube", of: ["b"] },
  { name: "d0", op: "add", of: ["ab", "b³"] },
  { name: "c1", op: "add", of: ["a+b", "1"] },
  { name: "c2", op: "add", of: ["a+b", "c1"] },
  { name: "1+c2", op: "add", of: ["1", "c2"] },
  { name: "-a", op: "neg", of: ["a"] },
  { name: "c3", op: "add", of: ["1+c2", "-a"] },
  { name: "c", op: "add", of: ["c2", "c3"] },
  { name: "b+a", op: "add", of: ["b", "a"] },
  { name: "relu1", op: "relu", of: ["b+a"] },
  { name: "2d0", op: "mul", of: ["d0", "2"] },
  { name: "d1", op: "add", of: ["2d0", "relu1"] },
  { name: "d2", op: "add", of: ["d0", "d1"] },
  { name: "b-a", op: "sub", of: ["b", "a"] },
  { name: "relu2", op: "relu", of: ["b-a"] },
  { name: "3d2", op: "mul", of: ["3", "d2"] },
  { name: "d3", op: "add", of: ["3d2", "relu2"] },
  { name: "d", op: "add", of: ["d2", "d3"] },
  { name: "e", op: "sub", of: ["c", "d"] },
  { name: "f", op: "square", of: ["e"] },
  { name: "f/2", op: "div", of: ["f", "2"] },
  { name: "10/f", op: "div", of: ["10", "f"] },
  { name: "g", op: "add", of: ["f/2", "10/f"] },
];

test("micrograd's README expression", () => {
  const { value, gradient } = run(MICROGRAD, [-4, 2]);
  expect(value("g")).toBeCloseTo(24.70408163265306, 12);
  expect(gradient("a")).toBeCloseTo(138.83381924198252, 10);
  expect(gradient("b")).toBeCloseTo(645.5772594752186, 10);
});

test("an operation that the output does not use says nothing, not even nan", () => {
  const stray = [
    { name: "x", value: 0 },
    { name: "stray", op: "log", of: ["x"] },
    { name: "y", op: "exp", of: ["x"] },
  ];
  expect(run(stray, [0]).gradient("x")).toBe(1);
});

describe("an operation written by hand", () => {
  const written = [
    { name: "x", value: 1 },
    { name: "z", value: 2 },
    { name: "s", op: "written", of: ["x"], value: 1.5 },
    { name: "y", op: "mul", of: ["s", "z"] },
  ];

  test("keeps its value, and hides the gradients that come through it", () => {
    const { value, gradient, tape } = run(written, [1, 2]);
    expect([value("s"), value("y")]).toEqual([1.5, 3]);
    expect([gradient("x"), gradient("s"), gradient("z")]).toEqual([null, 2, 1.5]);
    expect([tape.contribution(2, 0), tape.contribution(3, 0)]).toEqual([null, 2]);
  });

  test("shows the kernel's gradients where they came along", () => {
    const known = { gradients: floats([4, 1.5, 2, 1]), contributions: floats([4, 2, 1.5]) };
    const { gradient, tape } = run(written, [1, 2], known);
    expect([gradient("x"), tape.contribution(2, 0)]).toEqual([4, 4]);
  });
});

test("a cell that stopped has values and no gradients", () => {
  const { tape } = run(README, [-2, 3], { output: -1, view_output: -1, stopped: "Stopped at line 6" });
  expect([tape.values[4], tape.gradient(0), tape.contribution(2, 0)]).toEqual([-6, null, null]);
});

describe("guards", () => {
  const guards = [{ node: 3, kind: "truth", expected: 1, line: 5, source: "e > 0" }];
  const replay = () => new Replay(decodeGraph(message(README, { guards })), [-2, 3]);

  test("when one breaks, inputs follow the slider and operations keep their values", () => {
    const moved = replay();
    moved.move(0, -3);
    expect(moved.broken?.source).toBe("e > 0");
    expect([moved.value(0), moved.value(4), moved.gradient(0)]).toEqual([-3, -6, undefined]);
  });

  test("when it holds again, so does the picture", () => {
    const moved = replay();
    moved.move(0, -3);
    moved.move(0, -1);
    expect([moved.broken, moved.value(4)]).toEqual([null, -6]);
  });

  test.each([
    ["truth", 1, 0.5, true],
    ["truth", 1, Number.NaN, true],
    ["truth", 0, 0, true],
    ["truth", 0, 1, false],
    ["index", 3, 3, true],
    ["index", 3, 3.5, false],
    ["int", 3, 3.9, true],
    ["int", -3, -3.9, true],
    ["int", 0, -0.5, true],
    ["int", 3, 4, false],
    ["int", 3, Number.NaN, false],
    ["round:0", 2, 2.5, true],
    ["round:0", 4, 3.5, true],
    ["round:0", -2, -2.5, true],
    ["round:0", 3, 2.5, false],
    ["round:2", 1.23, 1.234, true], // its own value when it ran, see below
    ["round:2", 1.23, 1.2341, false],
    ["round:-1", 10, 1.234, true],
  ] as const)("%s expected %d sees %d: %s", (kind, expected, x, kept) => {
    expect(holds({ node: 0, kind, expected, line: 1, source: "" }, x, 1.234)).toBe(kept);
  });

  test.each([
    ["truth", 1, "x at line 2 is now false, so the code may take another path."],
    ["truth", 0, "x at line 2 is now true, so the code may take another path."],
    ["int", 3, "x at line 2 has changed, so the code may take another path."],
  ] as const)("are named in a sentence: %s", (kind, expected, sentence) => {
    expect(otherPath({ node: 0, kind, expected, line: 2, source: "x" })).toBe(sentence);
  });

  test("that have no place are named without one", () => {
    const guard = { node: 0, kind: "int", expected: 1, line: 0, source: "" } as const;
    expect(otherPath(guard)).toBe("A number has changed, so the code may take another path.");
  });

  test("hold where the cell ran, and where the kernel says so, whatever this page's last bits are", () => {
    const wrong = [{ node: 3, kind: "truth", expected: 0, line: 5, source: "e > 0" }];
    const moved = new Replay(decodeGraph(message(README, { guards: wrong, data: DATA })), [-2, 3]);
    expect(moved.stale).toBe(false);
    moved.move(0, -1);
    expect(moved.stale).toBe(true);
    moved.confirm(Float64Array.from([-1, 3]));
    expect([moved.stale, moved.value(4)]).toEqual([false, -6]);
    moved.move(0, -1.5);
    expect(moved.stale).toBe(true);
  });
});

const DATA = floats([-2, 3, -6, 1, -6]);

describe("a graph that only a run moves", () => {
  test("shows the run's own numbers at the run's point, and nothing as new elsewhere", () => {
    const moved = new Replay(decodeGraph(message(README, { mode: "rerun", data: DATA })), [-2, 3]);
    expect([moved.stale, moved.value(4), moved.gradient(1)]).toEqual([false, -6, -8]);
    moved.move(0, 4);
    expect([moved.stale, moved.value(0), moved.value(4), moved.gradient(1)]).toEqual([
      true,
      4,
      -6,
      undefined,
    ]);
    moved.confirm(Float64Array.from([4, 3])); // the kernel would have sent a graph
    expect(moved.stale).toBe(true);
    moved.move(0, -2);
    expect([moved.stale, moved.value(4), moved.gradient(1)]).toEqual([false, -6, -8]);
  });

  test("does not compute what the run said: data that the cell wrote stays", () => {
    const written = floats([-2, 3, -6, 1, 99]);
    const moved = new Replay(decodeGraph(message(README, { mode: "rerun", data: written })), [-2, 3]);
    expect(moved.value(4)).toBe(99);
  });
});

describe("what flows along the drawn edges", () => {
  const flows = (replay: Replay) => new Flow(replay.graph.view).all(replay);

  test("is each operand's contribution, and nothing to a constant", () => {
    const sketches = [
      { name: "x", value: 3 },
      { name: "2", value: 2, constant: true },
      { name: "y", op: "mul", of: ["x", "2"] },
    ];
    expect(flows(new Replay(decodeGraph(message(sketches)), [3]))).toEqual([2, null]);
  });

  test("through nodes that are not drawn is what is left of the gradient, if one edge alone leads there", () => {
    const { boxes } = draft();
    const drawn = { boxes: [boxes[0], boxes[1], boxes[2], boxes[4]], view_output: 3 };
    const edges = [
      [0, 2, 2, 0, 0],
      [1, 2, 2, 1, 0],
      [2, 3, 4, 0, 0],
      [0, 3, 4, 1, 1],
      [1, 3, 4, 1, 1],
    ];
    const graph = decodeGraph(message(README, { ...drawn, edges, hidden: 1 }));
    expect(flows(new Replay(graph, [-2, 3]))).toEqual([3, -2, 1, -6, -6]);
  });

  test("into a sum is the gradient of the sum, whole, for each term", () => {
    expect(flows(new Replay(decodeGraph(summed()), [1, 2, 3, 4]))).toEqual([1, 1, 1, 1]);
  });
});
