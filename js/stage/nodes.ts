/**
 * Every node that a person can look at, drawn or not, in the order of the code.
 *
 * There may be a hundred thousand, so they are columns, and texts that many of them share are kept once.
 */

import type { Rest, Undrawn } from "../view/rest";
import type { Box } from "../view/view";
import type { Graph } from "../wire/protocol";

export const THEN = " › "; // between the scopes of a path, and before what a node does there

/** A text for each row. */
export class Texts {
  readonly all: readonly string[]; // each once
  readonly of: Int32Array; // for each row an index into `all`
  #lower: readonly string[] | null = null;

  constructor(texts: readonly string[]) {
    const known = new Map<string, number>();
    this.of = new Int32Array(texts.length);
    for (let row = 0; row < texts.length; row++) {
      const text = texts[row] as string;
      const at = known.get(text) ?? known.size;
      if (at === known.size) known.set(text, at);
      this.of[row] = at;
    }
    this.all = [...known.keys()];
  }

  at(row: number): string {
    return this.all[this.of[row] as number] as string;
  }

  /** Each of `all` in lower case. */
  get lower(): readonly string[] {
    this.#lower ??= this.all.map((text) => text.toLowerCase());
    return this.#lower;
  }
}

/** What is said of a node, beside its numbers. */
type Said = Pick<Undrawn, "node" | "label" | "source" | "line" | "place">;

/** A row for each node but the constants. */
export class Nodes {
  readonly count: number;
  readonly node: Int32Array;
  readonly line: Int32Array; // 0 if unknown
  readonly names: Texts; // "" for a node without one
  readonly sources: Texts;
  readonly places: Texts; // the path of its scopes, "" for a node in none

  constructor({ view, undrawn, regions }: Graph) {
    const drawn = regions ? [] : view.boxes.filter(({ kind }) => kind !== "constant").map(ofBox);
    const rows: readonly Said[] = merged(drawn, undrawn);
    this.count = rows.length;
    this.node = new Int32Array(rows.length);
    this.line = new Int32Array(rows.length);
    rows.forEach(({ node, line }, row) => {
      this.node[row] = node;
      this.line[row] = line;
    });
    this.names = new Texts(rows.map(({ label }) => label));
    this.sources = new Texts(rows.map(({ source }) => source));
    this.places = new Texts(rows.map(({ place }) => place));
  }

  /** The name of a row; without one what it does. */
  called(row: number): string {
    return this.names.at(row) || this.sources.at(row);
  }

  /** The scopes of a row, each followed by ` › `; "" for one in none. */
  path(row: number): string {
    const place = this.places.at(row);
    return place && place + THEN;
  }
}

const known = new WeakMap<object, Nodes>();

/** The nodes of a graph; found once, whichever folds are open. */
export function nodesOf(graph: Graph): Nodes {
  const key = graph.regions ? graph.undrawn : graph;
  const found = known.get(key) ?? new Nodes(graph);
  known.set(key, found);
  return found;
}

/** What is said of a box; one without a name is called by its scopes and what it does there. */
function ofBox({ node, kind, label, source, span }: Box): Said {
  const said = { node, label, source, line: span?.line ?? 0, place: "" };
  if (kind !== "unnamed") return said;
  if (label === source) return { ...said, label: "" };
  const end = THEN + source;
  return label.endsWith(end) ? { ...said, label: "", place: label.slice(0, -end.length) } : said;
}

/** Both in the order of their nodes, which is that of each. */
function merged(drawn: readonly Said[], undrawn: Rest): Said[] {
  const rows: Said[] = [];
  let at = 0;
  for (const row of undrawn) {
    while (at < drawn.length && (drawn[at] as Said).node < row.node) rows.push(drawn[at++] as Said);
    rows.push(row);
  }
  return rows.concat(drawn.slice(at));
}
