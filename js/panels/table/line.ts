/** A line of the long table: it shows one entry after the other, since only those in sight are in the page. */

import { Attribute, assign, html, Words } from "../../browser/dom";
import { counted } from "../../words/wording";
import { Cells } from "./cells";
import type { Group } from "./groups";
import type { Filling } from "./numbers";
import type { Said } from "./words";

/** Where an entry stands in the list. */
export interface Place {
  readonly id: string;
  readonly entry: number; // from 0
  readonly level: number;
}

const INDENT = 16; // px for each level

export class Line {
  readonly element: HTMLTableRowElement;
  /** The node on display; null for a group. */
  node: number | null = null;
  entry = -1;
  readonly #id: Attribute;
  readonly #index: Attribute;
  readonly #level: Attribute;
  readonly #head = html("th", { scope: "row", class: "mg-line-head" });
  readonly #path = new Words(html("span", { class: "mg-path mg-quiet" }));
  readonly #name = new Words(html("span", { class: "mg-code mg-called" }));
  readonly #fold = html("button", { type: "button", class: "mg-group-head", tabindex: -1, hidden: "" });
  readonly #foldText = new Words(this.#fold);
  readonly #expression = cell("mg-code mg-quiet");
  readonly #line = cell("mg-quiet");
  readonly #numbers = new Cells();
  readonly #flow = cell("mg-number");

  constructor() {
    this.#head.append(html("div", {}, this.#fold, this.#path.element, this.#name.element));
    const { value, gradient, since } = this.#numbers;
    const all = [this.#expression, this.#line, value, gradient, this.#flow, ...since];
    const cells = all.map(({ element }) => element);
    this.element = html("tr", {}, this.#head, ...cells);
    this.#id = new Attribute(this.element, "id");
    this.#index = new Attribute(this.element, "aria-rowindex");
    this.#level = new Attribute(this.element, "aria-level");
  }

  showGroup(group: Group, isOpen: boolean, place: Place): void {
    this.#stand(place);
    this.node = null;
    for (const element of [this.element, this.#fold]) assign(element, "aria-expanded", String(isOpen));
    this.#say("", {
      name: group.title,
      isNamed: true,
      expression: `${counted(group.count)} nodes`,
      line: "",
    });
    this.#expression.element.classList.remove("mg-code");
    this.fill(null, "");
  }

  /** Show a node; `lead` is what stands before its name. */
  showNode(node: number, lead: string, said: Said, place: Place): void {
    this.#stand(place);
    this.node = node;
    this.element.removeAttribute("aria-expanded");
    this.#expression.element.classList.add("mg-code");
    this.#say(lead, said);
  }

  fill(filling: Filling | null, flow: string): void {
    this.#numbers.fill(filling);
    this.#flow.write(flow);
  }

  #stand({ id, entry, level }: Place): void {
    this.entry = entry;
    this.#id.write(`${id}-${entry}`);
    this.#index.write(entry + 2); // the head is the first
    this.#level.write(level + 1);
    this.#head.style.setProperty("--mg-indent", `${INDENT * level}px`);
  }

  #say(lead: string, { name, isNamed, expression, line }: Said): void {
    const isGroup = this.node === null;
    this.#fold.toggleAttribute("hidden", !isGroup);
    this.#path.write(lead);
    this.#name.write(isGroup ? "" : name);
    this.#foldText.write(isGroup ? name : "");
    this.#name.element.classList.toggle("mg-quiet", !isNamed);
    assign(this.#head, "title", lead + name);
    const shown = expression === name ? "" : expression;
    this.#expression.write(shown);
    assign(this.#expression.element, "title", shown);
    this.#line.write(line);
  }
}

function cell(name: string): Words {
  return new Words(html("td", { class: name }));
}
