/**
 * Folded: the view of a graph of which some regions are open and the others closed.
 *
 * What flows between two boxes is the sum of what flows along all edges between the nodes in them, so that a closed
 * region says what an open one would.
 *
 * Twin: microgradext/explain/folds/folded.py
 */

import type { Box, Edge, Fold, View } from "../view/view";
import { kindOf, NONE, type Regions } from "../wire/regions";
import { type Rows, rowsOf } from "./carried";
import { summaryOf, titleOf, titlesApart, toldApart, turnsOf } from "./naming";
import { neuronsIn } from "./neurons";
import {
  at,
  consumersOf,
  framesOf,
  type Operands,
  type Part,
  type Parts,
  partsOf,
  type State,
  turnsShown,
} from "./parts";

const GROUPS: ReadonlySet<string> = new Set(["inputs", "leaves"]); // their titles are unique

/** Of a box that stands for its node alone and says its code. */
export const ALONE: Fold = {
  region: NONE,
  title: "",
  summary: "",
  nodes: 1,
  single: true,
  passes: 0,
  turn: 0,
  opens: false,
  word: "",
  isRest: false,
  members: 0,
  switches: [],
  rows: [],
};

/** What is known of single nodes. */
export interface Nodes {
  box(node: number): Box;
  place(node: number): string; // the scopes that it is in
}

/** The view for what is open; of all parts, or of these. */
export function folded(
  graph: Operands,
  regions: Regions,
  state: State,
  nodes: Nodes,
  parts = partsOf(graph, regions, state),
): View {
  const order = orderOf(parts);
  const place = new Int32Array(parts.parts.length);
  order.forEach((part, i) => {
    place[part] = i;
  });
  const shown = turnsShown(regions, state);
  const rows = rowsOf(graph, regions);
  const made = order.map((each) => {
    const part = at(parts.parts, each);
    const frame = part.frame === NONE ? NONE : (place[part.frame] as number);
    return { ...boxOf(regions, part, shown, nodes, rows), frame };
  });
  const boxes = labelled(titled(regions, made, nodes), nodes);
  const edges = segments(graph, parts, place);
  const drawn = order.filter((part) => at(parts.parts, part).kind === "node").length;
  const covers = new Int32Array(parts.ofNode.length).fill(NONE);
  let hidden = -drawn;
  for (let node = 0; node < covers.length; node++) {
    const part = parts.ofNode[node] as number;
    if (part !== NONE) covers[node] = place[part] as number;
    if (regions.node[node] !== NONE && !graph.isConstant(node)) hidden++;
  }
  return { boxes, edges, output: covers[graph.output] ?? NONE, hidden, covers };
}

/** The parts in the order of their last nodes; a frame after what is in it. */
function orderOf(all: Parts): number[] {
  const { parts } = all;
  const depths = parts.map((_, part) => framesOf(all, part).length);
  const everything = [...parts.keys()];
  const inwards = [...everything].sort((one, other) => at(depths, other) - at(depths, one) || one - other);
  for (const part of inwards) {
    const { frame, last, count } = at(parts, part);
    if (frame === NONE) continue;
    const around = at(parts, frame);
    around.last = Math.max(around.last, last);
    around.count += count;
  }
  return everything.sort((one, other) => {
    const [a, b] = [at(parts, one), at(parts, other)];
    const frames = Number(a.kind === "frame") - Number(b.kind === "frame");
    return a.last - b.last || frames || at(depths, other) - at(depths, one) || one - other;
  });
}

function boxOf(
  regions: Regions,
  part: Part,
  shown: ReadonlyMap<number, number>,
  nodes: Nodes,
  rows: Rows,
): Box {
  if (part.kind === "node") {
    const own = nodes.box(part.last);
    if (own.kind !== "named" || own.source === own.label) return own;
    return { ...own, fold: ALONE };
  }
  const isSingle = !part.many && part.single !== NONE;
  const head = part.kind === "closed" ? (regions.head[part.region] as number) : NONE;
  const node = head !== NONE ? head : isSingle ? part.single : part.last;
  const own = nodes.box(node);
  const turn = shown.get(part.region);
  const title = titleOf(regions, part, own.label, turn);
  const isWhole = part.kind === "frame" || part.kind === "closed";
  const turns = isWhole ? turnsOf(regions, part.region) : [];
  const kind = kindOf(regions, part.region);
  const fold: Fold = {
    region: part.region,
    title,
    summary: summaryOf(regions, part),
    nodes: part.count,
    single: isSingle && part.kind !== "frame",
    passes: turns.length > 0 ? (regions.ordinal[part.region] as number) : 0,
    turn:
      part.kind === "frame" && turns.length > 0 && turn !== undefined ? (regions.ordinal[turn] as number) : 0,
    opens: part.kind === "rest" || (part.kind === "closed" && kind !== "sum" && part.count > 1),
    word: regions.label[turns[0] ?? 0] ?? "",
    isRest: part.kind === "before" || part.kind === "after" || part.kind === "others",
    members: part.members,
    switches: switchesOf(regions, part, nodes),
    rows: (part.kind === "frame" && rows.get(part.region)) || [],
  };
  if (part.kind === "closed" && (kind === "value" || kind === "sum")) return { ...own, fold };
  const source = fold.single ? own.source : "";
  return {
    node,
    kind: part.kind === "frame" ? "frame" : "scope",
    label: title,
    symbol: "",
    source,
    span: own.span,
    fold,
  };
}

/** The boxes, of which scopes of one title have one of their own; groups of leaves have that already. */
function titled(regions: Regions, boxes: readonly Box[], nodes: Nodes): Box[] {
  const isSection = ({ kind, fold }: Box) =>
    (kind === "scope" || kind === "frame") &&
    fold &&
    !fold.isRest &&
    !GROUPS.has(kindOf(regions, fold.region));
  const titles = titlesApart(
    boxes.filter(isSection).map(({ node, label, frame = NONE, fold }) => {
      const own = nodes.box(node);
      const name = fold?.single && own.kind === "named" ? own.label : "";
      return { title: label, frame, place: nodes.place(node), name };
    }),
  ).values();
  return boxes.map((box) => {
    if (!isSection(box)) return box;
    const title = titles.next().value as string;
    return { ...box, label: title, fold: { ...(box.fold as Fold), title } };
  });
}

/** What the neurons of a closed layer come to, if each of them is a relu. */
function switchesOf(regions: Regions, { kind, region }: Part, nodes: Nodes): number[] {
  const found = kind === "closed" ? neuronsIn(regions, region) : [];
  return found.every((node) => nodes.box(node).symbol === "relu") ? found : [];
}

/** The boxes with labels that say which of them is which; scopes have their titles. */
function labelled(boxes: readonly Box[], nodes: Nodes): Box[] {
  const isNamed = ({ kind }: Box) => kind !== "scope" && kind !== "frame";
  const named = boxes.filter(isNamed);
  const labels = toldApart(
    named.map(({ label }) => label),
    named.map(({ node }) => nodes.place(node)),
    named.map(({ fold, kind }) => fold !== undefined && kind === "unnamed"),
  );
  let next = 0;
  return boxes.map((box) => (isNamed(box) ? { ...box, label: labels[next++] as string } : box));
}

interface Segment {
  readonly frame: number;
  readonly source: number;
  readonly target: number;
  readonly port: number;
}

/** What crosses from part to part, frame by frame: out of those of its source, and into those of its target. */
function segments(graph: Operands, parts: Parts, place: Int32Array): Edge[] {
  const found = new Map<string, { readonly segment: Segment; readonly places: number[] }>();
  for (const { source, target, places } of parts.crossing) {
    for (const segment of way(parts, source, target)) {
      const key = `${segment.frame} ${segment.source} ${segment.target} ${segment.port}`;
      const known = found.get(key);
      if (known) for (const each of places) known.places.push(each);
      else found.set(key, { segment, places: [...places] });
    }
  }
  const index = (part: number) => (part === NONE ? NONE : (place[part] as number));
  const edges = [...found.values()].map(({ segment, places }) => {
    if (places.some((each, i) => i > 0 && each < (places[i - 1] as number)))
      places.sort((one, other) => one - other);
    const first = at(places, 0);
    const node = consumersOf(graph.start)[first] as number;
    const edge = {
      source: index(segment.source),
      target: index(segment.target),
      node,
      slot: first - (graph.start[node] as number),
      between: 0,
      frame: index(segment.frame),
      port: index(segment.port),
    };
    return { edge, places };
  });
  edges.sort((one, other) => one.edge.target - other.edge.target || inOrder(one.places, other.places));
  return edges.map(({ edge, places }) => (places.length > 1 ? { ...edge, flows: places } : edge));
}

/** Whether a list comes before another, as Python compares tuples. */
function inOrder(one: readonly number[], other: readonly number[]): number {
  for (let i = 0; i < one.length && i < other.length; i++) {
    if (one[i] !== other[i]) return at(one, i) - at(other, i);
  }
  return one.length - other.length;
}

/** The segments on the way. */
function way(parts: Parts, source: number, target: number): Segment[] {
  const [out, into] = [
    [...framesOf(parts, source), source],
    [...framesOf(parts, target), target],
  ];
  let common = 0;
  while (out[common] === into[common]) common++;
  const around = common > 0 ? at(out, common - 1) : NONE;
  const [from, to] = [at(out, common), at(into, common)];
  return [
    ...out
      .slice(common, -1)
      .map((frame, i) => ({ frame, source: at(out, common + i + 1), target: frame, port: to })),
    { frame: around, source: from, target: to, port: NONE },
    ...into
      .slice(common, -1)
      .map((frame, i) => ({ frame, source: frame, target: at(into, common + i + 1), port: from })),
  ];
}
