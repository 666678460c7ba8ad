import { describe, expect, test } from "vitest";
import { NAMES } from "../../../js/mathematics/generated/ops";
import { hits, type Numbers } from "../../../js/search/hits";
import { parse, type Query } from "../../../js/search/query";
import { Nodes } from "../../../js/stage/nodes";
import type { Graph } from "../../../js/wire/protocol";
import { chance } from "../chance";
import { restOf } from "../rest";
import { many } from "./many";

const BAD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0];

/** Numbers of all kinds, for each node. */
function numbers(graph: Graph, seed: number): Numbers {
  const random = chance(seed);
  const column = () =>
    Float64Array.from(graph.data, () => {
      const at = Math.floor(random(0, 30));
      return BAD[at] ?? random(-2, 2);
    });
  const [values, gradients] = [column(), column()];
  return {
    value: (node) => values[node],
    gradient: (node) => (node % 11 === 0 ? null : node % 13 === 0 ? undefined : gradients[node]),
  };
}

function found(text: string, graph: Graph, of: Numbers): number[] {
  const nodes = new Nodes(graph);
  return [...hits(parse(text) as Query, nodes, of, graph)].map((row) => nodes.node[row] as number);
}

/** Everything that can be read about a row, spelled out. */
function read(graph: Graph, of: Numbers) {
  const nodes = new Nodes(graph);
  return Array.from({ length: nodes.count }, (_, row) => {
    const node = nodes.node[row] as number;
    const op = NAMES[graph.opcodes[node] as number] ?? "";
    const texts = [nodes.names.at(row), nodes.sources.at(row), nodes.places.at(row)];
    const called = nodes.called(row);
    return { node, op, texts, called, line: nodes.line[row], x: of.value(node), g: of.gradient(node) };
  });
}

type Row = ReturnType<typeof read>[number];

const isNumber = (x: unknown): x is number => typeof x === "number";
const holds = (word: string) => (row: Row) =>
  row.op === word || row.texts.some((text) => text.toLowerCase().includes(word));

/** What a query means, one row at a time. */
const MEANT: Readonly<Record<string, (row: Row) => boolean>> = {
  relu: holds("relu"),
  Q: holds("q"),
  "exp2 sample": (row) => holds("exp2")(row) && holds("sample")(row),
  "+": ({ op }) => op === "add",
  "line 3": ({ line }) => line === 3,
  "q[1]": holds("q[1]"),
  "layer 1": ({ texts }) => texts.some((text) => /layer 1(?!\d)/.test(text)),
  "grad > 1": ({ g }) => isNumber(g) && g > 1,
  "|grad| > 1": ({ g }) => isNumber(g) && Math.abs(g) > 1,
  "value < 0 relu": (row) => isNumber(row.x) && row.x < 0 && holds("relu")(row),
  "|value| < 1e-6": ({ x }) => isNumber(x) && Math.abs(x) < 1e-6,
  nan: ({ x, g }) => Number.isNaN(x) || Number.isNaN(g),
  "inf line 2": ({ x, g, line }) => line === 2 && [x, g].some((n) => isNumber(n) && Math.abs(n) === 1 / 0),
  "": () => false,
};

describe("hits", () => {
  test.each(Object.keys(MEANT))(
    "of %j are all that fulfil it and no others, in the order of the code",
    (text) => {
      for (let seed = 1; seed <= 10; seed++) {
        const graph = many(200, seed);
        const of = numbers(graph, seed);
        const expected = read(graph, of).filter((row) => MEANT[text]?.(row));
        const ranks = expected.map(({ called }) => rank(called.toLowerCase(), parse(text) as Query));
        const order = [0, 1, 2].flatMap((each) => expected.filter((_, i) => ranks[i] === each));
        expect(found(text, graph, of)).toEqual(order.map(({ node }) => node));
      }
    },
  );

  test("number the turn they are in to the end", () => {
    const graph = many(40);
    const undrawn = [...graph.undrawn].map((each, i) => ({
      ...each,
      label: "",
      place: i % 2 ? "day 1" : "day 12",
    }));
    const of = numbers(graph, 1);
    const odd = undrawn.filter((_, i) => i % 2).map(({ node }) => node);
    expect(found("day 1", { ...graph, undrawn: restOf(undrawn) }, of)).toEqual(odd);
  });
});

function rank(called: string, { words }: Query): number {
  const phrase = words.join(" ");
  return phrase === "" ? 2 : called === phrase ? 0 : called.startsWith(phrase) ? 1 : 2;
}
