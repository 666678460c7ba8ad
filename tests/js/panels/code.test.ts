// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { message, README } from "../message";
import { FakeModel, FakeResizeObserver, find, press, text } from "../page";
import { branching, closeViews, hold, open } from "../views";

closeViews();

beforeEach(() => {
  vi.useFakeTimers();
});

const FRAME = 20;
const pass = (ms: number) => vi.advanceTimersByTime(ms);

function shown(graph: unknown = message(), width = 1000) {
  const opened = open(new FakeModel({ graph, panels: ["code"] }));
  FakeResizeObserver.resizeAll(width);
  pass(FRAME);
  return opened;
}

const line = (el: Element, number: number) => find(el, `.mg-code-line:nth-child(${number})`);
const lit = (el: Element) => [...el.querySelectorAll(".mg-lit")].map((stretch) => stretch.textContent);
const pointed = (el: Element) =>
  [...el.querySelectorAll(".mg-pointed .mg-label")].map((label) => label.textContent);
const over = (element: Element) => element.dispatchEvent(new Event("pointerover", { bubbles: true }));

describe("the code", () => {
  test("has the numbers of what each line makes", () => {
    const { el } = shown();
    expect([...el.querySelectorAll(".mg-code-line")].map((each) => each.textContent)).toEqual([
      "1a = −2−3",
      "2b = 3−8",
      "3d = a b−6+1",
      "4e = a b1−6",
      "5f = d e−6+1",
    ]);
  });

  test("and the graph point at each other", () => {
    const { el } = shown();
    over(find(line(el, 3), ".mg-line-text span"));
    expect([pointed(el), lit(el)]).toEqual([["d"], ["d"]]);
    find(el, ".mg-listing").dispatchEvent(new Event("pointerleave"));
    expect([pointed(el), lit(el)]).toEqual([[], []]);
    over(find(el, '[data-node="3"]'));
    expect(lit(el)).toEqual(["e"]);
  });

  test("is walked by keys, and a line selects what it makes", () => {
    const { el } = shown();
    const focus = () => find(el, ".mg-code-line[tabindex='0']");
    press(focus(), "ArrowDown");
    press(focus(), "ArrowDown");
    expect(focus()).toBe(line(el, 3));
    press(focus(), "ArrowRight");
    expect(pointed(el)).toEqual(["d"]);
    press(focus(), "Enter");
    expect(find(el, '[data-node="2"]').getAttribute("aria-pressed")).toBe("true");
    expect(line(el, 3).getAttribute("aria-selected")).toBe("true");
    press(focus(), "End");
    expect(focus()).toBe(line(el, 5));
  });

  test("is text, whatever it holds", () => {
    const { el } = shown(message(README, { listing: "<b>a</b> = 1\n<script>" }));
    expect([text(line(el, 1), ".mg-line-text"), el.querySelector(".mg-listing b")]).toEqual([
      "<b>a</b> = 1",
      null,
    ]);
  });

  test("says so where it is not known", () => {
    const { el } = shown(message(README, { listing: "" }));
    expect(text(el, ".mg-code-panel")).toBe("The code that made this graph is not known.");
  });

  test("is shown of a run that stopped, without gradients", () => {
    const { el } = shown(message(README, { output: -1, view_output: -1, stopped: "Stopped at line 5" }));
    expect(line(el, 2).textContent).toBe("2b = 3–");
  });
});

describe("another branch of the same code", () => {
  const listing = "x = 2\nb = 3\nzero = 0\ntest = x > zero\nif test: y = x * b\nelse: y = b - x";

  test("leaves the lines, the focus and the scrolling where they are", () => {
    const { model, el } = shown(branching(2, 3, { listing }));
    const before = [...el.querySelectorAll(".mg-code-line")];
    press(find(el, ".mg-code-line[tabindex='0']"), "ArrowDown");
    expect(document.activeElement).toBe(before[1]);
    find(el, ".mg-listing").scrollTop = 11;
    const moved = new MutationObserver(() => undefined);
    moved.observe(find(el, ".mg-code-panel"), { childList: true });
    moved.observe(find(el, ".mg-listing"), { childList: true });
    model.set("graph", branching(-1, 3, { listing, revision: 2 }));
    pass(FRAME);
    const after = [...el.querySelectorAll(".mg-code-line")];
    expect(after.map((each, i) => each === before[i])).toEqual(before.map(() => true));
    expect(moved.takeRecords()).toHaveLength(0);
    expect(document.activeElement).toBe(before[1]);
    expect(find(el, ".mg-listing").scrollTop).toBe(11);
    expect(text(before[4] as Element, ".mg-inlays")).toBe("4+1"); // y is made a line earlier
    expect(text(before[5] as Element, ".mg-inlays")).toBe(""); // nothing is, any more
    expect(before[5]?.getAttribute("aria-label")).toBe("line 6, else: y = b - x");
  });

  test("is not pointed at by what the pointer has pointed at in the last one", () => {
    const { model, el } = shown(branching(2, 3, { listing }));
    over(find(line(el, 2), ".mg-line-text span"));
    expect(pointed(el)).toEqual(["b"]);
    model.set("graph", branching(-1, 3, { listing, revision: 2 }));
    pass(FRAME);
    expect([pointed(el), lit(el)]).toEqual([[], []]);
  });

  test("and what is written otherwise is written anew", () => {
    const { model, el } = shown(branching(2, 3, { listing }));
    const before = [...el.querySelectorAll(".mg-code-line")];
    const other = listing.replace("b = 3", "b = 4").replace(/\n[^\n]*$/, "");
    model.set("graph", branching(2, 4, { listing: other, revision: 2 }));
    pass(FRAME);
    const after = [...el.querySelectorAll(".mg-code-line")];
    expect(after.map((each) => text(each, ".mg-line-text"))).toEqual(other.split("\n"));
    expect(after.map((each, i) => each === before[i])).toEqual([true, false, true, true, true]);
    model.set("graph", branching(2, 4, { listing: "", revision: 3 }));
    expect(text(el, ".mg-code-panel")).toBe("The code that made this graph is not known.");
    model.set("graph", branching(2, 4, { listing, revision: 4 }));
    expect(el.querySelectorAll(".mg-code-line")).toHaveLength(6);
  });
});

describe("the code's column", () => {
  const beside = (el: Element) => find(el, ".microgradext").classList.contains("mg-beside-code");

  test("stands beside the graph from 1080 px, where it leaves room", () => {
    const { el } = shown(message(), 1080);
    expect(beside(el)).toBe(true);
    FakeResizeObserver.resizeAll(1079);
    expect(beside(el)).toBe(false);
    FakeResizeObserver.resizeAll(1200);
    find(el, '.mg-tabs [aria-controls$="-code"]').click();
    expect(beside(el)).toBe(false);
  });

  test("does not change sides during a drag", () => {
    const { model, el } = shown(message(), 1080);
    const slider = hold(el, 0);
    const chain = Array.from({ length: 6 }, (_, i) => ({
      name: `h${i}`,
      op: "tanh",
      of: [i ? `h${i - 1}` : "a"],
    }));
    model.set("graph", message([{ name: "a", value: -2 }, ...chain], { revision: 2 }));
    pass(FRAME);
    expect(beside(el)).toBe(true);
    slider.dispatchEvent(new Event("pointerup"));
    pass(400);
    expect(beside(el)).toBe(false);
  });
});
