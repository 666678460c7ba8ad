import { describe, expect, test } from "vitest";
import { luminance } from "../../../js/browser/theme";
import { largestOf, strokeOf } from "../../../js/picture/stroke";
import { derivative } from "../../../js/words/wording";

describe("a contribution as a line", () => {
  test("is as wide as the root of its share, and coloured by its sign", () => {
    expect(strokeOf(6, 6, "full")).toMatchObject({ kind: "positive", width: 6.5 });
    expect(strokeOf(-1.5, 6, "full")).toMatchObject({ kind: "negative", width: 3.9 });
    expect(strokeOf(-1.5, 6, "full").colour).toContain("var(--mg-negative)");
  });

  test("is never wider than the layout leaves room for, also when a drag leaves the scale behind", () => {
    expect(strokeOf(60, 6, "full").width).toBe(6.5);
    expect(strokeOf(60, 6, "compact").width).toBe(4.5);
  });

  test.each([
    [0, "zero"],
    [Number.NaN, "unbounded"],
    [Number.NEGATIVE_INFINITY, "unbounded"],
    [null, "unknown"],
  ])("%s is %s, whatever the scale", (contribution, kind) => {
    expect(strokeOf(contribution, 0, "full")).toMatchObject({ kind, colour: "" });
  });

  test("is drawn as zero next to one that is a million times as large, however large both are", () => {
    for (const largest of [6e-30, 6, 6e30]) {
      expect(strokeOf(-0.9e-6 * largest, largest, "full").kind).toBe("zero");
      expect(strokeOf(-1.1e-6 * largest, largest, "full").kind).toBe("negative");
    }
  });

  test("is measured against the largest finite one", () => {
    expect(largestOf([1, null, -3, Number.NaN, Number.POSITIVE_INFINITY])).toBe(3);
    expect(largestOf([null])).toBe(0);
  });
});

test("an expression stands in parentheses inside a derivative, a name does not", () => {
  expect(derivative("f", "x_1")).toBe("∂f/∂x_1");
  expect(derivative("logits[0]", "a⁽¹⁾")).toBe("∂logits[0]/∂a⁽¹⁾");
  expect(derivative("d * e", "b")).toBe("∂(d * e)/∂b");
});

test("light and dark are told apart by what the eye sees", () => {
  expect(luminance([255, 255, 255])).toBeCloseTo(1, 6);
  expect(luminance([33, 33, 33])).toBeLessThan(0.02);
  expect(luminance([0, 255, 0])).toBeCloseTo(0.7152, 4);
});
