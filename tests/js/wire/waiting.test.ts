// @vitest-environment happy-dom
import { beforeEach, describe, expect, test, vi } from "vitest";
import { decodeAsked } from "../../../js/wire/protocol";
import { FakeModel, find, slide, text } from "../page";
import { branching, closeViews, hold, open, rerun } from "../views";

closeViews();

beforeEach(() => {
  vi.useFakeTimers();
});

/** Time passes, frames and all. */
const pass = (ms: number) => vi.advanceTimersByTime(ms);
const FRAME = 20;
const start = (changes = {}) => open(new FakeModel({ graph: branching(2, 3, changes) }));
const asked = (model: FakeModel) => decodeAsked(model.traits.asked);
const isStale = (el: Element) => find(el, ".microgradext").classList.contains("mg-stale");
const note = (el: Element) => (find(el, ".mg-note").hidden ? null : text(el, ".mg-note"));
const values = (el: Element) => [...el.querySelectorAll(".mg-node .mg-value")].map((v) => v.textContent);

describe("where a guard flips, a view", () => {
  test("keeps the old picture, greyed, without gradients", () => {
    const { el } = start();
    slide(el, 0, -1);
    pass(FRAME);
    expect(isStale(el)).toBe(true);
    expect(values(el)).toEqual(["−1", "3", "6", "36"]);
    expect([...el.querySelectorAll(".mg-node .mg-gradient")].map((g) => g.textContent)).toEqual(
      Array(4).fill("…"),
    );
    expect([...el.querySelectorAll("path.mg-edge")].every((e) => e.classList.contains("mg-unknown"))).toBe(
      true,
    );
    expect(text(el, ".mg-strokes")).toContain("+36"); // the scale stays
  });

  test("says so after 300 ms, and that the kernel is busy after 2 s", () => {
    const { el } = start();
    slide(el, 0, -1);
    pass(FRAME + 280);
    expect(note(el)).toBeNull();
    pass(40);
    const waiting = "Waiting for the kernelx > 0 at line 3 is now false, so the code may take another path.";
    expect(note(el)).toBe(waiting);
    pass(1700);
    expect(note(el)).toBe(`${waiting} The kernel is busy.`);
  });

  test("shows the kernel's graph when it comes, and no note", () => {
    const { model, el } = start();
    slide(el, 0, -1);
    pass(FRAME);
    expect(asked(model)).toMatchObject({ seq: 1, revision: 1, point: Float64Array.from([-1, 3]) });
    rerun(model, [-1, 3], 1);
    pass(FRAME);
    expect([isStale(el), note(el), text(el, ".mg-output-value")]).toEqual([false, null, "4"]);
    pass(5000);
    expect(note(el)).toBeNull();
  });

  test("waits anew from each sign of life", () => {
    const { model, el } = start();
    slide(el, 0, -1);
    pass(250);
    slide(el, 0, -2);
    pass(FRAME);
    model.answer(1, [2, 3]); // late: its point is not taken
    pass(200);
    expect([note(el), isStale(el)]).toEqual([null, true]);
    expect(asked(model)?.point[0]).toBe(-2);
    pass(150);
    expect(note(el)).toContain("Waiting for the kernel");
  });

  test("is whole again at once where the guard holds again", () => {
    const { model, el } = start();
    slide(el, 0, -1);
    pass(400);
    slide(el, 0, 1);
    pass(FRAME);
    expect([isStale(el), note(el), text(el, ".mg-output-value")]).toEqual([false, null, "9"]);
    rerun(model, [-1, 3], 1); // the answer to where the page was
    pass(FRAME);
    expect([isStale(el), asked(model)?.seq, asked(model)?.revision]).toEqual([true, 3, 2]);
    rerun(model, [1, 3], 3);
    pass(FRAME);
    expect([isStale(el), text(el, ".mg-output-value")]).toEqual([false, "9"]);
  });

  test("evaluates a graph that comes while the user has dragged further, and asks again where it must", () => {
    const { model, el } = start();
    slide(el, 0, -1);
    pass(FRAME);
    slide(el, 0, -1.5);
    rerun(model, [-1, 3], 1);
    pass(FRAME);
    expect([isStale(el), text(el, ".mg-output-value")]).toEqual([false, "4.5"]); // in the page, on the new path
    expect(asked(model)?.point[0]).toBe(-1.5);
  });

  test("believes a kernel that finds the same path, whatever the last bits of its own numbers say", () => {
    const { model, el } = start();
    slide(el, 0, -1);
    pass(FRAME);
    model.answer(1, [-1, 3]);
    pass(FRAME);
    expect([isStale(el), text(el, ".mg-output-value")]).toEqual([false, "9"]);
  });

  test("says that it needs a kernel where there is none", async () => {
    const { model, el } = start();
    model.traits.layout = { comm_live: false };
    model.fire("comm_live_update");
    await Promise.resolve();
    pass(FRAME);
    expect(note(el)).toMatch(/^No kernelSliders still work/);
    slide(el, 0, -1);
    pass(400);
    expect(note(el)).toBe(
      "No kernelx > 0 at line 3 is now false, so the code may take another path. That needs a running kernel.Go to x = 0.01",
    );
    expect([isStale(el), values(el)[3], model.sent.length]).toEqual([true, "36", 0]);
    slide(el, 0, 1);
    pass(FRAME);
    expect([isStale(el), values(el)[3]]).toEqual([false, "9"]);
  });
});

describe("a note in mid-drag", () => {
  test("lies over the bar until the drag is over, so that nothing moves", () => {
    const { el } = start();
    const slider = hold(el, 0);
    slide(el, 0, -1);
    pass(400);
    expect(find(el, ".mg-note").classList.contains("mg-over")).toBe(true);
    slider.dispatchEvent(new Event("pointerup"));
    pass(FRAME);
    expect(find(el, ".mg-note").classList.contains("mg-over")).toBe(false);
    expect(note(el)).toContain("Waiting for the kernel");
  });

  test("keeps its room until the drag is over", () => {
    const { el } = start();
    slide(el, 0, -1);
    pass(400);
    const slider = hold(el, 0);
    slide(el, 0, 1);
    pass(FRAME);
    const row = find(el, ".mg-note");
    expect([row.hidden, row.classList.contains("mg-blank")]).toEqual([false, true]);
    slider.dispatchEvent(new Event("pointerup"));
    pass(200);
    expect([row.hidden, row.classList.contains("mg-blank")]).toEqual([true, false]);
  });
});

describe("a problem at an input", () => {
  function failed() {
    const opened = start();
    slide(opened.el, 0, -1);
    pass(FRAME);
    opened.model.answer(1, [2, 3], "ZeroDivisionError: division by zero (line 5)", 1, 0);
    pass(FRAME);
    return opened;
  }

  test("is shown there; the old picture stays, and so does the slider", () => {
    const { el } = failed();
    expect(note(el)).toBe("x = −1ZeroDivisionError: division by zero (line 5)");
    const slider = find<HTMLInputElement>(el, '[data-input="0"] input[type=range]');
    const said = document.getElementById(slider.getAttribute("aria-describedby") ?? "");
    expect(said?.textContent).toContain("division by zero");
    expect(find(el, '[data-input="0"]').classList.contains("mg-problem")).toBe(true);
    expect([slider.value, slider.getAttribute("aria-invalid")]).toEqual(["-1", "true"]);
    expect([isStale(el), values(el)[3]]).toEqual([true, "36"]);
    pass(3000);
    expect(note(el)).toMatch(/^x = −1/); // an answer was given: nothing is waited for
  });

  test("is healed by moving back", () => {
    const { el } = failed();
    slide(el, 0, 1);
    pass(FRAME);
    expect([note(el), isStale(el), values(el)[3]]).toEqual([null, false, "9"]);
    expect(el.querySelector(".mg-problem, [aria-invalid], [aria-describedby]")).toBeNull();
  });

  test("is healed by a graph of another point", () => {
    const { model, el } = failed();
    slide(el, 0, -2);
    pass(FRAME);
    expect(note(el)).toContain("division by zero");
    rerun(model, [-2, 3], 2);
    pass(FRAME);
    expect([note(el), isStale(el), text(el, ".mg-output-value")]).toEqual([null, false, "5"]);
  });

  test("is remembered by a view that opens later", () => {
    const { model } = failed();
    const { el } = open(model);
    expect([note(el), isStale(el)]).toEqual(["x = −1ZeroDivisionError: division by zero (line 5)", true]);
  });
});

const WHY = "sinh is written by hand (line 3), so every move runs the cell again.";

describe.each(["rerun", "suspected"])("in mode %s a view", (mode) => {
  const begin = () => start({ mode, why: WHY });

  test("says why when settled, and waits on every move", () => {
    const { model, el } = begin();
    expect([note(el), isStale(el)]).toEqual([`${WHY}Rerun: on`, false]);
    slide(el, 0, 1); // no guard flips
    pass(FRAME);
    expect([isStale(el), values(el)]).toEqual([true, ["1", "3", "6", "36"]]);
    expect(model.sent).toHaveLength(1);
    pass(400);
    expect(note(el)).toBe(`Waiting for the kernel${WHY}Rerun: on`);
    rerun(model, [1, 3], 1, { mode, why: WHY });
    pass(FRAME);
    expect([isStale(el), note(el), values(el)]).toEqual([false, `${WHY}Rerun: on`, ["1", "3", "3", "9"]]);
  });

  test("shows the newest run while the user has dragged further, still as old", () => {
    const { model, el } = begin();
    slide(el, 0, 1);
    pass(FRAME);
    slide(el, 0, 0.5);
    pass(FRAME);
    rerun(model, [1, 3], 1, { mode, why: WHY });
    pass(FRAME);
    expect([isStale(el), values(el)[3]]).toEqual([true, "9"]);
    expect(asked(model)).toMatchObject({ revision: 2, point: Float64Array.from([0.5, 3]) });
    rerun(model, [0.5, 3], asked(model)?.seq ?? 0, { mode, why: WHY });
    pass(FRAME);
    expect([isStale(el), values(el)[3]]).toEqual([false, "2.25"]);
  });

  test("has a switch: off, only a click asks, and the view remembers", () => {
    const { model, el } = begin();
    const [again, toggle] = [...el.querySelectorAll<HTMLButtonElement>(".mg-note button")];
    expect(again?.hidden).toBe(true);
    toggle?.click();
    expect(note(el)).toBe(`${WHY}Run againRerun: off`);
    slide(el, 0, 1);
    pass(5000);
    expect([model.sent.length, isStale(el), note(el)]).toEqual([0, true, `${WHY}Run againRerun: off`]);
    again?.click();
    pass(FRAME);
    expect(asked(model)?.point[0]).toBe(1);
    rerun(model, [1, 3], 1, { mode, why: WHY });
    pass(FRAME);
    expect([isStale(el), values(el)[3], toggle?.textContent]).toEqual([false, "9", "Rerun: off"]);
    slide(el, 0, 0.5);
    pass(FRAME);
    expect(model.sent).toHaveLength(1);
    toggle?.click();
    pass(FRAME);
    expect([model.sent.length, asked(model)?.point[0]]).toEqual([2, 0.5]);
  });

  test("needs a kernel for every move, and says so", () => {
    const { el } = open(
      new FakeModel({ graph: branching(2, 3, { mode, why: WHY }), layout: { comm_live: false } }),
    );
    pass(FRAME);
    expect(note(el)).toMatch(`No kernel${WHY} That needs a running kernel.`);
  });
});

describe("in mode click a view", () => {
  const why = "The cell calls open (line 2), so it runs again only when you say so.";
  const begin = () => start({ mode: "click", why });

  test("asks when it is told to, and never else", () => {
    const { model, el } = begin();
    expect(note(el)).toBe(`${why}Run again`);
    slide(el, 0, 1);
    pass(5000);
    expect([model.sent.length, isStale(el), values(el)[3]]).toEqual([0, true, "36"]);
    find(el, ".mg-link").click();
    pass(400);
    expect(note(el)).toBe(`Waiting for the kernel${why}Run again`);
    expect(asked(model)?.point[0]).toBe(1);
    rerun(model, [1, 3], 1, { mode: "click", why });
    pass(FRAME);
    expect([isStale(el), values(el)[3], note(el)]).toEqual([false, "9", `${why}Run again`]);
  });

  test("does not pull the slider back when the answer is about where it was clicked", () => {
    const { model, el } = begin();
    slide(el, 0, 1);
    find(el, ".mg-link").click();
    pass(FRAME);
    slide(el, 0, 0.5);
    pass(FRAME);
    rerun(model, [1, 3], 1, { mode: "click", why });
    pass(FRAME);
    expect([values(el)[0], values(el)[3], isStale(el)]).toEqual(["0.5", "9", true]);
  });

  test("follows a leaf that another cell moves", () => {
    const { model, el } = begin();
    slide(el, 0, 1);
    pass(FRAME);
    model.set("graph", branching(5, 3, { mode: "click", why, revision: 2 }));
    pass(FRAME);
    expect([values(el)[0], values(el)[3], isStale(el)]).toEqual(["5", "225", false]);
  });
});

describe("what the cell printed", () => {
  test("is shown as of the last run, as text", () => {
    const { model, el } = start({ printed: "x is 2\n<b>bold</b>\n", notes: ["Inputs: x, b."] });
    const printed = find(el, ".mg-printed");
    expect([printed.textContent, printed.children.length]).toEqual(["x is 2\n<b>bold</b>", 0]);
    expect(find(el, ".mg-notes").nextElementSibling).toBe(printed);
    slide(el, 0, -1);
    pass(FRAME);
    rerun(model, [-1, 3], 1, { printed: "x is -1\n" });
    expect(printed.textContent).toBe("x is -1");
    model.set("graph", branching(-1, 3, { revision: 3 }));
    expect(printed.hidden).toBe(true);
  });

  test("is shown as old at another point", () => {
    const { el } = start({ printed: "x is 2\n" });
    const isOld = () => find(el, ".mg-printed").classList.contains("mg-past");
    expect(isOld()).toBe(false);
    slide(el, 0, 1);
    pass(FRAME);
    expect(isOld()).toBe(true);
    slide(el, 0, 2);
    pass(FRAME);
    expect(isOld()).toBe(false);
  });

  test("is reached by Tab only where it scrolls", () => {
    const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i}\n`).join("");
    const { model, el } = start({ printed: lines(12) });
    expect(find(el, ".mg-printed").hasAttribute("tabindex")).toBe(false);
    model.set("graph", branching(2, 3, { revision: 2, printed: lines(13) }));
    expect(find(el, ".mg-printed").getAttribute("tabindex")).toBe("0");
  });
});

describe("a screen reader", () => {
  test("hears the output once the user has paused for 400 ms, and nothing on load", () => {
    const { el } = start();
    pass(5000);
    expect(text(el, ".mg-said")).toBe("");
    slide(el, 0, 1);
    pass(300);
    slide(el, 0, 0.5);
    pass(390);
    expect(text(el, ".mg-said")).toBe("");
    pass(60);
    expect(text(el, ".mg-said")).toBe("y 2.25");
    expect(find(el, ".mg-said").getAttribute("aria-live")).toBe("polite");
  });

  test("hears no number that is not known", () => {
    const { el } = start();
    slide(el, 0, -1);
    pass(600);
    expect(text(el, ".mg-said")).toBe("");
    expect(find(el, "[role=status]").textContent).toContain("Waiting for the kernel");
    const slider = find(el, '[data-input="0"] input[type=range]');
    expect(slider.getAttribute("aria-valuetext")).toBe("x minus 1, gradient not known yet");
  });
});
