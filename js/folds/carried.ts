/**
 * Carried: what the turns of a loop hand on under a name, turn by turn, and the test of a `while`.
 *
 * A loop has a row for each name of a Value that a turn makes and a later turn, or what comes after the loop, uses; none
 * where no turn uses what another one made.
 *
 * Twin: microgradext/explain/folds/carried.py
 */

import { NAMES } from "../mathematics/generated/ops";
import type { Row } from "../view/view";
import { NONE, type Regions } from "../wire/regions";
import { bare } from "./naming";
import { carrying, type Operands, turnsAround } from "./parts";

const TEST = "test";
const WHILE = "while ";
const COMPARISONS = /^[lg][te]$/;

/** The rows of each loop that has some. */
export type Rows = ReadonlyMap<number, readonly Row[]>;

const ROWS = new WeakMap<Regions, Rows>(); // found once, since what is open makes no difference

/** The rows of each loop that has some: first its names in the order of the code, then its test. */
export function rowsOf(graph: Operands, regions: Regions): Rows {
  const known = ROWS.get(regions);
  if (known) return known;
  const found = new Map<number, Row[]>();
  if (carrying(graph, regions).size > 0) addNames(graph, regions, found);
  addTests(graph, regions, found);
  ROWS.set(regions, found);
  return found;
}

/** What turns of a loop call by one name, by turn. */
interface Named {
  readonly loop: number;
  readonly name: string;
  readonly of: Map<number, number>;
  isHanded: boolean; // whether something outside of the turn uses it
}

function addNames(graph: Operands, regions: Regions, rows: Map<number, Row[]>): void {
  const { start, operands, output } = graph;
  const { node: nodes, parent, ordinal } = regions;
  const turnOf = turnsAround(regions);
  /** The turns that a node is in, the innermost first. */
  const around = (node: number) => {
    const found: number[] = [];
    let turn = nodes[node] === NONE ? NONE : at(turnOf, at(nodes, node));
    for (; turn !== NONE; turn = at(turnOf, at(parent, turn))) found.push(turn);
    return found;
  };
  const nameOf = (node: number) => bare(graph.label(node));
  const made = new Map<string, Named>();
  const madeIn = (turn: number, name: string) => made.get(`${parent[turn]} ${name}`);
  nodes.forEach((_, node) => {
    const name = nameOf(node);
    for (const turn of name ? around(node) : []) {
      const loop = at(parent, turn);
      const known = madeIn(turn, name) ?? { loop, name, of: new Map(), isHanded: false };
      made.set(`${loop} ${name}`, known);
      known.of.set(at(ordinal, turn), node);
    }
  });
  nodes.forEach((region, node) => {
    if (region === NONE) return;
    for (const operand of operands.subarray(start[node], start[node + 1])) {
      const name = nameOf(operand);
      if (name === "" && node !== output) continue;
      const own = around(node);
      for (const turn of around(operand)) {
        if (own.includes(turn)) continue;
        // The output is outside of every loop: where it is what the last turn calls by a name, the row ends with it.
        const end = node === output ? madeIn(turn, nameOf(output)) : undefined;
        const last = at(ordinal, turn);
        if (end && last === ordinal[end.loop] && !end.of.has(last)) end.of.set(last, output);
        const named = madeIn(turn, name);
        if (named && !end) named.isHanded = true;
      }
    }
  });
  for (const { loop, name, of, isHanded } of made.values()) {
    if (!isHanded || of.size < 2 || !carrying(graph, regions).has(loop)) continue;
    const turns = Array.from({ length: at(ordinal, loop) }, (_, turn) => of.get(turn + 1) ?? NONE);
    listed(rows, loop).push({ name, nodes: turns, bound: NONE });
  }
}

/** The test of each `while` that is one comparison with something that stays the same, and that ran once. */
function addTests(graph: Operands, { label, ordinal }: Regions, rows: Map<number, Row[]>): void {
  const { start, operands, opcodes, data, isConstant } = graph;
  label.forEach((title, loop) => {
    if (!title.startsWith(WHILE)) return;
    const guards = graph.guards.filter(({ source }) => source === title.slice(WHILE.length));
    const [left, right] = [0, 1].map((side) =>
      guards.map(({ node }) => at(operands, at(start, node) + side)),
    );
    const bound = right?.[0];
    // One before the first turn and one after each, unless a `break` ended the loop.
    if (!left || bound === undefined || guards.length !== at(ordinal, loop) + 1) return;
    const isSame = guards.every(({ kind, node }, i) => {
      const other = right?.[i] as number;
      const isEqual = isConstant(other) && isConstant(bound) && data[other] === data[bound];
      return (
        kind === "truth" && COMPARISONS.test(NAMES[at(opcodes, node)] ?? "") && (other === bound || isEqual)
      );
    });
    if (isSame) listed(rows, loop).push({ name: TEST, nodes: left.slice(1), bound });
  });
}

function at(list: ArrayLike<number>, place: number): number {
  return list[place] as number;
}

function listed<K, T>(lists: Map<K, T[]>, key: K): T[] {
  const known = lists.get(key) ?? [];
  lists.set(key, known);
  return known;
}
