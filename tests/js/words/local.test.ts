/** Local derivatives are written as Python writes them. */

import { expect, it } from "vitest";
import { localDerivative } from "../../../js/words/local";
import fixture from "../../fixtures/local.json";

function number(text: string | null): number | null {
  return text === null ? null : Number(text.replace("inf", "Infinity"));
}

it.each(fixture)("of $names and $out with $constants", ({ names, out, constants, texts }) => {
  const numbers = constants.map(number);
  const written = Object.keys(texts).map((key) => {
    const [row, slot] = key.split(" ") as [string, string];
    return [key, localDerivative(row, Number(slot), names, out, numbers)];
  });
  expect(Object.fromEntries(written)).toEqual(texts);
});
