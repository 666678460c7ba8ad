/** What the boxes of a graph are called by a screen reader. */

import type { View } from "../view/view";

/** The labels of the boxes, of which no two are the same; a frame has its own, as what is in it may be called that. */
export function namesOf({ boxes }: View): string[] {
  const told = toldApart(boxes.flatMap(({ label, kind }) => (kind === "frame" ? [] : [label]))).values();
  return boxes.map(({ label, kind }) => (kind === "frame" ? label : (told.next().value as string)));
}

/** Labels of which no two are the same: `w * x, 1 of 2`, `w * x, 2 of 2`. */
function toldApart(labels: readonly string[]): string[] {
  const [all, met] = [new Map<string, number>(), new Map<string, number>()];
  for (const label of labels) all.set(label, (all.get(label) ?? 0) + 1);
  return labels.map((label) => {
    const nth = (met.get(label) ?? 0) + 1;
    met.set(label, nth);
    return all.get(label) === 1 ? label : `${label}, ${nth} of ${all.get(label)}`;
  });
}
