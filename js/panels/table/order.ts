/** By what the rows of the table are sorted, and how. */

import type { Nodes } from "../../stage/nodes";
import type { Replay } from "../../tape/replay";

export const KEYS = ["name", "line", "value", "|value|", "gradient", "|gradient|", "|flow|"] as const;

export type Key = (typeof KEYS)[number];

export interface Sorting {
  readonly by: Key;
  readonly isDown: boolean; // whether the largest is first
}

/** What a press on a head does: its own order first, then the other way round, then the order of the code again. */
export function pressed(sorting: Sorting | null, by: Key): Sorting | null {
  const isDown = by !== "name" && by !== "line";
  if (sorting?.by !== by) return { by, isDown };
  return sorting.isDown === isDown ? { by, isDown: !isDown } : null;
}

/** Whether the order depends on the point. */
export function isByNumbers({ by }: Sorting): boolean {
  return by !== "name" && by !== "line";
}

/** The rows in order; those that are equal stay in the order of the code, those without a number come last. */
export function ordered({ by, isDown }: Sorting, nodes: Nodes, replay: Replay): Int32Array {
  return sorted(keysOf(by, nodes, replay), isDown);
}

/** The largest of what flows back from a node to one of its operands, without its sign; null if there is none. */
export function flowOf(replay: Replay, node: number): number | null {
  const { start } = replay.graph;
  const count = (start[node + 1] as number) - (start[node] as number);
  let largest: number | null = null;
  for (let slot = 0; slot < count; slot++) {
    const flow = replay.contribution(node, slot);
    if (flow === null) return null;
    const size = Math.abs(flow);
    if (largest === null || !(size <= largest)) largest = size;
  }
  return largest;
}

const value = (replay: Replay, node: number) => replay.value(node);
const gradient = (replay: Replay, node: number) => replay.gradient(node);

function keysOf(by: Key, nodes: Nodes, replay: Replay): Float64Array {
  if (by === "name") return ranksOf(nodes);
  if (by === "line") return Float64Array.from(nodes.line, (line) => line || Number.NaN);
  const keys = new Float64Array(nodes.count);
  const isSize = by.startsWith("|");
  const read = by === "|flow|" ? flowOf : by.includes("value") ? value : gradient;
  for (let row = 0; row < nodes.count; row++) {
    const x = read(replay, nodes.node[row] as number) ?? Number.NaN;
    keys[row] = isSize ? Math.abs(x) : x;
  }
  return keys;
}

/** For each row the place of its name among all: `w[2]` comes before `w[10]`. */
function ranksOf(nodes: Nodes): Float64Array {
  const texts = [...nodes.names.all, ...nodes.sources.all].map(naturally);
  const places = new Map([...new Set(texts)].sort(compared).map((text, place) => [text, place]));
  const ranks = texts.map((text) => places.get(text) as number);
  const keys = new Float64Array(nodes.count);
  for (let row = 0; row < nodes.count; row++) {
    const isNamed = nodes.names.at(row) !== "";
    const at = isNamed ? nodes.names.of[row] : nodes.names.all.length + (nodes.sources.of[row] as number);
    keys[row] = ranks[at as number] as number;
  }
  return keys;
}

/** A text that stands where it belongs among others: in front of each number is how many digits it has. */
function naturally(text: string): string {
  return text.toLowerCase().replace(/\d+/g, (digits) => String.fromCharCode(48 + digits.length) + digits);
}

/** By code units, since comparing as a language does takes a second for a hundred thousand. */
function compared(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const DIGITS = 4; // of a number, 16 bits each
const BASE = 1 << 16;

/** Indices in the order of their keys, nan last; by digits, in a time that grows with their number only. */
export function sorted(keys: Float64Array, isDown: boolean): Int32Array {
  const digits = digitsOf(keys, isDown);
  let order = new Int32Array(keys.length);
  let next = new Int32Array(keys.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let digit = 0; digit < DIGITS; digit++) {
    place(order, next, digits, digit);
    [order, next] = [next, order];
  }
  return order;
}

/** Put what is in order into the order of one digit; where that is the same, it stays in order. */
function place(order: Int32Array, next: Int32Array, digits: Uint16Array, digit: number): void {
  const starts = new Uint32Array(BASE + 1);
  for (let at = digit; at < digits.length; at += DIGITS) (starts[(digits[at] as number) + 1] as number)++;
  for (let at = 1; at < BASE; at++) (starts[at] as number) += starts[at - 1] as number;
  for (let i = 0; i < order.length; i++) {
    const index = order[i] as number;
    next[(starts[digits[DIGITS * index + digit] as number] as number)++] = index;
  }
}

const ALL = 0xffffffff;
const SIGN = 0x80000000;

/** The digits of each number, the lowest first, so that a number that comes later has larger ones. */
function digitsOf(keys: Float64Array, isDown: boolean): Uint16Array {
  const numbers = keys.slice();
  const words = new Uint32Array(numbers.buffer); // two for each number, the lower first
  for (let at = 0; at < words.length; at += 2) {
    if (numbers[at / 2] === 0) numbers[at / 2] = 0; // and not -0
    const isNegative = (words[at + 1] as number) >= SIGN;
    const [low, high] = isNegative === isDown ? [0, isDown ? 0 : SIGN] : [ALL, isDown ? ALL - SIGN : ALL];
    const isNumber = !Number.isNaN(keys[at / 2]);
    words[at] = isNumber ? (words[at] as number) ^ low : ALL;
    words[at + 1] = isNumber ? (words[at + 1] as number) ^ high : ALL;
  }
  return new Uint16Array(numbers.buffer);
}
