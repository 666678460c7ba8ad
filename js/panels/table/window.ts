/** Which entries of a long list are in sight. */

export const ROW = 24; // px
export const ROW_FOR_FINGERS = 36; // px
export const HEIGHT = 288; // px that the list has at most, without its head
const AROUND = 6; // entries above and below, so that a little scrolling shows nothing empty

/** A stretch of the list, from `first` up to but not including `end`. */
export interface Stretch {
  readonly first: number;
  readonly end: number;
}

/** The entries of which at least a part is in sight, and a few around them. */
export function inSight(scrolled: number, row: number, count: number, around = AROUND): Stretch {
  const top = Math.max(0, Math.min(scrolled, count * row - HEIGHT));
  const first = Math.floor(top / row);
  const end = Math.ceil((top + HEIGHT) / row);
  return { first: Math.max(0, first - around), end: Math.min(count, end + around) };
}

/** How far the list has to be scrolled so that all of an entry is in sight. */
export function scrolledTo(entry: number, scrolled: number, row: number): number {
  return Math.max(Math.min(scrolled, entry * row), (entry + 1) * row - HEIGHT);
}

/** How many entries a page goes on. */
export function page(row: number): number {
  return Math.floor(HEIGHT / row) - 1;
}
