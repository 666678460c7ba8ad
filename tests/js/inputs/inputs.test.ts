// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { lastDigit, NumberBox } from "../../../js/inputs/numberbox";
import { Slider } from "../../../js/inputs/slider";
import { aimed, nice, rangeOf, stepOf, widened } from "../../../js/tape/range";
import { press } from "../page";

const FREE = { node: 0, name: "b", min: null, max: null, step: null, whole: false, held: false };

describe("a range", () => {
  test.each([
    [-2, 5],
    [3, 10],
    [0, 2],
    [0.1, 2],
    [6.8813735870195432, 20],
    [50, 100],
    [1e-9, 2],
    [Number.NaN, 2],
    [Number.POSITIVE_INFINITY, 2],
  ])("around %d reaches ±%d", (value, reach) => {
    expect(rangeOf(FREE, value)).toEqual({ min: -reach, max: reach });
  });

  test("keeps the bounds that the cell gave", () => {
    expect(rangeOf({ min: 0, max: 1 }, 0.5)).toEqual({ min: 0, max: 1 });
    expect(rangeOf({ min: 0, max: null }, 3)).toEqual({ min: 0, max: 10 });
    expect(rangeOf({ min: 100, max: null }, 3)).toEqual({ min: 100, max: 120 });
  });

  test("widens for a value outside it, on that side", () => {
    const range = { min: -2, max: 2 };
    expect(widened(range, 2)).toBe(range);
    expect(widened(range, 1000)).toEqual({ min: -2, max: 2000 });
    expect(widened(range, -3)).toEqual({ min: -10, max: 2 });
    expect(widened(range, Number.NaN)).toBe(range);
  });

  test("ends at 1, 2 or 5 times a power of ten", () => {
    expect([0.3, 1, 1.1, 2.1, 5.1, 99, 1e5, 2e-7].map(nice)).toEqual([0.5, 1, 2, 5, 10, 100, 1e5, 2e-7]);
  });

  test("is stepped through in 200, whole numbers in whole steps", () => {
    expect(stepOf(FREE, { min: -5, max: 5 })).toBe(0.05);
    expect(stepOf({ ...FREE, whole: true }, { min: -5, max: 5 })).toBe(1);
    expect(stepOf({ ...FREE, step: 0.3 }, { min: -5, max: 5 })).toBe(0.3);
  });

  test("is aimed at in round numbers", () => {
    expect(aimed(1.23456, FREE, { min: -5, max: 5 })).toBe(1.23);
    expect(aimed(1.23456, { ...FREE, whole: true }, { min: -5, max: 5 })).toBe(1);
    expect(aimed(1.23456, { ...FREE, step: 0.5 }, { min: -4.75, max: 5 })).toBe(1.25);
    expect(aimed(5.9, { ...FREE, whole: true }, { min: -5, max: 5.5 })).toBe(5.5);
  });
});

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
  function slider(value = 1, spec = FREE) {
    const made = new Slider(spec, 1, { min: -5, max: 5 }, events, life.signal);
    made.show(value);
    document.body.append(made.element);
    return made;
  }

  test.each([
    ["ArrowRight", {}, 1.05],
    ["ArrowLeft", {}, 0.95],
    ["ArrowUp", { shiftKey: true }, 1.5],
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

  test("goes back to the run's value on a double click", () => {
    slider(3).input.dispatchEvent(new MouseEvent("dblclick"));
    expect(events.move).toHaveBeenCalledExactlyOnceWith(1);
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
    expect(events.move.mock.calls).toEqual([[1.23456], [1.23]]);
    expect([events.hold.mock.calls.length, events.rest.mock.calls.length]).toEqual([1, 1]);
  });
});

describe("a number box", () => {
  const keep = vi.fn();

  function box(value: number, whole = false) {
    keep.mockReset();
    const made = new NumberBox("b", whole, keep, life.signal);
    made.show(value);
    document.body.append(made.element);
    return made.element;
  }

  function type(element: HTMLInputElement, text: string): void {
    element.value = text;
    element.dispatchEvent(new Event("input"));
  }

  test.each([
    ["-2", -2],
    ["−2", -2],
    ["0,5", 0.5],
    ["1e-3", 1e-3],
    ["1e−3", 1e-3],
    ["pi/2", Math.PI / 2],
    [" 3 ", 3],
  ])("keeps %s on Enter", (text, expected) => {
    const element = box(1);
    type(element, text);
    press(element, "Enter");
    expect(keep).toHaveBeenCalledExactlyOnceWith(expected);
  });

  test.each(["", "abc", "1/0", "nan", "inf", "2+"])(
    "does not keep %j, and says so until it is mended",
    (text) => {
      const element = box(1);
      type(element, text);
      press(element, "Enter");
      expect(keep).not.toHaveBeenCalled();
      expect([element.value, element.getAttribute("aria-invalid")]).toEqual([text, "true"]);
      press(element, "Escape");
      expect([element.value, element.getAttribute("aria-invalid")]).toEqual(["1", null]);
    },
  );

  test("keeps the digits it does not show when nothing was typed", () => {
    const element = box(Math.PI);
    press(element, "Enter");
    element.dispatchEvent(new Event("blur"));
    expect(keep).not.toHaveBeenCalled();
    expect([element.value, element.title]).toEqual(["3.1416", "3.141592653589793"]);
  });

  test("keeps a number and drops anything else when it is left", () => {
    const element = box(1);
    type(element, "2");
    element.dispatchEvent(new Event("blur"));
    expect(keep).toHaveBeenCalledExactlyOnceWith(2);
    type(element, "two");
    element.dispatchEvent(new Event("blur"));
    expect(element.value).toBe("2");
  });

  test("turns its last digit with the arrow keys", () => {
    const element = box(2.5);
    press(element, "ArrowUp");
    press(element, "ArrowDown", { shiftKey: true });
    expect(keep.mock.calls).toEqual([[2.6], [1.6]]);
  });

  test("is not written over while something is typed", () => {
    const made = new NumberBox("b", false, keep, life.signal);
    made.show(1);
    type(made.element, "12");
    made.show(3);
    expect(made.element.value).toBe("12");
    press(made.element, "Escape");
    expect(made.element.value).toBe("3");
  });

  test("holds whole numbers where the input is one", () => {
    const element = box(3, true);
    type(element, "4.6");
    press(element, "Enter");
    expect(keep).toHaveBeenCalledExactlyOnceWith(5);
  });

  test("knows what its last digit is worth", () => {
    const worth = ["2.5", "0.050", "12", "1e−5", "1.2e-5", "3,14", "−7"].map(lastDigit);
    const expected = [0.1, 0.001, 1, 1e-5, 1e-6, 0.01, 1];
    worth.forEach((x, i) => {
      expect(x).toBeCloseTo(expected[i] as number, 12);
    });
  });
});
