// @vitest-environment happy-dom
/** What ends a run of descent, and what it waits for. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import { short } from "../../../js/words/numbers";
import { message, type Sketch } from "../message";
import { find, press, slide } from "../page";
import { branching, closeViews, rerun } from "../views";
import { box, click, FRAME, opened, PACE, panel, pass, REST, said, trail } from "./descending";

closeViews();
beforeEach(() => {
  vi.useFakeTimers();
});

const LOG: readonly Sketch[] = [
  { name: "x", value: 0.02 },
  { name: "y", op: "log", of: ["x"] },
];

describe("what stops it", () => {
  test("an output that is no number, with its step", () => {
    const { el } = opened(message(LOG));
    click(el, "Run 20");
    pass(25 * PACE);
    expect(said(el)).toBe("Stopped: y is nan at step 1."); // 0.02 − 0.02 · 50 is below 0
    expect(trail(el)[2]).toBe("nan");
    click(el, "Reset");
    pass(FRAME);
    expect([said(el), box(el, 0)]).toEqual(["", "0.02"]);
  });

  test("a gradient that is no number", () => {
    const { el } = opened(message(LOG));
    slide(el, 0, 0);
    pass(FRAME);
    click(el, "Step once");
    expect(said(el)).toBe("Stopped: the gradient of x is inf at step 1.");
    expect(box(el, 0)).toBe("0");
  });

  test("a gradient of 0", () => {
    const { el } = opened();
    slide(el, 0, 0);
    slide(el, 1, 0);
    pass(FRAME);
    click(el, "Run 20");
    expect(said(el)).toBe("Stopped: no input moves any more at step 1.");
  });
});

describe("a guard that does not hold any more", () => {
  function atTheEdge(traits = {}) {
    const view = opened(branching(0.1, 3), traits);
    const eta = find<HTMLInputElement>(view.el, ".mg-descend .mg-box");
    eta.value = "0.1";
    press(eta, "Enter");
    return view;
  }

  test("is waited for, and then the run goes on", () => {
    const { el, model } = atTheEdge();
    const [x, b] = [0.1 - 0.1 * 2 * 0.1 * 9, 3 - 0.1 * 2 * 3 * 0.01]; // down (x·b)²
    click(el, "Run 20");
    pass(5 * PACE);
    expect(said(el)).toBe("Waiting for the numbers of this point.");
    const asked = model.get("asked") as { seq: number; point: DataView };
    expect(asked.point.getFloat64(0, true)).toBeCloseTo(x, 12);
    rerun(model, [asked.point.getFloat64(0, true), asked.point.getFloat64(8, true)], asked.seq);
    pass(FRAME);
    expect(trail(el)[0]).toBe("y after each step, 1 step");
    expect(trail(el)[2]).toBe(short(b - x));
    pass(2 * PACE);
    expect(box(el, 0)).toBe(short(x + 0.1)); // down b − x, and over the edge again
    expect(said(el)).toBe("Waiting for the numbers of this point.");
  });

  test("is not waited for any longer where the kernel refuses the point", () => {
    const { el, model } = atTheEdge();
    click(el, "Run 20");
    pass(5 * PACE);
    const asked = model.get("asked") as { seq: number; point: DataView };
    const point = [asked.point.getFloat64(0, true), asked.point.getFloat64(8, true)];
    model.answer(asked.seq, point, "ValueError at line 4: x is too small.", 1, 0);
    pass(REST);
    expect(said(el)).toBe("Stopped: ValueError at line 4: x is too small.");
    expect(panel(el).querySelector(".mg-play")?.getAttribute("aria-label")).toBe("Run until paused");
    expect(model.get("asked")).toBe(asked);
    click(el, "Reset");
    pass(FRAME);
    expect([box(el, 0), said(el)]).toEqual(["0.1", ""]);
  });

  test("is no longer waited for once the user moves an input", () => {
    const { el } = atTheEdge();
    click(el, "Run 20");
    pass(5 * PACE);
    slide(el, 0, 1);
    pass(FRAME);
    expect(said(el)).toBe("");
  });

  test.each([
    { mode: "click", off: false },
    { mode: "rerun", off: true },
  ])("waits for the user where nothing runs by itself: %o", ({ mode, off }) => {
    const { el, model } = opened(branching(0.1, 3, { mode, replays: false, why: "Only a run knows." }));
    const link = (name: string) =>
      [...el.querySelectorAll<HTMLElement>(".mg-note .mg-link")].find(
        ({ textContent }) => textContent === name,
      );
    if (off) link("Rerun: on")?.click();
    click(el, "Step once");
    pass(REST);
    expect(said(el)).toBe("Waiting for a run of the cell: “Run again” above starts it.");
    expect(model.sent).toHaveLength(0);
    link("Run again")?.click();
    pass(FRAME);
    const asked = model.get("asked") as { seq: number; point: DataView };
    const point = [asked.point.getFloat64(0, true), asked.point.getFloat64(8, true)] as const;
    rerun(model, point, asked.seq, { mode, replays: false, why: "Only a run knows." });
    pass(FRAME);
    expect(trail(el)[0]).toBe("y after each step, 1 step");
    expect(said(el)).toBe("");
  });

  test("ends the run where there is no kernel", () => {
    const { el } = atTheEdge({ layout: { comm_live: false } });
    click(el, "Run 20");
    pass(5 * PACE);
    expect(said(el)).toBe("Stopped: x > 0 at line 3 is now false, so the code may take another path.");
    click(el, "Reset");
    pass(FRAME);
    expect(box(el, 0)).toBe("0.1");
  });

  test("ends it when the kernel goes away meanwhile", () => {
    const { el, model } = atTheEdge();
    click(el, "Step once");
    pass(PACE);
    expect(said(el)).toBe("Waiting for the numbers of this point.");
    model.traits.layout = { comm_live: false };
    model.fire("comm_live_update");
    pass(0);
    return Promise.resolve().then(() => {
      pass(FRAME);
      expect(said(el)).toBe("Stopped: x > 0 at line 3 is now false, so the code may take another path.");
    });
  });
});
