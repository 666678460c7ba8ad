/** Views with folds: a frame holds its boxes, and an edge goes on inside where it ends outside. */

import { describe, expect, it, vi } from "vitest";
import { ALONE } from "../../../js/folds/folded";
import { layout, type Place, type View } from "../../../js/layout/layout";
import type { Box, Edge, Fold } from "../../../js/view/view";

const FOLD: Fold = {
  ...ALONE,
  region: 0,
  title: "layer 1",
  summary: "2 neurons",
  nodes: 3,
  single: false,
  opens: true,
};

function box(node: number, label: string, changes: Partial<Box> = {}): Box {
  return { node, kind: "named", label, symbol: "+", source: "", span: null, ...changes };
}

function edge(source: number, target: number, changes: Partial<Edge> = {}): Edge {
  return { source, target, node: target, slot: 0, between: 0, ...changes };
}

const LEAF = { kind: "input", symbol: "" } as const;

/** `x` and `w` lead to `a` and `b` in layer 1, and those to `y`. */
const OPEN: View = {
  boxes: [
    box(0, "x", LEAF),
    box(1, "w", LEAF),
    box(2, "a", { frame: 4 }),
    box(3, "b", { frame: 4 }),
    box(3, "layer 1", { kind: "frame", fold: FOLD }),
    box(4, "y"),
  ],
  edges: [
    edge(0, 4),
    edge(1, 4),
    edge(4, 2, { frame: 4, port: 0 }),
    edge(4, 3, { frame: 4, port: 0 }),
    edge(4, 3, { frame: 4, port: 1 }),
    edge(2, 4, { frame: 4, port: 5 }),
    edge(3, 4, { frame: 4, port: 5 }),
    edge(4, 5),
  ],
  output: 5,
  hidden: 0,
};

const CLOSED: View = {
  boxes: [
    box(0, "x", LEAF),
    box(1, "w", LEAF),
    box(3, "layer 1", { kind: "scope", fold: FOLD }),
    box(4, "y"),
  ],
  edges: [edge(0, 2, { flows: [0, 2] }), edge(1, 2), edge(2, 3, { flows: [4, 5] })],
  output: 3,
  hidden: 2,
};

function at(places: readonly Place[], index: number): Place {
  return places[index] as Place;
}

function ends(path: string): { start: string | undefined; end: string | undefined } {
  const numbers = path.match(/-?[\d.]+/g) ?? [];
  const level = path.includes("C") ? numbers.at(-1) : numbers[1];
  return { start: numbers[1], end: level };
}

describe("a view with folds", () => {
  const picture = layout(OPEN, { width: 900 });
  const frame = at(picture.boxes, 4);

  it("has its boxes within the frame", () => {
    for (const inner of [at(picture.boxes, 2), at(picture.boxes, 3)]) {
      expect(inner.x).toBeGreaterThan(frame.x + 12);
      expect(inner.x + inner.width).toBeLessThan(frame.x + frame.width - 12);
      expect(inner.y).toBeGreaterThanOrEqual(frame.y + 28 + 12);
      expect(inner.y + inner.height).toBeLessThanOrEqual(frame.y + frame.height - 12);
    }
  });

  it("lets the edges of one box pass the border at one place", () => {
    const [x, w, toA, toB, wToB, fromA, fromB, toY] = picture.edges.map(({ path }) => ends(path));
    expect([toA?.start, toB?.start]).toEqual([x?.end, x?.end]);
    expect(wToB?.start).toBe(w?.end);
    expect([fromA?.end, fromB?.end]).toEqual([toY?.start, toY?.start]);
    expect(x?.end).not.toBe(w?.end);
  });

  it("has the same order and columns outside, open or closed", () => {
    const closed = layout(CLOSED, { width: 900 }).boxes.map(({ column }) => column);
    expect([0, 1, 4, 5].map((box) => at(picture.boxes, box).column)).toEqual(closed);
    expect(at(picture.boxes, 0).y).toBeLessThan(at(picture.boxes, 1).y);
  });

  it("fills the width inside and outside", () => {
    const wider = layout(OPEN, { width: 1000 });
    expect(wider.width).toBeGreaterThan(picture.width);
    expect(at(wider.boxes, 4).width).toBeGreaterThan(frame.width);
    expect(layout(OPEN, { width: 100 }).width).toBeGreaterThan(100);
  });

  it("finds who stands where once for all widths", () => {
    const reads = vi.fn();
    const get = (read: Edge, key: string | symbol) => {
      reads();
      return Reflect.get(read, key);
    };
    const view = { ...OPEN, edges: OPEN.edges.map((each) => new Proxy(each, { get })) };
    const [narrow, wide] = [500, 900].map((width) => {
      reads.mockClear();
      return { places: layout(view, { width }).boxes, read: reads.mock.calls.length };
    }) as [{ places: Place[]; read: number }, { places: Place[]; read: number }];
    expect(wide.places.map(({ y }) => y)).toEqual(narrow.places.map(({ y }) => y));
    expect(wide.read).toBeLessThan(narrow.read);
  });

  it("is laid out from scratch, and so is what comes after it", () => {
    const plain: View = {
      ...CLOSED,
      boxes: CLOSED.boxes.map(({ fold: _, ...rest }) => ({ ...rest, kind: "named" })),
    };
    const before = { view: plain, boxes: [0, 1, 2, null, null, 3], detail: "full" } as const;
    layout(plain, { width: 900 });
    expect(layout(OPEN, { width: 900, earlier: before })).toEqual(picture);
    const fresh = layout({ ...plain }, { width: 900 });
    const after = { view: CLOSED, boxes: [0, 1, 2, 3], detail: "full" } as const;
    expect(layout({ ...plain }, { width: 900, earlier: after })).toEqual(fresh);
  });

  it("is never compact", () => {
    const many = Array.from({ length: 40 }, (_, node) =>
      box(node, `h${node}`, node > 38 ? { fold: FOLD } : {}),
    );
    expect(layout({ boxes: many, edges: [] }, { width: 900 }).detail).toBe("full");
  });

  it("draws frames that lead to each other", () => {
    const view = { ...CLOSED, edges: [...CLOSED.edges, edge(3, 2)] };
    expect(layout(view, { width: 900 }).edges).toHaveLength(4);
  });

  it("makes rows of many folds with the same operands, and of none that has nothing in common with them", () => {
    const fold = { ...FOLD, single: true };
    const alone = Array.from({ length: 8 }, (_, node) => box(node, `a${node}`));
    const scope = (node: number) => box(node, `f${node}()`, { kind: "scope", fold });
    const heights = (boxes: readonly Box[], edges: readonly Edge[]) =>
      layout({ boxes, edges, output: boxes.length - 1 }, { width: 900 }).boxes.map(({ height }) => height);
    expect(heights([...alone, scope(8)], [])[8], "beside eight boxes that have no operands either").toBe(60);
    const many = Array.from({ length: 8 }, (_, i) => scope(1 + i));
    const made = heights(
      [box(0, "x"), ...many],
      many.map((_, i) => edge(0, 1 + i)),
    );
    expect(new Set(made.slice(1))).toEqual(new Set([24]));
  });
});
