/** The page's layout is the static picture's, box by box and path by path. */

import { describe, expect, it, vi } from "vitest";
import { layout, type Place, type View } from "../../../js/layout/layout";
import { detailOf } from "../../../js/layout/measures";
import { matches } from "../../../js/view/matching";
import fixture from "../../fixtures/layout.json";
import { spanOn } from "../message";

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

  it("finds who stands where once for all widths", () => {
    const reads = vi.fn();
    const view = watched(tangle(300), reads);
    const [narrow, wide] = [700, 900].map((width) => {
      reads.mockClear();
      return { places: layout(view, { width }).boxes, read: reads.mock.calls.length };
    }) as [{ places: Place[]; read: number }, { places: Place[]; read: number }];
    expect(wide.places.map(({ y }) => y)).toEqual(narrow.places.map(({ y }) => y));
    expect(wide.read).toBeLessThan(narrow.read);
  });

  it("does not recurse along a chain", () => {
    const view = boxesWith(300, (node) => (node > 0 ? [node - 1] : []));
    expect(layout(view, { width: 700 }).boxes.at(-1)?.column).toBe(299);
  });
});

describe("a layout after an earlier one", () => {
  const earlier = tangle(60);
  const before = layout(earlier, { width: 1000 });
  const heights = (places: readonly { y: number }[]) => places.map(({ y }) => y);

  /** The earlier view without some boxes, and which of its boxes are left. */
  function without(gone: readonly number[]) {
    const left = earlier.boxes.map((_, i) => i).filter((i) => !gone.includes(i));
    const place = new Map(left.map((box, i) => [box, i]));
    const edges = earlier.edges.flatMap((edge) => {
      const [source, target] = [place.get(edge.source), place.get(edge.target)];
      return source === undefined || target === undefined ? [] : [{ ...edge, source, target }];
    });
    const boxes = left.map((i) => earlier.boxes[i] as View["boxes"][number]);
    return { view: { ...earlier, boxes, edges, output: boxes.length - 1 }, left };
  }

  it("is the same where only labels differ", () => {
    const view = { ...earlier, boxes: earlier.boxes.map((box) => ({ ...box, label: `${box.label}′` })) };
    const after = layout(view, {
      width: 1000,
      earlier: { view: earlier, boxes: view.boxes.map((_, i) => i), detail: before.detail },
    });
    expect(heights(after.boxes)).toEqual(heights(before.boxes));
  });

  it("leaves every box that stays at its height, and none on another", () => {
    const ends = earlier.boxes
      .map((_, i) => i)
      .filter((i) => earlier.edges.every((edge) => edge.source !== i));
    const { view, left } = without(ends.slice(0, -1)); // so that every other one stays in its column
    expect(view.boxes.length).toBeLessThan(58);
    const after = layout(view, {
      width: 1000,
      earlier: { view: earlier, boxes: left, detail: before.detail },
    });
    expect(heights(after.boxes)).toEqual(left.map((box) => before.boxes[box]?.y));
  });

  it("moves no box of a column that none joins", () => {
    const { view, left } = without([25, 26, 31, 47]);
    const after = layout(view, {
      width: 1000,
      earlier: { view: earlier, boxes: left, detail: before.detail },
    });
    const moved = left.filter((box, i) => after.boxes[i]?.y !== before.boxes[box]?.y);
    const joined = left.flatMap((box, i) => {
      const column = after.boxes[i]?.column;
      return column === before.boxes[box]?.column ? [] : [column];
    });
    const columns = new Map(left.map((box, i) => [box, after.boxes[i]?.column]));
    expect(moved.filter((box) => !joined.includes(columns.get(box)))).toEqual([]);
    expect(overlaps(after.boxes)).toEqual([]);
  });

  it("makes room for a box that is new", () => {
    const { view, left } = without([25, 26, 31, 47]);
    layout(view, { width: 1000 });
    const boxes = earlier.boxes.map((_, i) => (left.includes(i) ? left.indexOf(i) : null));
    const after = layout({ ...earlier }, { width: 1000, earlier: { view, boxes, detail: before.detail } });
    expect(after.boxes).toHaveLength(60);
    expect(overlaps(after.boxes)).toEqual([]);
  });

  it("leaves no more than two rows free above, where the top is gone", () => {
    const tall = boxesWith(24, (node) => (node < 12 ? [] : [node - 12]));
    const { boxes, detail } = layout(tall, { width: 1000 });
    const low = Array.from({ length: 12 }, (_, i) => i).sort(
      (a, b) => (boxes[a]?.y ?? 0) - (boxes[b]?.y ?? 0),
    );
    for (const gone of [1, 8]) {
      const rest = [...low.slice(gone), ...low.slice(gone).map((i) => i + 12)].sort((a, b) => a - b);
      const place = new Map(rest.map((box, i) => [box, i]));
      const edges = tall.edges.flatMap((edge) => {
        const [source, target] = [place.get(edge.source), place.get(edge.target)];
        return source === undefined || target === undefined ? [] : [{ ...edge, source, target }];
      });
      const view = { ...tall, boxes: rest.map((i) => tall.boxes[i] as View["boxes"][number]), edges };
      const after = layout(view, { width: 1000, earlier: { view: tall, boxes: rest, detail } });
      const top = Math.min(...heights(after.boxes));
      if (gone === 1) expect(top).toBe(boxes[rest[0] as number]?.y);
      else expect(top).toBe(4);
    }
  });
});

describe("detail", () => {
  const of = (count: number, earlier?: "full" | "compact") =>
    detailOf(
      boxesWith(count, () => []),
      earlier,
    );

  it("is less from 25 boxes on", () => {
    expect([24, 25].map((count) => of(count))).toEqual(["full", "compact"]);
  });

  it("does not change with a few boxes more or fewer", () => {
    expect([16, 36, 37].map((count) => of(count, "full"))).toEqual(["full", "full", "compact"]);
    expect([37, 17, 16].map((count) => of(count, "compact"))).toEqual(["compact", "compact", "full"]);
  });
});

describe("matching", () => {
  const view = (...labels: string[]) => {
    const boxes = labels.map((text, node) => {
      const [label = "", line = "1", source = ""] = text.split(":");
      return { node, kind: "named", label, symbol: "", source, span: spanOn(Number(line)) } as const;
    });
    return { boxes, edges: [], output: 0, hidden: labels.length };
  };

  it.each([
    ["by name, source and line", ["a:1:x", "b:2:y"], ["b:2:y", "a:1:x", "c:3:z"], [1, 0, null]],
    ["by occurrence where names repeat", ["s:3", "s:3"], ["s:3", "s:3", "s:3"], [0, 1, null]],
    ["by name alone where it was bound on another path", ["x:1", "y:3:x * x"], ["y:5:-x"], [1]],
    ["exactly first", ["y:3", "y:5"], ["y:5"], [1]],
  ])("%s", (_, before, now, expected) => {
    expect(matches(view(...now), view(...before))).toEqual(expected);
  });

  it("takes the same shape for the same", () => {
    expect(matches(view("a", "b"), view("c", "d"))).toEqual([0, 1]);
  });
});

/** Pairs of boxes that lie on each other. */
function overlaps(boxes: readonly Place[]): [number, number][] {
  return boxes.flatMap((one, i) =>
    boxes.slice(0, i).flatMap((other, j): [number, number][] => {
      const apart = Math.abs(one.y - other.y) >= Math.min(one.height, other.height);
      return one.column !== other.column || apart ? [] : [[j, i]];
    }),
  );
}

/** A view of `count` boxes with these operands. */
function boxesWith(count: number, operands: (node: number) => number[]): View {
  const boxes = Array.from({ length: count }, (_, node) => {
    const symbol = operands(node).length > 0 ? "+" : "";
    return { node, kind: "named", label: `h${node}`, symbol, source: "", span: null } as const;
  });
  const edges = boxes.flatMap(({ node: target }) =>
    operands(target).map((source, slot) => ({ source, target, node: target, slot, between: 0 })),
  );
  return { boxes, edges, output: count - 1, hidden: 0 };
}

/** The same view; `read` is called whenever an end of an edge is read. */
function watched(view: View, read: () => void): View {
  const get = (edge: View["edges"][number], key: string | symbol) => {
    read();
    return Reflect.get(edge, key);
  };
  const edges = view.edges.map((edge) => new Proxy(edge, { get }));
  return { ...view, edges };
}

/** Mostly recent operands, some from far back. */
function tangle(count: number): View {
  const back = (node: number, slot: number) =>
    ((node * 7919 + slot * 104729) % (node % 5 === 0 ? node : 10)) + 1;
  return boxesWith(count, (node) => (node < 20 ? [] : [node - back(node, 1), node - back(node, 2)]));
}
