// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { draft, floats, message, type Sketch, wired } from "../message";
import { FakeModel, find, press, slide, text } from "../page";
import { branching, closeViews, hold, open } from "../views";

closeViews();
beforeEach(() => {
  vi.useFakeTimers();
});

const REST = 300; // ms, and more than a frame

function opened(graph: unknown = message()) {
  const el = open(new FakeModel({ graph, panels: ["slopes"] })).el;
  vi.advanceTimersByTime(REST);
  return el;
}

const figures = (el: Element, input: number) =>
  Object.fromEntries(
    [...find(el, `[data-input="${input}"] dl`).querySelectorAll("dt")].map((dt) => [
      dt.textContent,
      dt.nextElementSibling?.textContent,
    ]),
  );
const handle = (el: Element, input: number) => find(el, `[data-input="${input}"] .mg-handle`);
const path = (el: Element, input: number, line: string) =>
  find(el, `[data-input="${input}"] .mg-${line}`).getAttribute("d") ?? "";

describe("under each slider", () => {
  test("stand the tangent, the secant, the symmetric quotient and h", () => {
    const el = opened();
    expect(figures(el, 0)).toEqual({ tangent: "−3", secant: "+3", symmetric: "−3", h: "2" });
    expect(figures(el, 1)).toEqual({ tangent: "−8", secant: "−16", symmetric: "−8", h: "4" });
    expect(find(el, '[data-input="0"] .mg-plot svg').getAttribute("aria-label")).toBe(
      "f along a: slope minus 3 at minus 2",
    );
  });

  test("they follow the sliders in the frame of the move", () => {
    const el = opened();
    const before = path(el, 1, "curve");
    hold(el, 0);
    slide(el, 0, 1);
    vi.advanceTimersByTime(20);
    expect(figures(el, 0)).toEqual({ tangent: "+15", secant: "+21", symmetric: "+15", h: "2" });
    expect(figures(el, 1).tangent).toBe("+7");
    expect(path(el, 1, "curve")).not.toBe(before);
  });

  test("the point is under the thumb", () => {
    const el = opened();
    expect(path(el, 0, "hairline")).toMatch(/^M300\.0 -11\.0L300\.0 /); // −2 of ±5
    expect(path(el, 0, "point")).toMatch(/^M300\.0 /);
    expect(path(el, 0, "curve").match(/[ML]/g)).toHaveLength(61);
  });

  test("a plot grows with its slider's range", () => {
    const el = opened();
    slide(el, 0, 5);
    const box = find<HTMLInputElement>(el, '[data-input="0"] .mg-box');
    box.value = "7";
    press(box, "Enter");
    vi.advanceTimersByTime(REST);
    expect(path(el, 0, "hairline")).toMatch(/^M600\.0 /); // 7 of −5 to 15
    expect(handle(el, 0).getAttribute("aria-valuemax")).toBe("20");
  });
});

describe("h", () => {
  test("is moved by keys, past zero, and ever smaller", () => {
    const el = opened();
    const h = () => figures(el, 0).h;
    const key = (name: string, options = {}) => {
      press(handle(el, 0), name, options);
      vi.advanceTimersByTime(20);
    };
    key("ArrowLeft");
    expect(h()).toBe("1.95");
    key("ArrowRight", { shiftKey: true });
    expect(h()).toBe("2.45");
    key("PageDown");
    key("PageDown");
    expect(h()).toBe("0.0245");
    expect(figures(el, 0).secant).toBe("−2.9265"); // −3 + 3 · 0.0245
    key("ArrowLeft");
    expect(h()).toBe("−0.0255");
    for (let i = 0; i < 9; i++) key("PageDown");
    expect([h(), figures(el, 0).secant]).toEqual(["−1e−6", "−3"]);
    key("End");
    expect(h()).toBe("7");
    key("Home");
    expect(h()).toBe("−3");
  });

  test("is a slider, and says the secant", () => {
    const el = opened();
    const says = (name: string) => handle(el, 1).getAttribute(name);
    expect([says("role"), says("aria-label"), says("aria-valuenow")]).toEqual(["slider", "h for b", "4"]);
    expect([says("aria-valuetext"), says("aria-valuemin")]).toEqual(["secant minus 16", "-20"]);
  });

  test.each([1e-9, 0.001, 3, 2.5e5, 1.5e21])(
    "is written for assistive technology without a power of ten, in a range of ±%d",
    (reach) => {
      const raw = draft();
      const inputs = raw.inputs.map((input) => ({ ...input, min: -reach, max: reach }));
      const el = opened(wired({ ...raw, inputs, data: floats([reach / 4, reach / 2, 1, 1, 1]) }));
      for (const key of ["End", "PageDown", "PageDown", "PageDown", "Home"]) {
        press(handle(el, 0), key);
        vi.advanceTimersByTime(20);
        const now = handle(el, 0).getAttribute("aria-valuenow") ?? "";
        expect(now).toMatch(/^-?\d+(\.\d+)?$/);
        const exactly = find(el, '[data-input="0"] dl dd:last-of-type .mg-figure').title;
        expect(Number(now) / Number(exactly.replaceAll("\u2212", "-"))).toBeCloseTo(1, 9);
      }
      for (const end of ["min", "max"]) {
        expect(handle(el, 0).getAttribute(`aria-value${end}`)).toMatch(/^-?\d+(\.\d+)?$/);
      }
    },
  );

  test("turns round where it would leave the range, and back", () => {
    const el = opened();
    slide(el, 0, 4);
    vi.advanceTimersByTime(20);
    expect(figures(el, 0).h).toBe("−2");
    slide(el, 0, 1);
    vi.advanceTimersByTime(20);
    expect(figures(el, 0).h).toBe("2");
  });
});

describe("a dot being dragged", () => {
  const squared = (name: string): Sketch[] => [
    { name: "a", value: 2 },
    { name, value: 3 },
    { name: "y", op: "mul", of: ["a", name] },
  ];
  /** Only said when settled. */
  const said = (el: Element) => find(el, '[data-input="0"] input[type=range]').getAttribute("aria-valuetext");

  function grabbed() {
    const model = new FakeModel({ graph: message(squared("b")), panels: ["slopes"] });
    const { el } = open(model);
    vi.advanceTimersByTime(REST);
    const dot = handle(el, 1);
    Object.assign(dot, { setPointerCapture: () => undefined }); // of a pointer that there is none of here
    dot.dispatchEvent(new MouseEvent("pointerdown", { bubbles: true, cancelable: true }));
    slide(el, 0, 1);
    vi.advanceTimersByTime(REST);
    expect(said(el)).toBe("a 2, gradient 3"); // held
    return { model, el, dot };
  }

  test("is let go when the browser takes the pointer away", () => {
    const { el, dot } = grabbed();
    dot.dispatchEvent(new Event("lostpointercapture", { bubbles: true }));
    vi.advanceTimersByTime(REST);
    expect(said(el)).toBe("a 1, gradient 3");
  });

  test("is let go where a graph comes without it, and hears nothing more", () => {
    const { el, model, dot } = grabbed();
    model.set("graph", message(squared("c"), { revision: 2 }));
    slide(el, 0, -1);
    vi.advanceTimersByTime(REST);
    expect(said(el)).toBe("a minus 1, gradient 3");
    dot.dispatchEvent(new MouseEvent("pointerdown", { bubbles: true, cancelable: true }));
    slide(el, 0, 1);
    vi.advanceTimersByTime(REST);
    expect(said(el)).toBe("a 1, gradient 3");
  });
});

describe("where something is not known", () => {
  test("the curve is broken where a guard does not hold", () => {
    const el = opened(branching(2, 3));
    expect(path(el, 0, "curve").match(/M/g)).toHaveLength(1);
    expect(path(el, 0, "curve").match(/[ML]/g)?.length).toBe(30); // of 61 over ±5, those above 0
    press(handle(el, 0), "Home");
    vi.advanceTimersByTime(20);
    expect(figures(el, 0)).toEqual({ tangent: "+36", secant: "–", symmetric: "–", h: "−7" });
    expect(path(el, 0, "secant")).toBe("");
    expect(handle(el, 0).getAttribute("aria-valuetext")).toBe("secant not known");
  });

  test("while the kernel is waited for there is no tangent and no point", () => {
    const el = opened(branching(2, 3));
    slide(el, 0, -1);
    vi.advanceTimersByTime(REST);
    expect(figures(el, 0)).toMatchObject({ tangent: "…", secant: "…", symmetric: "…" });
    expect([path(el, 0, "tangent"), path(el, 0, "point")]).toEqual(["", ""]);
    expect(find(el, '[data-input="0"] .mg-slope').classList.contains("mg-nowhere")).toBe(true);
  });

  test("where the output is no number there is no slope, and nothing stands in the plot", () => {
    const log: readonly Sketch[] = [
      { name: "x", value: -0.25 }, // where the derivative of log alone would be −4
      { name: "y", op: "log", of: ["x"] },
    ];
    const el = opened(message(log));
    const slope = () => find(el, ".mg-slope").classList.contains("mg-nowhere");
    expect(figures(el, 0)).toMatchObject({ tangent: "–", secant: "–", symmetric: "–" });
    expect([path(el, 0, "tangent"), path(el, 0, "point"), slope()]).toEqual(["", "", true]);
    expect(find(el, ".mg-plot svg").getAttribute("aria-label")).toBe(
      "y along x: slope not known at minus 0.25",
    );
    slide(el, 0, 1);
    vi.advanceTimersByTime(20);
    expect([figures(el, 0).tangent, slope()]).toEqual(["+1", false]);
  });

  test("nan and inf leave gaps", () => {
    const log: readonly Sketch[] = [
      { name: "x", value: 1 },
      { name: "y", op: "log", of: ["x"] },
    ];
    const el = opened(message(log));
    expect(path(el, 0, "curve").match(/[ML]/g)).toHaveLength(30);
    expect(path(el, 0, "curve")).not.toMatch(/NaN|Infinity/);
    press(handle(el, 0), "Home");
    vi.advanceTimersByTime(20);
    expect(figures(el, 0).secant).toBe("nan");
  });
});

describe("without anything to say", () => {
  const tabOf = (el: Element) => find(el, "[aria-controls$='-slopes']");

  test("there is no plot for an input that the output does not use, or that is held", () => {
    const unused: readonly Sketch[] = [
      { name: "c", value: 1 },
      { name: "a", value: 2 },
      { name: "b", value: 3 },
      { name: "y", op: "mul", of: ["a", "b"] },
    ];
    const raw = draft(unused);
    const inputs = raw.inputs.map((input) => ({ ...input, held: input.name === "b" }));
    const el = opened(wired({ ...raw, inputs }));
    expect([...el.querySelectorAll(".mg-slope")].map((slope) => slope.closest("[data-input]"))).toEqual([
      find(el, '[data-input="1"]'),
    ]);
  });

  test.each([{ frozen: "Sliders are off." }, { mode: "still", replays: false }, { inputs: [] }])(
    "%o",
    (part) => {
      const el = opened(message(undefined, part));
      expect(tabOf(el).hasAttribute("hidden")).toBe(true);
      expect(el.querySelector(".mg-slope")).toBe(null);
    },
  );

  test("nothing is asked while it is closed", () => {
    const el = open().el;
    vi.advanceTimersByTime(REST);
    expect(el.querySelector(".mg-slope")).toBe(null);
    tabOf(el).click();
    vi.advanceTimersByTime(REST);
    expect(text(el, ".mg-slope dd")).toBe("−3");
    press(handle(el, 0), "Escape");
    expect(tabOf(el).getAttribute("aria-expanded")).toBe("false");
    expect(find(el, ".mg-inputs").classList.contains("mg-with-slopes")).toBe(false);
  });
});

test("a large graph is sampled when settled, and in small steps", () => {
  const names = Array.from({ length: 1700 }, (_, i) => `h${i}`);
  const chain = names.map((name, i) => ({ name, op: "add", of: [i ? `h${i - 1}` : "y", "x"] }));
  const raw = draft([{ name: "x", value: 1 }, { name: "y", value: 1 }, ...chain]);
  const boxes = [0, 1, 1701].map((node) => raw.boxes[node]);
  const edges = [
    [0, 2, 1701, 1, 0],
    [1, 2, 2, 0, 0],
  ];
  const el = opened(wired({ ...raw, boxes, edges, view_output: 2 }));
  vi.advanceTimersByTime(2 * REST);
  expect(figures(el, 0)).toEqual({ tangent: "+1,700", secant: "+1,700", symmetric: "+1,700", h: "0.8" });
  const before = path(el, 0, "curve");
  hold(el, 0);
  slide(el, 0, 1.5);
  vi.advanceTimersByTime(20);
  expect(figures(el, 0).tangent).toBe("+1,700");
  expect(path(el, 0, "curve")).toBe(before);
  expect(find(el, '[data-input="0"] .mg-slope').classList.contains("mg-past")).toBe(true);
});
