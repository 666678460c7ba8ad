import { describe, expect, test } from "vitest";
import { flowOf, KEYS, ordered, pressed, type Sorting, sorted } from "../../../../js/panels/table/order";
import { Nodes } from "../../../../js/stage/nodes";
import { Replay } from "../../../../js/tape/replay";
import { runPoint } from "../../../../js/wire/point";
import { decodeGraph } from "../../../../js/wire/protocol";
import { chance } from "../../chance";
import { message } from "../../message";
import { restOf } from "../../rest";
import { many } from "../../search/many";

const ODD = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  0,
  -0,
  5e-324,
  -5e-324,
  1e308,
  -1e308,
];

describe("rows", () => {
  test("are sorted by any numbers, nan last, and those that are equal stay as they were", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = chance(seed);
      const size = Math.floor(random(0, 300));
      const keys = Float64Array.from({ length: size }, () => {
        const at = Math.floor(random(0, 30));
        return ODD[at] ?? (at < 20 ? Math.floor(random(-4, 4)) : random(-1e3, 1e3) ** 3);
      });
      for (const isDown of [false, true]) {
        const rows = [...keys.keys()];
        const known = rows.filter((row) => !Number.isNaN(keys[row]));
        const before = (one: number, other: number) => {
          const [x, y] = [keys[one] as number, keys[other] as number];
          return x === y ? one - other : x < y !== isDown ? -1 : 1;
        };
        const unknown = rows.filter((row) => Number.isNaN(keys[row]));
        expect([...sorted(keys, isDown)]).toEqual([...known.sort(before), ...unknown]);
      }
    }
  });

  test("are each there once, by whatever they are sorted, and twice the same is the same", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const graph = many(120, seed);
      const [nodes, replay] = [new Nodes(graph), new Replay(graph, runPoint(graph))];
      for (const by of KEYS) {
        const order = ordered({ by, isDown: seed % 2 === 0 }, nodes, replay);
        expect([...order].sort((one, other) => one - other)).toEqual([...Array(nodes.count).keys()]);
        expect(ordered({ by, isDown: seed % 2 === 0 }, nodes, replay)).toEqual(order);
      }
    }
  });

  test("by name count as people do", () => {
    const graph = many(40);
    const names = ["w[10]", "w[2]", "W[1]", "b", "w[2]", "w"];
    const undrawn = names.map((label, i) => ({
      node: i + 2,
      label,
      source: "",
      line: 1,
      symbol: "",
      span: null,
      place: "",
    }));
    const nodes = new Nodes({ ...graph, undrawn: restOf(undrawn), view: { ...graph.view, boxes: [] } });
    const order = ordered({ by: "name", isDown: false }, nodes, new Replay(graph, runPoint(graph)));
    expect([...order].map((row) => nodes.called(row))).toEqual(["b", "w", "W[1]", "w[2]", "w[2]", "w[10]"]);
    expect([...order].slice(3, 5)).toEqual([1, 4]);
  });

  test("by flow go by the largest that flows back to an operand", () => {
    const graph = decodeGraph(message());
    const replay = new Replay(graph, runPoint(graph));
    // f = d * e = −6 · 1: 1 to d, −6 to e; d = a * b: 3 to a, −2 to b; e: −6 to both.
    expect([0, 1, 2, 3, 4].map((node) => flowOf(replay, node))).toEqual([null, null, 3, 6, 6]);
  });
});

test("a head that is pressed again turns the order round, and then takes it away", () => {
  let sorting: Sorting | null = null;
  const next = (by: Sorting["by"]) => (sorting = pressed(sorting, by));
  expect(next("|flow|")).toEqual({ by: "|flow|", isDown: true });
  expect(next("|flow|")).toEqual({ by: "|flow|", isDown: false });
  expect(next("|flow|")).toBe(null);
  expect(next("name")).toEqual({ by: "name", isDown: false });
  expect(next("value")).toEqual({ by: "value", isDown: true });
  next("name");
  expect(next("name")).toEqual({ by: "name", isDown: true });
  expect(next("name")).toBe(null);
});
