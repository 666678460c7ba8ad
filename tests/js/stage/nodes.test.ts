import { expect, test } from "vitest";
import { Nodes, nodesOf, THEN } from "../../../js/stage/nodes";
import { decodeGraph } from "../../../js/wire/protocol";
import { draft, summed, wired } from "../message";
import { many } from "../search/many";

const read = (nodes: Nodes) =>
  Array.from({ length: nodes.count }, (_, row) => [nodes.node[row], nodes.path(row), nodes.called(row)]);

test("every node but the constants has a row, in the order of the code", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const graph = many(80, seed);
    const nodes = new Nodes(graph);
    expect([...nodes.node]).toEqual([...graph.data.keys()]);
    for (const { node, label, source, line, place } of graph.undrawn) {
      const row = nodes.node.indexOf(node);
      expect(nodes.called(row)).toBe(label || source);
      expect(nodes.places.at(row)).toBe(place);
      expect(nodes.line[row]).toBe(line);
    }
  }
});

test("a constant has no row", () => {
  const sketches = [
    { name: "x", value: 2 },
    { name: "3", value: 3, constant: true },
    { name: "y", op: "mul", of: ["x", "3"] },
  ];
  const graph = decodeGraph(wired(draft(sketches)));
  expect(read(nodesOf(graph)).map(([node]) => node)).toEqual([0, 2]);
});

test("a box without a name is in the scopes that its label names", () => {
  const raw = draft();
  const labels = ["a", "b", "pass 2 › a * b", "a + b", "N(d1) › erf"];
  const sources = ["", "", "a * b", "a + b", "erf(x)"];
  const boxes = raw.boxes.map((box, i) => ({
    ...box,
    kind: i > 1 ? ("unnamed" as const) : box.kind,
    label: labels[i] as string,
    source: sources[i] as string,
  }));
  const graph = decodeGraph(wired({ ...raw, boxes: boxes }));
  const { view } = graph;
  const named = { ...view, boxes: view.boxes.map((box, i) => ({ ...box, label: labels[i] as string })) };
  expect(read(new Nodes({ ...graph, view: named }))).toEqual([
    [0, "", "a"],
    [1, "", "b"],
    [2, `pass 2${THEN}`, "a * b"],
    [3, "", "a + b"],
    [4, "", "N(d1) › erf"],
  ]);
});

test("the nodes of a graph are found once", () => {
  const graph = decodeGraph(summed());
  expect(nodesOf(graph)).toBe(nodesOf(graph));
});
