/** The arithmetic of zooming: where a picture is in its window, and what fits. Lengths are in CSS pixels. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How large a pixel of the layout is, and where the picture begins in its window: below 0 that is out of sight. */
export interface Zoom {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/** What a zoom has to do with: the picture as laid out, its window, and the scale at which it was placed there. */
export interface Room {
  readonly picture: Size;
  readonly window: Size;
  readonly placed: number;
}

const [LEAST, MOST] = [0.5, 4];
const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4]; // of the buttons
const LEGIBLE = 0.8; // below this scale, text would be smaller than 10 px
const SAME = 0.005; // scales that differ by less are shown as the same percentage
const LINE = 16; // px of a wheel that counts in lines
const NOTCH = 24; // px; more in one event is not faster, as a notch of a mouse is 100 and a pinch sends 1 to 10
const PACE = 0.01; // of the zoom, for each px

/** The zoom at another scale that leaves what is at a point of the window there, as far as that shows no needless gap. */
export function zoomedAt({ scale, left, top }: Zoom, room: Room, at: Point, to: number): Zoom {
  const ratio = to / scale;
  return within({ scale: to, left: at.x - (at.x - left) * ratio, top: at.y - (at.y - top) * ratio }, room);
}

/** The zoom without a needless gap. */
export function within({ scale, left, top }: Zoom, { picture, window }: Room): Zoom {
  return {
    scale,
    left: kept(left, picture.width * scale, window.width),
    top: kept(top, picture.height * scale, window.height),
  };
}

/** The picture moved in its window; along a side where all of it is in sight it stays. */
export function panned({ scale, left, top }: Zoom, { picture, window }: Room, by: Point): Zoom {
  const along = (start: number, length: number, room: number, way: number) =>
    length <= room ? start : kept(start + way, length, room);
  return {
    scale,
    left: along(left, picture.width * scale, window.width, by.x),
    top: along(top, picture.height * scale, window.height, by.y),
  };
}

/** The whole picture in its window, no larger than it was placed. */
export function fitted({ picture, window, placed }: Room): Zoom {
  const share = Math.min(window.width / picture.width, window.height / picture.height);
  const scale = share > 0 ? Math.min(placed, share) : placed;
  return { scale, left: 0, top: Math.max(0, (window.height - picture.height * scale) / 2) };
}

/** The nearest scale that is allowed: from 50 % to 400 %, or from where the whole picture is in sight. */
export function allowed(scale: number, room: Room): number {
  return Math.max(Math.min(LEAST, fitted(room).scale), Math.min(Math.max(MOST, room.placed), scale));
}

/** The next round scale upwards (1) or downwards (−1). */
export function stepped(scale: number, direction: 1 | -1): number {
  const beyond = STEPS.filter((step) => (step - scale) * direction > SAME);
  return (direction > 0 ? beyond[0] : beyond.at(-1)) ?? scale * 2 ** direction;
}

export function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) < SAME;
}

/** Whether the text of a picture is too small to be read, where it was placed to be. */
export function isDistant(scale: number, placed: number): boolean {
  return scale < Math.min(LEGIBLE, placed) - SAME;
}

/** By how much a turn of the wheel zooms; `unit` is that of a wheel event. */
export function turned(delta: number, unit: number): number {
  const way = unit === 0 ? delta : delta * LINE;
  return Math.exp(-PACE * Math.max(-NOTCH, Math.min(NOTCH, way)));
}

/** A beginning at which the picture shows no gap beside it where it is longer than the window, or is whole where not. */
function kept(start: number, length: number, window: number): number {
  const spare = window - length;
  return Math.max(Math.min(0, spare), Math.min(Math.max(0, spare), start));
}
