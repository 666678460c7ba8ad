/** Which boxes of two views of one cell are the same, so that a run on another path keeps what the two share. */

import type { Box, View, ViewShape } from "./view";

/** For each box, the index that it had in the earlier view, or null if it is new. */
export function matches(view: View, earlier: View): (number | null)[] {
  if (haveSameShape(view, earlier)) return view.boxes.map((_, i) => i);
  const found: (number | null)[] = view.boxes.map(() => null);
  for (const name of [exactly, loosely]) pair(view.boxes, earlier.boxes, name, found);
  return found;
}

/** The same where other folds of one graph may be open: a fold is the same box whether it is open or closed. */
export function refolded(view: View, earlier: View): (number | null)[] {
  const known = new Map(earlier.boxes.map((box, i) => [fold(box), i]));
  return view.boxes.map((box) => known.get(fold(box)) ?? null);
}

function fold({ node, fold: own, label }: Box): string {
  if (own === undefined || own.region < 0) return `node ${node}`;
  if (own.members > 0) return `rest ${own.region}`;
  return own.isRest ? `turns ${label}` : `region ${own.region}`;
}

/** Whether the two can differ in nothing but numbers. */
export function isSame(view: View, earlier: View): boolean {
  return JSON.stringify(drawn(view)) === JSON.stringify(drawn(earlier));
}

/** What of a view is on the screen. */
function drawn({ boxes, edges, output, hidden, trail }: View): unknown[] {
  // What a bundle carries, and what a loop hands on, follows from the boxes, and may be a million numbers.
  const said = boxes.map(({ fold, ...box }) => [box, fold && { ...fold, rows: fold.rows.length }]);
  return [said, edges.map(({ flows, ...edge }) => [edge, flows?.length]), output, hidden, trail];
}

/** Whether the two have the same layout, whatever is written in the boxes. */
export function haveSameShape(one: ViewShape, other: ViewShape): boolean {
  return shape(one) === shape(other);
}

function shape({ boxes, edges }: ViewShape): string {
  const ends = edges.map(({ source, target }) => [source, target]);
  return JSON.stringify([boxes.map(({ kind }) => kind), ends]);
}

function exactly({ kind, label, source, span }: Box): string {
  return JSON.stringify([kind, label, source, span?.line]);
}

/** A key by which a name matches the same name bound on another path. */
function loosely({ kind, label }: Box): string {
  return JSON.stringify([kind, label]);
}

/** Pair boxes with equal keys: the first with the first that is still free, the second with the second. */
function pair(
  boxes: readonly Box[],
  earlier: readonly Box[],
  name: (box: Box) => string,
  found: (number | null)[],
): void {
  const taken = new Set(found);
  const free = new Map<string, number[]>();
  earlier.forEach((box, i) => {
    if (!taken.has(i)) free.set(name(box), [...(free.get(name(box)) ?? []), i]);
  });
  boxes.forEach((box, i) => {
    found[i] ??= free.get(name(box))?.shift() ?? null;
  });
}
