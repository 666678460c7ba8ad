// @vitest-environment happy-dom
/** A box in several sizes: its numbers stand where it is now, not where it was. */

import { expect, test } from "vitest";
import { ALONE } from "../../../js/folds/folded";
import type { Place } from "../../../js/layout/layout";
import { ROW } from "../../../js/layout/measures";
import { NodeView } from "../../../js/picture/node";
import type { Box } from "../../../js/view/view";

const LEAF: Box = { node: 0, kind: "input", label: "x", symbol: "", source: "", span: null };
const CALL: Box = {
  ...LEAF,
  kind: "scope",
  label: "f()",
  fold: { ...ALONE, region: 1, title: "f()", opens: true },
};

function place(height: number, lines: readonly string[] = []): Place {
  return { label: "x", column: 0, x: 0, y: 0, width: 160, height, lines, rows: 0 };
}

/** Where value and gradient are after a box has been placed in these sizes, one after the other. */
function numbers(box: Box, ...places: readonly Place[]): string[] {
  const view = new NodeView(box, "full", false);
  for (const each of places) {
    view.place(each);
    view.paint(0.5, 0.25, 1);
  }
  const found = [".mg-value", ".mg-gradient"].map((name) => view.element.querySelector(name));
  return found.map((figure) => figure?.getAttribute("transform") ?? "");
}

test("a leaf that was a row is a box again, and the other way round", () => {
  expect(numbers(LEAF, place(ROW), place(58))).toEqual(numbers(LEAF, place(ROW), place(58), place(58)));
  expect(numbers(LEAF, place(ROW), place(58)).map((at) => at || "translate(0 0)")).toEqual([
    "translate(0 0)",
    "translate(0 0)",
  ]);
  expect(numbers(LEAF, place(58), place(ROW))).toEqual(numbers(LEAF, place(ROW)));
});

test("so is a fold, of the same width too", () => {
  const whole = place(60, ["3 nodes"]);
  expect(numbers(CALL, place(ROW), whole)).toEqual(numbers(CALL, whole));
  expect(numbers(CALL, whole, place(ROW))).toEqual(numbers(CALL, place(ROW)));
});
