// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { find, press, text } from "../page";
import { closeViews, open } from "../views";

closeViews();

describe("what is selected", () => {
  const dimmed = (el: Element) =>
    [...el.querySelectorAll(".mg-dim")].map((edge) => Number(edge.getAttribute("data-edge")));
  const click = (el: Element, selector: string) =>
    find(el, selector).dispatchEvent(new MouseEvent("click", { bubbles: true }));

  test("lights what its chain rule adds up and dims the rest", () => {
    const { el } = open();
    click(el, '[data-node="2"] .mg-label');
    expect(dimmed(el)).toEqual([0, 1, 2, 3, 5]);
    expect(find(el, '[data-node="2"]').getAttribute("aria-pressed")).toBe("true");
    click(el, '[data-node="2"] .mg-label');
    expect(dimmed(el)).toEqual([]);
  });

  test("can be an input, by its name", () => {
    const { el } = open();
    find(el, '[data-input="1"] .mg-name').click();
    expect(dimmed(el)).toEqual([0, 2, 4, 5]);
    expect(text(el, ".mg-tail")).toBe("b: value 3, ∂f/∂b −8");
    click(el, ".mg-graph");
    expect(dimmed(el)).toEqual([]);
  });

  test("is reached by arrow keys, one tab stop in all", () => {
    const { el } = open();
    const stops = () =>
      [...el.querySelectorAll('.mg-node[tabindex="0"]')].map((node) => node.getAttribute("data-node"));
    expect(stops()).toEqual(["4"]);
    press(find(el, '[data-node="4"]'), "ArrowLeft");
    expect(stops()).toEqual(["2"]);
    press(find(el, '[data-node="2"]'), "ArrowDown");
    expect(stops()).toEqual(["3"]);
    press(find(el, '[data-node="3"]'), "Enter");
    expect(dimmed(el)).toEqual([0, 1, 2, 3, 4]);
    press(find(el, '[data-node="3"]'), "Escape");
    expect(dimmed(el)).toEqual([]);
    press(find(el, '[data-node="3"]'), "ArrowRight");
    expect(stops()).toEqual(["4"]);
  });
});
