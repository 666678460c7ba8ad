// @vitest-environment happy-dom

/** Several results on one page: whose a control is. */

import { beforeEach, expect, test } from "vitest";
import { closeViews, open } from "../views";

closeViews();
// Other files leave views open in the same process.
beforeEach(() => void Reflect.deleteProperty(globalThis, Symbol.for("microgradext.page")));

const label = (el: Element) => el.firstElementChild?.getAttribute("aria-label");
const words = (el: Element, id: string) => el.querySelector(`#${id}`)?.textContent;
const spoken = (el: Element, selector: string) => {
  const control = el.querySelector(selector);
  const ids = control?.getAttribute("aria-labelledby")?.split(" ") ?? [];
  const [own, whose] = ids;
  return own === control?.id ? words(el, whose ?? "") : null;
};

test("a result alone adds nothing to its names", () => {
  const { el } = open();
  expect(label(el)).toBe("Gradients of f");
  expect(el.querySelector("[aria-labelledby]")).toBeNull();
});

test("two of one title are numbered, and a number is free once its view is closed", async () => {
  const [first, second] = [open(), open()];
  await Promise.resolve();
  expect([first, second].map(({ el }) => label(el))).toEqual(["Gradients of f", "Gradients of f 2"]);
  expect([first, second].map(({ el }) => spoken(el, "input[type=range]"))).toEqual(["for f", "for f 2"]);
  expect([first, second].map(({ el }) => spoken(el, ".mg-table"))).toEqual(["", " 2"]); // it has the title already
  first.close();
  expect(spoken(second.el, "input[type=range]")).toBe("");
  const third = open();
  expect([second, third].map(({ el }) => label(el))).toEqual(["Gradients of f 2", "Gradients of f"]);
});

test("what is added later is named too", async () => {
  const [{ el }] = [open(), open()];
  el.querySelector<HTMLElement>(".mg-menu > button")?.click();
  await Promise.resolve();
  expect(spoken(el, "[role=menuitem]")).toBe("for f");
});

test("no two views share an id", () => {
  open();
  open();
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
