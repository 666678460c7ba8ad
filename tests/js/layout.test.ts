/** The page's layout is the static picture's, box by box and path by path, and quick. */

import { describe, expect, it } from "vitest";
import { layout, type View } from "../../js/layout";
import fixture from "../fixtures/layout.json";

const CASES = fixture as unknown as { name: string; view: View; width: number; layout: unknown }[];

function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, item) => (typeof item === "number" ? Math.round(item * 1e6) / 1e6 : item)),
  );
}

describe("layout", () => {
  it.each(CASES)("draws $name in $width px as Python does", ({ view, width, layout: expected }) => {
    expect(rounded(layout(view, { width }))).toEqual(expected);
  });

  it("places 300 boxes at once, and again at another width sooner", () => {
    layout(tangle(300), { width: 700 }); // compiled now
    const view = tangle(300);
    const [first, second] = [700, 900].map((width) => {
      const start = performance.now();
      layout(view, { width });
      return performance.now() - start;
    }) as [number, number];
    expect(first).toBeLessThan(600); // 60 where nothing else runs
    expect(second).toBeLessThan(first);
  });

  it("does not recurse along a chain", () => {
    const view = boxesWith(300, (node) => (node > 0 ? [node - 1] : []));
    expect(layout(view, { width: 700 }).boxes.at(-1)?.column).toBe(299);
  });
});

/** A view of `count` boxes with these operands. */
function boxesWith(count: number, operands: (node: number) => number[]): View {
  const boxes = Array.from({ length: count }, (_, node) => {
    const symbol = operands(node).length > 0 ? "+" : "";
    return { node, kind: "named", label: `h${node}`, symbol, source: "", line: 0 } as const;
  });
  const edges = boxes.flatMap(({ node: target }) =>
    operands(target).map((source, slot) => ({ source, target, slot, between: 0 })),
  );
  return { boxes, edges, output: count - 1, hidden: 0 };
}

/** Mostly recent operands, some from far back. */
function tangle(count: number): View {
  const back = (node: number, slot: number) =>
    ((node * 7919 + slot * 104729) % (node % 5 === 0 ? node : 10)) + 1;
  return boxesWith(count, (node) => (node < 20 ? [] : [node - back(node, 1), node - back(node, 2)]));
}
