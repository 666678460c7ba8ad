/** What is drawn while a region fills the picture, or only what one node has to do with. */

import { describe, expect, test } from "vitest";
import { focused, regionsIn, related } from "../../../js/folds/focus";
import { type Operands, type Parts, partsOf, type State } from "../../../js/folds/parts";
import { openedTo } from "../../../js/folds/walking";
import { KIND, NONE, type Regions } from "../../../js/wire/regions";
import { chance } from "../chance";

const NODES = 40;
const CASES = [...Array(60).keys()];

interface Case {
  readonly graph: Operands;
  readonly regions: Regions;
  readonly state: State;
  readonly within: number; // a region that can be open
}

/** A random graph in a random tree of calls, of which some are open. */
function random(seed: number): Case {
  const draw = chance(seed + 1);
  const upTo = (count: number) => Math.floor(draw(0, count));
  const parent = [0, 0, ...Array.from({ length: 7 }, (_, i) => upTo(i + 2))];
  const start = [0];
  const operands: number[] = [];
  for (let node = 0; node < NODES; node++) {
    for (let slot = 0; node > 4 && slot < 2; slot++) operands.push(upTo(node));
    start.push(operands.length);
  }
  const regions: Regions = {
    node: Int32Array.from({ length: NODES }, () => upTo(parent.length)),
    kind: Uint8Array.from(parent, (_, region) => (region === 0 ? KIND.cell : KIND.call)),
    parent: Int32Array.from(parent),
    ordinal: new Int32Array(parent.length),
    head: new Int32Array(parent.length).fill(NONE),
    label: parent.map((_, region) => `f${region}`),
  };
  const graph: Operands = {
    start: Int32Array.from(start),
    operands: Int32Array.from(operands),
    output: NODES - 1,
    opcodes: new Int32Array(NODES),
    data: new Float64Array(NODES),
    guards: [],
    isConstant: () => false,
    label: () => "",
  };
  const open = new Set([...parent.keys()].filter((region) => region > 0 && draw(0, 1) < 0.5));
  return {
    graph,
    regions,
    state: { open, turns: new Map(), rest: new Set() },
    within: 1 + upTo(parent.length - 1),
  };
}

/** For each operand that is used, how many edges it is in. */
function countsOf({ crossing }: Parts, places: number): number[] {
  const counts = new Array<number>(places).fill(0);
  for (const each of crossing) for (const place of each.places) counts[place] = (counts[place] as number) + 1;
  return counts;
}

/** The two nodes of each operand: what it is, and what uses it. */
function ends({ start, operands }: Operands): (readonly [number, number])[] {
  return [...operands].map((operand, place) => [operand, start.findIndex((end) => end > place) - 1]);
}

describe("a region that fills the picture", () => {
  test.each(CASES)("is drawn with all that crosses its border, once (%i)", (seed) => {
    const { graph, regions, state, within } = random(seed);
    const opened = openedTo(regions, state, within);
    const parts = focused(partsOf(graph, regions, opened), graph, regions, { within, only: null });
    const inside = regionsIn(regions, within);
    const isIn = (node: number) => inside[regions.node[node] as number] === 1;
    const counts = countsOf(parts, graph.operands.length);
    ends(graph).forEach(([operand, user], place) => {
      const isOne = isIn(user) && isIn(operand) && parts.ofNode[operand] === parts.ofNode[user];
      const isCrossing = (isIn(operand) || isIn(user)) && !isOne;
      expect(counts[place]).toBe(Number(isCrossing));
    });
    for (const { frame } of parts.parts) {
      expect(frame === NONE || inside[parts.parts[frame]?.region ?? 0]).toBeTruthy();
    }
  });

  test.each(CASES)("is the same whatever is open around it (%i)", (seed) => {
    const { graph, regions, state, within } = random(seed);
    const inside = regionsIn(regions, within);
    const closed = { ...state, open: new Set([...state.open].filter((region) => inside[region])) };
    const [one, other] = [state, closed].map((each) =>
      focused(partsOf(graph, regions, openedTo(regions, each, within)), graph, regions, {
        within,
        only: null,
      }),
    );
    expect(one).toEqual(other);
  });
});

describe("only what a node has to do with", () => {
  test.each(CASES)("is decided node by node (%i)", (seed) => {
    const { graph, regions, state, within } = random(seed);
    for (const way of ["operands", "uses"] as const) {
      const from = Uint8Array.from(regions.node, (region) => Number(region === within));
      const only = related(graph, from, way);
      const parts = focused(partsOf(graph, regions, state), graph, regions, { within: null, only });
      const all = partsOf(graph, regions, state);
      const counts = countsOf(parts, graph.operands.length);
      ends(graph).forEach(([operand, user], place) => {
        const isDrawn = only[operand] === 1 && only[user] === 1;
        expect(counts[place]).toBe(Number(isDrawn && all.ofNode[operand] !== all.ofNode[user]));
      });
    }
  });
});
