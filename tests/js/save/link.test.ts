/** Links to a point: what is written is read, and whatever else stands there moves nothing. */

import { expect, test } from "vitest";
import { keyOf, movable, opening, pointIn, withPoint } from "../../../js/save/link";
import { Replay } from "../../../js/tape/replay";
import { decodeGraph } from "../../../js/wire/protocol";
import { chance } from "../chance";
import { message, README } from "../message";

const point = (values: Record<string, number>) => new Map(Object.entries(values));

test("a link is short and has every digit", () => {
  expect(withPoint("", "f", point({ a: -2, b: 3 }))).toBe("#f:a=-2,b=3");
  expect(withPoint("#f:a=1;g:x=1", "f", point({ a: 0.1 + 0.2 }))).toBe("#f:a=0.30000000000000004;g:x=1");
  expect(withPoint("#f:a=1", "g", point({ x: -0, y: Number.NaN, z: 1e21 }))).toBe("#f:a=1;g:x=-0,z=1e+21");
  expect(withPoint("#a-heading", "d * e", point({ "w[0]": 1 }))).toBe("#d%20*%20e:w%5B0%5D=1");
});

test("half a character is no reason to fail", () => {
  expect(withPoint("", "\ud800", point({ "\udc00": 1 }))).toBe("#%EF%BF%BD:%EF%BF%BD=1");
});

test("pictures of one name are told apart", () => {
  const taken = new Set<string>();
  expect(["f", "f", "f-2", "f", "g"].map((title) => keyOf(title, taken))).toEqual([
    "f",
    "f-2",
    "f-2-2",
    "f-3",
    "g",
  ]);
});

test.each([
  ["f:a=-2,b=3", { a: -2, b: 3 }],
  ["g:a=1;f:a=2", { a: 2 }],
  ["f:a=1e400,b=NaN,c=Infinity,d=0x10,e=,=1,g,h=1 2,i=--1", { "": 1 }],
  ["f:a=.5,b=-1E-3,c=+2.", { a: 0.5, b: -0.001, c: 2 }],
  ["f:%zz=1,%61=2", { a: 2 }],
  ["%66:a=1", { a: 1 }],
  ["f:a=1;f:a=2", { a: 1 }],
  ["f", {}],
  ["", {}],
  [":;;=,:f", {}],
])("%s gives %o", (hash, expected) => {
  expect(Object.fromEntries(pointIn(`#${hash}`, "f"))).toEqual(expected);
});

test("every name and every number comes back", () => {
  const between = chance(1);
  const letters = ["a", ":", ";", "=", ",", "%", "#", "é", "[0]", " ", "<", "🙂", "+"];
  const word = () =>
    Array.from({ length: between(1, 5) }, () => letters[Math.floor(between(0, letters.length))]).join("");
  for (let round = 0; round < 200; round++) {
    const [key, other] = [word(), word()];
    const written = new Map(
      Array.from({ length: 3 }, () => [word(), between(-1, 1) * 10 ** between(-30, 30)]),
    );
    const hash = withPoint(withPoint("#x", other, point({ a: 1 })), key, written);
    expect(pointIn(hash, key)).toEqual(written);
    if (other !== key) expect(pointIn(hash, other)).toEqual(point({ a: 1 }));
    expect(hash).toMatch(/^#[!-~]+$/);
  }
});

test("a page opens at what it can move, and elsewhere where the code ran", () => {
  const raw = message();
  const [a, b] = raw.inputs;
  const graph = (changes = {}) => decodeGraph(message(README, changes));
  const named = point({ a: 1.5, b: 4.5, nobody: 9 });
  expect([...opening(graph(), named)]).toEqual([1.5, 4.5]);
  expect([...opening(graph(), point({ b: 0 }))]).toEqual([-2, 0]);
  expect([...opening(graph({ inputs: [a, { ...b, held: true }], mode: "rerun" }), named)]).toEqual([1.5, 3]);
  expect([...opening(graph({ inputs: [{ ...a, whole: true }, b] }), named)]).toEqual([1.5, 4.5]);
  expect([...opening(graph({ frozen: "It cannot move." }), named)]).toEqual([-2, 3]);
});

test("what a page cannot move is not in its links", () => {
  const { inputs } = message();
  const held = inputs.map((input) => ({ ...input, held: input.name === "a" }));
  const at = (changes: object) => movable(new Replay(decodeGraph(message(README, { ...changes })), [1, 2]));
  expect(at({})).toEqual(point({ a: 1, b: 2 }));
  expect(at({ inputs: held })).toEqual(point({ b: 2 }));
  expect(at({ frozen: "It cannot move." })).toEqual(point({}));
});
