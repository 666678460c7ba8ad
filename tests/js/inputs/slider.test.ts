// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Slider } from "../../../js/inputs/slider";
import { press } from "../page";
import { FREE, POWERS, WHOLE } from "./specs";

const events = { hold: vi.fn(), move: vi.fn(), rest: vi.fn() };
let life = new AbortController();

beforeEach(() => {
  for (const spy of Object.values(events)) spy.mockReset();
  life = new AbortController();
});

afterEach(() => {
  life.abort();
  document.body.replaceChildren();
});

describe("a slider", () => {
  function slider(value = 1, spec = FREE, run = 1) {
    const made = new Slider(spec, run, events, life.signal);
    made.show(value);
    document.body.append(made.element);
    return made;
  }

  test.each([
    ["ArrowRight", {}, 1.05],
    ["ArrowLeft", {}, 0.95],
    ["ArrowUp", { shiftKey: true }, 1.5],
    ["ArrowUp", { altKey: true }, 1.005],
    ["PageDown", {}, 0.5],
    ["Home", {}, -5],
    ["End", {}, 5],
    ["Delete", {}, 1],
  ])("takes %s", (key, options, expected) => {
    press(slider().input, key, options);
    expect(events.move).toHaveBeenCalledExactlyOnceWith(expected);
  });

  test("leaves other keys, and keys with Ctrl, alone", () => {
    press(slider().input, "a");
    press(slider().input, "ArrowRight", { ctrlKey: true });
    expect(events.move).not.toHaveBeenCalled();
  });

  test("stops at the end of its range", () => {
    press(slider(4.99).input, "ArrowRight");
    expect(events.move).toHaveBeenCalledExactlyOnceWith(5);
  });

  const ends = (made: Slider) => [...made.element.querySelectorAll(".mg-end")].map((end) => end.textContent);

  test.each([
    ["a double click", (made: Slider) => made.input.dispatchEvent(new MouseEvent("dblclick"))],
    ["Delete", (made: Slider) => press(made.input, "Delete")],
  ])("goes back to the run's value and range on %s", (_, act) => {
    const made = slider(3);
    made.reach(1e9);
    made.show(1e9);
    expect(ends(made)).toEqual(["−5", "2e9"]);
    act(made);
    expect(events.move).toHaveBeenCalledExactlyOnceWith(1);
    expect(ends(made)).toEqual(["−5", "5"]);
  });

  test("is as wide as before once a number inside the range is typed again", () => {
    const made = slider(3);
    for (const x of [1e9, 2]) {
      made.reach(x);
      made.show(x);
    }
    expect(ends(made)).toEqual(["−5", "5"]);
  });

  function typeEnd(made: Slider, which: number, text: string, key = "Enter"): HTMLInputElement {
    made.element.querySelectorAll<HTMLButtonElement>(".mg-end")[which]?.click();
    const box = made.element.querySelector<HTMLInputElement>(".mg-end-box") as HTMLInputElement;
    box.value = text;
    press(box, key);
    return box;
  }

  test("takes ends that are typed, and keeps them until it is reset", () => {
    const made = slider(2);
    typeEnd(made, 0, "-4");
    typeEnd(made, 1, "1e2");
    expect(ends(made)).toEqual(["−4", "100"]);
    made.reach(40);
    made.show(40);
    expect(ends(made)).toEqual(["−4", "100"]);
    made.restore();
    expect(ends(made)).toEqual(["−5", "5"]);
    made.show(40);
    expect(ends(made)).toEqual(["−5", "80"]);
  });

  test("takes steps of any size once a decimal was typed, until it is reset", () => {
    const made = slider(3, WHOLE, 3);
    made.free();
    press(made.input, "ArrowRight");
    made.restore();
    press(made.input, "ArrowRight");
    expect(events.move.mock.calls).toEqual([[3.05], [4]]);
  });

  test("moves along with an end that passes it", () => {
    typeEnd(slider(2), 1, "1.5");
    expect(events.move).toHaveBeenCalledExactlyOnceWith(1.5);
  });

  test.each([
    ["abc", "Not a number. Esc brings −5 back."],
    ["7", "The lower end must be below 5. Esc brings −5 back."],
  ])("does not take %s for its lower end, and says why", (text, sentence) => {
    const made = slider();
    const box = typeEnd(made, 0, text);
    expect(made.element.querySelector(".mg-refused")?.textContent).toBe(sentence);
    expect([box.value, box.getAttribute("aria-invalid")]).toEqual([text, "true"]);
    press(box, "Escape");
    expect(ends(made)).toEqual(["−5", "5"]);
    expect(made.element.querySelector(".mg-refused")).toBeNull();
  });

  test("opens its lower end with F2, and the upper one with F2 again", () => {
    const made = slider();
    press(made.input, "F2");
    const box = made.element.querySelector<HTMLInputElement>(".mg-end-box") as HTMLInputElement;
    expect([box.getAttribute("aria-label"), box.value]).toEqual(["lower end of b", "-5"]);
    press(box, "F2");
    expect([box.getAttribute("aria-label"), box.value]).toEqual(["upper end of b", "5"]);
  });

  test("of powers of ten goes by them", () => {
    const made = slider(1e-8, POWERS, 1e-8);
    expect([made.input.min, made.input.max, made.input.value].map(Number)).toEqual([-9, -7, -8]);
    press(made.input, "ArrowRight");
    press(made.input, "ArrowLeft", { shiftKey: true });
    expect(events.move.mock.calls).toEqual([[1.02e-8], [7.94e-9]]);
    expect(ends(made)).toEqual(["1e−9", "1e−7"]);
  });

  test("fills from zero, and marks the run's value while it differs", () => {
    const made = slider(2.5);
    const low = () => made.input.style.getPropertyValue("--mg-low");
    const mark = made.element.querySelector<HTMLElement>(".mg-run-mark");
    expect([low(), made.input.style.getPropertyValue("--mg-high"), mark?.hidden]).toEqual([
      "0.5",
      "0.75",
      false,
    ]);
    made.show(-2.5);
    expect(low()).toBe("0.25");
    made.show(1);
    expect(mark?.hidden).toBe(true);
  });

  test("rounds what is dragged, and nothing else", () => {
    const { input } = slider();
    const slideTo = (x: string) => {
      input.value = x;
      input.dispatchEvent(new Event("input"));
    };
    slideTo("1.23456");
    input.dispatchEvent(new Event("pointerdown"));
    slideTo("1.23456");
    input.dispatchEvent(new Event("change"));
    expect(events.move.mock.calls).toEqual([[1.23456], [1.25]]);
    expect([events.hold.mock.calls.length, events.rest.mock.calls.length]).toEqual([1, 1]);
  });
});
