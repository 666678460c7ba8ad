// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { message } from "../message";
import { FakeModel, find, painted, slide } from "../page";
import { closeViews, hold, open } from "../views";

closeViews();

beforeEach(() => {
  vi.useFakeTimers();
});

const FRAME = 20;
const pass = (ms: number) => vi.advanceTimersByTime(ms);

/** `h = tanh(x + h)` again and again, drawn as so many boxes and the two inputs. */
function chain(steps: number) {
  const names = Array.from({ length: steps }, (_, i) => ({
    name: `h${i}`,
    op: i % 2 ? "tanh" : "add",
    of: i % 2 ? [`h${i - 1}`] : ["x", i ? `h${i - 1}` : "y"],
  }));
  const [x, y] = [
    { name: "x", value: 0.5 },
    { name: "y", value: 0.25 },
  ];
  return open(new FakeModel({ graph: message([x, y, ...names]) })).el;
}

const nodes = (el: Element) => [...el.querySelectorAll("[data-node]")];
const values = (el: Element) => nodes(el).map((node) => node.getAttribute("data-value"));
const shown = (el: Element) => nodes(el).map((node) => node.querySelector(".mg-value")?.textContent);

/** The elements in a graph that change in `act`. */
async function changedIn(el: Element, act: () => Promise<unknown>): Promise<Set<Node>> {
  const changed = new Set<Node>();
  const observer = new MutationObserver((records) => {
    for (const { target } of records) changed.add(target);
  });
  observer.observe(find(el, ".mg-graph"), {
    subtree: true,
    attributes: true,
    characterData: true,
    childList: true,
  });
  await act();
  observer.disconnect();
  return changed;
}

describe("all digits stand in the page", () => {
  test("of a small graph in the frame of the move", () => {
    const el = chain(10);
    const before = values(el);
    slide(el, 0, -0.5);
    pass(FRAME);
    expect(values(el).filter((value, i) => value === before[i])).toEqual(["0.25"]); // y's own
  });

  test("of a large one in the frame after the last move", () => {
    const el = chain(80);
    const before = values(el);
    hold(el, 0);
    slide(el, 0, -0.5);
    pass(16);
    expect(values(el)).toEqual(before);
    expect(shown(el)[2]).toBe("−0.25");
    slide(el, 0, -0.76);
    pass(16);
    expect(values(el)).toEqual(before);
    pass(16);
    expect(values(el)[2]).toBe("−0.51");
  });
});

describe("a move in a large graph", () => {
  /** The window shows the graph's left end. */
  function lookAt(width: number) {
    vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
      const right = this.classList.contains("mg-slot") ? width : Number(this.getAttribute("width") ?? width);
      const bottom = Number(this.getAttribute("height") ?? 1000);
      return { left: 0, top: 0, right, bottom, width: right, height: bottom } as DOMRect;
    });
  }

  test("patches what is in sight, and the rest when the user lets go", () => {
    const el = chain(80);
    const before = shown(el);
    lookAt(600);
    const slider = hold(el, 0);
    slide(el, 0, -0.5);
    pass(16);
    const moved = shown(el).filter((text, i) => text !== before[i]);
    expect(moved.length).toBeGreaterThan(3);
    expect(moved.length).toBeLessThan(20);
    slider.dispatchEvent(new Event("pointerup"));
    pass(400);
    expect(shown(el).filter((text, i) => text === before[i])).toEqual(["0.25"]);
    vi.restoreAllMocks();
  });

  test("patches what was scrolled in", () => {
    const el = chain(80);
    const before = shown(el);
    lookAt(300);
    hold(el, 0);
    slide(el, 0, -0.5);
    pass(16);
    pass(400);
    const first = shown(el).filter((text, i) => text !== before[i]).length;
    lookAt(900);
    document.dispatchEvent(new Event("scroll"));
    pass(16);
    expect(shown(el).filter((text, i) => text !== before[i]).length).toBeGreaterThan(first);
    vi.restoreAllMocks();
  });
});

test("a move to where the slider stands writes nothing into the graph", async () => {
  vi.useRealTimers();
  const el = chain(10);
  const move = (x: number) => {
    slide(el, 0, x);
    return painted();
  };
  await move(-0.5);
  expect((await changedIn(el, () => move(-0.5))).size).toBe(0);
  expect((await changedIn(el, () => move(-0.75))).size).toBeGreaterThan(10);
});

describe("dotted lines on each other", () => {
  const UNITS = 60;
  /** Powers of a number below 1: along all edges but the last few flows next to nothing. */
  function powers() {
    const names = Array.from({ length: UNITS }, (_, i) => ({
      name: `h${i}`,
      op: "mul",
      of: [i ? `h${i - 1}` : "x", "x"],
    }));
    return open(new FakeModel({ graph: message([{ name: "x", value: 0.5 }, ...names]) })).el;
  }
  const hidden = (el: Element) => el.querySelectorAll("path.mg-edge[hidden]").length;

  test("are one line, until what flows along them can be told apart, or they are", () => {
    const el = powers();
    expect(hidden(el)).toBeGreaterThan(UNITS);
    find(el, ".mg-name").click();
    expect(hidden(el)).toBe(0);
    find(el, ".mg-name").click();
    slide(el, 0, 1);
    pass(FRAME);
    expect(hidden(el)).toBe(0);
    slide(el, 0, 0.5);
    pass(FRAME);
    expect(hidden(el)).toBeGreaterThan(UNITS);
  });
});
