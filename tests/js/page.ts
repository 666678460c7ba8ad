/** A page without a kernel: a model that holds traits, a clock of frames, and a ResizeObserver that can be told. */

import type { Hear, Model } from "../../js/wire/model";
import { floats, message } from "./message";

/** What anywidget's model does, as far as the page uses it. */
export class FakeModel implements Model {
  readonly traits: Record<string, unknown>;
  readonly sent: unknown[] = [];
  readonly said: object[] = [];
  readonly #handlers = new Map<string, Set<Hear>>();

  constructor(traits: Record<string, unknown> = {}) {
    this.traits = { graph: message(), asked: {}, answered: {}, ...traits };
  }

  get listeners(): number {
    return [...this.#handlers.values()].reduce((sum, { size }) => sum + size, 0);
  }

  get(name: string): unknown {
    return this.traits[name];
  }

  set(name: string, value: unknown): void {
    this.traits[name] = value;
    this.fire(`change:${name}`);
  }

  fire(event: string, ...heard: Parameters<Hear>): void {
    for (const handler of [...(this.#handlers.get(event) ?? [])]) handler(...heard);
  }

  on(event: string, handler: Hear): void {
    this.#handlers.set(event, (this.#handlers.get(event) ?? new Set()).add(handler));
  }

  off(event: string, handler: Hear): void {
    this.#handlers.get(event)?.delete(handler);
  }

  send(content: object): void {
    this.said.push(content);
  }

  save_changes(): void {
    this.sent.push(this.traits.asked);
  }

  answer(seq: number, point: readonly number[], problem = "", revision = 1, input = -1): void {
    this.set("answered", { seq, revision, point: floats(point), problem, input });
  }
}

/** A ResizeObserver that says 1000 px when it is told to, and counts those at work. */
export class FakeResizeObserver {
  static readonly atWork = new Set<FakeResizeObserver>();
  readonly #tell: ResizeObserverCallback;

  constructor(tell: ResizeObserverCallback) {
    this.#tell = tell;
  }

  static resizeAll(width: number): void {
    const entry = { contentRect: { width } } as ResizeObserverEntry;
    for (const observer of FakeResizeObserver.atWork) observer.#tell([entry], observer);
  }

  observe(): void {
    FakeResizeObserver.atWork.add(this);
  }

  unobserve(): void {}

  disconnect(): void {
    FakeResizeObserver.atWork.delete(this);
  }
}

/** The next frame has been painted. */
export async function painted(): Promise<void> {
  await new Promise((done) => requestAnimationFrame(done));
  await new Promise((done) => setTimeout(done));
}

export function slide(root: Element, position: number, x: number): void {
  const slider = find<HTMLInputElement>(root, `[data-input="${position}"] input[type=range]`);
  slider.value = String(x);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}

export function press(element: Element, key: string, options: KeyboardEventInit = {}): void {
  element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options }));
}

export function find<E extends Element = HTMLElement>(root: ParentNode, selector: string): E {
  const found = root.querySelector<E>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

export function text(root: ParentNode, selector: string): string {
  return find(root, selector).textContent ?? "";
}
