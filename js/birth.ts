/** Where a nan or an inf comes from that reaches the output or a gradient: the operation that made it of good numbers. */

import { NAMES } from "./generated/ops";
import { short } from "./numbers";
import type { Graph } from "./protocol";
import type { Replay } from "./replay";
import type { Box } from "./view";

export interface Birth {
  readonly node: number;
  readonly word: string; // nan, inf or −inf
  readonly isValue: boolean; // whether it is the node's value; else it is what flows back from it
  readonly place: string; // `log of −0.3, line 4`
  readonly reason: string; // what was wrong with the operands, in a sentence
}

const NEEDS: Readonly<Record<string, string>> = {
  log: "a number above 0",
  log2: "a number above 0",
  log10: "a number above 0",
  log1p: "a number above \u22121",
  sqrt: "a number of at least 0",
  asin: "a number from \u22121 to 1",
  acos: "a number from \u22121 to 1",
};
const SIGNS: Readonly<Record<string, string>> = {
  add: "+",
  sub: "\u2212",
  mul: "×",
  div: "/",
  pow: "**",
  mod: "%",
};

/** The first bad number, if one has reached the output or the gradient of an input. */
export function birthOf(replay: Replay): Birth | null {
  const { output, inputs } = replay.graph;
  if (output < 0 || replay.stale) return null;
  if (!Number.isFinite(replay.value(output))) return birthOfValue(replay, output);
  return inputs.some(({ node }) => isBad(replay.gradient(node))) ? birthOfGradient(replay) : null;
}

/** From a bad value to an operand that is as bad, until there is none. */
function birthOfValue(replay: Replay, from: number): Birth | null {
  let node = from;
  for (;;) {
    const isNan = Number.isNaN(replay.value(node));
    const isAsBad = (x: number) => (isNan ? Number.isNaN(x) : !Number.isFinite(x));
    const cause = operandsOf(replay.graph, node).find((operand) => isAsBad(replay.value(operand)));
    if (cause === undefined) break;
    node = cause;
  }
  if (operandsOf(replay.graph, node).length === 0) return null; // it was given, not made
  return { ...common(replay, node), word: short(replay.value(node)), isValue: true };
}

/** The first operation, on the way back, at which a good gradient turns bad. */
function birthOfGradient(replay: Replay): Birth | null {
  const { graph } = replay;
  for (let node = graph.output; node >= 0; node--) {
    if (isBad(replay.gradient(node))) continue;
    const slot = operandsOf(graph, node).findIndex((_, i) => isBad(replay.contribution(node, i)));
    if (slot < 0) continue;
    const { place, reason } = common(replay, node, "at");
    const word = short(replay.contribution(node, slot) as number);
    return { node, word, isValue: false, place: `derivative of ${place}`, reason };
  }
  return null;
}

function common(replay: Replay, node: number, joint = "of"): Pick<Birth, "node" | "place" | "reason"> {
  const line = boxOf(replay.graph, node)?.span?.line;
  return {
    node,
    place: applied(replay, node, joint) + (line ? `, line ${line}` : ""),
    reason: reasonOf(replay, node),
  };
}

/** `log of −0.3`, `1 / 0`, `hypot(inf, 1)`. */
function applied(replay: Replay, node: number, joint: string): string {
  const name = nameOf(replay.graph, node);
  const numbers = operandsOf(replay.graph, node).map((operand) => short(replay.value(operand)));
  const [first = "", second = "", ...more] = numbers;
  const sign = SIGNS[name];
  if (sign && more.length === 0)
    return `${sign === "**" && first.startsWith("\u2212") ? `(${first})` : first} ${sign} ${second}`;
  return numbers.length === 1 ? `${name} ${joint} ${first}` : `${name}(${numbers.join(", ")})`;
}

function reasonOf(replay: Replay, node: number): string {
  const name = nameOf(replay.graph, node);
  const operands = operandsOf(replay.graph, node);
  const of = operands[0] as number;
  const label = boxOf(replay.graph, of)?.label ?? "its operand";
  const value = replay.value(node);
  const need = NEEDS[name];
  if (need && !Number.isFinite(value))
    return `${name} needs ${need}; ${label} is ${short(replay.value(of))}.`;
  const areFinite = operands.every((operand) => Number.isFinite(replay.value(operand)));
  const isDivision = name === "div" || name === "reciprocal";
  if (isDivision && replay.value(operands.at(-1) as number) === 0) return "The divisor is 0.";
  if (areFinite && !Number.isFinite(value) && !Number.isNaN(value))
    return `${applied(replay, node, "of")} is too large for a float.`;
  return "";
}

function operandsOf({ start, operands }: Graph, node: number): number[] {
  return [...operands.subarray(start[node], start[node + 1])];
}

function nameOf({ opcodes, view }: Graph, node: number): string {
  return (
    NAMES[opcodes[node] as number] ?? view.boxes.find((box) => box.node === node)?.symbol ?? "an operation"
  );
}

function boxOf({ view }: Graph, node: number): Box | undefined {
  return view.boxes.find((box) => box.node === node);
}

function isBad(x: number | null | undefined): boolean {
  return typeof x === "number" && !Number.isFinite(x);
}
