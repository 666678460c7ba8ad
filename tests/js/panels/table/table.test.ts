// @vitest-environment happy-dom

/** The Table panel in a view, of few rows and of many. */

import { describe, expect, test, vi } from "vitest";
import { Tape } from "../../../../js/tape/tape";
import { decodeGraph } from "../../../../js/wire/protocol";
import { short, signed } from "../../../../js/words/numbers";
import { draft, ints, message, summed, wired } from "../../message";
import { FakeModel, find, painted, press, slide, text } from "../../page";
import { manyMessage } from "../../search/many";
import { branching, closeViews, hold, open } from "../../views";

closeViews();

const LARGE = manyMessage(500);
const FIGURES = /[\u2007\u2008]/g;

async function opened(graph: unknown, traits: Record<string, unknown> = {}) {
  const view = open(new FakeModel({ graph, panels: ["table"], ...traits }));
  await painted();
  return view;
}

const grid = (el: Element) => find<HTMLTableElement>(el, '[role="treegrid"]');
const lines = (el: Element) => [...grid(el).querySelectorAll<HTMLElement>("tbody tr:not(.mg-space)")];
const cells = (row: Element) =>
  [...row.querySelectorAll("th, td")].map((cell) => (cell.textContent ?? "").replace(FIGURES, ""));
const called = (el: Element) => lines(el).map((row) => cells(row)[0]);
const rowOf = (el: Element, name: string) => lines(el).find((row) => cells(row)[0] === name) as HTMLElement;
const head = (el: Element, name: string) =>
  [...grid(el).querySelectorAll<HTMLElement>("thead button")].find(
    (each) => each.textContent === name,
  ) as HTMLElement;
const active = (el: Element) => {
  const id = grid(el).getAttribute("aria-activedescendant");
  return id && cells(find(el, `#${id}`))[0];
};
const keys = (el: Element, ...names: string[]) => {
  for (const name of names) press(grid(el), name);
};

/** Scroll as a person does. */
function scroll(el: Element, top: number): void {
  const around = find(el, ".mg-window");
  around.scrollTop = top;
  around.dispatchEvent(new Event("scroll"));
}

describe("a table of few rows", () => {
  test("lists what is not drawn too, without groups or a window", async () => {
    const code = {
      code: ints([0, 1]),
      source: ["a + b", "… + c"],
      symbol: ["+", "+"],
      span: ints([3, 0, 0, 0, 3, 0, 0, 0]),
    };
    const undrawn = { name: ["", ""], ...code, place: ints([0, 1]), places: ["", "day 2"] };
    const { el } = await opened({ ...summed(), undrawn });
    expect(el.querySelector('[role="treegrid"]')).toBe(null);
    expect(find(el, ".mg-table").getAttribute("tabindex")).toBe("0");
    const rows = [...el.querySelectorAll(".mg-table tbody tr")].map((row) => cells(row).slice(0, 4));
    expect(rows.slice(3)).toEqual([
      ["d", "input", "4", "3"],
      ["", "a + b", "3", "1"],
      ["day 2 › … + c", "… + c", "3", "3"],
      ["s", "a + b + c d", "7", "6"],
    ]);
  });
});

describe("a table of many rows", () => {
  test("shows scopes, folded, with how many are in them", async () => {
    const { el } = await opened(LARGE);
    const graph = decodeGraph(LARGE);
    const samples = new Set(
      [...graph.undrawn].map(({ place }) => place.split(" › ")[0]).filter((name) => name),
    );
    const groups = lines(el).filter((row) => row.hasAttribute("aria-expanded"));
    expect(find(el, ".mg-table").hasAttribute("tabindex")).toBe(false);
    for (const group of groups) {
      expect(samples).toContain(cells(group)[0]);
      const inside = [...graph.undrawn].filter(({ place }) =>
        `${place} ›`.startsWith(`${cells(group)[0]} ›`),
      );
      expect(cells(group)[1]).toBe(`${inside.length} nodes`);
    }
    expect(groups.length).toBeGreaterThan(1);
  });

  test("has only the rows in sight in the page, with their place in the whole", async () => {
    const { el } = await opened(LARGE);
    const all = Number(grid(el).getAttribute("aria-rowcount"));
    expect(lines(el)).toHaveLength(18); // 12 and 6 below
    for (const top of [0, 240, 1000, 100]) {
      scroll(el, top);
      const first = Math.max(0, top / 24 - 6);
      const indices = lines(el).map((row) => Number(row.getAttribute("aria-rowindex")));
      const expected = Array.from({ length: indices.length }, (_, i) => Math.floor(first) + i + 2);
      expect(indices).toEqual(expected);
      const spaces = [...el.querySelectorAll<HTMLElement>(".mg-space td")].map(({ style }) =>
        parseFloat(style.height),
      );
      expect((spaces[0] ?? 0) + (spaces[1] ?? 0) + 24 * indices.length).toBe(24 * (all - 1));
    }
  });

  test("opens a scope by its button and by keys", async () => {
    const { el } = await opened(LARGE);
    const name = called(el).find((each) => each?.startsWith("sample")) as string;
    find(rowOf(el, name), "button").click();
    expect(find(rowOf(el, name), "button").getAttribute("aria-expanded")).toBe("true");
    const at = called(el).indexOf(name);
    expect(lines(el)[at + 1]?.getAttribute("aria-level")).toBe("2");
    expect(active(el)).toBe(name);
    keys(el, "ArrowRight");
    expect(active(el)).toBe(called(el)[at + 1]);
    keys(el, "ArrowLeft", "ArrowLeft");
    expect(active(el)).toBe(name);
    expect(rowOf(el, name).getAttribute("aria-expanded")).toBe("false");
    keys(el, "Enter");
    expect(rowOf(el, name).getAttribute("aria-expanded")).toBe("true");
  });

  test("is walked by arrows, pages and ends, one tab stop in all", async () => {
    const { el } = await opened(LARGE);
    const last = Number(grid(el).getAttribute("aria-rowcount"));
    const index = () => Number(find(el, ".mg-active").getAttribute("aria-rowindex"));
    const reached = (...names: string[]) => {
      keys(el, ...names);
      return index();
    };
    expect(grid(el).tabIndex).toBe(0);
    expect([...grid(el).querySelectorAll('tbody [tabindex="0"]')]).toEqual([]);
    expect(reached("ArrowUp")).toBe(2);
    expect(reached("ArrowDown", "ArrowDown")).toBe(4);
    expect(reached("PageDown")).toBe(15);
    expect(reached("PageUp")).toBe(4);
    expect(reached("End")).toBe(last);
    expect(find(el, ".mg-window").scrollTop).toBe(24 * (last - 1) - 288);
    expect(reached("ArrowDown")).toBe(last);
    expect(reached("Home")).toBe(2);
    scroll(el, 3000);
    expect(grid(el).hasAttribute("aria-activedescendant")).toBe(false); // it is out of sight
    expect(reached("ArrowDown")).toBe(3);
  });

  test("sorts by each head, in a flat list with the path in front", async () => {
    const { el } = await opened(LARGE);
    const graph = decodeGraph(LARGE);
    const tape = new Tape(graph);
    tape.evaluate(graph.inputs.map(({ node }) => graph.data[node] as number));
    head(el, "|value|").click();
    const sizes = [...tape.values].map(Math.abs).filter((size) => !Number.isNaN(size));
    sizes.sort((one, other) => other - one);
    expect(lines(el).map((row) => cells(row)[3]?.replace("−", ""))).toEqual(
      sizes.slice(0, 18).map((x) => short(x)),
    );
    expect(find(el, 'th[aria-sort="descending"]').textContent).toContain("|value|");
    const places = new Set([...graph.undrawn].map(({ place }) => place));
    const paths = called(el).map((name) => name?.split(" › ").slice(0, -1).join(" › "));
    for (const path of paths) expect(places).toContain(path);
    expect(paths.some((path) => path !== "")).toBe(true);
    head(el, "|value|").click();
    expect(find(el, "th[aria-sort]").getAttribute("aria-sort")).toBe("ascending");
    head(el, "|value|").click();
    expect(el.querySelector("th[aria-sort]")).toBe(null);
    expect(lines(el).some((row) => row.hasAttribute("aria-expanded"))).toBe(true);
    head(el, "line").click();
    expect(lines(el).every((row) => cells(row)[2] === "1")).toBe(true);
  });

  test("patches what is in sight in a move, and sorts again once it has ended", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { el } = open(new FakeModel({ graph: LARGE, panels: ["table"] }));
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    head(el, "value").click();
    const before = called(el);
    const held = hold(el, 0);
    slide(el, 0, -1);
    await frame();
    expect(called(el)).toEqual(before);
    const graph = decodeGraph(LARGE);
    const tape = new Tape(graph);
    tape.evaluate([-1, graph.data[1] as number]);
    const top = () => [...tape.values].filter((x) => !Number.isNaN(x)).sort((one, other) => other - one);
    held.dispatchEvent(new Event("change", { bubbles: true }));
    held.dispatchEvent(new Event("pointerup", { bubbles: true }));
    await frame();
    await frame();
    vi.runAllTimers();
    expect(lines(el).map((row) => cells(row)[3])).toEqual(
      top()
        .slice(0, 18)
        .map((x) => short(x)),
    );
  });

  test("chooses a drawn node in the graph, and shows which is chosen there", async () => {
    const { el } = await opened(LARGE);
    keys(el, "Home", "Enter");
    const first = called(el)[0];
    expect(find(el, ".mg-node.mg-selected .mg-label").textContent).toBe(first);
    expect(rowOf(el, first as string).getAttribute("aria-selected")).toBe("true");
    find(el, '[data-node="1"] .mg-label').dispatchEvent(new MouseEvent("click", { bubbles: true }));
    expect(
      lines(el)
        .map((row) => row.getAttribute("aria-selected"))
        .slice(0, 2),
    ).toEqual(["false", "true"]);
    keys(el, "ArrowDown", "Enter");
    expect(el.querySelector(".mg-node.mg-selected")).toBe(null);
    const undrawn = lines(el).find(
      (row) => !row.hasAttribute("aria-expanded") && !row.hasAttribute("aria-selected"),
    );
    undrawn?.click();
    expect(el.querySelector(".mg-node.mg-selected")).toBe(null);
  });

  test("shows what has changed since the pin", async () => {
    const { el } = await opened(LARGE, { pinned: { "w[0]": 0.25 } });
    const graph = decodeGraph(LARGE);
    const x = graph.data[0] as number;
    expect(cells(rowOf(el, "w[0]"))[6]).toBe(signed(x - 0.25));
  });

  test("prints its first rows, and says how many more there are", async () => {
    const { el } = await opened(LARGE);
    const copy = find(el, ".mg-rows-copy");
    expect(copy.querySelectorAll("tbody tr")).toHaveLength(200);
    expect(text(copy, "p")).toBe("300 more: “Table of values” in the menu Save has them all.");
    head(el, "value").click();
    const printed = [...copy.querySelectorAll("tbody tr")].map((row) => cells(row).filter((cell) => cell)[0]);
    expect(printed.slice(0, 18)).toEqual(called(el));
  });

  test("stays as it was when the cell runs again", async () => {
    const { el, model } = await opened(LARGE);
    const name = called(el).find((each) => each?.startsWith("sample")) as string;
    find(rowOf(el, name), "button").click();
    const before = called(el);
    const moved = vi.spyOn(find(el, ".mg-table"), "append");
    model.set("graph", { ...LARGE, revision: 2 });
    await painted();
    expect(called(el)).toEqual(before);
    expect(moved).not.toHaveBeenCalled(); // what is put into the page again loses focus and scroll position
    expect(active(el)).toBe(name);
  });

  test("makes way for one of few, and comes back", async () => {
    const { el, model } = await opened(LARGE);
    model.set("graph", message(undefined, { revision: 2 }));
    await painted();
    expect(find(el, ".mg-table").classList.contains("mg-long")).toBe(false);
    expect(el.querySelector('[role="treegrid"]')).toBe(null);
    expect(el.querySelectorAll(".mg-rows-copy tbody tr")).toHaveLength(5);
    model.set("graph", { ...LARGE, revision: 3 });
    await painted();
    expect(lines(el)).toHaveLength(18);
  });

  test("makes way for one without rows", async () => {
    const { el, model } = await opened(message());
    const raw = draft([{ name: "1", value: 1, constant: true }], { revision: 2 });
    model.set("graph", wired(raw));
    await painted();
    expect(el.querySelectorAll(".mg-table thead")).toHaveLength(1);
    expect(el.querySelectorAll(".mg-table tbody tr")).toHaveLength(0);
  });

  test("walks its heads by arrow keys, and down into the list", async () => {
    const { el } = await opened(LARGE);
    const stops = () =>
      [...grid(el).querySelectorAll('thead [tabindex="0"]')].map((each) => each.textContent);
    expect(stops()).toEqual(["name"]);
    head(el, "name").focus();
    press(head(el, "name"), "ArrowLeft");
    expect(stops()).toEqual(["|flow|"]);
    press(head(el, "|flow|"), "Home");
    press(head(el, "name"), "ArrowDown");
    expect(document.activeElement).toBe(grid(el));
  });
});

test("a number that the page does not know is waited for", async () => {
  const { el } = await opened(branching(2, 3));
  slide(el, 0, -1);
  await painted();
  const rows = [...el.querySelectorAll(".mg-table tbody tr")].map((row) => cells(row)[4]);
  expect(new Set(rows)).toEqual(new Set(["…"]));
});
