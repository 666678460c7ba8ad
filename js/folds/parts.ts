/**
 * Parts: what each node and region is drawn as when some regions are open and the others closed.
 *
 * Twin: microgradext/explain/folds/parts.py
 */

import type { Guard } from "../wire/protocol";
import { KIND, NONE, type Regions } from "../wire/regions";

const OPEN = -1;
const REST = ["before", "after", "others", "rest"] as const;

/** What is open: regions, and for each open loop the turn that is shown; the last one where none is said. */
export interface State {
  readonly open: ReadonlySet<number>;
  readonly turns: ReadonlyMap<number, number>; // from the region of a loop to that of a turn
  readonly rest: ReadonlySet<number>; // regions that are one box together with all others around them, unless open
}

export type PartKind = "node" | "closed" | "frame" | "before" | "after" | "others" | "rest";

/** A box: a node of its own, a closed region or several, an open one as a frame, or turns that are not shown. */
export interface Part {
  readonly kind: PartKind;
  readonly region: number; // of a node that is drawn itself, the one that it is in
  readonly frame: number; // the part of the frame that it is in; NONE for the picture itself
  last: number; // the last node in it
  count: number; // of the nodes in it, without constants
  single: number; // the node of which all that leaves it comes, if there is one
  many: boolean; // whether more than one is used
  members: number; // of the rest of several regions, how many these are
}

/** The nodes of a graph, as far as folds ask. */
export interface Operands {
  readonly start: Int32Array;
  readonly operands: Int32Array;
  readonly output: number;
  readonly opcodes: Int32Array;
  readonly data: Float64Array;
  readonly guards: readonly Guard[];
  isConstant(node: number): boolean;
  /** Its name; "" if it has none. */
  label(node: number): string;
}

/** What crosses from one part to another: the places among all operands. */
export interface Crossing {
  readonly source: number;
  readonly target: number;
  readonly places: number[];
}

/** All parts, the part of each node, and what crosses from one part to another. */
export interface Parts {
  readonly parts: readonly Part[];
  readonly ofNode: Int32Array; // NONE for constants and for nodes that are never drawn
  readonly crossing: readonly Crossing[];
}

/** The frames that a part is in, the outermost first. */
export function framesOf({ parts }: Parts, part: number): number[] {
  const found: number[] = [];
  let frame = at(parts, part).frame;
  while (frame !== NONE) {
    found.unshift(frame);
    frame = at(parts, frame).frame;
  }
  return found;
}

/** The parts of a graph for what is open. */
export function partsOf(graph: Operands, regions: Regions, state: State): Parts {
  const parts: Part[] = [];
  const { covered, frames } = ofRegions(regions, state, parts, carrying(graph, regions));
  const ofNode = new Int32Array(regions.node.length).fill(NONE);
  for (let node = 0; node < ofNode.length; node++) {
    const region = regions.node[node] as number;
    if (region === NONE || graph.isConstant(node)) continue;
    let place = covered[region] as number;
    if (place === OPEN) place = parts.push(made("node", region, frames[region] as number)) - 1;
    const part = at(parts, place);
    part.last = node;
    part.count += 1;
    ofNode[node] = place;
  }
  return { parts, ofNode, crossing: crossingOf(graph, ofNode, parts) };
}

const CARRYING = new WeakMap<Regions, ReadonlySet<number>>();

/** The loops in which a turn uses what another one made. */
export function carrying(graph: Operands, regions: Regions): ReadonlySet<number> {
  const known = CARRYING.get(regions);
  if (known) return known;
  const found = new Set<number>();
  const { start, operands } = graph;
  const { node: nodes, parent } = regions;
  const turnOf = turnsAround(regions);
  nodes.forEach((region, node) => {
    const own = region === NONE ? NONE : (turnOf[region] as number);
    if (own === NONE) return;
    for (let place = start[node] as number; place < (start[node + 1] as number); place++) {
      const operand = operands[place] as number;
      const around = nodes[operand] as number;
      const other = around === NONE ? NONE : (turnOf[around] as number);
      if (other !== NONE && other !== own && !graph.isConstant(operand))
        addCommonLoop(parent, turnOf, own, other, found);
    }
  });
  CARRYING.set(regions, found);
  return found;
}

/** For each region the innermost turn that it is or is in; NONE outside of loops. */
export function turnsAround({ kind, parent }: Regions): Int32Array {
  const turnOf = new Int32Array(kind.length).fill(NONE);
  kind.forEach((each, region) => {
    turnOf[region] = each === KIND.turn ? region : (turnOf[parent[region] as number] as number);
  });
  return turnOf;
}

/** Add the loop of which two turns, or turns around them, are different turns, if there is one. */
function addCommonLoop(
  parent: Int32Array,
  turnOf: Int32Array,
  one: number,
  other: number,
  found: Set<number>,
): void {
  const loops = new Map<number, number>();
  for (let turn = one; turn !== NONE; turn = turnOf[parent[turn] as number] as number) {
    loops.set(parent[turn] as number, turn);
  }
  for (let turn = other; turn !== NONE; turn = turnOf[parent[turn] as number] as number) {
    const loop = parent[turn] as number;
    const known = loops.get(loop);
    if (known === undefined) continue;
    if (known !== turn) found.add(loop);
    return;
  }
}

/** For each region the part that covers it, or OPEN, and the frame of what is directly in it. */
function ofRegions(
  regions: Regions,
  state: State,
  parts: Part[],
  carried: ReadonlySet<number>,
): { covered: Int32Array; frames: Int32Array } {
  const { kind, parent } = regions;
  const covered = new Int32Array(kind.length).fill(OPEN);
  const frames = new Int32Array(kind.length).fill(NONE);
  const rest = new Map<number, number>(); // for each region and kind of rest
  const shown = turnsShown(regions, state);
  const add = (what: PartKind, region: number, frame: number) => parts.push(made(what, region, frame)) - 1;
  const together = (what: (typeof REST)[number], region: number, frame: number) => {
    const key = REST.length * region + REST.indexOf(what);
    const part = rest.get(key) ?? add(what, region, frame);
    rest.set(key, part);
    return part;
  };
  for (let region = 1; region < kind.length; region++) {
    const around = parent[region] as number;
    const frame = frames[around] as number;
    covered[region] = covered[around] as number;
    frames[region] = frame;
    if (covered[around] !== OPEN) continue;
    if (kind[region] === KIND.turn) {
      const turn = shown.get(around) as number;
      if (turn === region) continue;
      const which = !carried.has(around) ? "others" : region < turn ? "before" : "after";
      covered[region] = together(which, around, frame);
    } else if (kind[region] !== KIND.sum && state.open.has(region)) {
      frames[region] = add("frame", region, frame);
    } else if (state.rest.has(region)) {
      const part = together("rest", around, frame);
      covered[region] = part;
      at(parts, part).members += 1;
    } else {
      covered[region] = add("closed", region, frame);
    }
  }
  return { covered, frames };
}

/** The turn that is shown of each loop. */
export function turnsShown(regions: Regions, { turns }: State): ReadonlyMap<number, number> {
  const shown = new Map(lastTurns(regions));
  for (const [loop, turn] of turns) if (shown.has(loop)) shown.set(loop, turn);
  return shown;
}

const LAST = new WeakMap<Regions, ReadonlyMap<number, number>>();

/** The last turn of each loop. */
function lastTurns(regions: Regions): ReadonlyMap<number, number> {
  const known = LAST.get(regions);
  if (known) return known;
  const { kind, parent } = regions;
  const last = new Int32Array(kind.length);
  for (let turn = 1; turn < kind.length; turn++)
    if (kind[turn] === KIND.turn) last[parent[turn] as number] = turn;
  const found = new Map<number, number>();
  for (let loop = 0; loop < last.length; loop++) if (last[loop] !== 0) found.set(loop, last[loop] as number);
  LAST.set(regions, found);
  return found;
}

function crossingOf(graph: Operands, ofNode: Int32Array, parts: readonly Part[]): Crossing[] {
  const found = new Map<number, Crossing>();
  const { start, operands, output } = graph;
  let [last, key] = [null as Crossing | null, -1]; // most operands in a row cross between the same parts
  for (let node = 0; node < ofNode.length; node++) {
    const target = ofNode[node] as number;
    if (target === NONE) continue;
    for (let place = start[node] as number; place < (start[node + 1] as number); place++) {
      const operand = operands[place] as number;
      const source = ofNode[operand] as number;
      if (source === NONE || source === target) continue;
      const own = source * parts.length + target;
      if (own !== key) last = found.get(own) ?? null;
      last ??= { source, target, places: [] };
      if (last.places.length === 0) found.set(own, last);
      key = own;
      last.places.push(place);
      use(at(parts, source), operand);
    }
  }
  const end = ofNode[output] as number;
  if (end !== NONE) use(at(parts, end), output);
  return [...found.values()];
}

function use(part: Part, node: number): void {
  part.many ||= part.single !== NONE && part.single !== node;
  part.single = node;
}

function made(kind: PartKind, region: number, frame: number): Part {
  return { kind, region, frame, last: NONE, count: 0, single: NONE, many: false, members: 0 };
}

export function at<T>(list: readonly T[], place: number): T {
  return list[place] as T;
}

const CONSUMERS = new WeakMap<Int32Array, Int32Array>();

/** For each place among all operands of a graph, the node that it belongs to; `start` says where each begins. */
export function consumersOf(start: Int32Array): Int32Array {
  const known = CONSUMERS.get(start);
  if (known) return known;
  const found = new Int32Array(start.at(-1) ?? 0);
  for (let node = 0; node + 1 < start.length; node++) found.fill(node, start[node], start[node + 1]);
  CONSUMERS.set(start, found);
  return found;
}
