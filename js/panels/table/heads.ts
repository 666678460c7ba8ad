/** The head of the long table: what it can be sorted by, one tab stop that is walked by arrow keys. */

import { assign, html } from "../../browser/dom";
import type { Key, Sorting } from "./order";
import { SINCE } from "./short";

/** The columns, each with what its head sorts by; the expression is not sorted by. */
const COLUMNS: readonly (readonly Key[])[] = [
  ["name"],
  [],
  ["line"],
  ["value", "|value|"],
  ["gradient", "|gradient|"],
  ["|flow|"],
];

const FLOW = "The largest of what flows back from the node to one of its operands, without its sign";

export class Heads {
  readonly element = html("thead");
  readonly #buttons = new Map<Key, HTMLButtonElement>();
  readonly #cells = new Map<Key, HTMLElement>();

  /** `press` is called with the head that was pressed, `leave` by the key that leads into the list. */
  constructor(press: (key: Key) => void, leave: () => void, signal: AbortSignal) {
    const cells = COLUMNS.map((column) => this.#cell(column));
    const changes = SINCE.map((name) => html("th", { scope: "col", class: "mg-since" }, name));
    this.element.append(html("tr", { "aria-rowindex": 1 }, ...cells, ...changes));
    for (const [key, button] of this.#buttons) {
      button.addEventListener("click", () => press(key), { signal });
      button.addEventListener("focus", () => this.#stop(button), { signal });
    }
    this.element.addEventListener("keydown", (event) => this.#key(event, leave), { signal });
    this.#stop(this.#all[0] as HTMLButtonElement);
  }

  /** Show how the list is sorted, and what the gradients are called. */
  show(sorting: Sorting | null, gradient: string): void {
    for (const [key, button] of this.#buttons) {
      if (key === "gradient") button.textContent = gradient;
      assign(button, "aria-pressed", String(sorting?.by === key));
      button.classList.toggle("mg-down", sorting?.isDown ?? false);
    }
    for (const cell of new Set(this.#cells.values())) cell.removeAttribute("aria-sort");
    if (sorting)
      assign(
        this.#cells.get(sorting.by) as Element,
        "aria-sort",
        sorting.isDown ? "descending" : "ascending",
      );
  }

  get #all(): readonly HTMLButtonElement[] {
    return [...this.#buttons.values()];
  }

  #cell(keys: readonly Key[]): HTMLElement {
    const buttons = keys.map((key) => html("button", { type: "button", title: titleOf(key) }, key));
    const cell = html("th", { scope: "col" }, ...(keys.length > 0 ? buttons : ["expression"]));
    keys.forEach((key, i) => {
      this.#buttons.set(key, buttons[i] as HTMLButtonElement);
      this.#cells.set(key, cell);
    });
    return cell;
  }

  #stop(reached: HTMLButtonElement): void {
    for (const button of this.#all) assign(button, "tabindex", button === reached ? 0 : -1);
  }

  #key(event: KeyboardEvent, leave: () => void): void {
    const all = this.#all;
    const at = all.indexOf(event.target as HTMLButtonElement);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) all.at(to % all.length)?.focus();
    else if (event.key === "ArrowDown") leave();
    else return;
    event.preventDefault();
  }
}

function titleOf(key: Key): string {
  if (key === "|flow|") return FLOW;
  return key.startsWith("|") ? `The ${key.slice(1, -1)} without its sign` : "";
}
