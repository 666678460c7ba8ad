// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { message } from "../message";
import { FakeModel, find, press, slide, text } from "../page";
import { branching, closeViews, open, rerun } from "../views";

closeViews();

beforeEach(() => {
  vi.useFakeTimers();
});

const FRAME = 20;
const pass = (ms: number) => vi.advanceTimersByTime(ms);

/** A view with the panel open, some steps on. */
function stepping(steps: number, graph: unknown = message()) {
  const opened = open(new FakeModel({ graph, panels: ["step"] }));
  for (let i = 0; i < steps; i++) press(find(opened.el, ".mg-pips"), "ArrowRight");
  pass(FRAME);
  return opened;
}

const gradients = (el: Element) =>
  [...el.querySelectorAll(".mg-node .mg-gradient")].map((g) => g.textContent);
const values = (el: Element) => [...el.querySelectorAll(".mg-node .mg-value")].map((v) => v.textContent);
const rows = (el: Element) => [...el.querySelectorAll(".mg-row .mg-gradient")].map((g) => g.textContent);
const tab = (el: Element) => find(el, '.mg-tabs [aria-controls$="-step"]');
const WHOLE = ["−3", "−8", "+1", "−6", "+1"];

describe("a step", () => {
  test("forward shows the values so far and no gradient", () => {
    const { el } = stepping(1);
    expect(values(el)).toEqual(["−2", "3", "−6", "", ""]);
    expect([gradients(el).join(""), rows(el).join("")]).toEqual(["", ""]);
    expect(el.querySelectorAll(".mg-edge.mg-unknown")).toHaveLength(6);
    expect(find(el, ".mg-acting").getAttribute("data-node")).toBe("2");
  });

  test("backward shows what is complete, and how much of the rest is in", () => {
    const { el } = stepping(5);
    expect(gradients(el)).toEqual(["1 of 2 in", "1 of 2 in", "+1", "−6", "+1"]);
    expect(rows(el)).toEqual(["1 of 2 in", "1 of 2 in"]);
    expect(
      [...el.querySelectorAll("[data-edge]")].map((e) => e.querySelector(".mg-unknown") !== null),
    ).toEqual([true, true, false, false, false, false]);
  });

  test("stays while an input moves, with that point's numbers", () => {
    const { el } = stepping(5);
    slide(el, 1, 1);
    pass(FRAME);
    expect(gradients(el)).toEqual(["1 of 2 in", "1 of 2 in", "−1", "−2", "+1"]);
    expect(text(el, ".mg-telling")).toContain("all of its gradient, −2. It passes −2 · 1 = −2 to a");
  });

  test("is heard when it is shown, and of a drag only where it ends", () => {
    const { el } = stepping(5);
    const said = () => text(el, ".mg-step [role=status]");
    pass(200);
    expect(said()).toContain("has all of its gradient, minus 6. It passes minus 6 times 1 = minus 6 to a");
    slide(el, 1, 1);
    pass(FRAME);
    expect(said()).toContain("minus 6");
    pass(200);
    expect(said()).toContain("has all of its gradient, minus 2.");
  });

  test("says so where rounded numbers do not give the rounded result", () => {
    const products = message([
      { name: "x", value: 1 },
      { name: "a", value: 1.23456 },
      { name: "b", value: 2.34567 },
      { name: "q", op: "mul", of: ["x", "b"] },
      { name: "y", op: "mul", of: ["q", "a"] },
    ]);
    const { el } = stepping(4, products); // back to q
    pass(200);
    expect(text(el, ".mg-telling")).toContain(
      "It passes 1.2346 · 2.3457 ≈ 2.8959 to x and 1.2346 · 1 = 1.2346 to b",
    );
    expect(text(el, ".mg-step [role=status]")).toContain("1.2346 times 2.3457 is about 2.8959 to x");
    const sum = message([
      { name: "x", value: 1 },
      { name: "a", value: 1.00004 },
      { name: "q", op: "mul", of: ["x", "a"] },
      { name: "r", op: "mul", of: ["a", "x"] },
      { name: "y", op: "add", of: ["q", "r"] },
    ]);
    const last = stepping(99, sum).el;
    expect(text(last, ".mg-telling")).toContain("x has all of its gradient, 1 + 1 ≈ 2.0001.");
  });

  test("goes with its panel, and the picture is whole again", () => {
    const { el } = stepping(5);
    tab(el).click();
    pass(FRAME);
    expect([gradients(el), rows(el), el.querySelector(".mg-acting")]).toEqual([WHOLE, ["−3", "−8"], null]);
    tab(el).click();
    pass(FRAME);
    expect(text(el, ".mg-telling")).toBe(
      "Forward for the values, 3 steps; then backward for the gradients, 5 steps.",
    );
    expect(gradients(el)).toEqual(WHOLE);
  });

  test("is reached by keys, and never past either end", () => {
    const { el } = stepping(0);
    const pips = find(el, ".mg-pips");
    const now = (key: string) => {
      press(pips, key);
      pass(FRAME);
      return pips.getAttribute("aria-valuetext");
    };
    const keys = ["ArrowLeft", "ArrowRight", "End", "ArrowRight", "ArrowLeft", "Home", "ArrowLeft"];
    expect(keys.map(now)).toEqual([
      "Not begun",
      "Forward 1 of 3",
      "Backward 5 of 5",
      "Backward 5 of 5",
      "Backward 4 of 5",
      "Forward 1 of 3",
      "Not begun",
    ]);
  });

  test("of another path of the code is one that there is", () => {
    const { model, el } = stepping(99, branching(2, 3));
    expect(text(el, ".mg-telling b")).toBe("Backward 4 of 4.");
    slide(el, 0, -1);
    pass(FRAME);
    expect(text(el, ".mg-telling")).toBe("Backward 4 of 4. The numbers of this point are not known yet.");
    rerun(model, [-1, 3], 1);
    pass(FRAME);
    expect(text(el, ".mg-telling")).toBe("Backward 3 of 3. x has all of its gradient, −1.");
  });
});

test("a run that stopped has no steps", () => {
  const graph = message(undefined, { output: -1, view_output: -1, stopped: "Stopped at line 5" });
  const { el } = stepping(0, graph);
  expect([tab(el).hidden, find(el, ".mg-step").hidden]).toEqual([true, true]);
});
