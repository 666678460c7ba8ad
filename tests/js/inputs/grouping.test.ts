/** Which inputs are a group, and where their squares stand. */

import { describe, expect, test } from "vitest";
import { groupingOf, mostRows } from "../../../js/inputs/grouping";
import { shapeOf } from "../../../js/inputs/shape";
import { chance } from "../chance";

const pick = chance(17);
const whole = (from: number, to: number) => Math.floor(pick(from, to));
const some = <T>(from: readonly T[]) => from[whole(0, from.length)] as T;
const list = (count: number, name: (i: number) => string) => Array.from({ length: count }, (_, i) => name(i));

/** Names as cells have them, some with marks, subscripts and modules, each once. */
function randomNames(count: number): string[] {
  const subscript = () => `[${some([String(whole(0, 9)), `'${some(["a", "b", "ab"])}'`])}]`;
  const name = () =>
    some(["w", "x", "X", "l1.w", "l2.b", "enc.l1.w", "inputs", "β"]) +
    list(whole(0, 4), subscript).join("") +
    some(["", "", ".x", "", "³", "⁽¹²⁾", "′"]);
  return [...new Set(list(count, name))];
}

/** Inputs of `nn.MLP(nin, nouts)`. */
function mlp(nin: number, nouts: readonly number[]): string[] {
  return nouts.flatMap((nout, layer) => {
    const before = layer === 0 ? nin : (nouts[layer - 1] as number);
    const neuron = (j: number) => [
      ...list(before, (i) => `l${layer + 1}.w[${j}][${i}]`),
      `l${layer + 1}.b[${j}]`,
    ];
    return Array.from({ length: nout }, (_, j) => neuron(j)).flat();
  });
}

const ascending = (positions: readonly number[]) =>
  positions.every((each, i) => i === 0 || each > (positions[i - 1] as number));
const titles = (names: readonly string[]) =>
  groupingOf(names).groups.map(({ title, members }) => [title, members.length]);

describe("a grouping", () => {
  test("has each input exactly once, in order, and at most so much that it can be looked over", () => {
    for (let round = 0; round < 500; round++) {
      const names = randomNames(whole(1, 120));
      for (const most of [12, 8, 4]) {
        const { rows, groups } = groupingOf(names, most);
        const all = [...rows, ...groups.flatMap(({ members }) => members)];
        expect([...all].sort((one, other) => one - other)).toEqual([...names.keys()]);
        expect(
          groups.every(({ members }) => members.length > 0 && ascending(members)) && ascending(rows),
        ).toBe(true);
        expect(new Set(groups.map(({ title }) => title)).size).toBe(groups.length);
        expect(groups.length).toBeLessThanOrEqual(most === 4 ? 1 : 13);
        if (groups.length > 0) expect(rows.length).toBeLessThanOrEqual(4);
        else expect(names.length).toBeLessThanOrEqual(most);
      }
    }
  });

  test("is by layer, by container, and by name", () => {
    expect(titles(mlp(2, [16, 16, 1]))).toEqual([
      ["layer 1", 48],
      ["layer 2", 272],
      ["layer 3", 17],
    ]);
    expect(titles(list(20, (i) => `X[${i >> 2}][${i & 3}]`))).toEqual([["X", 20]]);
    expect(titles(list(300, (i) => `d['${i % 15}']['${Math.floor(i / 15)}']`))).toEqual([["d", 300]]);
    expect(titles(list(14, (i) => `x${"⁰¹²³⁴⁵⁶⁷⁸⁹"[i % 10]}${i > 9 ? "′" : ""}`))).toEqual([["x", 14]]);
    expect(titles(list(13, (i) => `l1[${i}]`))).toEqual([["l1", 13]]);
    expect(titles(list(14, (i) => `p[${i >> 1}].${"xy"[i & 1]}`))).toEqual(
      list(7, (i) => [`p[${i}]`, 2] as never),
    );
  });

  test("leaves up to four inputs that belong to none their rows", () => {
    const names = ["rate", ...list(12, (i) => `w[${i}]`), "a", "b", "c"];
    expect(groupingOf(names)).toEqual({
      rows: [0, 13, 14, 15],
      groups: [{ title: "w", members: list(12, String).map((_, i) => i + 1) }],
    });
    const five = groupingOf([...names, "d", ...list(2, (i) => `inputs[${i}]`)]);
    expect([five.rows, five.groups.map(({ title }) => title)]).toEqual([[], ["w", "inputs", "other inputs"]]);
  });

  test("keeps names apart that differ in the last letter", () => {
    const long = "a_name_that_goes_on_and_on_";
    expect(titles(list(26, (i) => `${long}${String.fromCharCode(97 + (i >> 1))}[${i & 1}]`))).toEqual([
      ...list(
        6,
        (i) =>
          [
            `${long}${String.fromCharCode(97 + 2 * i)} to ${long}${String.fromCharCode(98 + 2 * i)}`,
            4,
          ] as never,
      ),
      [`${long}m`, 2],
    ]);
    expect(titles(list(13, (i) => `${long}${String.fromCharCode(97 + i)}`))).toEqual([["inputs", 13]]);
  });

  test("leaves few inputs as they are, the fewer the narrower the cell; where it is narrow, more are one group", () => {
    expect([420, 699, 700, 999, 1000].map(mostRows)).toEqual([4, 4, 8, 8, 12]);
    for (const most of [12, 8, 4]) {
      const names = list(most, (i) => `w${i}`);
      expect(groupingOf(names, most).groups).toEqual([]);
      expect(groupingOf([...names, "b"], most).groups).toMatchObject([{ title: "inputs" }]);
    }
    expect(groupingOf(mlp(2, [1, 1]), mostRows(420))).toEqual({
      rows: [],
      groups: [{ title: "inputs", members: [0, 1, 2, 3, 4] }],
    });
  });

  test("of 50,000 inputs looks at each name a few times", () => {
    let looks = 0;
    const get = (all: readonly string[], key: string | symbol) => {
      looks += 1;
      return Reflect.get(all, key);
    };
    const names = new Proxy(
      list(50_000, (i) => `d["${i % 223}"]["${i}"]`),
      { get },
    );
    const { groups } = groupingOf(names);
    const { cells, rows, columns } = shapeOf(names, groups[0]?.members ?? []);
    expect(looks).toBeLessThan(20 * 50_000);
    expect([groups.length, rows, columns, cells.length]).toEqual([1, 24, 24, 576]);
    expect(cells.reduce((sum, { members }) => sum + members.length, 0)).toBe(50_000);
  });
});

describe("the squares of a group", () => {
  const size = (names: readonly string[], members = [...names.keys()]) => {
    const { columns, rows } = shapeOf(names, members);
    return [columns, rows];
  };

  test("show each input exactly once, none over another", () => {
    for (let round = 0; round < 300; round++) {
      const names = randomNames(whole(1, 120));
      const { cells, columns, rows } = shapeOf(names, [...names.keys()]);
      expect(cells.flatMap(({ members }) => members).sort((one, other) => one - other)).toEqual([
        ...names.keys(),
      ]);
      expect(new Set(cells.map(({ column, row }) => `${column} ${row}`)).size).toBe(cells.length);
      for (const { column, row } of cells)
        expect(column >= 0 && column < columns && row >= 0 && row < rows).toBe(true);
    }
  });

  test("lie down: a layer's by neuron or by weight, a list's in lines of one length", () => {
    expect(size(mlp(2, [16]))).toEqual([16, 3]);
    expect(size(mlp(16, [16]))).toEqual([17, 16]);
    expect(size(mlp(16, [1]))).toEqual([17, 1]);
    expect(size(list(30, (i) => `w${i}`))).toEqual([15, 2]);
    expect(size(mlp(2, [16, 16, 1]))).toEqual([16 + 1 + 17 + 1 + 17, 16]);
  });

  test("are averaged by blocks where there are more than 24, and say so", () => {
    const names = list(64 * 64, (i) => `W[${i >> 6}][${i & 63}]`);
    const { note, cells } = shapeOf(names, [...names.keys()]);
    expect(note).toBe("64 × 64, drawn 24 × 24");
    expect(cells.length).toBe(576);
    expect(cells[0]?.members).toEqual([0, 1, 2, 64, 65, 66, 128, 129, 130]);
    expect(shapeOf(mlp(2, [16, 16, 1]), [0, 1, 2]).note).toBe("");
  });

  test("of lines of different length leave the ends free", () => {
    const { cells } = shapeOf(["t[0][0]", "t[1][0]", "t[1][1]", "t[1][2]"], [0, 1, 2, 3]);
    expect(cells.map(({ column, row }) => [column, row])).toEqual([
      [0, 0],
      [0, 1],
      [1, 1],
      [2, 1],
    ]);
  });
});
