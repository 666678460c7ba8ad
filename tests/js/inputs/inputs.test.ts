// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { lastDigit, NumberBox } from "../../../js/inputs/numberbox";
import { Slider } from "../../../js/inputs/slider";
import {
  aimed,
  atShare,
  growthAt,
  nice,
  type Range,
  rangeOf,
  reaching,
  shareOf,
  stepOf,
  stepped,
} from "../../../js/tape/range";
import { type Form, mannerOf } from "../../../js/wire/manner";
import type { Input } from "../../../js/wire/protocol";
import { brief, short } from "../../../js/words/numbers";
import literals from "../../fixtures/literals.json";
import { press } from "../page";

const FREE: Input = {
  node: 0,
  name: "b",
  literal: "1.0",
  form: "plain",
  min: -5,
  max: 5,
  scale: "linear",
  step: null,
  whole_steps: false,
  whole: false,
  held: false,
};
const WHOLE = { ...FREE, whole_steps: true, whole: true };
const POWERS: Input = { ...FREE, literal: "1e-8", form: "power", min: 1e-9, max: 1e-7, scale: "powers" };
const LINEAR: Range = { min: -5, max: 5, scale: "linear" };

/** The input of a row of literals.json. */
function asked({ literal, min, max }: { literal: string; min: number; max: number }): Input {
  const input = { ...FREE, literal: literal.replaceAll("_", "").replace("50 %", "0.5"), min, max };
  return { ...input, ...mannerOf(input) };
}

describe("a range", () => {
  test.each(literals)("of $literal has round steps and ends that can be read", (row) => {
    const { form, scale, whole_steps } = mannerOf(asked(row));
    const range = { min: row.min, max: row.max, scale };
    expect(scale).toBe(row.scale);
    if (row.step !== null) expect(stepOf({ step: null, whole_steps }, range)).toBe(row.step);
    const ends = row.scale === "powers" ? [3, "power"] : [5, form];
    expect([row.min, row.max].map((x) => short(x, ends[1] as Form, ends[0] as number))).toEqual(row.ends);
    expect([short(row.number, form, 7), short(row.number, form), brief(row.number, form)]).toEqual([
      row.box,
      row.node,
      row.small,
    ]);
  });

  test.each(literals)("of $literal is walked through from end to end, place by place", (row) => {
    const steps = asked(row);
    const range = rangeOf(steps);
    const places = [row.min];
    while ((places.at(-1) as number) < row.max && places.length < 2000) {
      places.push(stepped(places.at(-1) as number, steps, range, 1, 1));
    }
    expect(places.at(-1)).toBe(row.max);
    expect(places.length).toBeGreaterThan(10);
    expect(new Set(places).size).toBe(places.length);
    for (const place of places.slice(1, -1)) expect(aimed(place, steps, range)).toBe(place);
  });

  test("reaches a value outside it, on that side", () => {
    const range: Range = { min: 0, max: 6, scale: "linear" };
    expect(reaching(range, 6, "plain")).toBe(range);
    expect(reaching(range, 40, "plain")).toEqual({ ...range, max: 80 });
    expect(reaching(range, -3, "plain")).toEqual({ ...range, min: -6 });
    expect(reaching({ ...range, min: 5 }, 2, "plain")).toEqual({ ...range, min: 0 });
    expect(reaching({ min: -10, max: -5, scale: "linear" }, -1, "plain")).toMatchObject({ min: -10, max: 0 });
    expect(reaching(range, Number.NaN, "plain")).toBe(range);
    expect(reaching({ min: 1974, max: 2074, scale: "linear" }, 1900, "year")).toMatchObject({ min: 1850 });
  });

  test("of powers reaches further powers, and becomes linear where there are none", () => {
    const powers: Range = { min: 1e-9, max: 1e-7, scale: "powers" };
    expect(reaching(powers, 1e-3, "power")).toEqual({ ...powers, max: 1e-2 });
    expect(reaching(powers, 2e-12, "power")).toEqual({ ...powers, min: 2e-13 });
    expect(reaching(powers, 0, "power")).toEqual({ min: 0, max: 1e-7, scale: "linear" });
    expect(reaching(powers, -1, "power")).toEqual({ min: -2, max: 1e-7, scale: "linear" });
    const below: Range = { min: -1e-7, max: -1e-9, scale: "powers" };
    expect(reaching(below, -1e-3, "power")).toEqual({ ...below, min: -1e-2 });
    expect(reaching(below, -1e-12, "power")).toEqual({ ...below, max: -1e-13 });
  });

  test("ends at a round number, never beyond what a float holds", () => {
    expect([0.3, 1.1, 1.4, 2.1, 5.1, 7, 99, 1.7e308].map(nice)).toEqual([
      0.3, 1.2, 1.5, 2.5, 6, 8, 100, 1.7e308,
    ]);
  });

  test("has the step that the cell gave, on a grid from its lower end", () => {
    expect(stepOf({ ...FREE, step: 0.3 }, LINEAR)).toBe(0.3);
    expect(aimed(1.23456, { ...FREE, step: 0.5 }, { ...LINEAR, min: -4.75 })).toBe(1.25);
  });

  test.each([
    LINEAR,
    { min: 1e-9, max: 1e-7, scale: "powers" },
    { min: -1e3, max: -1e-3, scale: "powers" },
  ] as const)("from $min to $max by $scale has a track that grows as it says", (range) => {
    for (const share of [0.1, 0.5, 0.93]) {
      const x = atShare(share, range);
      expect(shareOf(x, range)).toBeCloseTo(share, 12);
      const difference = (atShare(share + 1e-6, range) - atShare(share - 1e-6, range)) / 2e-6;
      expect(growthAt(x, range) / difference).toBeCloseTo(1, 6);
    }
  });

  test("is aimed at where the keys go too", () => {
    expect(aimed(1.23456, FREE, LINEAR)).toBe(1.25);
    expect(aimed(1.23456, WHOLE, LINEAR)).toBe(1);
    expect(aimed(5.9, WHOLE, { ...LINEAR, max: 5.5 })).toBe(5.5);
    expect(aimed(1.234567e-8, POWERS, rangeOf(POWERS))).toBe(1.23e-8);
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
    expect(ends(made)).toEqual(["−5", "80"]); // 40 is still to be reached
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

describe("a number box", () => {
  const keep = vi.fn();
  const SHOWN = { name: "b", form: "plain", literal: "", whole_steps: false, run: 0 } as const;

  function box(value: number, whole = false) {
    keep.mockReset();
    const made = new NumberBox({ ...SHOWN, whole_steps: whole, run: value }, keep, life.signal);
    made.show(value);
    document.body.append(made.element);
    return made.input;
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
    expect([element.value, element.title]).toEqual(["3.141593", "3.141592653589793"]);
  });

  test("keeps a number when it is left, and keeps saying why another text is none", () => {
    const element = box(1);
    type(element, "2");
    element.dispatchEvent(new Event("blur"));
    expect(keep).toHaveBeenCalledExactlyOnceWith(2);
    type(element, "two");
    element.dispatchEvent(new Event("blur"));
    expect([element.value, element.parentElement?.textContent]).toEqual([
      "two",
      "Not a number. Esc brings 2 back.",
    ]);
  });

  test("gives way to a number from elsewhere once it is left", () => {
    const made = new NumberBox(SHOWN, keep, life.signal);
    made.show(1);
    type(made.input, "two");
    made.input.dispatchEvent(new Event("blur"));
    made.show(1);
    expect(made.input.value).toBe("two");
    made.show(3);
    expect([made.input.value, made.input.getAttribute("aria-invalid")]).toEqual(["3", null]);
  });

  test("has the number as the code has it while it is edited, every digit of any other", () => {
    const spec = { ...SHOWN, form: "power", literal: "6.62607015e-34", run: 6.62607015e-34 } as const;
    const { input, show } = exposed(new NumberBox(spec, keep, life.signal));
    show(6.62607015e-34);
    expect(input.value).toBe("6.6261e−34");
    input.dispatchEvent(new Event("focus"));
    expect(input.value).toBe("6.62607015e-34");
    show(-1 / 3);
    expect(input.value).toBe("-0.3333333333333333");
    input.dispatchEvent(new Event("blur"));
    expect(input.value).toBe("−3.3333e−1");
  });

  test("turns its last digit with the arrow keys", () => {
    const element = box(2.5);
    press(element, "ArrowUp");
    press(element, "ArrowDown", { shiftKey: true });
    expect(keep.mock.calls).toEqual([[2.6], [1.6]]);
  });

  test("is not written over while something is typed", () => {
    const made = new NumberBox(SHOWN, keep, life.signal);
    made.show(1);
    made.input.dispatchEvent(new Event("focus"));
    type(made.input, "12");
    made.show(3);
    expect(made.input.value).toBe("12");
    press(made.input, "Escape");
    expect(made.input.value).toBe("3");
  });

  test("takes a decimal where the number is a whole one, and turns it by ones", () => {
    const element = box(3, true);
    press(element, "ArrowUp");
    type(element, "4.6");
    press(element, "Enter");
    expect(keep.mock.calls).toEqual([[4], [4.6]]);
  });

  test("knows what its last digit is worth", () => {
    const worth = ["2.5", "0.050", "12", "1e−5", "1.2e-5", "3,14", "−7", "1,136.6", "250,000"].map(lastDigit);
    const expected = [0.1, 0.001, 1, 1e-5, 1e-6, 0.01, 1, 0.1, 1];
    worth.forEach((x, i) => {
      expect(x).toBeCloseTo(expected[i] as number, 12);
    });
  });
});

function exposed(box: NumberBox) {
  return { input: box.input, show: (x: number) => box.show(x) };
}
