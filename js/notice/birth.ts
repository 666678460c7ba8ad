/**
 * Where a nan or an inf that is shown comes from: the operation that made it from finite numbers.
 *
 * Twin: microgradext/explain/chain_rule/birth.py
 */

import { NAMES } from "../mathematics/generated/ops";
import { NEEDS, SIGNS } from "../mathematics/generated/sentences";
import type { Replay } from "../tape/replay";
import type { Box } from "../view/view";
import type { Graph } from "../wire/protocol";
import { MINUS, short } from "../words/numbers";

export interface Birth {
  readonly node: number;
  readonly word: string; // nan, inf or −inf
  readonly isValue: boolean; // whether the node's value is bad; otherwise it is what flows back from it
  readonly place: string; // `log of −0.3, line 4`
  readonly reason: string; // a sentence on what was wrong with the operands
}

/** The first bad number, if one has reached the output or the gradient of an input. */
export function birthOf(replay: Replay): Birth | null {
  const { output, inputs } = replay.graph;
  if (output < 0 || replay.stale) return null;
  if (!Number.isFinite(replay.value(output))) return birthOfValue(replay, output);
  const input = inputs.find(({ node }) => isBad(replay.gradient(node)));
  return input ? birthOfGradient(replay, input.node) : null;
}

/** Go from a bad value to an operand that is not finite either, to a nan before an inf, until there is none. */
function birthOfValue(replay: Replay, from: number): Birth | null {
  let node = from;
  for (let cause: number | undefined = node; cause !== undefined; ) {
    node = cause;
    const bad = operandsOf(replay.graph, node).filter((operand) => isBad(replay.value(operand)));
    cause = bad.find((operand) => Number.isNaN(replay.value(operand))) ?? bad[0];
  }
  return { ...common(replay, node), word: short(replay.value(node)), isValue: true };
}

/** Follow an input's bad gradient along what flowed back to the operation that made it from a finite one. */
function birthOfGradient(replay: Replay, input: number): Birth | null {
  const bad = badFlows(replay);
  let at = bad.get(input);
  while (at !== undefined && isBad(replay.gradient(at.node))) at = bad.get(at.node);
  if (at === undefined) return null;
  const word = short(replay.contribution(at.node, at.slot) as number);
  const { place, reason } = common(replay, at.node, "at");
  return { node: at.node, word, isValue: false, place: `derivative of ${place}`, reason };
}

interface Flow {
  readonly node: number;
  readonly slot: number;
}

/** For each node, a bad contribution that reached it. */
function badFlows(replay: Replay): Map<number, Flow> {
  const { data, start, operands } = replay.graph;
  const found = new Map<number, Flow>();
  for (let node = 0; node < data.length; node++) {
    const first = start[node] as number;
    for (let at = first; at < (start[node + 1] as number); at++) {
      const slot = at - first;
      if (isBad(replay.contribution(node, slot))) found.set(operands[at] as number, { node, slot });
    }
  }
  return found;
}

function common(replay: Replay, node: number, joint = "of"): Pick<Birth, "node" | "place" | "reason"> {
  const line = boxOf(replay.graph, node)?.span?.line;
  return {
    node,
    place: applied(replay, node, joint) + (line ? `, line ${line}` : ""),
    reason: reasonOf(replay, node),
  };
}

/** `log of −0.3`, `(−8)**0.5`, `hypot(inf, 1)`; `given` for a leaf. */
function applied(replay: Replay, node: number, joint: string): string {
  const name = nameOf(replay.graph, node);
  const numbers = operandsOf(replay.graph, node).map((operand) => short(replay.value(operand)));
  const [first, second, ...more] = numbers;
  if (first === undefined) return "given";
  if (second === undefined) return `${name} ${joint} ${first}`;
  const sign = SIGNS[name];
  const isByHand = (replay.graph.opcodes[node] as number) < 0 && !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
  if (more.length > 0 || (!sign && !isByHand)) return `${name}(${numbers.join(", ")})`;
  if (sign === "**") return `${bracketed(first)}**${second}`;
  return `${sign ? first : bracketed(first)} ${sign ?? name} ${bracketed(second)}`;
}

function bracketed(number: string): string {
  return number.startsWith(MINUS) ? `(${number})` : number;
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
