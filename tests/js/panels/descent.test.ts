import { describe, expect, test } from "vitest";
import { changesAt, movable, obstacle, pointAfter, Trail, written } from "../../../js/panels/descend/descent";
import { Replay } from "../../../js/tape/replay";
import { decodeGraph } from "../../../js/wire/protocol";
import { chance } from "../chance";
import { draft, message, type Sketch, wired } from "../message";

const random = chance(11);
const all = { moves: () => true };

function changesOf(graph: ReturnType<typeof decodeGraph>, point: number[], eta: number, ascends = false) {
  const replay = new Replay(graph, point);
  return changesAt(graph, movable(graph), replay.point, replay, { eta, ascends });
}

/** A graph whose inputs are changed. */
function withInputs(changes: Record<string, unknown>[]) {
  const raw = draft();
  const inputs = raw.inputs.map((input, i) => ({ ...input, ...changes[i] }));
  return decodeGraph(wired({ ...raw, inputs }));
}

describe("a step", () => {
  test("goes down the gradient, and up it", () => {
    const graph = decodeGraph(message());
    for (let i = 0; i < 100; i++) {
      const [a, b, eta] = [random(-5, 5), random(-5, 5), random(-1, 1)];
      const [slopeA, slopeB] = [2 * a * b + b * b, a * a + 2 * a * b];
      for (const ascends of [false, true]) {
        const sign = ascends ? 1 : -1;
        const after = pointAfter(Float64Array.of(a, b), changesOf(graph, [a, b], eta, ascends));
        expect(after[0]).toBeCloseTo(a + sign * eta * slopeA, 9);
        expect(after[1]).toBeCloseTo(b + sign * eta * slopeB, 9);
      }
    }
  });

  test("a small one lowers the output, unless the gradient is 0", () => {
    const graph = decodeGraph(message());
    const output = (point: ArrayLike<number>) => new Replay(graph, point).value(graph.output);
    for (let i = 0; i < 100; i++) {
      const point = Float64Array.of(random(-5, 5), random(-5, 5));
      const after = pointAfter(point, changesOf(graph, [...point], 1e-6));
      expect(output(after)).toBeLessThanOrEqual(output(point));
    }
  });

  test("leaves a whole number whole", () => {
    const graph = withInputs([{ whole: true }, {}]);
    const [first, second] = changesOf(graph, [-2, 3], 0.1);
    expect([first?.to, first?.isRounded]).toEqual([-2, true]); // −1.7
    expect([second?.to, second?.isRounded]).toEqual([3.8, false]);
    expect(changesOf(graph, [-2, 3], 0.2)[0]?.to).toBe(-1); // −1.4
  });

  test("moves the chosen inputs alone", () => {
    const changes = changesOf(decodeGraph(message()), [-2, 3], 0.1);
    expect([...pointAfter(Float64Array.of(-2, 3), changes.slice(1))]).toEqual([-2, 3.8]);
  });
});

test("held inputs and those that the output does not use are not moved", () => {
  expect(movable(decodeGraph(message()))).toEqual([0, 1]);
  expect(movable(withInputs([{}, { held: true }]))).toEqual([0]);
  const unused: readonly Sketch[] = [
    { name: "c", value: 1 },
    { name: "a", value: 2 },
    { name: "y", op: "square", of: ["a"] },
  ];
  expect(movable(decodeGraph(message(unused)))).toEqual([1]);
  for (const part of [{ mode: "still", replays: false }, { frozen: "Off." }]) {
    expect(movable(decodeGraph(message(undefined, part)))).toEqual([]);
  }
});

describe("what stops a step", () => {
  const base = { position: 0, name: "w", from: 1, gradient: 2, to: 0.5, isRounded: false, isRounding: false };

  test.each([
    ["", [base]],
    ["no input is chosen", []],
    ["no input moves any more", [{ ...base, gradient: 0, to: 1 }]],
    ["the gradient of w is nan", [base, { ...base, gradient: Number.NaN, to: Number.NaN }]],
    [
      "the gradient of w is −inf",
      [{ ...base, gradient: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }],
    ],
    ["the gradient of w is not known", [{ ...base, gradient: null, to: Number.NaN }]],
    ["w after it is −inf", [{ ...base, gradient: 1e308, to: Number.NEGATIVE_INFINITY }]],
  ])("%s", (why, changes) => {
    expect(obstacle(changes)).toBe(why);
  });
});

test("a step in numbers", () => {
  const change = {
    position: 0,
    name: "w",
    from: 0.4225,
    gradient: -3.7749,
    to: 0.497998,
    isRounded: false,
    isRounding: false,
  };
  const rule = { eta: 0.02, ascends: false, ...all };
  expect(written(change, rule)).toBe("0.4225 − 0.02 · (−3.7749) = 0.498");
  expect(written({ ...change, to: 0.347002 }, { ...rule, ascends: true })).toBe(
    "0.4225 + 0.02 · (−3.7749) = 0.347",
  );
  expect(written({ ...change, from: 1.00008, gradient: 1.00004, to: 0.00004 }, { ...rule, eta: 1 })).toBe(
    "1.0001 − 1 · 1 ≈ 4e−5",
  );
  expect(written({ ...change, isRounded: true, to: 0 }, rule)).toBe("0.4225 − 0.02 · (−3.7749) ≈ 0");
  expect(written({ ...change, gradient: undefined }, { ...rule, eta: -1 })).toBe("0.4225 − (−1) · … = …");
  expect(written({ ...change, gradient: null }, rule)).toBe("0.4225 − 0.02 · – = –");
  expect(written({ ...change, gradient: 7e-15, isRounding: true, to: 0.4225 }, rule)).toBe(
    "0.4225 − 0.02 · (≈ 0) = 0.4225",
  );
});

test("a trail keeps where it began, whatever becomes of the point", () => {
  const point = Float64Array.of(1, 2);
  const trail = new Trail(point, 5);
  point[0] = 7;
  trail.add(point, 4);
  point[0] = 9;
  expect([[...trail.start], [...trail.point], trail.values, trail.steps]).toEqual([
    [1, 2],
    [7, 2],
    [5, 4],
    1,
  ]);
});
