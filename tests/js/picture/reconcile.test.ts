// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { decodeAsked } from "../../../js/wire/protocol";
import { message, README } from "../message";
import { FakeModel, FakeResizeObserver, find, press, slide, text } from "../page";
import { branching, closeViews, hold, open, rerun } from "../views";

closeViews();

beforeEach(() => {
  vi.useFakeTimers();
});

const pass = (ms: number) => vi.advanceTimersByTime(ms);
const FRAME = 20;
const start = (changes = {}) => open(new FakeModel({ graph: branching(2, 3, changes) }));
const asked = (model: FakeModel) => decodeAsked(model.traits.asked);
const box = (el: Element, label: string) =>
  [...el.querySelectorAll(".mg-node")].find((node) => text(node, ".mg-label") === label) as SVGGElement;
const height = (el: Element, label: string) =>
  Number(
    box(el, label)
      .getAttribute("transform")
      ?.match(/ ([\d.]+)\)/)?.[1],
  );

describe("a graph that arrives in mid-drag", () => {
  test("leaves the slider being dragged: its row, its range, its run mark, the focus", () => {
    const { model, el } = start();
    const slider = hold(el, 0);
    slider.focus();
    const taken = vi.fn();
    new MutationObserver(taken).observe(find(el, ".mg-rows"), { childList: true });
    slide(el, 0, -1);
    pass(FRAME);
    rerun(model, [-1, 3], 1);
    pass(FRAME);
    expect(find(el, '[data-input="0"] input[type=range]')).toBe(slider);
    expect(document.activeElement).toBe(slider);
    expect([slider.min, slider.max]).toEqual(["-5", "5"]);
    expect(find(el, '[data-input="0"] .mg-run-mark').style.getPropertyValue("--mg-at")).toBe("0.7");
    expect(taken).not.toHaveBeenCalled();
    slider.value = "-1.236";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    pass(FRAME);
    expect(asked(model)).toMatchObject({ revision: 2, point: Float64Array.from([-1.25, 3]) }); // still aimed: held
  });

  test("lets inputs come and go around it", () => {
    const { model, el } = start();
    const slider = hold(el, 0);
    slide(el, 0, -1);
    pass(FRAME);
    const wider = [
      { name: "first", value: 7 },
      ...README.map((s) => (s.name === "a" ? { ...s, name: "x" } : s)),
    ];
    const renamed = wider.map((s) =>
      "of" in s ? { ...s, of: s.of?.map((o) => (o === "a" ? "x" : o)) ?? [] } : s,
    );
    model.set("graph", message(renamed, { revision: 2 }));
    pass(FRAME);
    const names = [...el.querySelectorAll(".mg-row .mg-name")].map(({ textContent }) => textContent);
    expect(names).toEqual(["first", "x", "b"]);
    expect(find(el, '[data-input="1"] input[type=range]')).toBe(slider);
    slide(el, 1, -2);
    pass(FRAME);
    model.answer(1, [7, -1, 3], "", 2);
    pass(FRAME);
    expect(asked(model)).toMatchObject({ revision: 2, point: Float64Array.from([7, -2, 3]) });
    model.set("graph", message(README, { revision: 3 }));
    pass(FRAME);
    expect([...el.querySelectorAll(".mg-row .mg-name")].map(({ textContent }) => textContent)).toEqual([
      "a",
      "b",
    ]);
    expect(slider.isConnected).toBe(false);
  });

  test("from no input to one and back", () => {
    const alone = message([{ name: "1", value: 1, constant: true }]);
    const { model, el } = open(new FakeModel({ graph: alone }));
    expect(text(el, ".mg-inputs")).toBe("Nothing to vary: no inputs.");
    model.set("graph", branching(2, 3, { revision: 2 }));
    pass(FRAME);
    expect(el.querySelectorAll(".mg-row")).toHaveLength(2);
    model.set("graph", { ...alone, revision: 3 });
    expect(text(el, ".mg-inputs")).toBe("Nothing to vary: no inputs.");
  });

  test("redraws nothing but numbers when its topology is the same", () => {
    const { model, el } = start();
    const [graph, rows, first] = [find(el, ".mg-graph"), find(el, "tbody"), find(el, ".mg-node")];
    hold(el, 0);
    slide(el, 0, 1);
    pass(FRAME);
    const placed = vi.spyOn(Element.prototype, "setAttribute");
    rerun(model, [1, 3], 1);
    pass(FRAME);
    expect(placed.mock.calls.filter(([name]) => name === "transform" || name === "d")).toEqual([]);
    placed.mockRestore();
    expect([find(el, ".mg-graph"), find(el, ".mg-node")]).toEqual([graph, first]);
    expect(rows.isConnected).toBe(false); // the table is out of sight, and made anew
    expect(text(el, ".mg-output-value")).toBe("9");
  });

  test("leaves what stayed the same where it is", () => {
    const { model, el } = start();
    const before = ["x", "b"].map((label) => height(el, label));
    slide(el, 0, -1);
    pass(FRAME);
    rerun(model, [-1, 3], 1);
    pass(FRAME);
    expect(el.querySelectorAll(".mg-node")).toHaveLength(3);
    expect(["x", "b"].map((label) => height(el, label))).toEqual(before);
  });

  test("keeps hover, selection and the tab stop", () => {
    const { model, el } = start();
    find(el, '[data-input="1"] .mg-name').click();
    box(el, "y").dispatchEvent(new Event("pointerover", { bubbles: true }));
    slide(el, 0, -1);
    pass(FRAME);
    rerun(model, [-1, 3], 1);
    pass(FRAME);
    expect(box(el, "b").getAttribute("aria-pressed")).toBe("true");
    expect(box(el, "b").getAttribute("tabindex")).toBe("0");
    expect(find(el, '[data-input="1"]').classList.contains("mg-selected")).toBe(true);
    expect(text(el, ".mg-tail")).toBe("y = b x: value 4, ∂y/∂y +1"); // pointed at goes before selected
    find(el, ".mg-graph").dispatchEvent(new Event("pointerleave"));
    expect(text(el, ".mg-tail")).toBe("b: value 3, ∂y/∂b +1");
  });

  test("lets go of a selection that is gone", () => {
    const { model, el } = start();
    box(el, "q").dispatchEvent(new MouseEvent("click", { bubbles: true }));
    slide(el, 0, -1);
    pass(FRAME);
    rerun(model, [-1, 3], 1);
    expect(el.querySelectorAll("[aria-pressed=true], .mg-dim")).toHaveLength(0);
  });

  test("keeps the keyboard's focus in the graph", () => {
    const { model, el } = start();
    box(el, "y").focus();
    model.set("graph", branching(-1, 3, { revision: 2 }));
    pass(FRAME);
    expect(document.activeElement).toBe(box(el, "y"));
    expect(text(el, ".mg-output-value")).toBe("4"); // nothing was asked: the kernel moved its leaves
  });

  test("keeps the open table open", () => {
    const { model, el } = start();
    find(el, '.mg-tabs [aria-controls$="-table"]').click();
    model.set("graph", branching(-1, 3, { revision: 2 }));
    pass(FRAME);
    expect(find(el, ".mg-table").classList.contains("mg-unseen")).toBe(false);
    expect([...el.querySelectorAll("tbody tr")].map((row) => text(row, "th"))).toEqual(["x", "b", "y"]);
    expect(text(el, "tbody tr:last-child")).toContain("4");
  });

  test("does not move the inputs to another side of the graph during a drag", () => {
    const { model, el } = start();
    const root = find(el, ".microgradext");
    FakeResizeObserver.resizeAll(860);
    const stacked = root.classList.contains("mg-stacked");
    const slider = hold(el, 0);
    const chain = Array.from({ length: 12 }, (_, i) => ({
      name: `h${i}`,
      op: "tanh",
      of: [i ? `h${i - 1}` : "x"],
    }));
    model.set("graph", message([{ name: "x", value: 2 }, ...chain], { revision: 2 }));
    pass(FRAME);
    expect([stacked, root.classList.contains("mg-stacked")]).toEqual([false, false]);
    slider.dispatchEvent(new Event("pointerup"));
    pass(400);
    expect(root.classList.contains("mg-stacked")).toBe(true);
  });
});

describe("a slider whose input is gone", () => {
  test("is let go", () => {
    const { model, el } = start();
    hold(el, 1);
    model.set(
      "graph",
      message(
        [
          { name: "x", value: 2 },
          { name: "y", op: "square", of: ["x"] },
        ],
        { revision: 2 },
      ),
    );
    pass(FRAME);
    expect(text(el, ".mg-output-value")).toBe("4");
    slide(el, 0, -3);
    pass(400);
    expect(text(el, ".mg-strokes")).toContain("−6"); // settled: the scale is new
  });
});

test("a loop that runs once more does not change the look of all", () => {
  const chain = (count: number, revision: number) => {
    const names = Array.from({ length: count }, (_, i) => ({
      name: `h${i}`,
      op: "tanh",
      of: [i ? `h${i - 1}` : "x"],
    }));
    return message([{ name: "x", value: 1 }, ...names], { revision });
  };
  const { model, el } = open(new FakeModel({ graph: chain(22, 1) }));
  const looks = () =>
    new Set([...el.querySelectorAll(".mg-node")].map((node) => node.classList.contains("mg-full")));
  for (const [revision, count, full] of [
    [2, 30, true],
    [3, 40, false],
    [4, 30, false],
    [5, 10, true],
  ] as const) {
    model.set("graph", chain(count, revision));
    pass(FRAME);
    expect([...looks()]).toEqual([full]);
  }
});

test("Esc in the table closes it", () => {
  const { el } = open();
  find(el, '.mg-tabs [aria-controls$="-table"]').click();
  expect(find(el, ".mg-table").getAttribute("tabindex")).toBe("0");
  press(find(el, ".mg-table"), "Escape");
  expect(find(el, ".mg-table").hasAttribute("tabindex")).toBe(false);
  expect(document.activeElement).toBe(find(el, '.mg-tabs [aria-controls$="-table"]'));
});

test("the arrow keys walk a column as it is seen", () => {
  const { el } = open();
  press(box(el, "d"), "ArrowDown");
  const below = document.activeElement;
  expect(below && text(below, ".mg-label")).toBe(height(el, "d") < height(el, "e") ? "e" : "");
});
