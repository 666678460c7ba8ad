import { describe, expect, test } from "vitest";
import {
  allowed,
  fitted,
  isDistant,
  panned,
  type Room,
  stepped,
  turned,
  type Zoom,
  zoomedAt,
} from "../../../js/picture/zoom/scale";
import { chance } from "../chance";

const CASES = 500;

/** A picture placed in its window as `GraphView` does it: as high as its window, and wider or not. */
function cases(): { room: Room; zoom: Zoom; at: { x: number; y: number }; to: number }[] {
  const between = chance(7);
  return Array.from({ length: CASES }, () => {
    const picture = { width: between(100, 4000), height: between(60, 900) };
    const placed = between(0.7, 1);
    const room = { picture, window: { width: between(300, 1200), height: picture.height * placed }, placed };
    const start = { scale: placed, left: 0, top: 0 };
    const anywhere = () => ({ x: between(0, room.window.width), y: between(0, room.window.height) });
    const zoom = zoomedAt(start, room, anywhere(), allowed(between(0.3, 5), room));
    return { room, zoom, at: anywhere(), to: allowed(between(0.3, 5), room) };
  });
}

/** The point of the picture that is at a place of the window. */
const under = ({ scale, left, top }: Zoom, { x, y }: { x: number; y: number }) => ({
  x: (x - left) / scale,
  y: (y - top) / scale,
});

describe("zooming", () => {
  test("keeps the point under the pointer, unless a gap would show", () => {
    let kept = 0;
    for (const { room, zoom, at, to } of cases()) {
      const after = zoomedAt(zoom, room, at, to);
      const [was, is] = [under(zoom, at), under(after, at)];
      for (const [side, length] of [
        ["x", "width"],
        ["y", "height"],
      ] as const) {
        const start = at[side] - was[side] * to;
        const spare = room.window[length] - room.picture[length] * to;
        const mayStay = start >= Math.min(0, spare) && start <= Math.max(0, spare);
        if (mayStay) expect(is[side]).toBeCloseTo(was[side], 6);
        if (mayStay) kept++;
      }
    }
    expect(kept).toBeGreaterThan(CASES / 2);
  });

  test("shows no gap beside what is larger than its window, and all of what is smaller", () => {
    for (const { room, zoom, at, to } of cases()) {
      const { scale, left, top } = panned(zoomedAt(zoom, room, at, to), room, at);
      for (const [start, length, window] of [
        [left, room.picture.width * scale, room.window.width],
        [top, room.picture.height * scale, room.window.height],
      ] as const) {
        expect(Math.min(start, window - length - start)).toBeGreaterThanOrEqual(
          Math.min(0, window - length) - 1e-6,
        );
        expect(Math.max(start, window - length - start)).toBeLessThanOrEqual(
          Math.max(0, window - length) + 1e-6,
        );
      }
    }
  });

  test("there and back is where it was, as long as nothing was held at an edge", () => {
    for (const { room, at } of cases()) {
      const start = { scale: room.placed, left: 0, top: 0 };
      if (room.picture.width * room.placed < room.window.width) continue;
      const back = zoomedAt(zoomedAt(start, room, at, 3), room, at, room.placed);
      expect(back.left).toBeCloseTo(0, 6);
      expect(back.top).toBeCloseTo(0, 6);
    }
  });

  test("is between 50 and 400 %, or goes as far out as shows all", () => {
    const wide = { picture: { width: 3000, height: 200 }, window: { width: 600, height: 200 }, placed: 1 };
    const small = { ...wide, picture: { width: 500, height: 200 } };
    expect([allowed(0.1, small), allowed(9, small)]).toEqual([0.5, 4]);
    expect(allowed(0.1, wide)).toBe(0.2);
  });
});

describe("a drag", () => {
  test("moves the picture with the hand, along the sides where something is out of sight", () => {
    const room = { picture: { width: 1000, height: 100 }, window: { width: 500, height: 300 }, placed: 1 };
    const zoom = { scale: 1, left: -200, top: 20 };
    expect(panned(zoom, room, { x: -30, y: 40 })).toEqual({ scale: 1, left: -230, top: 20 });
    expect(panned(zoom, room, { x: 900, y: 0 }).left).toBe(0);
    expect(panned(zoom, room, { x: -900, y: 0 }).left).toBe(-500);
  });
});

describe("Fit", () => {
  test("shows all, no larger than it was placed", () => {
    for (const { room } of cases()) {
      const { scale, left, top } = fitted(room);
      expect(scale).toBeLessThanOrEqual(room.placed);
      expect(left + room.picture.width * scale).toBeLessThanOrEqual(room.window.width + 1e-6);
      expect(top + room.picture.height * scale).toBeLessThanOrEqual(room.window.height + 1e-6);
    }
  });

  test("leaves a graph alone whose window is not known yet", () => {
    const room = { picture: { width: 100, height: 100 }, window: { width: 0, height: 0 }, placed: 0.9 };
    expect(fitted(room).scale).toBe(0.9);
  });
});

test("the buttons go from one round scale to the next", () => {
  const way = [1.25, 1.5, 2, 3, 4];
  let scale = 1;
  for (const next of way) {
    scale = stepped(scale, 1);
    expect(scale).toBe(next);
  }
  expect([stepped(0.92, 1), stepped(0.92, -1), stepped(1.001, 1)]).toEqual([1, 0.8, 1.25]);
  expect(stepped(0.3, -1)).toBe(0.15); // a long graph that fits at a fifth
});

test("a notch of the wheel is a step, up as far as down, in pixels and in lines", () => {
  expect(turned(-100, 0)).toBeCloseTo(1.27, 2);
  expect(turned(-100, 0) * turned(100, 0)).toBeCloseTo(1, 12);
  expect(turned(3, 1)).toBe(turned(100, 0));
  expect(turned(-2, 0)).toBeCloseTo(1.02, 3); // a pinch
});

test("text is bars below 80 %, where it was not placed as small", () => {
  expect([isDistant(0.81, 1), isDistant(0.79, 1)]).toEqual([false, true]);
  expect([isDistant(0.72, 0.72), isDistant(0.7, 0.72)]).toEqual([false, true]);
});
