/** The page's halves of the twins, by name: tests/twins calls them in node with random cases. */

import { UNTOUCHED } from "../../js/folds/choices";
import { Folding } from "../../js/folds/folding";
import { Folds } from "../../js/folds/folds";
import { groupingOf } from "../../js/inputs/grouping";
import { layout, type View } from "../../js/layout/layout";
import { birthOf } from "../../js/notice/birth";
import { type Carried, Flow } from "../../js/picture/flow";
import { bars, chosen, curve, middle } from "../../js/picture/folds/plots";
import { entries } from "../../js/picture/legend";
import { beside, strandsOf } from "../../js/picture/strands";
import { strokeOf } from "../../js/picture/stroke";
import { assignments } from "../../js/save/assignments";
import { literal } from "../../js/save/literal";
import { messageAt } from "../../js/save/page";
import { sheet } from "../../js/save/sheet";
import { alone, moves } from "../../js/tape/alone";
import { holds } from "../../js/tape/guards";
import { Replay, shownGradient } from "../../js/tape/replay";
import { Tape } from "../../js/tape/tape";
import { Template } from "../../js/tape/template";
import type { Fields } from "../../js/wire/kinds";
import { unpacked } from "../../js/wire/parcel";
import { runPoint } from "../../js/wire/point";
import { decodeGraph, type Graph } from "../../js/wire/protocol";
import { SavedModel, savedText } from "../../js/wire/saved";
import { localDerivative } from "../../js/words/local";
import { aligned, parse } from "../../js/words/numbers";
import { typesetAll } from "../../js/words/typesetting";
import { broken, cut, cutAll, derivative } from "../../js/words/wording";
import { written } from "./words/written";

type Half = (...asked: never[]) => unknown;

export const HALVES: Readonly<Record<string, Half>> = {
  layout: (view: View, width: number) => layout(view, { width }),
  birth: (graph: Graph) => birthOf(replayed(graph)),
  flow: (graph: Graph) => new Flow(graph.view).all(replayed(graph)),
  gradients,
  carried,
  chosen,
  plots: (numbers: (number | null)[], width: number, bound: number | null) => ({
    ...curve(numbers, width, bound),
    bars: bars(numbers, width),
    middles: [1, numbers.length].map((turn) => middle(turn, numbers.length, width)),
  }),
  stroke: strokeOf,
  strands: strandsOf,
  beside,
  legend: entries,
  holds,
  cut,
  cutAll,
  broken,
  typeset: (names: string[]) => [...typesetAll(names)],
  derivative,
  local: localDerivative,
  numbers: (x: number) => [...written(x), literal(x)],
  parse,
  aligned,
  assignments: (point: [string, number][]) => assignments(new Map(point)),
  sheet: sheetOf,
  folded: foldedFor,
  first: firstOf,
  toggled: toggledTo,
  grouping: (names: string[]) => groupingOf(names),
  decode: decodeGraph,
  unpacked: async (content: DataView) =>
    JSON.parse(savedText(await unpacked({ rid: "", revision: 1 }, content))),
  reopened,
  passes,
};

/** The view of a graph for what is open. */
function foldedFor(message: unknown, open: number[], turns: [number, number][], rest: number[]): View | null {
  const graph = decodeGraph(message);
  const folding = graph.regions && new Folding(graph, graph.regions);
  return folding?.view({ open: new Set(open), turns: new Map(turns), rest: new Set(rest) }) ?? null;
}

/** The view of a graph after regions have been opened and closed, one after the other. */
function toggledTo(message: unknown, steps: [number, boolean][]): View | null {
  const graph = decodeGraph(message);
  if (graph.regions === null) return null;
  const folding = new Folding(graph, graph.regions);
  folding.settle(new Replay(graph, runPoint(graph)).contributions(), () => true);
  const choices = steps.reduce((all, [region, isOpen]) => folding.toggled(all, region, isOpen), UNTOUCHED);
  return folding.drawn(choices).view;
}

/** The view of a graph before anybody opens anything. */
function firstOf(message: unknown): View {
  const graph = decodeGraph(message);
  const folds = new Folds({ folds: UNTOUCHED, keepFolds: () => {} });
  return folds.adopt(graph, new Replay(graph, runPoint(graph))).view;
}

/** What each edge of the view for what is open carries, at the point of the run. */
function carried(message: unknown, open: number[], turns: [number, number][], rest: number[]): Carried[] {
  const graph = { ...decodeGraph(message), view: foldedFor(message, open, turns, rest) as View };
  const [replay, flow] = [new Replay(graph, runPoint(graph)), new Flow(graph.view)];
  return graph.view.edges.map((_, index) => copied(flow.carried(replay, index)));
}

function copied(carried: Carried): Carried {
  if (typeof carried !== "object" || carried === null) return carried;
  const { count, adds, takes, adding, taking, net } = carried;
  return { count, adds, takes, adding, taking, net };
}

/** The gradient of each node as a person reads it. */
function gradients(graph: Graph): unknown {
  const replay = replayed(graph);
  return [...graph.opcodes.keys()].map((node) => shownGradient(replay, node));
}

interface Pass {
  readonly values: readonly number[];
  readonly nodes: readonly number[];
}

/** Passes of a repeat, as their template makes them and as the graph has them. */
function passes(graph: Graph, template: Graph, holes: number, outputs: number[], given: Pass[]): unknown {
  const whole = new Tape(asColumns(graph));
  whole.forward(graph.inputs.map(({ node }) => graph.data[node] as number));
  const made = new Template(asColumns(template), holes, outputs);
  return given.map(({ values, nodes }) => [
    [...made.evaluate(values)],
    nodes.map((node) => whole.values[node]),
  ]);
}

/** Every number at a point in a page without a kernel, and in the page that is saved there; null where one is stale. */
function reopened(message: object, point: number[]): unknown {
  const graph = alone(decodeGraph(message));
  const run = runPoint(graph);
  const at = point.map((x, i) => (moves(graph) && !graph.inputs[i]?.held ? x : (run[i] as number)));
  const replay = new Replay(graph, at);
  if (replay.stale) return null;
  const text = savedText(messageAt(message as Fields, replay, []));
  const kept = alone(decodeGraph(new SavedModel(text).get("graph")));
  return [replay, new Replay(kept, runPoint(kept))].map(numbersOf);
}

function numbersOf(replay: Replay): unknown {
  const nodes = [...replay.graph.opcodes.keys()];
  return nodes.map((node) => [replay.value(node), replay.gradient(node) ?? null]);
}

function sheetOf(message: unknown): string {
  const graph = decodeGraph(message);
  return sheet(graph.regions ? [] : graph.view.boxes, graph.undrawn, new Replay(graph, runPoint(graph)));
}

/** Of a graph whose columns are lists, where it stands. */
function replayed(graph: Graph): Replay {
  const columns = asColumns(graph);
  const point = graph.inputs.map(({ node }) => columns.data[node] as number);
  return new Replay(columns, point);
}

/** A graph whose columns are lists. */
function asColumns(graph: Graph): Graph {
  const [opcodes, start, operands] = [graph.opcodes, graph.start, graph.operands].map((column) =>
    Int32Array.from(column),
  ) as [Int32Array, Int32Array, Int32Array];
  return { ...graph, opcodes, start, operands, data: Float64Array.from(graph.data) };
}
