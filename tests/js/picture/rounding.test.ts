// @vitest-environment happy-dom

/** What is only rounding, and what next to nothing flows along, on the screen. */

import { describe, expect, test } from "vitest";
import { NAMES } from "../../../js/mathematics/generated/ops";
import { Passes } from "../../../js/panels/step/passes";
import { spokenSentence, Telling } from "../../../js/panels/step/telling";
import { Flow } from "../../../js/picture/flow";
import { Replay, shownGradient } from "../../../js/tape/replay";
import { decodeGraph, type Graph } from "../../../js/wire/protocol";
import { message, type Sketch } from "../message";
import { FakeModel, find, painted, text } from "../page";
import { closeViews, open } from "../views";

closeViews();

/** `y = tanh(x); f = 0.1 * y + 0.2 * y - 0.3 * y + 1e-8 * w` */
const CANCELLING: readonly Sketch[] = [
  { name: "x", value: 0.5 },
  { name: "w", value: 2 },
  { name: "0.1", value: 0.1, constant: true },
  { name: "0.2", value: 0.2, constant: true },
  { name: "0.3", value: 0.3, constant: true },
  { name: "1e-8", value: 1e-8, constant: true },
  { name: "y", op: "tanh", of: ["x"] },
  { name: "p", op: "mul", of: ["y", "0.1"] },
  { name: "q", op: "mul", of: ["y", "0.2"] },
  { name: "r", op: "mul", of: ["y", "0.3"] },
  { name: "v", op: "mul", of: ["w", "1e-8"] },
  { name: "s", op: "add", of: ["p", "q"] },
  { name: "t", op: "sub", of: ["s", "r"] },
  { name: "f", op: "add", of: ["t", "v"] },
];
const [X, W, Y] = [0, 1, 6];

function opened(...panels: string[]) {
  return open(new FakeModel({ graph: message(CANCELLING), panels }));
}

function box(el: Element, node: number): Element {
  return find(el, `.mg-graph [data-node="${node}"]`);
}

describe("a gradient that is only rounding", () => {
  test("is ≈ 0 without a colour in its box, and said to be about 0", () => {
    const { el } = opened();
    for (const node of [X, Y]) {
      const gradient = find(box(el, node), ".mg-gradient");
      expect(gradient.textContent).toBe("≈ 0");
      expect(gradient.getAttribute("class")).toBe("mg-gradient mg-zero");
      expect(box(el, node).getAttribute("aria-label")).toContain("gradient about 0");
      expect(Number(box(el, node).getAttribute("data-gradient"))).not.toBe(0); // for scripts
    }
    expect(find(box(el, W), ".mg-gradient").textContent).toBe("+1e−8");
  });

  test("has no bar in the row of its input", () => {
    const { el } = opened();
    const row = find(el, '[data-input="0"]');
    expect(text(row, ".mg-gradient")).toBe("≈ 0");
    expect(find(row, ".mg-length").getAttribute("class")).toBe("mg-length mg-zero");
    expect(find(row, ".mg-length").style.width).toBe("0px");
    expect(find(row, "[type=range]").getAttribute("aria-valuetext")).toBe("x 0.5, gradient about 0");
  });

  test("is ≈ 0 in the table and in the chain rule", () => {
    const { el } = opened();
    expect(find(el, ".mg-table").textContent).toContain("≈ 0");
    find(box(el, Y), ".mg-label").dispatchEvent(new MouseEvent("click", { bubbles: true }));
    const columns = [...el.querySelectorAll(".mg-chain > *")].map((column) => column.textContent);
    expect(columns.slice(-2)).toEqual(["≈", "0"]);
    find(box(el, X), ".mg-label").dispatchEvent(new MouseEvent("click", { bubbles: true }));
    expect(text(el, ".mg-chain .mg-term")).toContain("(≈ 0)·");
    expect(text(el, ".mg-chain .mg-result")).toBe("0");
  });

  test("passes on rounding along a dotted edge", async () => {
    const { el } = opened();
    const edge = find(el, '.mg-edges [data-edge="0"]'); // from y to x
    expect(find(edge, ".mg-edge").getAttribute("class")).toBe("mg-edge mg-zero");
    edge.dispatchEvent(new MouseEvent("pointerover", { bubbles: true }));
    await painted();
    expect(text(el, ".mg-legend")).toContain("≈ 0 flows back from y to x");
  });
});

describe("in the panels, a gradient that is only rounding", () => {
  test("is the slope of a flat tangent", () => {
    const { el } = opened("slopes");
    const slope = find(el, '[data-input="0"] .mg-slope');
    expect(text(slope, "dd")).toBe("≈ 0");
    expect(find(slope, ".mg-along svg").getAttribute("aria-label")).toBe("f along x: slope about 0 at 0.5");
    expect(find(slope, ".mg-tangent").getAttribute("class")).toContain("mg-zero");
  });

  test("moves nothing in a step of the descent that a person reads", () => {
    const { el } = opened("descend");
    expect(text(el, ".mg-rule")).toBe("x← 0.5 − 0.02 · (≈ 0) = 0.5");
  });

  test("is told step by step, and said", () => {
    const graph = decodeGraph(message(CANCELLING));
    const passes = new Passes(graph.view);
    const told = passes.steps.map((_, step) => {
      return new Telling(new Replay(graph, [0.5, 2]), passes, new Flow(graph.view), step).sentence();
    });
    const texts = told.map((parts) => parts.map((part) => part.text).join("")).join("\n");
    expect(texts).toContain("y = x has all of its gradient, −0.3 + 0.2 + 0.1 ≈ 0. It passes ≈ 0 to x.");
    expect(texts).toContain("x has all of its gradient, ≈ 0.");
    const said = told.map(spokenSentence).join("\n");
    expect(said).toContain("minus 0.3 + 0.2 + 0.1 is about 0. It passes about 0 to x.");
    expect(said).toContain("x has all of its gradient, about 0.");
  });
});

test("a group of inputs says that its lowest gradient is about 0", () => {
  const inputs = Array.from({ length: 20 }, (_, i): Sketch => ({ name: `v[${i}]`, value: i }));
  const terms = inputs.slice(1).map((_, i) => ({
    name: `s${i}`,
    op: "add",
    of: [i === 0 ? "t" : `s${i - 1}`, `v[${i + 1}]`],
  }));
  const [, , ...rest] = CANCELLING.slice(0, -1).map(({ of, ...sketch }) => ({
    ...sketch,
    ...(of ? { of: of.map((name) => (name === "y" ? "v[0]" : name)) } : {}),
  }));
  const sketches = [...inputs, ...rest.filter(({ name }) => !["y", "v", "1e-8"].includes(name)), ...terms];
  const { el } = open(new FakeModel({ graph: message(sketches) }));
  expect(text(el, ".mg-extremes")).toBe("≈ 0 to +1");
  expect(find(el, ".mg-squares").getAttribute("aria-label")).toBe("gradients of v, about 0 to 1");
});

test("an edge of less than a millionth of the largest is dotted and keeps its number", async () => {
  const { el } = opened();
  const { view } = decodeGraph(message(CANCELLING));
  const index = view.edges.findIndex(({ source }) => view.boxes[source]?.node === W);
  const edge = find(el, `.mg-edges [data-edge="${index}"]`);
  expect(find(edge, ".mg-edge").getAttribute("class")).toBe("mg-edge mg-zero");
  edge.dispatchEvent(new MouseEvent("pointerover", { bubbles: true }));
  await painted();
  expect(text(el, ".mg-legend")).toContain("+1e−8 flows back from v to w");
});

test("of a large graph, what is only rounding is found out once nothing moves", () => {
  const replay = new Replay(chained(12_000), [1]);
  const [gradient] = [replay.gradient(0) as number];
  expect(Math.abs(gradient)).toBeGreaterThan(0);
  expect(shownGradient(replay, 0)).toBe(gradient);
  replay.settle();
  expect(shownGradient(replay, 0)).toBe("≈ 0");
  replay.move(0, 1.5);
  expect(shownGradient(replay, 0)).toBe(replay.gradient(0));
});

/** `x * 0.1 + x * 0.2 - x * 0.3` after so many steps that change nothing. */
function chained(steps: number): Graph {
  const [add, sub, mul, abs] = ["add", "sub", "mul", "abs"].map((name) => NAMES.indexOf(name));
  const leaves = [-1, -1, -1, -1];
  const chain = Array.from({ length: steps }, () => abs);
  const last = leaves.length + steps - 1;
  const opcodes = [...leaves, ...chain, mul, mul, mul, add, sub] as number[];
  const operands = [
    [0],
    ...chain.slice(1).map((_, i) => [leaves.length + i]),
    [last, 1],
    [last, 2],
    [last, 3],
    [last + 1, last + 2],
    [last + 4, last + 3],
  ];
  const start = [0, 0, 0, 0, 0];
  for (const own of operands) start.push((start.at(-1) as number) + own.length);
  const graph = decodeGraph(message());
  return {
    ...graph,
    opcodes: Int32Array.from(opcodes),
    start: Int32Array.from(start),
    operands: Int32Array.from(operands.flat()),
    data: Float64Array.from([1, 0.1, 0.2, 0.3, ...Array.from({ length: steps + 5 }, () => 0)]),
    output: opcodes.length - 1,
    inputs: graph.inputs.slice(0, 1).map((input) => ({ ...input, node: 0 })),
  };
}
