/** Views opened in a page without a kernel, closed after each test. */

import { afterEach, beforeEach, vi } from "vitest";
import widget from "../../js/widget";
import { draft, floats, type Sketch, wired } from "./message";
import { FakeModel, FakeResizeObserver, find } from "./page";

let cleanups: (() => void)[] = [];

/** In a test file: views end with their test. */
export function closeViews(): void {
  beforeEach(() => {
    vi.stubGlobal("ResizeObserver", FakeResizeObserver);
  });
  afterEach(() => {
    for (const cleanup of cleanups) cleanup();
    cleanups = [];
    vi.unstubAllGlobals();
    vi.useRealTimers();
    document.body.replaceChildren();
  });
}

export interface Opened {
  readonly model: FakeModel;
  readonly el: HTMLElement;
  readonly close: () => void;
}

/** Open a view; it is 1000 px wide. */
export function open(model = new FakeModel()): Opened {
  const el = document.createElement("div");
  document.body.append(el);
  const close = widget.render({ model, el });
  cleanups.push(close);
  FakeResizeObserver.resizeAll(1000);
  return { model, el, close };
}

const ABOVE: readonly Sketch[] = [
  { name: "x", value: 2 },
  { name: "b", value: 3 },
  { name: "0", value: 0, constant: true },
  { name: "x > 0", op: "gt", of: ["x", "0"] },
  { name: "q", op: "mul", of: ["x", "b"] },
  { name: "y", op: "square", of: ["q"] },
];
const BELOW: readonly Sketch[] = [...ABOVE.slice(0, 4), { name: "y", op: "sub", of: ["b", "x"] }];

/** `y = (x * b)**2 if x > 0 else b - x`, as run at a point. */
export function branching(x: number, b: number, changes: Record<string, unknown> = {}) {
  const taken = x > 0;
  const guard = { node: 3, kind: "truth", expected: Number(taken), line: 3, source: "x > 0" };
  const rest = taken ? [x * b, (x * b) ** 2] : [b - x];
  const raw = draft(taken ? ABOVE : BELOW, { guards: [guard], ...changes });
  const drawn = (box: { label: string }) => box.label !== "0" && box.label !== "x > 0";
  const boxes = raw.boxes.filter(drawn);
  const place = new Map(boxes.map(({ node }, i) => [node, i]));
  const edges = raw.edges.flatMap(([source, target, ...others]) => {
    const [from, to] = [place.get(source as number), place.get(target as number)];
    return from === undefined || to === undefined ? [] : [[from, to, ...others]];
  });
  return wired({
    ...raw,
    data: floats([x, b, 0, Number(taken), ...rest]),
    boxes,
    edges,
    view_output: boxes.length - 1,
  });
}

/** A kernel at the other end of a model: what it does about each question. */
export function rerun(model: FakeModel, point: readonly [number, number], seq: number, changes = {}): void {
  const revision = ((model.get("graph") as { revision: number }).revision ?? 0) + 1;
  model.set("graph", branching(...point, { revision, ...changes }));
  model.answer(seq, point, "", revision);
}

export function hold(el: Element, position: number): HTMLInputElement {
  const slider = find<HTMLInputElement>(el, `[data-input="${position}"] input[type=range]`);
  slider.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  return slider;
}
