/** Ranges and places of sliders, from the forty literals that Python reads too. */

import { describe, expect, test } from "vitest";
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
import { FREE, LINEAR, POWERS, WHOLE } from "./specs";

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
