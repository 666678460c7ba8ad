/**
 * The rest of a graph: its nodes that are not drawn, as a table lists them; all of them, where that can change.
 *
 * Python finds them; there may be a million, so they are columns, and a row is made when it is asked for.
 *
 * Twin: microgradext/explain/rest.py
 */

import type { Span } from "./view";

/** A node that is not drawn: the inner additions of a long sum, and most nodes of a large graph. */
export interface Undrawn {
  readonly node: number;
  readonly label: string; // "" if it has no name
  readonly symbol: string; // of the operation; "" of a leaf, and in a graph of an earlier version
  readonly source: string; // the code of this node, "" if there is none
  readonly span: Span | null; // its place in the listing; null if it is not there, or not known
  readonly line: number; // counted from 1; 0 if unknown
  readonly place: string; // the turns, calls and modules that it is in, "" if it is in none
}

/** What the columns of the rest say; texts that many nodes share are kept once. */
export interface RestColumns {
  readonly node: Int32Array; // of each row, ascending
  readonly name: readonly string[]; // of each row
  readonly code: Int32Array; // of each row, an index into the three below
  readonly source: readonly string[];
  readonly symbol: readonly string[];
  readonly span: readonly (Span | null)[];
  readonly place: Int32Array; // of each row, an index into `places`
  readonly places: readonly string[];
}

export class Rest {
  readonly node: Int32Array; // of each row
  readonly #columns: RestColumns;
  readonly #row: Int32Array; // of each node, counted from 1; 0 for a node that is not here

  constructor(columns: RestColumns, nodes: number) {
    this.#columns = columns;
    this.node = columns.node;
    this.#row = new Int32Array(nodes);
    for (let row = 0; row < this.node.length; row++) this.#row[this.node[row] as number] = row + 1;
  }

  get length(): number {
    return this.node.length;
  }

  has(node: number): boolean {
    return (this.#row[node] ?? 0) > 0;
  }

  /** What is known of a node, if it is here. */
  of(node: number): Undrawn | undefined {
    return this.has(node) ? this.at((this.#row[node] as number) - 1) : undefined;
  }

  /** The name of a node; "" if it has none, or is not here. */
  name(node: number): string {
    return this.#columns.name[(this.#row[node] ?? 0) - 1] ?? "";
  }

  /** The name of a node, or else its code; "" if it is not here. */
  called(node: number): string {
    const { source, code } = this.#columns;
    return this.name(node) || (source[code[(this.#row[node] ?? 0) - 1] ?? -1] ?? "");
  }

  at(row: number): Undrawn {
    const { node, name, code, source, symbol, span, place, places } = this.#columns;
    const made = code[row] as number;
    const within = span[made] as Span | null;
    return {
      node: node[row] as number,
      label: name[row] as string,
      symbol: symbol[made] as string,
      source: source[made] as string,
      span: within,
      line: within?.line ?? 0,
      place: places[place[row] as number] as string,
    };
  }

  *[Symbol.iterator](): Iterator<Undrawn> {
    for (let row = 0; row < this.length; row++) yield this.at(row);
  }

  /** The node of the first row with this name, or else of the first with this code; null for none. */
  find(text: string): number | null {
    const { name, code, source } = this.#columns;
    const named = name.indexOf(text);
    const row = named >= 0 ? named : code.findIndex((made) => source[made] === text);
    return row < 0 ? null : (this.node[row] as number);
  }
}
