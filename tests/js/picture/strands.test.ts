// @vitest-environment happy-dom

/** An edge that stands for many: how it is drawn, and what is said of it. */

import { beforeEach, describe, expect, test } from "vitest";
import { ALONE } from "../../../js/folds/folded";
import { StripView } from "../../../js/panels/chain_rule/strip";
import { Passes } from "../../../js/panels/step/passes";
import { Telling } from "../../../js/panels/step/telling";
import { Drawing } from "../../../js/picture/drawing";
import { Flow } from "../../../js/picture/flow";
import { Replay } from "../../../js/tape/replay";
import type { Box, View } from "../../../js/view/view";
import { runPoint } from "../../../js/wire/point";
import { decodeGraph, type Graph } from "../../../js/wire/protocol";
import { message, type Sketch } from "../message";
import { find, text } from "../page";

const CODE: readonly Sketch[] = [
  { name: "x", value: 2 },
  { name: "y", value: 3 },
  { name: "p", op: "mul", of: ["x", "y"] },
  { name: "q", op: "mul", of: ["x", "x"] },
  { name: "d", op: "sub", of: ["p", "q"] },
  { name: "L", op: "mul", of: ["d", "y"] },
];
const [X, Y, MODEL, L] = [0, 1, 2, 3];
const NOTHING = {
  pointed: () => {},
  scrolled: () => {},
  fold: () => {},
  foldAll: () => {},
  turn: () => {},
  enter: () => {},
  leave: () => {},
  limit: () => {},
  deepen: () => {},
  depths: () => [],
};

/** `p`, `q` and `d` in one box: what flows to x are 9, −6 and −6. */
function folded(single = true, changes: Partial<Graph> = {}): Graph {
  const graph = { ...decodeGraph(message(CODE)), ...changes };
  const [x, y, , , d, output] = graph.view.boxes as [Box, Box, Box, Box, Box, Box];
  const fold = { region: 1, title: "model", word: "", summary: "3 nodes", nodes: 3, single };
  const model: Box = {
    ...d,
    kind: "scope",
    label: "model",
    symbol: "",
    fold: { ...ALONE, ...fold, opens: true },
  };
  const view: View = {
    boxes: [x, y, model, output],
    edges: [
      { source: X, target: MODEL, node: 2, slot: 0, between: 0, flows: [0, 2, 3] },
      { source: Y, target: MODEL, node: 2, slot: 1, between: 0 },
      { source: MODEL, target: L, node: 5, slot: 0, between: 0 },
      { source: Y, target: L, node: 5, slot: 1, between: 0 },
    ],
    output: L,
    hidden: 2,
  };
  return { ...graph, view };
}

function drawn(graph = folded()) {
  const { signal } = new AbortController();
  const drawing = new Drawing(graph, document.createElement("div"), NOTHING, signal);
  const replay = new Replay(graph, runPoint(graph));
  document.body.append(drawing.element);
  drawing.graph.place(760);
  drawing.settle(replay);
  const lines = (edge: number) =>
    [...drawing.element.querySelectorAll<SVGElement>(`[data-edge="${edge}"] .mg-edge`)].filter(
      (line) => !line.hasAttribute("hidden"),
    );
  const looks = (edge: number) =>
    lines(edge).map((line) => [line.getAttribute("class"), Number(line.getAttribute("stroke-width"))]);
  const heights = (edge: number) =>
    lines(edge).map((line) => Number(/^M\S+ (\S+?)[CH]/.exec(line.getAttribute("d") ?? "")?.[1]));
  return { drawing, replay, looks, heights, element: drawing.element };
}

function chain(graph: Graph, box: number) {
  const { drawing, replay } = drawn(graph);
  const strip = new StripView({ point: () => {}, limit: () => {} }, new AbortController().signal);
  drawing.graph.highlight.select(box);
  strip.paint(replay, drawing.graph, "", false);
  strip.describe(replay, drawing.graph);
  const columns = [...strip.element.querySelectorAll(".mg-chain > *")].map((each) => each.textContent);
  return { columns, said: text(strip.element, ".mg-unseen") };
}

beforeEach(() => document.body.replaceChildren());

describe("a bundle", () => {
  test("is two strands, as wide together as their sizes say, what adds above", () => {
    const { looks, heights } = drawn();
    expect(looks(0)).toEqual([
      ["mg-edge mg-positive", 2.8],
      ["mg-edge mg-negative", 3.7],
    ]);
    const [above = 0, below = 0] = heights(0);
    expect(below - above).toBeCloseTo((2.8 + 3.7) / 2);
    expect(looks(2)).toEqual([["mg-edge mg-positive", 3.2]]);
  });

  test("of one sign is one line, and of nothing a dotted one", () => {
    const { drawing, replay, looks } = drawn();
    replay.moveTo([0, 3]); // 9, 0 and 0
    drawing.graph.paint(replay);
    expect(looks(0)).toEqual([["mg-edge mg-positive", 4.7]]);
    replay.moveTo([2, 0]); // 0, 0 and 0
    drawing.graph.paint(replay);
    expect(looks(0)).toEqual([["mg-edge mg-zero", 1.25]]);
    drawing.graph.pointEdge(1);
    expect(looks(0)).toHaveLength(1);
    replay.moveTo([2, 3]);
    drawing.graph.paint(replay);
    expect(looks(0)).toHaveLength(2);
  });

  test("has its net as its number, in the colour of its sign", () => {
    const { element } = drawn();
    const label = element.querySelectorAll(".mg-edge-label text")[0] as SVGElement;
    expect(label.textContent).toBe("−3");
    expect(label.getAttribute("class")).toBe("mg-ink mg-negative");
  });

  test("is explained under the graph, where there is one", () => {
    const { element } = drawn();
    const swatches = [...element.querySelectorAll(".mg-swatch")];
    expect(swatches.map(({ textContent }) => textContent)).toEqual([
      "−21",
      "−5.3",
      "0",
      "+5.3",
      "+21",
      "many edges",
    ]);
    expect(swatches.at(-1)?.querySelectorAll("line")).toHaveLength(2);
    const whole = drawn(decodeGraph(message(CODE)));
    expect(text(whole.element, ".mg-strokes")).not.toContain("many edges");
  });

  test("is told in numbers when it is pointed at", () => {
    const { drawing, replay, element } = drawn();
    const read = (edge: number) => {
      drawing.graph.pointEdge(edge);
      drawing.read(replay, null);
      return text(element, ".mg-tail");
    };
    expect(read(0)).toBe("3 edges, −3 in all · 1 adds +9 · 2 take away −12");
    expect(read(1)).toBe("+6 flows back from model to y");
    replay.moveTo([0, 3]);
    expect(read(0)).toBe("3 edges, +9 in all · 1 adds +9");
    replay.moveTo([2, 0]);
    expect(read(0)).toBe("3 edges, 0 in all");
    replay.moveTo([Number.NaN, 3]);
    expect(read(0)).toBe("3 edges, nan in all");
    replay.stale = true;
    expect(read(0)).toBe("3 edges from model to x");
  });

  test("is a term of the chain rule without a local derivative", () => {
    expect(chain(folded(), X)).toEqual({
      columns: ["∂L∂x", "==", "from model−33 edges", "=", "−3"],
      said: "∂L/∂x = 3 edges, minus 3 in all = minus 3",
    });
    expect(chain(folded(), Y)).toEqual({
      columns: ["∂L∂y", "==", "from model+61 edge", "++", "model1·2L = d y, so ∂L/∂y = model", "=", "+8"],
      said: "∂L/∂y = 1 edge, 6 in all plus 1 times 2 = 8",
    });
    expect(chain(folded(), MODEL).columns).toEqual([
      "∂L∂model",
      "==",
      "y1·3L = d y, so ∂L/∂model = y",
      "=",
      "+3",
    ]);
    expect(chain(folded(false), MODEL).columns).toEqual([
      "flow into model",
      "==",
      "from L+31 edge",
      "=",
      "+3",
    ]);
  });

  test("out of a box of many nodes has no value", () => {
    const graph = folded(false);
    const { drawing, replay, element } = drawn(graph);
    drawing.graph.highlight.point(MODEL);
    drawing.read(replay, null);
    expect(text(element, ".mg-tail")).toBe("model: 3 nodes");
  });

  test("is a sentence of the passes", () => {
    const graph = folded();
    const [replay, passes] = [new Replay(graph, runPoint(graph)), new Passes(graph.view)];
    const told = passes.steps.map((_, step) =>
      new Telling(replay, passes, new Flow(graph.view), step)
        .sentence()
        .map((part) => part.text)
        .join(""),
    );
    expect(told[0]).toMatch(/takes 3 edges from x and 3 from y and gives 2\.$/);
    expect(told[3]).toContain("It passes −3 along 3 edges to x and 6 to y.");
  });
});

test("nothing is found where nothing is folded", () => {
  const { element } = drawn(decodeGraph(message(CODE)));
  expect(find(element, ".mg-edges").querySelectorAll("[hidden]")).toHaveLength(0);
});

test("a saved picture has nothing to press, and a colour for all that it has", () => {
  const { drawing, replay } = drawn();
  const { text } = drawing.still(replay);
  expect(text).toContain("3 nodes");
  expect(text).not.toMatch(/mg-chevron|mg-strip-hit|mg-turn-by/);
  const saved = new DOMParser().parseFromString(text, "image/svg+xml");
  const styled = [...(saved.querySelector("style")?.textContent ?? "").matchAll(/\.(mg-[\w-]+)/g)];
  const known = new Set(styled.map(([, name]) => name));
  for (const rectangle of saved.querySelectorAll("rect")) {
    const names = [...rectangle.classList, ...(rectangle.parentElement?.classList ?? [])];
    expect(names.some((name) => known.has(name))).toBe(true);
  }
});
