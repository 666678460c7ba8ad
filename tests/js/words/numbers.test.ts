/** Numbers are written and read as Python writes and reads them. */

import { describe, expect, it } from "vitest";
import { aligned, parse } from "../../../js/words/numbers";
import fixture from "../../fixtures/numbers.json";
import { written } from "./written";

function float(text: string): number {
  return text === "nan" ? Number.NaN : Number(text.replace("inf", "Infinity"));
}

describe("numbers", () => {
  it.each(fixture.shown as string[][])("shows %s as Python does", (repr, ...texts) => {
    const x = float(repr as string);
    expect(written(x)).toEqual(texts);
  });

  it.each(fixture.typed as [string, number | null][])("reads %j as Python does", (text, expected) => {
    expect(parse(text)).toBe(expected);
  });

  it("lines columns up as Python does", () => {
    for (const [texts, lines] of fixture.aligned) expect(aligned(texts as string[])).toEqual(lines);
  });
});
