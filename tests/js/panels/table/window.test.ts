import { expect, test } from "vitest";
import { HEIGHT, inSight, page, ROW, ROW_FOR_FINGERS, scrolledTo } from "../../../../js/panels/table/window";
import { chance } from "../../chance";

test("exactly the entries of which something is in sight", () => {
  const random = chance(3);
  for (let run = 0; run < 500; run++) {
    const row = run % 2 ? ROW : ROW_FOR_FINGERS;
    const count = Math.floor(random(0, run % 3 ? 30 : 100_000));
    const scrolled = Math.floor(random(0, Math.max(0, count * row - HEIGHT)));
    const { first, end } = inSight(scrolled, row, count, 0);
    const isSeen = (entry: number) => (entry + 1) * row > scrolled && entry * row < scrolled + HEIGHT;
    for (const entry of [first, end - 1]) expect(count === 0 || isSeen(entry)).toBe(true);
    for (const entry of [first - 1, end]) expect(entry >= 0 && entry < count && isSeen(entry)).toBe(false);
    const around = inSight(scrolled, row, count);
    expect(around).toEqual({ first: Math.max(0, first - 6), end: Math.min(count, end + 6) });
  }
});

test("a list that has become shorter is seen to its end", () => {
  expect(inSight(1e6, ROW, 20, 0)).toEqual({ first: 8, end: 20 });
  expect(inSight(1e6, ROW, 0)).toEqual({ first: 0, end: 0 });
});

test("an entry is scrolled to no further than it takes", () => {
  const random = chance(4);
  for (let run = 0; run < 200; run++) {
    const entry = Math.floor(random(0, 1000));
    const before = Math.floor(random(0, 1000 * ROW - HEIGHT));
    const after = scrolledTo(entry, before, ROW);
    expect(after).toBeLessThanOrEqual(entry * ROW);
    expect(after + HEIGHT).toBeGreaterThanOrEqual((entry + 1) * ROW);
    expect(scrolledTo(entry, after, ROW)).toBe(after);
    const wasSeen = before <= entry * ROW && before + HEIGHT >= (entry + 1) * ROW;
    if (wasSeen) expect(after).toBe(before);
  }
  expect(page(ROW)).toBe(11);
});
