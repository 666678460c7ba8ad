/** The inputs: one row each with its name, slider, value and gradient. */

import { assign, html } from "./dom";
import { Figure } from "./figure";
import { barLength } from "./node";
import { NumberBox } from "./numberbox";
import { signed, spoken } from "./numbers";
import type { Graph, Input } from "./protocol";
import { rangeOf } from "./range";
import { exactGradient, gradientText, spokenGradient } from "./reading";
import type { Gradient, Replay } from "./replay";
import { Slider } from "./slider";
import { kindOf, largestOf } from "./stroke";

export interface InputEvents {
  hold(): void;
  move(position: number, x: number): void;
  rest(): void;
  hover(node: number | null): void;
  select(node: number): void;
}

const BAR = 66; // px, the gradient column
const TERSE = 5; // characters
const NAME_ROOM = [2, 12] as const; // characters

export class InputsView {
  readonly element = html("div", { class: "mg-inputs" });
  /** Whether the names are short enough for a narrow column. */
  readonly terse: boolean;
  readonly #rows: InputRow[];

  constructor(graph: Graph, events: InputEvents, signal: AbortSignal) {
    this.#rows = graph.inputs.map((input, i) => new InputRow(input, i, graph, events, signal));
    const longest = Math.max(...graph.inputs.map(({ name }) => name.length), NAME_ROOM[0]);
    this.terse = longest <= TERSE;
    this.element.style.setProperty("--mg-name", `${Math.min(longest, NAME_ROOM[1])}`);
    this.element.append(
      ...(this.#rows.length ? [heads(), heads(), this.#list()] : ["Nothing to vary: no inputs."]),
    );
    this.element.style.setProperty("--mg-half", `${Math.ceil(this.#rows.length / 2)}`);
    this.element.classList.toggle("mg-many", this.#rows.length >= 6);
  }

  paint(replay: Replay): void {
    const gradients = replay.graph.inputs.map(({ node }) => replay.gradient(node));
    const largest = largestOf(gradients.map((gradient) => gradient ?? null));
    this.#rows.forEach((row, i) => {
      row.paint(replay.point[i] as number, gradients[i], largest);
    });
  }

  /** Say the numbers exactly, and to a screen reader; at rest only. */
  describe(replay: Replay): void {
    this.#rows.forEach((row, i) => {
      row.describe(replay.point[i] as number, replay.gradient((replay.graph.inputs[i] as Input).node));
    });
  }

  select(node: number | null): void {
    for (const row of this.#rows) row.select(row.node === node);
  }

  #list(): HTMLElement {
    return html("div", { class: "mg-rows" }, ...this.#rows.map(({ element }) => element));
  }
}

function heads(): HTMLElement {
  const names = ["input", "", "value", "gradient"].map((name) => html("span", {}, name));
  return html("div", { class: "mg-heads", "aria-hidden": "true" }, ...names);
}

class InputRow {
  readonly element: HTMLElement;
  readonly node: number;
  readonly #name: string;
  readonly #button: HTMLButtonElement;
  readonly #slider: Slider;
  readonly #box: NumberBox;
  readonly #gradient = Figure.html("mg-gradient");
  readonly #bar = html("i", { class: "mg-length" });

  constructor(input: Input, position: number, graph: Graph, events: InputEvents, signal: AbortSignal) {
    const run = graph.data[input.node] as number;
    const move = (x: number) => events.move(position, x);
    this.node = input.node;
    this.#name = input.name;
    this.#button = html("button", { type: "button", class: "mg-name", title: input.name }, input.name);
    this.#slider = new Slider(input, run, rangeOf(input, run), { ...events, move }, signal);
    this.#box = new NumberBox(input.name, input.whole, move, signal);
    this.element = this.#row(position);
    this.#listen(events, signal);
    this.#disable(graph);
  }

  paint(x: number, gradient: Gradient, largest: number): void {
    const kind = kindOf(gradient ?? null);
    this.#slider.show(x);
    this.#box.show(x);
    this.#gradient.write(gradientText(gradient, signed));
    assign(this.#gradient.element, "class", `mg-gradient mg-${kind}`);
    assign(this.#bar, "class", `mg-length mg-${kind}`);
    const width = `${barLength(gradient ?? null, largest, BAR)}px`;
    if (this.#bar.style.width !== width) this.#bar.style.width = width;
  }

  describe(x: number, gradient: Gradient): void {
    assign(this.#gradient.element, "title", exactGradient(gradient));
    const text = `${this.#name} ${spoken(x)}, ${spokenGradient(gradient)}`;
    assign(this.#slider.input, "aria-valuetext", text);
  }

  select(selected: boolean): void {
    this.element.classList.toggle("mg-selected", selected);
    assign(this.#button, "aria-pressed", String(selected));
  }

  #row(position: number): HTMLElement {
    const gradient = html("span", { class: "mg-gradient-cell" }, this.#gradient.element, this.#bar);
    const attributes = { class: "mg-row", role: "group", "aria-label": `input ${this.#name}` };
    const cells = [this.#button, this.#slider.element, this.#box.element, gradient];
    return html("div", { ...attributes, "data-input": position }, ...cells);
  }

  #listen({ hover, select }: InputEvents, signal: AbortSignal): void {
    const listen = { signal };
    this.#button.addEventListener("pointerenter", () => hover(this.node), listen);
    this.#button.addEventListener("pointerleave", () => hover(null), listen);
    this.#button.addEventListener("click", () => select(this.node), listen);
  }

  #disable({ frozen, stopped, view, output, title }: Graph): void {
    const disabled = frozen !== "" || stopped !== "";
    this.#slider.input.disabled = disabled;
    this.#box.element.disabled = disabled;
    const used =
      this.node === output || view.edges.some(({ source }) => view.boxes[source]?.node === this.node);
    if (used || stopped) return;
    this.element.classList.add("mg-unused");
    assign(this.element, "title", `${title} does not use ${this.#name}`);
  }
}
