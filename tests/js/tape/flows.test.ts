/** What flows back to an operand is computed when it is asked for: it must be what the backward pass has added. */

import { describe, expect, test } from "vitest";
import { ARITY, NAMES } from "../../../js/mathematics/generated/ops";
import { ancestors, Tape } from "../../../js/tape/tape";
import { decodeGraph, type Graph, WRITTEN_CODE } from "../../../js/wire/protocol";
import { chance } from "../chance";
import { floats, message, type Sketch } from "../message";

const SPECIAL = [0, -0, 1, -1, 0.5, 2, -3, Number.POSITIVE_INFINITY, Number.NaN, 1e-320, 1e200];

interface Case {
  readonly graph: Graph;
  readonly number: () => number;
  readonly shuffled: <T>(list: readonly T[]) => T[];
}

/** Any rows of the op table on any numbers, some operations written by hand, with or without a run's own gradients. */
function randomCase(seed: number): Case {
  const random = chance(1 + seed * 7919);
  const below = (count: number) => Math.floor(random(0, count));
  const number = () => (random(0, 1) < 0.15 ? (SPECIAL[below(SPECIAL.length)] as number) : random(-2, 2));
  const sketches: Sketch[] = Array.from({ length: 3 }, (_, i) => ({ name: `x${i}`, value: number() }));
  for (let i = 0; i < 25; i++) {
    const row = below(NAMES.length);
    const isByHand = seed % 3 === 0 && random(0, 1) < 0.2;
    const arity = isByHand || ARITY[row] === -1 ? 1 + below(4) : (ARITY[row] as number);
    const of = Array.from({ length: arity }, () => `${sketches[below(sketches.length)]?.name}`);
    sketches.push({ name: `n${i}`, op: isByHand ? "written" : `${NAMES[row]}`, of, value: number() });
  }
  const slots = sketches.reduce((sum, { of = [] }) => sum + of.length, 0);
  const some = (count: number) => floats(Array.from({ length: count }, number));
  const known = seed % 2 ? { gradients: some(sketches.length), contributions: some(slots) } : {};
  const shuffled = <T>(list: readonly T[]) =>
    list
      .map((each) => [random(0, 1), each] as const)
      .sort(([one], [other]) => one - other)
      .map(([, each]) => each);
  return { graph: decodeGraph(message(sketches, known)), number, shuffled };
}

/** The node and slot of each operand. */
function operandsOf({ start, opcodes }: Graph): [node: number, slot: number][] {
  return [...opcodes.keys()].flatMap((node) => {
    const count = (start[node + 1] as number) - (start[node] as number);
    return Array.from({ length: count }, (_, slot): [number, number] => [node, slot]);
  });
}

describe.each(Array.from({ length: 80 }, (_, seed) => seed))("in random graph %i", (seed) => {
  const { graph, number, shuffled } = randomCase(seed);
  const [all, tape] = [operandsOf(graph), new Tape(graph)];

  test("gradients are the sums of the contributions, in the order of the backward pass, to the last bit", () => {
    for (let turn = 0; turn < 3; turn++) {
      tape.evaluate(graph.inputs.map(number));
      if (all.some((each) => tape.contribution(...each) === null)) continue; // hidden, by hand
      const sums = new Map([[graph.output, 1]]);
      for (const node of [...graph.opcodes.keys()].reverse()) {
        for (const [, slot] of all.filter(([own]) => own === node && sums.has(node))) {
          const operand = graph.operands[(graph.start[node] as number) + slot] as number;
          sums.set(operand, (sums.get(operand) ?? 0) + (tape.contribution(node, slot) as number));
        }
      }
      expect([...graph.opcodes.keys()].map((node) => sums.get(node) ?? 0)).toEqual([...tape.gradients]);
    }
  });

  test("it does not matter in which order one asks, and for what else", () => {
    tape.evaluate(graph.inputs.map(number));
    const flows = new Map(all.map((each) => [each.join(), tape.contribution(...each)]));
    for (const each of shuffled(all)) {
      if (number() > 0) tape.local(...(shuffled(all)[0] as [number, number]));
      expect(tape.contribution(...each)).toBe(flows.get(each.join()));
    }
  });

  test("taken together they are the same, to the last bit", () => {
    const leads = ancestors(graph, [graph.output]);
    const nodes = new Set(all.map(([node]) => node).filter((node) => leads[node] === 1));
    const chosen = Int32Array.from(nodes).filter(() => number() > -1);
    const steps = tape.stepsOf(chosen);
    expect(steps === null).toBe(graph.contributions !== null || graph.opcodes.includes(WRITTEN_CODE));
    if (steps === null) return; // they are to be asked one by one
    for (let turn = 0; turn < 3; turn++) {
      tape.evaluate(graph.inputs.map(number));
      const flows = tape.flows(steps);
      for (const [node, slot] of all.filter(([own]) => chosen.includes(own))) {
        const place = steps.places[node] as number;
        expect(flows[place + 1 + slot]).toBe(tape.contribution(node, slot));
      }
    }
  });

  test("a recalled run shows its own", () => {
    tape.evaluate(graph.inputs.map(number));
    tape.recall();
    if (!graph.contributions) return;
    expect(all.map((each) => tape.contribution(...each))).toEqual([...graph.contributions]);
  });
});
