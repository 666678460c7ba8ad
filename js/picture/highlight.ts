/** Which node is pointed at or selected, and which edges that highlights. */

import type { View } from "../view/view";

export class Highlight {
  /** The selected box; it stays selected until another one is. */
  selected: number | null = null;
  /** The box under the pointer or the keyboard's focus; it takes precedence over the selection. */
  pointed: number | null = null;
  /** Other boxes that are pointed at with it: a line of code can stand for several. */
  also: readonly number[] = [];
  /** The edge that another part points at; it takes precedence over the boxes. */
  #edge: number | null = null;
  readonly #view: View;
  readonly #changed: () => void;

  constructor(view: View, changed: () => void) {
    this.#view = view;
    this.#changed = changed;
  }

  /** Select a box, or deselect it if it is selected. */
  toggle(box: number): void {
    this.select(this.selected === box ? null : box);
  }

  select(box: number | null): void {
    if (this.selected === box) return;
    this.selected = box;
    this.#changed();
  }

  point(box: number | null, also: readonly number[] = []): void {
    if (this.pointed === box && this.also.join() === also.join()) return;
    this.pointed = box;
    this.also = also;
    this.#changed();
  }

  pointEdge(edge: number | null): void {
    if (this.#edge === edge) return;
    this.#edge = edge;
    this.#changed();
  }

  clear(): void {
    this.point(null);
    this.select(null);
  }

  get shown(): number | null {
    return this.pointed ?? this.selected;
  }

  /** The edges to highlight, null for all: those of the chain rule on display, or else every path to the output. */
  lit(): ReadonlySet<number> | null {
    if (this.#edge !== null) return new Set([this.#edge]);
    if (this.shown === null) return null;
    return this.pointed === null ? this.own() : onward(this.#view, [this.shown, ...this.also]);
  }

  /** The edges that leave a shown box: their contributions add up to its gradient. */
  own(): ReadonlySet<number> {
    if (this.#edge !== null) return new Set([this.#edge]);
    const shown = [this.shown, ...this.also];
    return new Set(this.#view.edges.flatMap(({ source }, i) => (shown.includes(source) ? [i] : [])));
  }
}

/** The edges on every path from these boxes onward; all of them end in the output, as only its ancestors are drawn. */
export function onward({ edges }: View, from: readonly number[]): Set<number> {
  const [reached, lit] = [new Set(from), new Set<number>()];
  for (const box of reached) {
    edges.forEach(({ source, target }, i) => {
      if (source !== box) return;
      lit.add(i);
      reached.add(target); // iterating over a set includes what is added meanwhile
    });
  }
  return lit;
}

/** The place of a box, as far as arrow keys need it. */
type Place = { readonly column: number; readonly y: number };

/** Where an arrow key leads from a box: its first operand, its first use, or its neighbour in the column. */
export function neighbour(view: View, places: readonly Place[], box: number, key: string): number | null {
  const { edges } = view;
  const variable = (i: number) => view.boxes[i]?.kind !== "constant";
  if (key === "ArrowLeft") return edges.find((e) => e.target === box && variable(e.source))?.source ?? null;
  if (key === "ArrowRight") return edges.find((e) => e.source === box)?.target ?? null;
  if (key !== "ArrowUp" && key !== "ArrowDown") return null;
  const height = (i: number) => places[i]?.y ?? 0;
  const beside = [...places.keys()].filter((i) => places[i]?.column === places[box]?.column && variable(i));
  const column = beside.sort((one, other) => height(one) - height(other));
  return column[column.indexOf(box) + (key === "ArrowUp" ? -1 : 1)] ?? null;
}
