/** What a step of the descent does to each input, with its numbers, and which inputs take part. */

import { Attribute, html, Words } from "../../browser/dom";
import { short } from "../../words/numbers";
import { type Change, type Rule, written } from "./descent";

const FEW = 4; // how many rows of a long list are shown at first

export class RulesView {
  readonly element = html("div", { class: "mg-rules" });
  readonly #changed: () => void;
  readonly #signal: AbortSignal;
  readonly #head = new Words(html("div", { class: "mg-head" }));
  readonly #list = html("div", { class: "mg-rule-list" });
  readonly #more = new Words(html("button", { type: "button", class: "mg-link" }));
  readonly #still = new Set<string>(); // inputs that the user has taken out
  #rows: RuleRow[] = [];
  #names: readonly string[] = [];
  #isLong = false;

  /** `changed` is called when the selection of inputs changes. */
  constructor(changed: () => void, signal: AbortSignal) {
    this.#changed = changed;
    this.#signal = signal;
    this.#more.element.addEventListener("click", () => this.#toggle(), { signal });
    this.element.append(this.#head.element, this.#list, this.#more.element);
  }

  moves(name: string): boolean {
    return !this.#still.has(name);
  }

  adopt(names: readonly string[]): void {
    if (names.join("\n") === this.#names.join("\n")) return;
    this.#names = names;
    this.#fill();
  }

  /** Show the changes of a step; `head` says which step it is. */
  paint(head: string, changes: readonly Change[], rule: Rule): void {
    this.#head.write(head);
    const shown = new Map(changes.map((change) => [change.name, change]));
    for (const row of this.#rows) {
      const change = shown.get(row.name);
      if (change) row.paint(change, rule);
    }
  }

  #fill(): void {
    const isShort = this.#names.length <= FEW + 1;
    const shown = isShort || this.#isLong ? this.#names : this.#names.slice(0, FEW);
    this.#rows = shown.map((name) => new RuleRow(name, this.moves(name)));
    for (const { name, box } of this.#rows) {
      box.addEventListener("change", () => this.#choose(name, box.checked), { signal: this.#signal });
    }
    this.#list.replaceChildren(...this.#rows.map(({ element }) => element));
    this.#list.classList.toggle("mg-only", this.#names.length === 1);
    this.#more.write(this.#isLong ? "Fewer" : `… ${this.#names.length - FEW} more`);
    this.#more.element.toggleAttribute("hidden", isShort);
  }

  #choose(name: string, moves: boolean): void {
    if (moves) this.#still.delete(name);
    else this.#still.add(name);
    this.#changed();
  }

  #toggle(): void {
    this.#isLong = !this.#isLong;
    this.#fill();
    this.#changed();
  }
}

class RuleRow {
  readonly name: string;
  readonly box = html("input", { type: "checkbox" });
  readonly element: HTMLElement;
  readonly #text = new Words(html("span"));
  readonly #class: Attribute;

  constructor(name: string, moves: boolean) {
    this.name = name;
    this.box.checked = moves;
    this.box.setAttribute("aria-label", `move ${name}`);
    const said = html("span", { class: "mg-code", title: name }, name);
    this.element = html("label", {}, this.box, said, this.#text.element);
    this.#class = new Attribute(this.element, "class");
  }

  paint(change: Change, rule: Rule): void {
    const moves = rule.moves(this.name);
    this.#class.write(moves ? "mg-rule" : "mg-rule mg-out");
    this.#text.write(moves ? `\u2190 ${written(change, rule)}` : `stays at ${short(change.from)}`);
  }
}
