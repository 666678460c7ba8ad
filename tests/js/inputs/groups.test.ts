// @vitest-environment happy-dom
import { describe, expect, test, vi } from "vitest";
import { InputsView } from "../../../js/inputs/inputs";
import { Replay } from "../../../js/tape/replay";
import { decodeGraph } from "../../../js/wire/protocol";
import { draft, type Sketch, wired } from "../message";
import { FakeModel, FakeResizeObserver, find, painted, press, slide, text } from "../page";
import { closeViews, open } from "../views";

closeViews();

const WEIGHTS = Array.from({ length: 30 }, (_, i) => `w[${i}]`);

/** `out = w[0] * w[0] + … + rate`, so that the gradient of w[i] is twice its value. */
function weighed(changes: Record<string, unknown> = {}) {
  const squares = WEIGHTS.map((name): Sketch => ({ name: `${name}**2`, op: "square", of: [name] }));
  const sums = WEIGHTS.map(
    (name, i): Sketch => ({
      name: i === WEIGHTS.length - 1 ? "out" : `s${i}`,
      op: "add",
      of: [i === 0 ? "rate" : `s${i - 1}`, `${name}**2`],
    }),
  );
  const inputs = WEIGHTS.map((name, i): Sketch => ({ name, value: (i - 9) / 10 }));
  return few(draft([{ name: "rate", value: 0.5 }, ...inputs, ...squares, ...sums], changes));
}

/** The message with a handful of its nodes drawn. */
function few(whole: ReturnType<typeof draft>) {
  const boxes = whole.boxes.filter(({ node }) => node < 8 || node === whole.output);
  return wired({ ...whole, boxes, edges: [], view_output: boxes.length - 1 });
}

const opened = (traits: Record<string, unknown> = {}) => open(new FakeModel({ graph: weighed(), ...traits }));
const head = (el: Element) => find<HTMLButtonElement>(el, ".mg-group-head");
const names = (el: Element) =>
  [...el.querySelectorAll(".mg-group .mg-name")].map(({ textContent }) => textContent);
const sliders = (el: Element) => el.querySelectorAll("input[type=range]").length;
const stops = (el: Element) =>
  el.querySelectorAll('.mg-group :is(button, input, [role=slider])[tabindex="0"]').length;
const type = (el: Element, query: string) => {
  const box = find<HTMLInputElement>(el, ".mg-find");
  box.value = query;
  box.dispatchEvent(new Event("input"));
};

describe("a group of inputs", () => {
  test("is one row, with its count and what its gradients range over, and no slider", () => {
    const { el } = opened();
    expect(el.querySelectorAll(".mg-group").length).toBe(1);
    expect(text(el, ".mg-group-head")).toBe("w, 30 inputs");
    expect(text(el, ".mg-extremes")).toBe("−1.8 to +4");
    expect(sliders(el)).toBe(1); // that of rate, which is in no group
    expect(find(el, ".mg-squares").getAttribute("aria-label")).toBe("gradients of w, minus 1.8 to 4");
    expect(head(el).getAttribute("aria-expanded")).toBe("false");
    expect(text(el, ".mg-count")).toBe("31 inputs, 1 with sliders.");
  });

  test("opens to the three largest gradients, and ten more at a time", () => {
    const { el, model } = opened();
    head(el).click();
    expect(names(el)).toEqual(["w[29]", "w[28]", "w[27]"]);
    expect(text(el, ".mg-more")).toBe("27 more");
    find(el, ".mg-more").click();
    expect(names(el).length).toBe(13);
    expect(text(el, ".mg-more")).toBe("17 more");
    find(el, ".mg-more").click();
    find(el, ".mg-more").click();
    expect(names(el).toSorted()).toEqual(WEIGHTS.toSorted());
    expect(find(el, ".mg-more").hidden).toBe(true);
    expect(model.traits.groups).toEqual(["w"]);
    head(el).click();
    expect([sliders(el), model.traits.groups]).toEqual([1, []]);
    head(el).click();
    expect(sliders(el)).toBe(31);
  });

  test("shows numbers in a row from the start", () => {
    const { el } = opened();
    head(el).click();
    const row = find(el, ".mg-group .mg-row");
    expect(find<HTMLInputElement>(row, ".mg-box").value).toBe("2");
    expect(text(row, ".mg-gradient")).toBe("+4");
    expect(find(row, "[type=range]").getAttribute("aria-valuetext")).toBe("w[29] 2, gradient 4");
  });

  test("finds inputs by name, and keeps the slider of one that is moved", () => {
    const { el, model } = opened();
    head(el).click();
    type(el, "W[1");
    expect(names(el)).toEqual(["w[1]", ...Array.from({ length: 9 }, (_, i) => `w[${10 + i}]`)]);
    expect(text(el, ".mg-more")).toBe("1 more");
    find(el, ".mg-more").click();
    expect(names(el).at(-1)).toBe("w[19]");
    slide(el, 11, 1); // w[10]
    type(el, "q");
    expect([names(el), text(el, ".mg-group-foot")]).toEqual([
      [],
      expect.stringContaining("Nothing is called q."),
    ]);
    press(find(el, ".mg-find"), "Escape");
    expect(names(el)).toEqual(["w[29]", "w[28]", "w[27]", "w[10]"]);
    expect(model.traits.sliders).toEqual(["w[29]", "w[28]", "w[27]", "w[10]"]);
  });

  test("gives an input that is selected in the graph a slider", () => {
    const { el, model } = opened();
    find(el, '[data-node="4"] .mg-label').dispatchEvent(new MouseEvent("click", { bubbles: true }));
    expect(names(el)).toEqual(["w[3]"]);
    expect(find(el, ".mg-group .mg-row").classList.contains("mg-selected")).toBe(true);
    expect([model.traits.groups, model.traits.sliders]).toEqual([["w"], ["w[3]"]]);
  });

  test("shows the slider of an input that has a problem", async () => {
    const { el, model } = opened();
    slide(el, 0, 1);
    await painted();
    const { seq } = model.traits.asked as { seq: number };
    model.answer(seq, [1, ...WEIGHTS.map((_, i) => (i - 9) / 10)], "w[2] is too small.", 1, 3);
    expect(names(el)).toEqual(["w[2]"]);
    expect(find(el, ".mg-group .mg-row").classList.contains("mg-problem")).toBe(true);
  });

  test("is open again in another view, and after a rerun", () => {
    const traits = { groups: ["w"], sliders: ["w[5]", "w[gone]"] };
    const { el, model } = opened(traits);
    expect(names(el)).toEqual(["w[5]"]);
    const row = find(el, ".mg-group .mg-row");
    model.set("graph", weighed({ revision: 2, printed: "again" }));
    expect(find(el, ".mg-group .mg-row")).toBe(row);
    model.set("sliders", ["w[7]", "w[5]"]);
    expect(names(el)).toEqual(["w[7]", "w[5]"]);
    model.set("groups", []);
    expect(names(el)).toEqual([]);
  });

  test("that something has opened without a word about sliders has the three largest", () => {
    expect(names(opened({ groups: ["w"] }).el)).toEqual(["w[29]", "w[28]", "w[27]"]);
  });

  test("holds all inputs where the cell is narrow, and their sliders stay", () => {
    const { el, model } = opened({ groups: ["w"], sliders: ["w[5]"] });
    FakeResizeObserver.resizeAll(420);
    expect([text(el, ".mg-group-head b"), sliders(el)]).toEqual(["inputs", 0]);
    head(el).click();
    expect(names(el)).toEqual(["w[5]", "w[29]", "w[28]"]);
    FakeResizeObserver.resizeAll(1000);
    expect([text(el, ".mg-group-head b"), names(el).length]).toEqual(["w", 3]);
    expect(model.traits.groups).toEqual(["w", "inputs"]);
  });

  test("paints squares that have changed, and no other", async () => {
    const { el } = opened({ groups: ["w"], sliders: ["w[29]", "w[0]"] });
    const drawn = () => [...el.querySelectorAll(".mg-squares path")].map((path) => path.getAttribute("d"));
    const squares = (d: (string | null)[]) => d.join("").split("M").length - 1;
    expect(squares(drawn())).toBe(30);
    expect(el.querySelectorAll(".mg-squares .mg-zero").length).toBe(1);
    const changed = new Set<Node>();
    const observer = new MutationObserver((records) => {
      for (const { target } of records) changed.add(target);
    });
    observer.observe(find(el, ".mg-squares"), { subtree: true, attributes: true, childList: true });
    slide(el, 0, 1); // rate, whose gradient does not depend on it
    await painted();
    expect(changed.size).toBe(0);
    slide(el, 1, 0); // w[0], from −0.9
    await painted();
    expect(changed.size).toBeGreaterThan(0);
    expect(changed.size).toBeLessThan(4);
    expect(squares(drawn())).toBe(30);
    observer.disconnect();
  });
});

describe("the keys of a group", () => {
  const focused = () => {
    const element = document.activeElement as HTMLElement;
    return element.getAttribute("aria-label") ?? element.textContent;
  };
  const go = (...keys: string[]) =>
    keys.map((key) => {
      press(document.activeElement as Element, key);
      return focused();
    });

  test("lead from row to row, to the box and back; it is one tab stop", () => {
    const { el } = opened();
    expect(stops(el)).toBe(1);
    head(el).focus();
    go("ArrowRight");
    expect(head(el).getAttribute("aria-expanded")).toBe("true");
    expect(go("PageDown", "PageDown", "PageUp", "PageUp")).toEqual([
      "w[29]",
      "w[28]",
      "w[29]",
      "w, 30 inputs",
    ]);
    expect(go("PageDown", "Enter", "PageDown", "Escape", "Escape", "Escape")).toEqual([
      "w[29]",
      "w[29] value",
      "w[28] value",
      "w[28]",
      "w[28]",
      "w, 30 inputs",
    ]);
    expect(go("ArrowDown", "PageDown", "PageDown", "PageDown", "ArrowRight", "ArrowLeft", "Escape")).toEqual([
      "w[29]",
      "w[28]",
      "w[27]",
      "Find an input of w",
      "Find an input of w", // where it moves the caret
      "Find an input of w",
      "w, 30 inputs",
    ]);
    expect(stops(el)).toBe(1);
    go("ArrowLeft");
    expect([head(el).getAttribute("aria-expanded"), stops(el)]).toEqual(["false", 1]);
  });

  test("move the slider that they are on", async () => {
    const { el } = opened({ groups: ["w"], sliders: ["w[4]"] });
    const slider = find<HTMLInputElement>(el, ".mg-group [type=range]");
    slider.focus();
    const before = Number(slider.value);
    press(slider, "ArrowRight");
    await painted();
    expect(Number(slider.value)).toBeGreaterThan(before);
    press(slider, "PageDown");
    await painted();
    expect(focused()).toBe("Find an input of w");
  });

  test("Enter in the box of a search goes to what was found", () => {
    const { el } = opened({ groups: ["w"], sliders: ["w[4]"] });
    type(el, "w[7]");
    press(find(el, ".mg-find"), "Enter");
    expect(focused()).toBe("w[7]");
  });
});

test("of 50,000 inputs only those with sliders have rows", () => {
  const many = Array.from({ length: 50_000 }, (_, i): Sketch => ({ name: `d[${i % 211}][${i}]`, value: i }));
  const graph = decodeGraph(few(draft([...many, { name: "out", op: "mul", of: ["d[3][3]", "d[4][4]"] }])));
  const kept = { groups: ["d"], sliders: ["d[9][9]"], keepGroups: vi.fn(), keepSliders: vi.fn() };
  const none = () => {};
  const events = { hold: none, move: none, rest: none, hover: none, select: none, changed: none };
  const view = new InputsView("view", kept, events, new AbortController().signal);
  view.adopt(graph);
  const replay = new Replay(
    graph,
    graph.inputs.map(({ node }) => node),
  );
  view.paint(replay, null);
  expect([...view.rows.keys()]).toEqual([9]);
  expect(sliders(view.element)).toBe(1);
  const read = vi.spyOn(replay, "gradient");
  view.paint(replay, null);
  expect(read.mock.calls.length).toBeLessThan(50_000 + 10); // each once, and those of the rows
}, 60_000);

test("an input is used though it is not drawn", () => {
  const { el } = opened({ groups: ["w"], sliders: ["w[20]"] });
  const row = find(el, ".mg-group .mg-row");
  expect([row.title, row.classList.contains("mg-unused")]).toEqual(["", false]);
});

test("slopes are drawn under the sliders that are shown, and under no other", () => {
  const { el } = opened({ groups: ["w"], sliders: ["w[5]"], panels: ["slopes"] });
  const curves = () =>
    [...el.querySelectorAll(".mg-group .mg-curve")].map((curve) => curve.getAttribute("d") ?? "");
  expect(curves().length).toBe(1);
  find(el, ".mg-more").click();
  expect(curves().length).toBe(11);
  expect(curves().every((d) => d.length > 20)).toBe(true);
  head(el).click();
  expect(curves()).toEqual([]);
});
