/** Long work is cut up, and ends where nobody wants it any more. */

import { expect, test } from "vitest";
import { atOnce, inPieces, type Work } from "../../../js/wire/pieces";

function* counting(seen: number[]): Work<string> {
  for (let i = 0; i < 3; i++) {
    seen.push(i);
    yield;
  }
  return "done";
}

test("work at once comes to the same as in pieces", async () => {
  const [one, other]: [number[], number[]] = [[], []];
  expect(atOnce(counting(one))).toBe("done");
  expect(await inPieces(counting(other), () => true)).toBe("done");
  expect(other).toEqual(one);
});

test("work that is no longer wanted goes no further", async () => {
  const seen: number[] = [];
  expect(await inPieces(counting(seen), () => seen.length < 2)).toBe(null);
  expect(seen).toEqual([0, 1]);
});
