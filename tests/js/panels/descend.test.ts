// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { boxed, short } from "../../../js/words/numbers";
import { draft, floats, message, type Sketch, wired } from "../message";
import { find, press, slide } from "../page";
import { closeViews, hold } from "../views";
import { box, click, FRAME, opened, PACE, panel, pass, REST, rules, said, trail } from "./descending";

closeViews();
beforeEach(() => {
  vi.useFakeTimers();
});

const head = (el: Element) => find(el, ".mg-rules .mg-head").textContent;

/** Steps of descent on a²b + ab², by hand. */
function descended(steps: number, eta = 0.02, point: readonly [number, number] = [-2, 3]) {
  let [a, b] = point;
  const values = [a * b * (a + b)];
  for (let step = 0; step < steps; step++) {
    [a, b] = [a - eta * (2 * a * b + b * b), b - eta * (a * a + 2 * a * b)];
    values.push(a * b * (a + b));
  }
  return { a, b, values, last: values.at(-1) as number };
}

describe("one step", () => {
  test("is shown before it is made, and after", () => {
    const { el } = opened();
    expect(head(el)).toBe("next step");
    expect(rules(el)).toEqual(["a← −2 − 0.02 · (−3) = −1.94", "b← 3 − 0.02 · (−8) = 3.16"]);
    expect(trail(el)).toEqual(["f", "", "−6"]);
    click(el, "Step once");
    pass(FRAME);
    expect(head(el)).toBe("last step");
    expect(rules(el)).toEqual(["a← −2 − 0.02 · (−3) = −1.94", "b← 3 − 0.02 · (−8) = 3.16"]);
    expect([box(el, 0), box(el, 1)]).toEqual(["−1.94", "3.16"]);
    expect(trail(el)).toEqual(["f after each step, 1 step", "−6", short(descended(1).last)]);
  });

  test("goes up where it is to ascend, and by the η that was typed", () => {
    const { el } = opened();
    const eta = find<HTMLInputElement>(el, ".mg-descend .mg-box");
    eta.value = "1/10";
    press(eta, "Enter");
    click(el, "Ascend");
    click(el, "Step once");
    pass(FRAME);
    expect(rules(el)).toEqual(["a← −2 + 0.1 · (−3) = −2.3", "b← 3 + 0.1 · (−8) = 2.2"]);
    expect(find(el, ".mg-descend [aria-pressed]").getAttribute("aria-pressed")).toBe("true");
    expect(box(el, 0)).toBe("−2.3");
  });

  test("leaves an input that does not take part", () => {
    const { el } = opened();
    find<HTMLInputElement>(el, ".mg-rule input[aria-label='move a']").click();
    pass(FRAME);
    expect(rules(el)).toEqual(["astays at −2", "b← 3 − 0.02 · (−8) = 3.16"]);
    click(el, "Step once");
    pass(FRAME);
    expect([box(el, 0), box(el, 1)]).toEqual(["−2", "3.16"]);
    find<HTMLInputElement>(el, ".mg-rule input[aria-label='move b']").click();
    click(el, "Step once");
    expect(said(el)).toBe("Stopped: no input is chosen at step 2.");
  });

  test("beyond the range of a slider widens it", () => {
    const { el } = opened();
    const eta = find<HTMLInputElement>(el, ".mg-descend .mg-box");
    eta.value = "2";
    press(eta, "Enter");
    click(el, "Step once");
    pass(FRAME);
    expect(box(el, 1)).toBe("19");
    expect(find(el, '[data-input="1"] input[type=range]').getAttribute("max")).toBe("40");
  });
});

describe("a run", () => {
  test("makes twenty steps, one after the other", () => {
    const { el } = opened();
    click(el, "Run 20");
    pass(FRAME);
    expect(trail(el)[0]).toBe("f after each step, 1 step");
    pass(3 * PACE);
    expect(trail(el)[0]).toBe("f after each step, 4 steps");
    pass(20 * PACE);
    const { a, b, last } = descended(20);
    expect(trail(el)).toEqual(["f after each step, 20 steps", "−6", short(last)]);
    expect([box(el, 0), box(el, 1)]).toEqual([boxed(a), boxed(b)]);
  });

  test("is drawn at its end alone where motion is to be reduced", () => {
    vi.stubGlobal("matchMedia", () => ({ matches: true, addEventListener() {}, removeEventListener() {} }));
    const { el } = opened();
    click(el, "Run 20");
    pass(FRAME);
    expect(trail(el)).toEqual(["f after each step, 20 steps", "−6", short(descended(20).last)]);
  });

  test("goes on until it is paused", () => {
    const { el } = opened();
    click(el, "Run until paused");
    pass(30 * PACE);
    click(el, "Pause the run");
    pass(FRAME);
    const shown = trail(el)[0];
    const steps = Number(shown?.match(/\d+/)?.[0]);
    expect(steps).toBeGreaterThan(20);
    pass(REST);
    expect(trail(el)[0]).toBe(shown);
    click(el, "Step once");
    pass(FRAME);
    const { last } = descended(steps + 1);
    expect(trail(el)).toEqual([`f after each step, ${steps + 1} steps`, "−6", short(last)]);
  });

  test("paused between two steps makes no other", () => {
    const { el, model } = opened();
    click(el, "Run until paused");
    pass(40); // the first step is painted, the second not yet made
    const asked = model.sent.length;
    click(el, "Pause the run");
    pass(REST);
    expect(trail(el)[0]).toBe("f after each step, 1 step");
    expect(model.sent).toHaveLength(asked);
  });

  test("reset between two steps stays where it began", () => {
    const { el } = opened();
    click(el, "Run until paused");
    pass(40);
    click(el, "Reset");
    pass(REST);
    expect([box(el, 0), box(el, 1)]).toEqual(["−2", "3"]);
    expect(trail(el)).toEqual(["f", "", "−6"]);
  });

  test("ends with its view", () => {
    const { el, model, close } = opened();
    click(el, "Run until paused");
    pass(40);
    const asked = model.sent.length;
    close();
    pass(REST);
    expect(model.sent).toHaveLength(asked);
  });

  test("ends where the user moves an input, and the next one begins there", () => {
    const { el } = opened();
    click(el, "Run 20");
    pass(2 * PACE);
    slide(el, 0, 1);
    const b = descended(3).b;
    pass(REST);
    expect(box(el, 0)).toBe("1");
    expect(head(el)).toBe("next step");
    click(el, "Step once");
    pass(FRAME);
    const { last, values } = descended(1, 0.02, [1, b]);
    expect(trail(el)).toEqual(["f after each step, 1 step", short(values[0] as number), short(last)]);
  });

  test("lets go of no slider but its own", () => {
    const { el } = opened();
    const slider = hold(el, 0);
    pass(REST);
    const spoken = () => slider.getAttribute("aria-valuetext"); // only said when settled
    const before = spoken();
    click(el, "Run 20");
    pass(25 * PACE);
    expect(trail(el)[0]).toBe("f after each step, 20 steps");
    pass(REST);
    expect(spoken()).toBe(before);
    slider.dispatchEvent(new Event("pointerup"));
    expect(spoken()).not.toBe(before);
  });

  test("ends where a graph with other inputs comes, and says so", () => {
    const { el, model } = opened();
    click(el, "Run until paused");
    pass(PACE + 40);
    const later: readonly Sketch[] = [
      { name: "a", value: 2 },
      { name: "c", value: 3 },
      { name: "f", op: "mul", of: ["a", "c"] },
    ];
    model.set("graph", message(later, { revision: 2 }));
    pass(FRAME);
    const before = [box(el, 0), box(el, 1)];
    expect(said(el)).toBe("Stopped: the cell has different inputs now.");
    expect(panel(el).querySelector(".mg-play")?.getAttribute("aria-label")).toBe("Run until paused");
    pass(REST);
    expect([box(el, 0), box(el, 1)]).toEqual(before);
    expect(trail(el)[0]).toBe("f");
  });

  test("ends when its panel is closed", () => {
    const { el } = opened();
    click(el, "Run until paused");
    pass(PACE);
    find(el, "[aria-controls$='-descend']").click();
    pass(REST);
    const before = box(el, 0);
    pass(REST);
    expect(box(el, 0)).toBe(before);
  });

  test("Reset goes back to where it began", () => {
    const { el } = opened();
    click(el, "Run 20");
    pass(25 * PACE);
    slide(el, 0, 1);
    pass(FRAME);
    click(el, "Reset");
    pass(FRAME);
    expect([box(el, 0), box(el, 1)]).toEqual(["−2", "3"]);
    expect(trail(el)).toEqual(["f", "", "−6"]);
  });
});

test("of many inputs a few are written out, and the rest on request", () => {
  const names = Array.from({ length: 41 }, (_, i) => `w${i}`);
  const leaves = names.map((name) => ({ name, value: 1 }));
  const sums = names
    .slice(1)
    .map((name, i) => ({ name: `s${i}`, op: "add", of: [i ? `s${i - 1}` : "w0", name] }));
  const { el } = opened(message([...leaves, ...sums]));
  expect(rules(el)).toHaveLength(4);
  const more = find(el, ".mg-rules .mg-link");
  expect(more.textContent).toBe("… 37 more");
  more.click();
  pass(FRAME);
  expect(rules(el)).toHaveLength(41);
  expect(rules(el)[40]).toBe("w40← 1 − 0.02 · 1 = 0.98");
  click(el, "Step once");
  pass(FRAME);
  expect(trail(el)[2]).toBe(short(41 * 0.98));
});

test.each([
  { frozen: "Sliders are off." },
  { mode: "still", replays: false },
  { stopped: "Stopped at line 5.", output: -1, view_output: -1 },
])("%o: there is nothing to descend by", (part) => {
  const { el } = opened(message(undefined, part));
  expect(find(el, "[aria-controls$='-descend']").hasAttribute("hidden")).toBe(true);
  expect(panel(el).hidden).toBe(true);
});

test("whole numbers stay whole", () => {
  const raw = draft();
  const inputs = raw.inputs.map((input) => ({ ...input, whole: true }));
  const { el } = opened(wired({ ...raw, inputs, data: floats([-2, 3, -6, 1, -6]) }));
  const eta = find<HTMLInputElement>(el, ".mg-descend .mg-box");
  eta.value = "0.1";
  press(eta, "Enter");
  pass(FRAME);
  expect(rules(el)).toEqual(["a← −2 − 0.1 · (−3) ≈ −2", "b← 3 − 0.1 · (−8) ≈ 4"]);
  click(el, "Step once");
  pass(FRAME);
  expect([box(el, 0), box(el, 1)]).toEqual(["−2", "4"]);
});
