import { describe, expect, test } from "vitest";
import { PartialReading } from "../../../js/panels/step/partial";
import { Passes } from "../../../js/panels/step/passes";
import { spokenSentence, Telling } from "../../../js/panels/step/telling";
import { Flow } from "../../../js/picture/flow";
import { Replay } from "../../../js/tape/replay";
import type { Box, View } from "../../../js/view/view";
import { runPoint } from "../../../js/wire/point";
import { decodeGraph, type Graph } from "../../../js/wire/protocol";
import { draft, message, type Sketch, summed, wired } from "../message";

const OPERATIONS: readonly [string, number][] = [
  ["add", 2],
  ["sub", 2],
  ["mul", 2],
  ["tanh", 1],
  ["square", 1],
  ["neg", 1],
];

/** The same numbers from 0 to 1 for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A random graph in which everything leads to the output. */
function randomGraph(seed: number): Graph {
  const random = chance(seed);
  const below = (count: number) => Math.floor(random() * count);
  const sketches: Sketch[] = Array.from({ length: 2 + below(3) }, (_, i) => ({
    name: `x${i}`,
    value: 4 * random() - 2,
  }));
  sketches.push({ name: "k", value: 2, constant: true });
  for (let i = 0; i < 3 + below(25); i++) {
    const [op, count] = OPERATIONS[below(OPERATIONS.length)] as [string, number];
    const near = () => sketches[Math.max(0, sketches.length - 1 - below(6))]?.name as string;
    sketches.push({ name: `n${i}`, op, of: Array.from({ length: count }, near) });
  }
  const used = new Set([sketches.at(-1)?.name]);
  for (const { name, of = [] } of [...sketches].reverse())
    if (used.has(name)) for (const x of of) used.add(x);
  return decodeGraph(message(sketches.filter(({ name }) => used.has(name))));
}

function started(graph: Graph) {
  const [replay, passes] = [new Replay(graph, runPoint(graph)), new Passes(graph.view)];
  const boxOf = new Map(graph.view.boxes.map(({ node }, i) => [node, i]));
  const at = (step: number) => {
    const acting = { box: 0, edges: [], isBackward: true, isPlayed: false };
    return new PartialReading(replay, passes, step, acting, boxOf);
  };
  const say = (step: number) => {
    const parts = new Telling(replay, passes, new Flow(graph.view), step).sentence();
    return parts.map(({ text }) => text).join("");
  };
  return { replay, passes, at, say };
}

describe.each(Array.from({ length: 60 }, (_, seed) => seed))("the passes through random graph %i", (seed) => {
  const graph = randomGraph(seed);
  const { boxes, edges, output } = graph.view;
  const { replay, passes, at } = started(graph);
  const steps = [...passes.steps.keys()];
  const isConstant = (box: number) => boxes[box]?.kind === "constant";
  const last = passes.steps.length - 1;

  test("give each operation its value once, after all of its operands", () => {
    const forward = passes.steps.slice(0, passes.forward).map(({ box }) => box);
    expect(forward).toEqual([...boxes.keys()].filter((box) => boxes[box]?.symbol));
    for (const [step, box] of forward.entries()) {
      for (const { source, target } of edges) {
        if (target === box) expect(at(step).value(boxes[source]?.node ?? -1)).toBeDefined();
      }
      const known = boxes.filter(({ node }) => at(step).value(node) !== undefined);
      expect(known.length).toBe(boxes.length - forward.length + step + 1);
      expect(boxes.map(({ node }) => at(step).gradient(node)).join("")).toBe("");
    }
  });

  test("send from each node once, after all that it waits for", () => {
    const backward = passes.steps.slice(passes.forward).map(({ box }) => box);
    expect([...backward].sort((a, b) => a - b)).toEqual([...boxes.keys()].filter((box) => !isConstant(box)));
    expect(backward[0]).toBe(output);
    const order = new Map(backward.map((box, i) => [box, i]));
    for (const { source, target } of edges) {
      if (!isConstant(source)) expect(order.get(target)).toBeLessThan(order.get(source) as number);
    }
  });

  test("count and add what has come, as sending one after the other does", () => {
    const flow = (edge: number) => replay.contribution(edges[edge]?.node ?? -1, edges[edge]?.slot ?? -1) ?? 0;
    const sums: number[] = boxes.map((_, box) => (box === output ? 1 : 0));
    const counts: number[] = boxes.map(() => 0);
    const all = boxes.map((_, box) => edges.filter(({ source }) => source === box).length);
    for (const step of steps.slice(passes.forward)) {
      edges.forEach(({ source, target }, edge) => {
        if (target !== passes.steps[step]?.box || isConstant(source)) return;
        sums[source] = (sums[source] as number) + flow(edge);
        counts[source] = (counts[source] as number) + 1;
      });
      boxes.forEach(({ node }, box) => {
        if (isConstant(box)) return;
        const come = passes
          .arrived(box, step)
          .reduce((sum, edge) => sum + flow(edge), box === output ? 1 : 0);
        expect(come).toBeCloseTo(sums[box] as number, 9);
        const isWhole = counts[box] === all[box];
        expect(at(step).gradient(node)).toBe(
          isWhole ? replay.gradient(node) : `${counts[box]} of ${all[box]} in`,
        );
        expect(passes.awaited(box, step).length > 0).toBe(!isWhole);
        const scale = Math.max(1, ...edges.map((_, edge) => Math.abs(flow(edge))));
        if (isWhole) expect(((replay.gradient(node) ?? 0) - come) / scale).toBeCloseTo(0, 9);
      });
    }
  });

  test("end with the full picture", () => {
    for (const { node, kind } of boxes) {
      expect(at(last).value(node)).toBe(replay.value(node));
      if (kind !== "constant") expect(at(last).gradient(node)).toBe(replay.gradient(node));
    }
    edges.forEach(({ source }, edge) => {
      expect(at(last).passes(edge)).toBe(!isConstant(source));
    });
  });

  test("pass on the upstream gradient times the local derivative", () => {
    for (const { node, slot } of edges) {
      const product = (replay.gradient(node) ?? 0) * (replay.local(node, slot) ?? Number.NaN);
      const passed = replay.contribution(node, slot) as number;
      expect(product / Math.max(1, Math.abs(passed))).toBeCloseTo(passed / Math.max(1, Math.abs(passed)), 12);
    }
  });
});

const readme = () => started(decodeGraph(message()));

describe("the sentence of a step", () => {
  test.each([
    [0, "Forward 1 of 3. d = a b takes −2 from a and 3 from b and gives −6."],
    [2, "Forward 3 of 3. f = d e takes −6 from d and 1 from e and gives −6."],
    [
      3,
      "Backward 1 of 5. f = d e has all of its gradient, 1: the output with respect to itself. It passes 1 · 1 = 1 to d and 1 · (−6) = −6 to e.",
    ],
    [
      4,
      "Backward 2 of 5. e = a b has all of its gradient, −6. It passes −6 · 1 = −6 to a and −6 · 1 = −6 to b; both wait for d.",
    ],
    [
      5,
      "Backward 3 of 5. d = a b has all of its gradient, 1. It passes 1 · 3 = 3 to a and 1 · (−2) = −2 to b.",
    ],
    [6, "Backward 4 of 5. b has all of its gradient, −6 + (−2) = −8."],
    [7, "Backward 5 of 5. a has all of its gradient, −6 + 3 = −3."],
  ])("%i of the first example", (step, sentence) => {
    expect(readme().say(step)).toBe(sentence);
  });

  test("follows the point", () => {
    const { replay, say } = readme();
    replay.move(1, 1);
    expect(say(4)).toContain("has all of its gradient, −2. It passes −2 · 1 = −2 to a");
  });

  test("names an operand again that is used twice, and waits for each consumer in turn", () => {
    const twice = started(
      decodeGraph(
        message([
          { name: "a", value: 3 },
          { name: "b", op: "add", of: ["a", "a"] },
          { name: "c", op: "mul", of: ["b", "a"] },
        ]),
      ),
    );
    expect(twice.say(2)).toMatch(/It passes 1 · 3 = 3 to b and 1 · 6 = 6 to a; a waits for b\.$/);
    expect(twice.say(3)).toMatch(/It passes 3 · 1 = 3 to a and 3 · 1 = 3 to a again\.$/);
    expect(twice.say(4)).toBe("Backward 3 of 3. a has all of its gradient, 6 + 3 + 3 = 12.");
  });

  test("says that nothing flows to a constant", () => {
    const { say } = started(
      decodeGraph(
        message([
          { name: "w", value: 3 },
          { name: "2", value: 2, constant: true },
          { name: "y", op: "mul", of: ["w", "2"] },
        ]),
      ),
    );
    expect(say(0)).toContain("takes 3 from w and the constant 2 and gives 6.");
    expect(say(1)).toMatch(/It passes 1 · 2 = 2 to w\. Nothing flows to the constant 2\.$/);
  });

  test("tells the first terms of a long sum", () => {
    const leaves = ["a", "b", "c", "d", "e", "f"].map((name, i) => ({ name, value: i }));
    const names = leaves.map(({ name }) => name);
    const { say } = started(decodeGraph(message([...leaves, { name: "s", op: "sum", of: names }])));
    expect(say(1)).toMatch(/It passes 1 · 1 = 1 to a, 1 · 1 = 1 to b, 1 · 1 = 1 to c and 3 more\.$/);
    const { say: ofSum, passes } = started(decodeGraph(summed()));
    expect(passes.forward).toBe(1);
    expect(ofSum(1)).toMatch(/1 · 1 = 1 to a, 1 · 1 = 1 to b, 1 · 1 = 1 to c and 1 · 1 = 1 to d\.$/);
  });

  test("says how many nodes on the way are not drawn", () => {
    const raw = draft([
      { name: "a", value: 2 },
      { name: "h", op: "square", of: ["a"] },
      { name: "y", op: "neg", of: ["h"] },
    ]);
    const boxes = raw.boxes.filter(({ label }) => label !== "h");
    const bridged = wired({ ...raw, boxes, edges: [[0, 1, 2, 0, 1]], view_output: 1 });
    const { say, at } = started(decodeGraph(bridged));
    expect(say(0)).toMatch(/takes 2 from a \(through 1 node not drawn\) and gives −4\.$/);
    expect(say(1)).toMatch(/It passes −4 to a \(through 1 node not drawn\)\.$/);
    expect(at(2).gradient(0)).toBe(-4);
  });

  test("keeps Python's words for what is no finite number", () => {
    const { say } = started(
      decodeGraph(
        message([
          { name: "x", value: -1 },
          { name: "q", op: "log", of: ["x"] },
          { name: "z", value: 0 },
          { name: "y", op: "div", of: ["q", "z"] },
        ]),
      ),
    );
    expect(say(0)).toContain("takes −1 from x and gives nan.");
    expect(say(2)).toContain("It passes 1 · inf = inf to q and 1 · nan = nan to z.");
  });

  test("is spoken with words for its signs", () => {
    expect(spokenSentence([{ text: "1 · (−6) = −6" }])).toBe("1 times (minus 6) = minus 6");
  });
});

describe("in a view with an open fold", () => {
  const box = (node: number, changes: Partial<Box> = {}): Box => ({
    node,
    kind: "named",
    label: `n${node}`,
    symbol: "+",
    source: "",
    span: null,
    frame: -1,
    ...changes,
  });
  const edge = (source: number, target: number, frame = -1, port = -1) => {
    return { source, target, node: 0, slot: 0, between: 0, frame, port };
  };
  // x goes into the frame, to b and c; d leaves it for y.
  const [X, B, C, D, FRAME, Y] = [0, 1, 2, 3, 4, 5];
  const view: View = {
    boxes: [
      box(0, { kind: "input", symbol: "" }),
      ...[1, 2, 3].map((node) => box(node, { frame: FRAME })),
      box(3, { kind: "frame", symbol: "" }),
      box(4),
    ],
    edges: [
      edge(FRAME, B, FRAME, X),
      edge(FRAME, C, FRAME, X),
      edge(B, D, FRAME),
      edge(C, D, FRAME),
      edge(D, FRAME, FRAME, Y),
      edge(X, FRAME),
      edge(FRAME, Y),
    ],
    output: Y,
    hidden: 0,
  };

  test("a frame is no step, and what goes into one is sent when all in it has been", () => {
    const passes = new Passes(view);
    expect(passes.steps.map(({ box }) => box)).toEqual([B, C, D, Y, Y, D, C, B, X]);
    const last = passes.steps.length - 2; // that of B
    expect(passes.isComplete(X, last - 1)).toBe(false);
    expect(passes.isComplete(X, last)).toBe(true);
    expect(passes.isComplete(D, passes.forward)).toBe(true);
    expect(passes.steps[passes.forward - 1]?.edges).toEqual([6, 4]);
  });
});
