// @vitest-environment happy-dom

/** The pin and the panels: what a view remembers in its model. */

import { describe, expect, test } from "vitest";
import widget from "../../../js/widget";
import { SavedModel } from "../../../js/wire/saved";
import { FakeModel, FakeResizeObserver, find, painted, press, slide, text } from "../page";
import { branching, closeViews, open } from "../views";

closeViews();

const button = (el: Element, name: string) =>
  [...el.querySelectorAll<HTMLElement>(".mg-tabs button")].find(
    ({ textContent }) => textContent === name,
  ) as HTMLElement;
const since = (el: Element) =>
  [...el.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll(".mg-since")].map((cell) => (cell.textContent ?? "").trim()),
  );

describe("a pin", () => {
  test("keeps a point and shows differences from it", async () => {
    const { el, model } = open();
    button(el, "Pin").click();
    expect(model.traits.pinned).toEqual({ a: -2, b: 3 });
    slide(el, 0, 4);
    await painted();
    expect(text(el, ".mg-back")).toBe("pinned −6, +90");
    expect(find(el, '[data-input="0"] .mg-pin-mark').hidden).toBe(false);
    find(el, '[data-input="1"] .mg-name').click();
    expect(text(el, ".mg-tail")).toBe("b: value 3 (pinned 3, 0), ∂f/∂b +40 (pinned −8, +48)");
    button(el, "Table").click();
    expect(since(el)[0]).toEqual(["+6", "+36"]);
    expect(since(el)[4]).toEqual(["+90", "0"]);
    find(el, ".mg-back").click();
    await painted();
    expect(text(el, ".mg-output-value")).toBe("−6");
    expect(text(el, ".mg-back")).toBe("pinned −6, 0");
    button(el, "Pin").click();
    await painted();
    expect(model.traits.pinned).toEqual({});
    expect(find(el, ".mg-back").hidden).toBe(true);
    expect(find(el, '[data-input="0"] .mg-pin-mark').hidden).toBe(true);
  });

  test("can be set by Python, and names no number that the page does not know", async () => {
    const model = new FakeModel({ graph: branching(2, 3) });
    const { el } = open(model);
    model.set("pinned", { x: -1 });
    await painted();
    expect(text(el, ".mg-back")).toBe("pinned");
    slide(el, 0, 3);
    await painted();
    find(el, '[data-input="0"] .mg-name').click();
    expect(text(el, ".mg-tail")).toContain("value 3 (pinned −1, +4)");
  });
});

test("a pin that names no input of the graph is none", async () => {
  const { el } = open(new FakeModel({ pinned: { q: 1 } }));
  await painted();
  expect(find(el, ".mg-back").hidden).toBe(true);
});

test("a graph that is frozen has no pin and no way back to one", async () => {
  const graph = branching(2, 3, { frozen: "It stays.", mode: "still", replays: false });
  const { el } = open(new FakeModel({ graph, pinned: { x: -1 } }));
  await painted();
  expect(find(el, ".mg-back").hidden).toBe(true);
});

describe("the panels", () => {
  test("stand in the model, and what it holds is open", () => {
    const model = new FakeModel({ panels: ["table", "no such panel"] });
    const { el } = open(model);
    expect(button(el, "Table").getAttribute("aria-expanded")).toBe("true");
    press(find(el, ".mg-table"), "Escape");
    expect(model.traits.panels).toEqual([]);
    expect(button(el, "Table").getAttribute("aria-expanded")).toBe("false");
    model.set("panels", ["table"]);
    expect(find(el, ".mg-table").classList.contains("mg-unseen")).toBe(false);
  });

  test("open in a saved page as they were asked for", () => {
    const el = document.createElement("div");
    document.body.append(el);
    const model = new SavedModel(JSON.stringify({ version: 0, panels: ["table"] }));
    widget.render({ model, el, alone: true });
    FakeResizeObserver.resizeAll(1000);
    expect(model.get("panels")).toEqual(["table"]);
    expect(text(el, ".mg-note")).toContain("reload the page");
  });
});
