/** A button that opens a menu: Enter, ↑↓, Esc, or the mouse. */

import { assign, html } from "./dom";

export interface Item {
  readonly label: string;
  /** What the item does; if it returns a word on the outcome, the menu stays open and shows it in the item's place. */
  run(): Promise<string> | string;
  /** What has the focus once the menu is closed, if not its button. */
  readonly next?: HTMLElement;
}

/** Where a menu's items come from; asked each time the menu is opened. */
export interface Source {
  items(): readonly Item[];
  /** Why none of the items is available right now, as a sentence; "" if they are. */
  blocked(): string;
  /** Tell a screen reader how an item turned out. */
  said(word: string): void;
}

const OFF = "aria-disabled";

export class Menu {
  readonly element = html("div", { class: "mg-menu" });
  readonly #button: HTMLButtonElement;
  readonly #list: HTMLElement;
  readonly #source: Source;

  constructor(id: string, title: string, source: Source, signal: AbortSignal) {
    this.#source = source;
    const caret = html("span", { "aria-hidden": "true" }, " ▾");
    const says = { "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id };
    this.#button = html("button", { type: "button", ...says }, title, caret);
    this.#list = html("div", { id, role: "menu", "aria-label": title, hidden: "" });
    this.element.append(this.#button, this.#list);
    this.#listen(signal);
  }

  get #isOpen(): boolean {
    return !this.#list.hidden;
  }

  #listen(signal: AbortSignal): void {
    const listen = { signal };
    this.#button.addEventListener("click", () => (this.#isOpen ? this.#close() : this.#open(0)), listen);
    this.element.addEventListener("keydown", (event) => this.#key(event), listen);
    this.element.addEventListener("focusout", (event) => this.#left(event), listen);
  }

  #open(focused: number): void {
    const blocked = this.#source.blocked();
    const items = this.#source.items().map((item) => this.#row(item, blocked));
    this.#list.replaceChildren(...items);
    this.#show(true);
    items.at(focused)?.focus();
  }

  #close(next: HTMLElement = this.#button): void {
    this.#show(false);
    next.focus();
  }

  #show(open: boolean): void {
    this.#list.hidden = !open;
    assign(this.#button, "aria-expanded", String(open));
  }

  #row(item: Item, blocked: string): HTMLElement {
    const row = html("button", { type: "button", role: "menuitem", tabindex: -1 }, item.label);
    if (blocked) assign(row, "title", blocked);
    if (blocked) assign(row, OFF, "true");
    row.addEventListener("click", () => void this.#choose(row, item)); // the listener is dropped with the row
    return row;
  }

  async #choose(row: HTMLElement, item: Item): Promise<void> {
    if (row.hasAttribute(OFF)) return;
    const word = await item.run();
    if (word === "") return this.#close(item.next);
    row.textContent = word;
    this.#source.said(word);
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) this.#step(step);
    else if (event.key === "Home" || event.key === "End") this.#focus(event.key === "Home" ? 0 : -1);
    else if (event.key === "Escape" && this.#isOpen) this.#close();
    else return;
    event.preventDefault();
  }

  #step(step: number): void {
    const rows = [...this.#list.children];
    const at = rows.findIndex((row) => row.matches(":focus"));
    if (!this.#isOpen) this.#open(step > 0 ? 0 : -1);
    else if (at < 0) this.#focus(step > 0 ? 0 : -1);
    else this.#focus((at + step + rows.length) % rows.length);
  }

  #focus(index: number): void {
    if (this.#isOpen) ([...this.#list.children] as HTMLElement[]).at(index)?.focus();
  }

  #left({ relatedTarget }: FocusEvent): void {
    if (!this.element.contains(relatedTarget as Node | null)) this.#show(false);
  }
}
