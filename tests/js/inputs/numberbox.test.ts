// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { lastDigit, NumberBox } from "../../../js/inputs/numberbox";
import { press } from "../page";

let life = new AbortController();

beforeEach(() => {
  life = new AbortController();
});

afterEach(() => {
  life.abort();
  document.body.replaceChildren();
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
