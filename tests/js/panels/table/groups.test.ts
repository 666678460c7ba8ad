import { expect, test } from "vitest";
import { Groups } from "../../../../js/panels/table/groups";
import { Nodes, THEN } from "../../../../js/stage/nodes";
import { type Graph, LEAF_CODE } from "../../../../js/wire/protocol";
import { restOf } from "../../rest";
import { many } from "../../search/many";

/** The list, as it reads: each entry behind as many dots as it is indented. */
function read(graph: Graph, open: readonly string[] = []): string[] {
  const nodes = new Nodes(graph);
  const groups = new Groups(nodes, graph);
  return [...groups.entries(new Set(open))].map((entry) => {
    const dots = ".".repeat(groups.level(entry));
    if (entry >= 0) return dots + groups.lead(entry) + nodes.called(entry);
    const { title, count } = groups.all[~entry] as { title: string; count: number };
    return `${dots}${title} (${count})`;
  });
}

function inPlaces(...places: string[]): Graph {
  const graph = many(places.length + 3);
  const undrawn = places.map((place, i) => ({
    node: i + 2,
    label: `q${i}`,
    source: "",
    line: 1,
    symbol: "",
    span: null,
    place,
  }));
  return { ...graph, undrawn: restOf(undrawn), view: { ...graph.view, boxes: graph.view.boxes.slice(0, 1) } };
}

test("what is in a scope is folded, at the place of the first of it", () => {
  const graph = inPlaces("", "day 1", "", "day 1 › N(d1)", "day 1 › N(d1)", "day 2", "day 2");
  expect(read(graph)).toEqual(["w[0]", "q0", "day 1 (3)", "q2", "day 2 (2)"]);
  expect(read(graph, ["day 1"])).toEqual(["w[0]", "q0", "day 1 (3)", ".q1", ".N(d1) (2)", "q2", "day 2 (2)"]);
  expect(read(graph, ["day 1", "day 1 › N(d1)"]).slice(3, 7)).toEqual([".q1", ".N(d1) (2)", "..q3", "..q4"]);
});

test("a scope with one in it has no row of its own", () => {
  const graph = inPlaces("day 1", "day 2 › model › [0]", "day 2 › model › [0]", "day 3 › model", "day 3");
  expect(read(graph)).toEqual(["w[0]", "day 1 › q0", "day 2 › model › [0] (2)", "day 3 (2)"]);
  expect(read(graph, ["day 3"]).slice(3)).toEqual(["day 3 (2)", ".model › q3", ".q4"]);
});

test("leaves are in the group of their module, as the inputs are above the graph", () => {
  const graph = inPlaces(...Array<string>(13).fill(""), "layer 1 › [0]");
  const undrawn = [...graph.undrawn].map((each, i) => (i < 13 ? { ...each, label: `l1.w[${i}]` } : each));
  const opcodes = graph.opcodes.map((code, node) => (node < 15 ? LEAF_CODE : code));
  const boxes = graph.view.boxes.map((box) => ({ ...box, label: "x" }));
  const leaves = { ...graph, undrawn: restOf(undrawn), opcodes, view: { ...graph.view, boxes } };
  expect(read(leaves)).toEqual(["x", "layer 1 (14)"]);
  expect(read(leaves, ["layer 1"]).slice(13)).toEqual([".l1.w[11]", ".l1.w[12]", ".[0] › q13"]);
});

test("all open, every row is there once, in the group of its scopes", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const graph = many(150, seed);
    const nodes = new Nodes(graph);
    const groups = new Groups(nodes, graph);
    const all = groups.entries(new Set(groups.all.map(({ path }) => path)));
    expect([...all].filter((entry) => entry >= 0).sort((one, other) => one - other)).toEqual([
      ...Array(nodes.count).keys(),
    ]);
    const around: string[] = [];
    for (const entry of all) {
      around.length = groups.level(entry);
      if (entry < 0) around.push(groups.all[~entry]?.title ?? "");
      else expect([...around, ""].join(THEN) + groups.lead(entry)).toBe(nodes.path(entry));
    }
    const titled = groups.all.filter(({ title }) => title);
    for (const { path, count } of titled) {
      const inside = nodes.places.all.filter((each) => `${each}${THEN}`.startsWith(path + THEN));
      const rows = [...nodes.places.of].filter((at) => inside.includes(nodes.places.all[at] as string));
      expect(count).toBe(rows.length);
    }
    expect([...groups.entries(new Set())].filter((entry) => entry < 0)).toHaveLength(
      titled.filter(({ level }) => level === 0).length,
    );
  }
});
