// @vitest-environment happy-dom

/** What is kept of a picture: files with Python's text, and a drawing that needs nothing around it. */

import { expect, test, vi } from "vitest";
import { LIGHT, resolved } from "../../../js/picture/still";
import { assignments } from "../../../js/save/assignments";
import { literal } from "../../../js/save/literal";
import { scaleFor } from "../../../js/save/png";
import { sheet } from "../../../js/save/sheet";
import type { Undrawn } from "../../../js/view/rest";
import type { Box } from "../../../js/view/view";
import kept from "../../fixtures/kept.json";
import { message, README } from "../message";
import { FakeModel, find, painted, press, slide, text } from "../page";
import { branching, closeViews, open } from "../views";

closeViews();

const float = (repr: string) => (repr === "nan" ? Number.NaN : Number(repr.replace("inf", "Infinity")));

test.each(kept.numbers)("%s is written as Python writes it", (repr) => {
  expect(literal(float(repr))).toBe(repr);
});

test.each(kept.points as [[string, string][], string][])("%j as Python", (point, expected) => {
  expect(assignments(new Map(point.map(([name, repr]) => [name, float(repr)])))).toBe(expected);
});

test.each(kept.sheets as [Box[], Undrawn[], string[], string[], string][])(
  "values as CSV",
  (boxes, undrawn, values, grads, expected) => {
    const numbers = {
      value: (node: number) => float(values[node] as string),
      gradient: (node: number) => float(grads[node] as string),
    };
    expect(sheet(boxes, undrawn, numbers)).toBe(expected);
  },
);

test("colours are mixed as the page mixes them", () => {
  expect(resolved("color-mix(in srgb, var(--mg-positive) 100%, var(--mg-zero))")).toBe(LIGHT.positive);
  expect(resolved("color-mix(in srgb, var(--mg-negative) 55%, var(--mg-zero))")).toBe("#b1793f");
  expect(resolved("")).toBe("");
});

test("a canvas is never too large for the browser", () => {
  expect(scaleFor(800, 600)).toBe(2);
  expect(scaleFor(30_000, 10)).toBeLessThan(0.6);
  expect(scaleFor(16_000, 16_000) ** 2 * 16_000 ** 2).toBeCloseTo(2 ** 27);
});

/** Open the menu, choose an item, and give the file that was saved. */
async function saved(el: HTMLElement, label: string): Promise<[string, string]> {
  const blobs: Blob[] = [];
  const names: string[] = [];
  vi.stubGlobal("URL", {
    createObjectURL: (blob: Blob) => blobs.push(blob) && "blob:x",
    revokeObjectURL: () => {},
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  choose(el, label);
  await vi.waitFor(() => expect(names).toHaveLength(1));
  return [names[0] as string, (await blobs[0]?.text()) as string];
}

function choose(el: HTMLElement, label: string): void {
  find(el, ".mg-menu > button").click();
  items(el)
    .find(({ textContent }) => textContent === label)
    ?.click();
}

const items = (el: HTMLElement) => [...el.querySelectorAll<HTMLElement>('[role="menuitem"]')];

test("the table is saved at the point where the sliders are", async () => {
  const { el } = open();
  slide(el, 1, 1);
  await painted();
  const [name, content] = await saved(el, "Table of values");
  expect(name).toBe("f.csv");
  expect(content.split("\n")[5]).toBe("f,d e,5,2.0,1.0");
  expect(content).toContain("b,,2,1.0,0.0");
});

test("the picture is saved without what only hands need, whatever its labels are", async () => {
  const sketches = [
    { name: '<img src=x onerror="alert(1)">', value: 1 },
    { name: "y", op: "neg", of: [] as string[] },
  ];
  sketches[1] = { name: "y", op: "neg", of: [sketches[0]?.name as string] };
  const { el } = open(new FakeModel({ graph: message(sketches) }));
  await painted();
  find(el, ".mg-name").click(); // selected: only its own edges have labels on the screen
  const [name, content] = await saved(el, "Graph as SVG");
  expect(name).toBe("y.svg");
  const drawing = new DOMParser().parseFromString(content, "image/svg+xml").documentElement;
  expect(drawing.querySelectorAll(".mg-node")).toHaveLength(2);
  expect(
    drawing.querySelectorAll("img, script, .mg-edge-hit, .mg-off, .mg-dim, .mg-selected, [role]"),
  ).toHaveLength(0);
  expect(content).not.toMatch(/var\(|color-mix|href|url\(/);
});

test("with a name that is no file name it still has one", async () => {
  const { el } = open(new FakeModel({ graph: message(README, { title: "d * (e / ../x)" }) }));
  expect((await saved(el, "Table of values"))[0]).toBe("d-e-x.csv");
});

test("where there is no clipboard, what was to be copied is saved", async () => {
  const { el } = open();
  vi.stubGlobal("navigator", {});
  document.execCommand = () => false;
  const [name, content] = await saved(el, "Copy current inputs as Python");
  expect([name, content]).toEqual(["f.py", "a = -2.0\nb = 3.0\n"]);
  expect(items(el)[3]?.textContent).toBe("Saved as a file: no clipboard here");
});

test("nothing is saved of a point whose numbers are not known", async () => {
  const { el } = open(new FakeModel({ graph: branching(2, 3) }));
  slide(el, 0, -1);
  await painted();
  find(el, ".mg-menu > button").click();
  expect(items(el).every((item) => item.getAttribute("aria-disabled") === "true")).toBe(true);
  items(el)[0]?.click();
  expect(find(el, '[role="menu"]').hidden).toBe(false);
});

test("without inputs or output there is nothing to copy", () => {
  const stopped = { inputs: [], output: -1, view_output: -1, formula: "", stopped: "Stopped at line 5" };
  const { el } = open(new FakeModel({ graph: message(README, stopped) }));
  find(el, ".mg-menu > button").click();
  expect(items(el).map(({ textContent }) => textContent)).toEqual([
    "Graph as SVG",
    "Graph as image",
    "Table of values",
  ]);
});

test("keys walk the menu, and Esc gives the focus back", () => {
  const { el } = open();
  const button = find<HTMLButtonElement>(el, ".mg-menu > button");
  const focused = () => document.activeElement?.textContent;
  button.focus();
  press(button, "ArrowUp");
  expect(focused()).toBe("Copy formula as LaTeX");
  for (const [key, label] of [
    ["ArrowDown", "Graph as SVG"],
    ["End", "Copy formula as LaTeX"],
    ["Home", "Graph as SVG"],
    ["ArrowDown", "Graph as image"],
  ] as const) {
    press(document.activeElement as Element, key);
    expect(focused()).toBe(label);
  }
  press(document.activeElement as Element, "Escape");
  expect(document.activeElement).toBe(button);
  expect([button.getAttribute("aria-expanded"), find(el, '[role="menu"]').hidden]).toEqual(["false", true]);
  expect(text(el, ".mg-menu > button")).toBe("Save ▾");
});
