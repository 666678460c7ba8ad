/** Whose a control is: where a page shows several results, the names of their controls end with their result's. */

import { cut } from "../words/wording";
import { assign, html, Words } from "./dom";

const NAMED = ":is(button, [aria-label]):not([role=option], [aria-labelledby])";
const ROOM = 24; // characters of a title
const PAGE: unique symbol = Symbol.for("microgradext.page");

interface Result {
  readonly title: string;
  readonly nth: number; // 2 for the second of the same title
  tell(): void;
}

/** What all views of a page share; each has its own copy of this module. */
interface Page {
  readonly results: Set<Result>;
  views: number;
}

function page(): Page {
  const shared = globalThis as { [PAGE]?: Page };
  shared[PAGE] ??= { results: new Set(), views: 0 };
  return shared[PAGE];
}

/** An id that no other view of the page has. */
export function viewId(): string {
  return `mg-${++page().views}`;
}

export class Whose {
  readonly #root: HTMLElement;
  readonly #id: string;
  readonly #signal: AbortSignal;
  readonly #full: Words; // added to a name
  readonly #number: Words; // added to a name that has the title already
  #result: Result | null = null;
  #observer: MutationObserver | null = null;
  #count = 0;

  /** The ids of its parts begin with `id`. */
  constructor(root: HTMLElement, id: string, signal: AbortSignal) {
    this.#root = root;
    this.#id = id;
    this.#signal = signal;
    this.#full = new Words(html("span", { id: `${id}-whose`, hidden: "" }));
    this.#number = new Words(html("span", { id: `${id}-which`, hidden: "" }));
    signal.addEventListener("abort", () => this.#leave(), { once: true });
  }

  /** Say what the view's result is called. */
  name(title: string): void {
    if (this.#signal.aborted || cut(title, ROOM) === this.#result?.title) return;
    this.#leave();
    this.#result = { title: cut(title, ROOM), nth: free(cut(title, ROOM)), tell: () => this.#tell() };
    page().results.add(this.#result);
    tellAll();
  }

  #leave(): void {
    this.#observer?.disconnect();
    this.#observer = null;
    if (this.#result && page().results.delete(this.#result)) tellAll();
  }

  #tell(): void {
    const { title, nth } = this.#result as Result;
    const number = nth > 1 ? ` ${nth}` : "";
    const isAlone = page().results.size === 1;
    assign(this.#root, "aria-label", `Gradients of ${title}${number}`);
    this.#full.write(isAlone ? "" : `for ${title}${number}`);
    this.#number.write(number);
    if (!isAlone && !this.#observer) this.#watch();
  }

  /** Name what there is, and what will be added. */
  #watch(): void {
    this.#observer = new MutationObserver(() => this.#label());
    this.#observer.observe(this.#root, { childList: true, subtree: true });
    this.#label();
  }

  #label(): void {
    const { title } = this.#result as Result;
    const words = [this.#full.element, this.#number.element];
    if (words[0]?.parentNode !== this.#root) this.#root.append(...words);
    for (const element of this.#root.querySelectorAll(NAMED)) {
      const hasTitle = element.getAttribute("aria-label")?.endsWith(` ${title}`);
      element.id ||= `${this.#id}-${++this.#count}`;
      assign(element, "aria-labelledby", `${element.id} ${words[hasTitle ? 1 : 0]?.id}`);
    }
  }
}

/** The first number that no result of this title has. */
function free(title: string): number {
  const taken = [...page().results].filter((result) => result.title === title).map(({ nth }) => nth);
  return [...taken.keys(), taken.length].map((i) => i + 1).find((nth) => !taken.includes(nth)) as number;
}

function tellAll(): void {
  for (const result of page().results) result.tell();
}
