// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { decodeAsked } from "../../../js/wire/protocol";
import { message, README } from "../message";
import { FakeModel, FakeResizeObserver, find, slide, text } from "../page";
import { branching, closeViews, hold, open, rerun } from "../views";

closeViews();

beforeEach(() => {
  vi.useFakeTimers();
});

const pass = (ms: number) => vi.advanceTimersByTime(ms);
const FRAME = 20;
const start = (changes = {}) => open(new FakeModel({ graph: branching(2, 3, changes) }));
const asked = (model: FakeModel) => decodeAsked(model.traits.asked);
const isStale = (el: Element) => find(el, ".microgradext").classList.contains("mg-stale");
const output = (el: Element) => text(el, ".mg-output-value");

describe("a thousand moves", () => {
  test("ask one question at a time, and the last of all", () => {
    const { model, el } = start();
    let answered = 0;
    for (let i = 1; i <= 1000; i++) {
      slide(el, 0, 2 - i / 400);
      pass(FRAME);
      expect(model.sent.length - answered).toBeLessThanOrEqual(1);
      if (i % 7 > 0) continue;
      answered = model.sent.length;
      const question = decodeAsked(model.sent.at(-1));
      rerun(model, [...(question?.point ?? [])] as [number, number], question?.seq ?? 0);
    }
    while (answered < model.sent.length) {
      answered = model.sent.length;
      const question = decodeAsked(model.sent.at(-1));
      rerun(model, [...(question?.point ?? [])] as [number, number], question?.seq ?? 0);
      pass(FRAME);
    }
    expect(model.sent.length).toBeLessThan(200);
    expect(decodeAsked(model.sent.at(-1))?.point).toEqual(Float64Array.from([-0.5, 3]));
    expect([isStale(el), output(el)]).toEqual([false, "3.5"]);
  });

  test("in one frame are one question", () => {
    const { model, el } = start();
    for (let i = 1; i <= 1000; i++) slide(el, 0, i / 1000);
    pass(FRAME);
    expect([model.sent.length, asked(model)?.point[0]]).toEqual([1, 1]);
  });

  test("reach a kernel that lost an answer", () => {
    const { model, el } = start();
    slide(el, 0, 1);
    pass(FRAME);
    slide(el, 0, 0.5);
    pass(FRAME);
    expect(model.sent).toHaveLength(1);
    pass(2000);
    expect(model.sent).toHaveLength(2);
    expect(decodeAsked(model.sent.at(-1))?.point[0]).toBe(0.5);
  });
});

describe("a message that is", () => {
  test("stale changes nothing", () => {
    const { model, el } = start();
    model.set("graph", branching(-1, 3, { revision: 3 }));
    pass(FRAME);
    model.set("graph", branching(2, 5, { revision: 2 }));
    model.answer(0, [2, 5], "", 2);
    pass(FRAME);
    expect([output(el), find(el, ".mg-note").hidden]).toEqual(["4", true]);
  });

  test("doubled changes nothing", () => {
    const { model, el } = start();
    slide(el, 0, 1);
    pass(FRAME);
    model.answer(1, [1, 3]);
    model.answer(1, [1, 3]);
    model.set("graph", branching(2, 3));
    pass(FRAME);
    expect(output(el)).toBe("9");
    slide(el, 0, -1);
    pass(FRAME);
    for (const _ of [1, 2]) rerun(model, [-1, 3], 2);
    pass(FRAME);
    expect([output(el), isStale(el), model.sent.length]).toEqual(["4", false, 2]);
  });

  test.each([
    ["truncated", { data: new DataView(new ArrayBuffer(13)) }],
    ["short of nodes", { data: new DataView(new ArrayBuffer(8)) }],
    ["of the wrong type", { boxes: "boxes" }],
    ["of another version", { version: 2 }],
    ["of no mode", { mode: 7 }],
    ["half empty", { inputs: undefined }],
  ])("%s leaves the old picture and is named, until a good one comes", (_, changes) => {
    const { model, el } = start();
    slide(el, 0, -1);
    pass(FRAME);
    model.set("graph", { ...branching(-1, 3, { revision: 2 }), ...changes });
    pass(FRAME);
    expect([output(el), isStale(el)]).toEqual(["36", true]);
    expect(text(el, ".mg-note")).toMatch(/^Not shown\S.*[a-z]/);
    rerun(model, [-1, 3], 1, { revision: 3 });
    pass(FRAME);
    expect([output(el), find(el, ".mg-note").hidden]).toEqual(["4", true]);
  });

  test.each([null, 7, "graph", [], { version: 2 }, { seq: 1 }])("garbage is survived: %j", (garbage) => {
    const { model, el } = start();
    for (const trait of ["graph", "answered", "asked"]) model.set(trait, garbage);
    slide(el, 0, 1);
    pass(FRAME);
    expect(output(el)).toBe("9");
  });

  test("nan is a number like others", () => {
    const { model, el } = start();
    model.answer(0, [Number.NaN, 3]);
    pass(FRAME);
    expect([isStale(el), output(el)]).toEqual([false, "nan"]); // the kernel moved there, and sent no other graph
    model.set("graph", branching(Number.NaN, 3, { revision: 2 }));
    pass(FRAME);
    expect([isStale(el), output(el)]).toEqual([false, "nan"]);
    expect(model.sent).toHaveLength(0);
  });
});

describe("a kernel that", () => {
  test("dies in mid-drag is said at once, and nothing is waited for", async () => {
    const { model, el } = start();
    hold(el, 0);
    slide(el, 0, -1);
    pass(400);
    expect(text(el, ".mg-note")).toContain("Waiting for the kernel");
    model.traits.layout = { comm_live: false };
    model.fire("comm_live_update");
    await Promise.resolve();
    pass(FRAME);
    expect(text(el, ".mg-note")).toMatch(/^No kernelx > 0 at line 3 is now false/);
    slide(el, 0, 1);
    pass(FRAME);
    expect([output(el), isStale(el), model.sent.length]).toEqual(["9", false, 1]);
  });

  test("was asked before the page was loaded again is still waited for", () => {
    const model = new FakeModel({ graph: branching(2, 3) });
    model.answer(4, [2, 3]);
    model.traits.asked = { seq: 5, revision: 1, point: new DataView(Float64Array.from([-1, 3]).buffer) };
    const { el } = open(model);
    pass(400);
    expect(text(el, ".mg-note")).toContain("Waiting for the kernel");
    rerun(model, [-1, 3], 5);
    pass(FRAME);
    expect([output(el), isStale(el)]).toEqual(["4", false]);
  });

  test("answers a view that was closed is not heard", () => {
    const { model, el, close } = start();
    slide(el, 0, -1);
    pass(FRAME);
    close();
    rerun(model, [-1, 3], 1);
    pass(5000);
    expect([model.listeners, el.childNodes.length, model.sent.length]).toEqual([0, 0, 1]);
  });
});

describe("two views of a model", () => {
  test("go together through a retrace that one of them asked for", () => {
    const model = new FakeModel({ graph: branching(2, 3) });
    const [one, other] = [open(model).el, open(model).el];
    slide(one, 0, -1);
    pass(FRAME);
    pass(400);
    for (const el of [one, other]) {
      expect(isStale(el)).toBe(true);
      expect(text(el, ".mg-note")).toContain("Waiting for the kernel");
    }
    rerun(model, [-1, 3], 1);
    pass(FRAME);
    for (const el of [one, other]) expect([output(el), isStale(el)]).toEqual(["4", false]);
    slide(other, 0, -2);
    pass(FRAME);
    pass(FRAME);
    expect([output(one), output(other), model.sent.length]).toEqual(["5", "5", 2]);
    model.answer(2, [-2, 3], "", 2);
  });

  test("that take turns in mid-question leave none unasked", () => {
    const model = new FakeModel({ graph: branching(2, 3) });
    const [one, other] = [open(model).el, open(model).el];
    for (const [el, x] of [
      [one, 1],
      [one, 0.9],
      [other, 0.8],
    ] as const) {
      slide(el, 0, x);
      pass(FRAME);
    }
    expect(model.sent).toHaveLength(1);
    model.answer(1, [1, 3]);
    pass(FRAME);
    expect(decodeAsked(model.sent.at(-1))?.point[0]).toBe(0.8);
    model.answer(3, [0.8, 3]);
    pass(FRAME);
    expect([output(one), output(other)]).toEqual(["5.76", "5.76"]);
  });
});

/** Another page on the same kernel: it has the kernel's traits, and never hears what the first one asks. */
describe("two pages on one kernel", () => {
  const pages = () => [start(), start()] as const;
  const both = (models: readonly FakeModel[], tell: (model: FakeModel) => void) => models.forEach(tell);

  test("agree after each answer, whichever asked, for ever", () => {
    const [one, other] = pages();
    const models = [one.model, other.model];
    for (const [page, x] of [
      [one, 1],
      [one, 0.5],
      [other, 1.5],
      [one, 0.25],
      [other, 0.75],
    ] as const) {
      slide(page.el, 0, x);
      pass(FRAME);
      const seq = asked(page.model)?.seq ?? 0;
      both(models, (model) => model.answer(seq, [x, 3]));
      pass(FRAME);
      const expected = String((3 * x) ** 2);
      for (const { el } of [one, other]) expect(Number(output(el))).toBeCloseTo(Number(expected), 4);
    }
    expect([one.model.sent.length, other.model.sent.length]).toEqual([3, 2]);
  });

  test("show a problem where it was caused", () => {
    const [one, other] = pages();
    slide(one.el, 0, -1);
    pass(FRAME);
    both([one.model, other.model], (model) => model.answer(1, [2, 3], "It raised.", 1, 0));
    pass(FRAME);
    expect(text(one.el, ".mg-note")).toBe("x = −1It raised.");
    expect([isStale(other.el), output(other.el), find(other.el, ".mg-note").hidden]).toEqual([
      false,
      "36",
      true,
    ]);
  });

  test("see a retrace that the other one asked for", () => {
    const [one, other] = pages();
    slide(one.el, 0, -1);
    pass(FRAME);
    both([one.model, other.model], (model) => rerun(model, [-1, 3], 1));
    pass(FRAME);
    for (const { el } of [one, other]) {
      expect([output(el), isStale(el)]).toEqual(["4", false]);
      expect(find<HTMLInputElement>(el, '[data-input="0"] input.mg-box').value).toBe("−1");
    }
  });
});

test("fifty views, retraced in mid-drag, leave nothing behind", () => {
  const added = vi.spyOn(EventTarget.prototype, "addEventListener");
  const model = new FakeModel({
    graph: branching(2, 3, { printed: "1\n".repeat(20), mode: "rerun", why: "It is." }),
  });
  for (let i = 0; i < 50; i++) {
    const { el, close } = open(model);
    hold(el, 0);
    slide(el, 0, i % 2 ? 1 : -1);
    pass(i % 3 ? FRAME : 0);
    rerun(model, i % 2 ? [1, 3] : [-1, 3], i);
    close();
    expect(el.childNodes).toHaveLength(0);
  }
  expect([model.listeners, FakeResizeObserver.atWork.size, vi.getTimerCount()]).toEqual([0, 0, 0]);
  const guarded = (options: unknown) =>
    typeof options === "object" && options !== null && ("signal" in options || "once" in options);
  expect(added.mock.calls.filter(([, , options]) => !guarded(options))).toEqual([]);
  added.mockRestore();
});

test("a view that draws twenty graphs keeps the listeners of one", () => {
  const { model } = start();
  const added = vi.spyOn(document, "addEventListener");
  for (let i = 2; i < 20; i++) {
    model.set("graph", i % 2 ? branching(2, 3, { revision: i }) : message(README, { revision: i }));
  }
  const signals = added.mock.calls.map(([, , options]) => (options as { signal: AbortSignal }).signal);
  expect(signals.filter(({ aborted }) => !aborted)).toHaveLength(1);
  added.mockRestore();
});
