/** Long routes are drawn in pieces, and the pieces are the route. */

import { describe, expect, test } from "vitest";
import { Lanes } from "../../../js/picture/lanes";
import { type Piece, pieces } from "../../../js/picture/pieces";
import { overlap } from "../../../js/picture/sight";
import fixture from "../../fixtures/layout.json";

const ROUTES = fixture.flatMap(({ layout }) => layout.edges.map(({ path }) => path));
const LAP = 0.5;

/** The ends of the steps of a path. */
function knots(path: string): [number, number][] {
  let y = 0;
  return path.split(/(?=[CH])/).map((step) => {
    const numbers = step.slice(1).split(" ").map(Number);
    if (step[0] !== "H") y = numbers.at(-1) as number;
    return [(step[0] === "H" ? numbers[0] : numbers.at(-2)) as number, y];
  });
}

/** A stair of level lines 80 px wide and curves 40 px wide. */
function stair(steps: number): string {
  const step = (i: number) =>
    `H${120 * i + 80}C${120 * i + 100} ${i} ${120 * i + 100} ${i + 1} ${120 * i + 120} ${i + 1}`;
  return `M0 0${Array.from({ length: steps }, (_, i) => step(i)).join("")}`;
}

describe("a route in pieces", () => {
  test.each([...ROUTES, stair(200), "M3 7H20000", "M3 7H100H200C1200 7 1200 9 2200 9H2300"])(
    "%.40s",
    (route) => {
      const made = pieces(route);
      const [whole, cut] = [knots(route), made.map(({ path }) => knots(path))];
      expect([made[0]?.left, made.at(-1)?.right]).toEqual([whole[0]?.[0], whole.at(-1)?.[0]]);
      expect(cut.at(-1)?.at(-1)).toEqual(whole.at(-1));
      made.slice(1).forEach(({ left }, i) => {
        expect(left).toBe(made[i]?.right);
        expect(cut[i + 1]?.[0]).toEqual([left - LAP, cut[i]?.at(-1)?.[1]]);
      });
      const curves = (path: string) => path.match(/C[^CH]*/g) ?? [];
      expect(made.flatMap(({ path }) => curves(path))).toEqual(curves(route));
    },
  );

  test("is one piece where it is short", () => {
    expect(pieces("M1 2C5 2 5 9 10 9H30").map(({ path }) => path)).toEqual(["M1 2C5 2 5 9 10 9H30"]);
  });

  test("draws level lines in a row as one", () => {
    expect(pieces("M1 2H10H20H30").map(({ path }) => path)).toEqual(["M1 2H30"]);
  });

  test("has no piece longer than a screen is wide, but for a curve that is", () => {
    const widest = (route: string) => Math.max(...pieces(route).map(({ left, right }) => right - left));
    expect(widest(stair(200))).toBeLessThanOrEqual(500);
    expect(widest("M0 0H20000")).toBe(500);
    expect(widest("M0 0H100C1000 0 1000 9 1900 9")).toBe(1800);
  });

  test("knows how high each piece reaches, bows included", () => {
    expect(pieces("M0 50C10 20 20 20 30 50")).toMatchObject([{ left: 0, right: 30, top: 20, bottom: 50 }]);
  });
});

test("areas that touch overlap", () => {
  const area = { left: 0, top: 0, right: 10, bottom: 10 };
  expect(overlap(area, { left: 10, top: 10, right: 20, bottom: 20 })).toBe(true);
  expect(overlap(area, { left: 11, top: 0, right: 20, bottom: 10 })).toBe(false);
  expect(overlap(area, { left: 0, top: -20, right: 10, bottom: -1 })).toBe(false);
});

test("lines in one place are known as such, and the first of them takes it", () => {
  const lanes = new Lanes();
  const numbers = [stair(9), stair(9).replaceAll(" 4", " 4.2"), stair(8), "M0 3H900"].map((route) =>
    lanes.numberOf(pieces(route)[0] as Piece),
  );
  expect(numbers).toEqual([0, 0, 0, 1]); // the shorter stair is the same up to its first cut
  lanes.clear();
  expect(numbers.map((number) => lanes.take(number))).toEqual([true, false, false, true]);
  lanes.clear();
  expect(lanes.take(1)).toBe(true);
});
