/** The row of one input: its name, slider, value and gradient. */

import { Attribute, assign, html, Words } from "../browser/dom";
import { lifeWithin } from "../browser/life";
import { Figure } from "../picture/figure";
import { barLength } from "../picture/node";
import { kindOf } from "../picture/stroke";
import { isHeld, moves, uses } from "../tape/alone";
import type { Range } from "../tape/range";
import type { Shown } from "../tape/replay";
import type { Graph, Input } from "../wire/protocol";
import { fittedSigned, spoken } from "../words/numbers";
import { exactGradient, gradientText, numberOf, spokenGradient } from "../words/reading";
import { NumberBox } from "./numberbox";
import { Slider } from "./slider";

export interface RowEvents {
  hold(hand: object): void;
  move(position: number, x: number): void;
  rest(hand: object): void;
  hover(node: number | null): void;
  select(node: number): void;
}

export const BAR = 84; // px, the gradient column
const ROOM = 9; // digits in it, in the widest of the usual fonts

export class InputRow {
  readonly element = html("div", { class: "mg-row", role: "group" });
  readonly name: string;
  node = -1;
  readonly #spec: Input;
  readonly #life: AbortController;
  #position = -1;
  readonly #button: HTMLButtonElement;
  readonly #shownName: Words;
  readonly #slider: Slider;
  readonly #box: NumberBox;
  readonly #gradient = Figure.html("mg-gradient");
  readonly #bar = html("i", { class: "mg-length" });
  readonly #barClass = new Attribute(this.#bar, "class");
  #length = -1; // px, of the bar
  #said: string | null = null;

  constructor(input: Input, position: number, graph: Graph, events: RowEvents, signal: AbortSignal) {
    const run = graph.data[input.node] as number;
    const move = (x: number) => events.move(this.#position, x);
    this.name = input.name;
    this.#spec = input;
    this.#life = lifeWithin(signal);
    this.#button = html("button", {
      type: "button",
      class: "mg-name",
      title: input.name,
      "aria-label": input.name,
    });
    this.#shownName = new Words(this.#button);
    this.#slider = new Slider(input, run, { ...events, move }, this.#life.signal);
    this.#box = new NumberBox({ ...input, run }, (x) => this.#typed(x, move), this.#life.signal);
    this.#fill();
    this.#listen(events, this.#life.signal);
    this.adopt(input, position, graph);
  }

  get range(): Range {
    return this.#slider.range;
  }

  /** What a key can reach in it, from left to right. */
  get stops(): HTMLElement[] {
    const parts = ".mg-name, [type=range], .mg-box, .mg-with-slopes .mg-handle";
    return [...this.element.querySelectorAll<HTMLElement>(parts)].filter(
      (stop) => !stop.matches(":disabled"),
    );
  }

  /** Take over an input of a later graph; false if the row cannot, because it needs a different slider. */
  adopt(input: Input, position: number, graph: Graph): boolean {
    if (!isAlike(input, this.#spec)) return false;
    this.node = input.node;
    this.#position = position;
    assign(this.element, "data-input", position);
    this.#disable(input, graph);
    return true;
  }

  /** Show the name, or what is left of it. */
  call(name: string): void {
    this.#shownName.write(name);
  }

  /** It is no longer shown: a drag of it is over. */
  letGo(): void {
    this.#slider.letGo();
  }

  leave(): void {
    this.#life.abort();
    this.element.remove();
    this.#slider.letGo();
  }

  /** Set the id of the element that says what is wrong with this input, or null. */
  mark(said: string | null): void {
    if (said === this.#said) return;
    this.#said = said;
    this.element.classList.toggle("mg-problem", said !== null);
    for (const element of [this.#slider.input, this.#box.input]) {
      if (said === null) element.removeAttribute("aria-describedby");
      else assign(element, "aria-describedby", said);
    }
    if (said === null) this.#slider.input.removeAttribute("aria-invalid");
    else assign(this.#slider.input, "aria-invalid", "true");
  }

  paint(x: number, gradient: Shown, largest: number): void {
    const known = numberOf(gradient);
    const kind = kindOf(known);
    this.#slider.show(x);
    this.#box.show(x);
    this.#gradient.write(gradientText(gradient, (x) => fittedSigned(x, ROOM)));
    this.#gradient.tint(kind);
    this.#barClass.write(`mg-length mg-${kind}`);
    const length = barLength(known, largest, BAR);
    if (length !== this.#length) this.#bar.style.width = `${length}px`;
    this.#length = length;
  }

  /** Mark the pinned value, if there is one. */
  pin(x: number | undefined): void {
    this.#slider.pin(x);
  }

  describe(x: number, gradient: Shown): void {
    assign(this.#gradient.element, "title", exactGradient(gradient));
    const text = `${this.name} ${spoken(x)}, ${spokenGradient(gradient)}`;
    assign(this.#slider.input, "aria-valuetext", text);
  }

  select(selected: boolean): void {
    this.element.classList.toggle("mg-selected", selected);
    assign(this.#button, "aria-pressed", String(selected));
  }

  /** Back to the range when the cell ran. */
  restore(): void {
    this.#slider.restore();
  }

  #typed(x: number, move: (x: number) => void): void {
    if (!Number.isInteger(x)) this.#slider.free();
    this.#slider.reach(x);
    move(x);
  }

  #fill(): void {
    const gradient = html("span", { class: "mg-gradient-cell" }, this.#gradient.element, this.#bar);
    assign(this.element, "aria-label", `input ${this.name}`);
    this.element.append(this.#button, this.#slider.element, this.#box.element, gradient);
  }

  #listen({ hover, select }: RowEvents, signal: AbortSignal): void {
    const listen = { signal };
    this.#button.addEventListener("pointerenter", () => hover(this.node), listen);
    this.#button.addEventListener("pointerleave", () => hover(null), listen);
    this.#button.addEventListener("focus", () => isSeen(this.#button) && hover(this.node), listen);
    this.#button.addEventListener("blur", () => hover(null), listen);
    this.#button.addEventListener("click", () => select(this.node), listen);
  }

  #disable(input: Input, graph: Graph): void {
    const { stopped, title } = graph;
    const held = isHeld(input, graph);
    const disabled = held || !moves(graph);
    this.#slider.disable(disabled);
    this.#box.input.disabled = disabled;
    const isUsed = uses(graph, input) || stopped !== "";
    this.element.classList.toggle("mg-unused", !isUsed);
    const said = isUsed ? held && graph.why : `${title} does not use ${this.name}`;
    if (said) assign(this.element, "title", said);
    else this.element.removeAttribute("title");
  }
}

/** Whether one slider can serve both inputs. */
function isAlike(one: Input, other: Input): boolean {
  const slider = ({ node, held, ...rest }: Input) => JSON.stringify(rest);
  return slider(one) === slider(other);
}

function isSeen(button: Element): boolean {
  return button.matches(":focus-visible");
}
