// @vitest-environment happy-dom

/** The chain rule of the selected node, written out; where a bad number was born. */

import { describe, expect, test } from "vitest";
import { birthOf } from "../../../js/notice/birth";
import { Replay } from "../../../js/tape/replay";
import { decodeGraph } from "../../../js/wire/protocol";
import { draft, message, README, type Sketch, wired } from "../message";
import { FakeModel, find, painted, press, slide, text } from "../page";
import { closeViews, open } from "../views";

closeViews();

const SUMS: readonly Sketch[] = [
  { name: "a", value: 3 },
  { name: "b", op: "add", of: ["a", "a"] },
];
const LOG: readonly Sketch[] = [
  { name: "x", value: -0.6 },
  { name: "c", value: 0.5 },
  { name: "p", op: "mul", of: ["x", "c"] },
  { name: "q", op: "log", of: ["p"] },
  { name: "L", op: "add", of: ["q", "c"] },
];

const click = (el: Element, selector: string) =>
  find(el, selector).dispatchEvent(new MouseEvent("click", { bubbles: true }));
const columns = (el: Element) =>
  [...el.querySelectorAll(".mg-chain > *")].map((column) => column.textContent);
const dimmed = (el: Element) =>
  [...el.querySelectorAll(".mg-dim")].map((edge) => Number(edge.getAttribute("data-edge")));

describe("the strip", () => {
  test("asks for a node until there is one", () => {
    const { el } = open();
    expect(text(el, ".mg-strip p")).toBe("Select a node to see its chain rule.");
    expect(find(el, ".mg-chain").hidden).toBe(true);
    click(el, '[data-node="1"] .mg-label');
    expect(find(el, ".mg-strip p").hidden).toBe(true);
    expect(columns(el)).toEqual([
      "∂f∂b",
      "==",
      "∂f∂d·∂d∂b1·(−2)d = a b, so ∂d/∂b = a",
      "++",
      "∂f∂e·∂e∂b(−6)·1e = a b, so ∂e/∂b = 1",
      "=",
      "−8",
    ]);
    expect(find(el, ".mg-strip").getAttribute("aria-label")).toBe("Chain rule of b");
  });

  test("follows the sliders", async () => {
    const { el } = open();
    click(el, '[data-node="1"] .mg-label');
    slide(el, 0, 4);
    await painted();
    expect(columns(el)[2]).toContain("7·4");
    expect(columns(el)[4]).toContain("12·1");
    expect(text(el, ".mg-result")).toBe("+40");
  });

  test("has one term for each use of an operand", () => {
    const { el } = open(new FakeModel({ graph: message(SUMS) }));
    click(el, '[data-node="0"] .mg-label');
    const terms = [...el.querySelectorAll(".mg-term")].map(({ textContent }) => textContent);
    expect(terms).toEqual(Array(2).fill("11·1b = a a, by this a: 1"));
    expect(text(el, ".mg-result")).toBe("+2");
  });

  test("says of the output that it is with respect to itself", () => {
    const { el } = open();
    click(el, '[data-node="4"] .mg-label');
    expect(columns(el)).toEqual(["∂f∂f", "=", "+1the output with respect to itself"]);
  });

  test("sums up the end of a long sum openly", () => {
    const uses = Array.from({ length: 12 }, (_, i) => ({ name: `s${i}`, op: "square", of: ["a"] }));
    const total = { name: "L", op: "sum", of: uses.map(({ name }) => name) };
    const { el } = open(new FakeModel({ graph: message([{ name: "a", value: 2 }, ...uses, total]) }));
    click(el, '[data-node="0"] .mg-label');
    expect(el.querySelectorAll("[data-term]")).toHaveLength(7);
    expect(text(el, ".mg-chain")).toContain("…205 more terms");
    expect(text(el, ".mg-result")).toBe("+48");
  });

  test("writes a constant as the code does, or with all digits", () => {
    const root = Math.SQRT2;
    const sketch = [
      { name: "x", value: 2 },
      { name: "c", value: root, constant: true },
      { name: "k", value: root, constant: true },
      { name: "p", op: "mul", of: ["x", "c"] },
      { name: "q", op: "mul", of: ["p", "k"] },
      { name: "y", op: "exp", of: ["q"] },
    ];
    const made = draft(sketch);
    const boxes = made.boxes.map((box) => (box.label === "c" ? { ...box, source: "math.sqrt(2)" } : box));
    const { el } = open(new FakeModel({ graph: wired({ ...made, boxes }) }));
    click(el, '[data-node="0"] .mg-label');
    expect(text(el, ".mg-chain")).toContain("∂p/∂x = math.sqrt(2)");
    click(el, '[data-node="3"] .mg-label');
    expect(text(el, ".mg-chain")).toContain(`∂q/∂p = ${root}`);
  });

  test("lights the edge of the term that is pointed at", () => {
    const { el } = open();
    click(el, '[data-node="1"] .mg-label');
    expect(dimmed(el)).toEqual([0, 2, 4, 5]);
    find(el, '[data-term="3"]').dispatchEvent(new Event("pointerenter"));
    expect(dimmed(el)).toEqual([0, 1, 2, 4, 5]);
    expect(text(el, ".mg-tail")).toBe("−6 flows back from e to b");
    find(el, ".mg-chain").dispatchEvent(new Event("pointerleave"));
    expect(dimmed(el)).toEqual([0, 2, 4, 5]);
  });

  test("comes back with the model, and Python may choose the node", () => {
    const model = new FakeModel({ selected: "d" });
    const { el } = open(model);
    expect(find(el, ".mg-strip").getAttribute("aria-label")).toBe("Chain rule of d");
    model.set("selected", "a b"); // the code of d and of e: the first
    expect(find(el, ".mg-strip").getAttribute("aria-label")).toBe("Chain rule of d");
    model.set("selected", "e");
    expect(find(el, ".mg-strip").getAttribute("aria-label")).toBe("Chain rule of e");
    click(el, '[data-node="1"] .mg-label');
    expect(model.traits.selected).toBe("b");
    press(find(el, '[data-node="1"]'), "Escape");
    expect(model.traits.selected).toBe("");
  });
});

describe("a bad number", () => {
  test("is traced to where it was born", async () => {
    const { el } = open(new FakeModel({ graph: message(LOG) }));
    expect(text(el, ".mg-note")).toContain("nanlog of −0.3, line 4");
    expect(text(el, ".mg-born .mg-label")).toBe("q");
    expect(text(el, ".mg-born .mg-gradient")).toBe("born here");
    expect(text(el, ".mg-strip p")).toBe("log needs a number above 0; p is −0.3.");
    [...el.querySelectorAll<HTMLElement>(".mg-link")]
      .find((link) => link.textContent === "Show the node")
      ?.click();
    expect(find(el, '[data-node="3"]').getAttribute("aria-pressed")).toBe("true");
    slide(el, 0, 2);
    await painted();
    expect(el.querySelectorAll(".mg-born")).toHaveLength(0);
    expect(find(el, ".mg-note").hidden).toBe(true);
  });

  const birth = (sketches: readonly Sketch[]) => {
    const graph = decodeGraph(message(sketches));
    const point = graph.inputs.map(({ node }) => graph.data[node] as number);
    return birthOf(new Replay(graph, point));
  };

  test.each([
    ["div", [1, 0], "inf", "1 / 0, line 3", "The divisor is 0."],
    ["pow", [-8, 0.5], "nan", "(−8)**0.5, line 3", ""],
    ["mul", [1e200, 1e200], "inf", "1e200 * 1e200, line 3", "1e200 * 1e200 is too large for a float."],
    [
      "hypot",
      [1.5e308, 1.5e308],
      "inf",
      "hypot(1.5e308, 1.5e308), line 3",
      "hypot(1.5e308, 1.5e308) is too large for a float.",
    ],
  ])("%s of %j", (op, [x = 0, y = 0], word, place, reason) => {
    const made = { name: "L", op, of: ["x", "y"] };
    const inputs = [
      { name: "x", value: x },
      { name: "y", value: y },
    ];
    expect(birth([...inputs, made])).toMatchObject({ node: 2, word, place, reason, isValue: true });
  });

  test("may be a gradient alone", () => {
    const root = [
      { name: "x", value: 0 },
      { name: "y", op: "sqrt", of: ["x"] },
    ];
    expect(birth(root)).toMatchObject({
      node: 1,
      word: "inf",
      isValue: false,
      place: "derivative of sqrt at 0, line 2",
    });
  });

  test("is the overflow, not what came of it", () => {
    const x = { name: "x", value: 1000 };
    const made = { name: "b", op: "exp", of: ["x"] };
    expect(birth([x, made, { name: "f", op: "sub", of: ["b", "b"] }])).toMatchObject({
      node: 1,
      word: "inf",
    });
  });

  test("is what reached the output, not an inf that went away", () => {
    const found = birth([
      { name: "x", value: 0 },
      { name: "1", value: 1, constant: true },
      { name: "p", op: "div", of: ["1", "x"] },
      { name: "q", op: "div", of: ["1", "p"] },
      { name: "y", op: "sub", of: ["x", "1"] },
      { name: "r", op: "log", of: ["y"] },
      { name: "f", op: "add", of: ["q", "r"] },
    ]);
    expect(found).toMatchObject({ node: 5, word: "nan", place: "log of −1, line 6" });
  });

  test("of a gradient is where what came to an input was born, not what a constant got", () => {
    const found = birth([
      { name: "u", value: 0 },
      { name: "s", op: "sqrt", of: ["u"] },
      { name: "2", value: 2, constant: true },
      { name: "d", op: "sub", of: ["s", "2"] },
      { name: "5", value: 5, constant: true },
      { name: "f", op: "pow", of: ["d", "5"] },
    ]);
    expect(found).toMatchObject({ node: 1, word: "inf", place: "derivative of sqrt at 0, line 2" });
  });

  test("is none where it goes nowhere", () => {
    expect(birth(README)).toBeNull();
    const unselected = [
      { name: "x", value: -1 },
      { name: "0", value: 0, constant: true },
      { name: "c", op: "gt", of: ["x", "0"] },
      { name: "l", op: "log", of: ["x"] },
      { name: "L", op: "where", of: ["c", "l", "x"] },
    ];
    expect(birth(unselected)).toBeNull();
  });
});
