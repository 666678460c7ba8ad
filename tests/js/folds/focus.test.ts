/** What is drawn of a graph while one looks into a region, or at what one node has to do with, on random graphs. */

import { describe, expect, test } from "vitest";
import { focused, regionsIn, related } from "../../../js/folds/focus";
import {
  consumersOf,
  framesOf,
  type Operands,
  type Parts,
  partsOf,
  type State,
} from "../../../js/folds/parts";
import { openedTo } from "../../../js/folds/walking";
import { KIND, NONE, type Regions } from "../../../js/wire/regions";
import { chance } from "../chance";

const ROUNDS = 300;
const uniform = chance(1234567);
const whole = (from: number, to: number) => Math.floor(uniform(from, to + 1));

interface Case {
  readonly graph: Operands;
  readonly regions: Regions;
  readonly state: State;
}

/** Nodes that use earlier ones, in a tree of calls; some of these are open. */
function randomCase(): Case {
  const [nodes, count] = [whole(5, 40), whole(2, 12)];
  const parent = Int32Array.from({ length: count }, (_, region) => (region === 0 ? 0 : whole(0, region - 1)));
  const lists = Array.from({ length: nodes }, (_, node) =>
    Array.from({ length: node === 0 ? 0 : whole(0, 3) }, () => whole(0, node - 1)),
  );
  const start = new Int32Array(nodes + 1);
  for (let node = 0; node < nodes; node++)
    start[node + 1] = (start[node] as number) + (lists[node]?.length ?? 0);
  const graph: Operands = {
    start,
    operands: Int32Array.from(lists.flat()),
    output: nodes - 1,
    opcodes: new Int32Array(nodes),
    data: new Float64Array(nodes),
    guards: [],
    isConstant: () => false,
    label: () => "",
  };
  const regions: Regions = {
    node: Int32Array.from({ length: nodes }, () => whole(0, count - 1)),
    kind: new Uint8Array(count).fill(KIND.call),
    parent,
    ordinal: new Int32Array(count),
    head: new Int32Array(count).fill(NONE),
    label: Array.from({ length: count }, (_, region) => `f${region}()`),
  };
  const open = new Set([...parent.keys()].filter((region) => region > 0 && uniform(0, 1) < 0.4));
  return { graph, regions, state: { open, turns: new Map(), rest: new Set() } };
}

/** The places of all operands that are drawn, in order, those that are in a stroke more than once too. */
function drawnPlaces({ crossing }: Parts): number[] {
  return crossing.flatMap(({ places }) => places).sort((one, other) => one - other);
}

/** 1 for one node. */
function single({ output }: Operands, node: number): Uint8Array {
  return new Uint8Array(output + 1).fill(1, node, node + 1);
}

function operandsWhere(
  { start, operands }: Operands,
  holds: (user: number, operand: number) => boolean,
): number[] {
  const users = consumersOf(start);
  return [...operands.keys()].filter((place) => holds(users[place] as number, operands[place] as number));
}

describe("what is drawn", () => {
  test("within a region is each operand that has to do with it, once, and nothing else", () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { graph, regions, state } = randomCase();
      const within = whole(1, regions.kind.length - 1);
      const all = partsOf(graph, regions, openedTo(regions, state, within));
      const some = focused(all, graph, regions, { within, only: null });
      const isIn = regionsIn(regions, within);
      const isInside = (node: number) => isIn[regions.node[node] as number] === 1;
      const isBetween = (user: number, operand: number) => all.ofNode[user] !== all.ofNode[operand];
      const expected = operandsWhere(
        graph,
        (user, operand) => isBetween(user, operand) && (isInside(user) || isInside(operand)),
      );
      expect(drawnPlaces(some)).toEqual(expected);
      for (const part of some.parts.keys()) {
        for (const frame of framesOf(some, part)) expect(isIn[some.parts[frame]?.region as number]).toBe(1);
      }
      for (const [node, part] of some.ofNode.entries()) if (isInside(node)) expect(part).not.toBe(NONE);
    }
  });

  test("within a region is the same whatever is open around it", () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { graph, regions, state } = randomCase();
      const within = whole(1, regions.kind.length - 1);
      const isIn = regionsIn(regions, within);
      const less = { ...state, open: new Set([...state.open].filter((region) => isIn[region] === 1)) };
      const [one, other] = [state, less].map((each) => {
        const all = partsOf(graph, regions, openedTo(regions, each, within));
        return focused(all, graph, regions, { within, only: null });
      });
      expect(one).toEqual(other);
    }
  });

  test("only for one node is each operand between nodes that it has to do with, once", () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { graph, regions, state } = randomCase();
      const all = partsOf(graph, regions, state);
      const node = whole(0, graph.output);
      for (const way of ["operands", "uses"] as const) {
        const only = related(graph, single(graph, node), way);
        const some = focused(all, graph, regions, { within: null, only });
        const expected = operandsWhere(
          graph,
          (user, operand) =>
            all.ofNode[user] !== all.ofNode[operand] && only[user] === 1 && only[operand] === 1,
        );
        expect(drawnPlaces(some)).toEqual(expected);
        expect([...some.ofNode].map((part) => Number(part !== NONE))).toEqual([...only]);
      }
    }
  });

  test("is what a node is made from, or what is made from it", () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { graph } = randomCase();
      const [early, late] = [whole(0, graph.output), whole(0, graph.output)];
      const [from, to] = [single(graph, late), single(graph, early)];
      expect(related(graph, from, "operands")[early]).toBe(related(graph, to, "uses")[late]);
    }
  });
});
