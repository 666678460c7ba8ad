/** The tabs: one tab stop, walked by arrow keys. In a narrow output those that do not fit are in a menu, `More`. */

import { assign, html } from "../browser/dom";
import { type Item, Menu } from "../browser/menu";
import { walk } from "../browser/toolbar";

const NARROW = 560; // px; below this only the first few tabs are outside the menu
const FEW = 3;
const STOPS = ":scope > button, :scope > .mg-menu > button";
const WATCHED = ["hidden", "aria-expanded", "aria-pressed"];

export class TabsView {
  readonly element = html("div", { class: "mg-tabs", role: "toolbar", "aria-label": "Panels" });
  readonly #tabs: readonly HTMLElement[];
  readonly #last: HTMLElement;
  readonly #more: Menu;
  #width = 0; // px, of the output; 0 until it is known

  /** The ids of its parts begin with `id`; `last` is the menu at the end, which is never in `More`. */
  constructor(id: string, tabs: readonly HTMLElement[], last: HTMLElement, signal: AbortSignal) {
    const items = () => this.#folded.map((tab) => this.#item(tab));
    this.#tabs = tabs;
    this.#last = last;
    this.#more = new Menu(`${id}-more`, "More", { items, blocked: () => "", said: () => {} }, signal);
    this.element.append(...tabs, last);
    this.element.addEventListener("keydown", (event) => walk(event, this.#stops), { signal });
    this.element.addEventListener("focusin", ({ target }) => this.#arrive(target as Element), { signal });
    this.#watch(signal);
    this.#arrive(null);
  }

  /** Fold what does not fit into an output of this width. */
  place(width: number): void {
    if (width === this.#width) return;
    this.#width = width;
    this.#fit();
  }

  #fit(): void {
    for (const tab of this.#tabs) tab.classList.remove("mg-folded");
    const offered = this.#tabs.filter((tab) => !tab.hidden);
    const spare = offered.slice(FEW).filter((tab) => !isKept(tab));
    const isNarrow = this.#width > 0 && this.#width < NARROW;
    if (isNarrow && spare.length > 1) this.#fold(...spare.splice(0));
    while (spare.length > 0 && this.#isWrapped) this.#fold(spare.pop() as HTMLElement);
    if (this.#folded.length === 0) this.#more.element.remove();
    this.#arrive(null);
  }

  get #folded(): HTMLElement[] {
    return this.#tabs.filter((tab) => tab.classList.contains("mg-folded"));
  }

  get #isWrapped(): boolean {
    return (this.#stops[0]?.offsetTop ?? 0) < this.#last.offsetTop;
  }

  get #stops(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>(STOPS)].filter(isShown);
  }

  #fold(...tabs: HTMLElement[]): void {
    for (const tab of tabs) tab.classList.add("mg-folded");
    if (!this.#more.element.isConnected) this.#last.before(this.#more.element);
  }

  #item(tab: HTMLElement): Item {
    const run = () => {
      tab.classList.remove("mg-folded"); // it is outside from now on, and can take the focus
      tab.click();
      return "";
    };
    return { label: tab.textContent ?? "", run, next: tab };
  }

  /** A panel that opens or closes, or has nothing to say, changes what fits. */
  #watch(signal: AbortSignal): void {
    const observer = new MutationObserver(() => this.#fit());
    for (const tab of this.#tabs) observer.observe(tab, { attributeFilter: WATCHED });
    signal.addEventListener("abort", () => observer.disconnect(), { once: true });
  }

  /** Make the focused stop the one that Tab reaches; null to keep the one there is. */
  #arrive(focused: Element | null): void {
    const stops = this.#stops;
    const known = stops.find((stop) => (focused ? stop === focused : stop.tabIndex === 0));
    const reached = known ?? (focused ? null : stops[0]);
    if (!reached) return;
    for (const stop of [...this.#tabs, ...stops]) assign(stop, "tabindex", stop === reached ? 0 : -1);
  }
}

/** A tab that is never in the menu: that of an open panel, and the one that has the focus. */
function isKept(tab: Element): boolean {
  return tab.matches("[aria-expanded='true'], [aria-pressed='true'], :focus");
}

function isShown(stop: HTMLElement): boolean {
  return !stop.hidden && !stop.classList.contains("mg-folded");
}
