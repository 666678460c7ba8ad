/** Which part of the graph is in the window: during a drag nothing else is patched. */

import type { Place } from "../layout/layout";

/** A part of the drawing, in the layout's pixels. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const EVER = Number.POSITIVE_INFINITY;
export const EVERYWHERE: Area = { left: -EVER, top: -EVER, right: EVER, bottom: EVER };

const AROUND = 48; // px around the window, so that a little scrolling shows nothing unpainted

export function overlap(one: Area, other: Area): boolean {
  const isBeside = one.left > other.right || one.right < other.left;
  return !isBeside && one.top <= other.bottom && one.bottom >= other.top;
}

/** Whether a box is in sight; before anything is placed, all are. */
export function isSeen(place: Place | undefined, sight: Area): boolean {
  if (place === undefined) return true;
  const { x, y, width, height, badge } = place;
  return overlap({ left: badge?.x ?? x, top: y, right: x + width, bottom: y + height }, sight);
}

/** The part of a drawing that is in the window; `height` is the drawing's height in the layout's pixels. */
export function sightOf(drawing: Element, height: number): Area {
  const drawn = drawing.getBoundingClientRect();
  const slot = drawing.parentElement?.getBoundingClientRect();
  if (slot === undefined || drawn.height === 0) return EVERYWHERE;
  const scale = height / drawn.height;
  return {
    left: (Math.max(slot.left, 0) - drawn.left - AROUND) * scale,
    top: (Math.max(slot.top, 0) - drawn.top - AROUND) * scale,
    right: (Math.min(slot.right, window.innerWidth) - drawn.left + AROUND) * scale,
    bottom: (Math.min(slot.bottom, window.innerHeight) - drawn.top + AROUND) * scale,
  };
}
