import { describe, expect, test } from "vitest";
import { type Comparison, isEmpty, parse, type Query } from "../../../js/search/query";

const NONE: Query = { words: [], lines: [], bounds: [], bad: [] };

function bound(of: "value" | "gradient", comparison: Comparison, limit: number, isSize = false) {
  return { of, comparison, limit, isSize };
}

describe("a query", () => {
  test.each<[string, Partial<Query>]>([
    ["", {}],
    ["  ", {}],
    ["W[0]", { words: ["w[0]"] }],
    ["relu exp", { words: ["relu", "exp"] }],
    ["+", { words: ["+"] }],
    ["x > 0", { words: ["x", ">", "0"] }],
    ["line 3", { lines: [3] }],
    ["line", { words: ["line"] }],
    ["linear 3 line 12", { words: ["linear 3"], lines: [12] }],
    ["sample 7 layer 2 relu", { words: ["sample 7", "layer 2", "relu"] }],
    ["sample 7 › layer 2 › [3] › w[0]·x[0]", { words: ["sample 7", "layer 2", "[3]", "w[0]·x[0]"] }],
    ["nan", { bad: ["nan"] }],
    ["INF relu", { bad: ["inf"], words: ["relu"] }],
    ["nan 3", { bad: ["nan"], words: ["3"] }],
    ["grad > 1", { bounds: [bound("gradient", ">", 1)] }],
    ["gradient>=1", { bounds: [bound("gradient", ">=", 1)] }],
    ["|grad| > 1", { bounds: [bound("gradient", ">", 1, true)] }],
    ["| Grad | ≤ .5", { bounds: [bound("gradient", "<=", 0.5, true)] }],
    ["value < −3", { bounds: [bound("value", "<", -3)] }],
    ["value == 1_000", { bounds: [bound("value", "=", 1000)] }],
    ["|value| < 1e-6 relu", { bounds: [bound("value", "<", 1e-6, true)], words: ["relu"] }],
    ["value>0 grad<0 line 2", { bounds: [bound("value", ">", 0), bound("gradient", "<", 0)], lines: [2] }],
    ["my_grad > 1", { words: ["my_grad", ">", "1"] }],
  ])("%j", (text, expected) => {
    const query = parse(text);
    expect(query).toEqual({ ...NONE, ...expected });
    expect(Object.isFrozen(query)).toBe(true);
    expect(isEmpty(query as Query)).toBe(Object.keys(expected).length === 0);
  });

  test.each([
    ["grad >", "grad > what? Write a number after >, as in grad > 1."],
    ["|Value| <", "|Value| < what? Write a number after <, as in |Value| < 1."],
    ["relu grad > x", "x is not a number. Write one after >, as in grad > 1."],
    ["value < inf", "inf is not a number. Write one after <, as in value < 1."],
    ["|grad > 1", "|grad > what? Write | on both sides, as in |grad| > 1."],
    ["grad > grad >", "grad is not a number. Write one after >, as in grad > 1."],
  ])("that cannot be read says what to write: %j", (text, sentence) => {
    expect(parse(text)).toBe(sentence);
  });
});
