/** The bar: the output's name and value, its value at the pin, and the tabs of the panels. */

import { Attribute, assign, html, Words } from "../browser/dom";
import { change, valueAt } from "../stage/pin";
import type { Replay } from "../tape/replay";
import type { Graph } from "../wire/protocol";
import { short } from "../words/numbers";
import { exact } from "../words/reading";
import { TabsView } from "./tabs";

export interface BarEvents {
  /** Pin the point, or unpin it. */
  pin(): void;
  /** Go back to the pinned point. */
  back(): void;
}

export class BarView {
  readonly element = html("div", { class: "mg-bar" });
  readonly #value = html("b", { class: "mg-output-value" });
  readonly #valueText = new Words(this.#value);
  readonly #exact = new Attribute(this.#value, "title");
  readonly #output = html("div", { class: "mg-output-line" });
  readonly #pin = html(
    "button",
    { type: "button", "aria-pressed": "false", title: "Keep this point and show differences from it" },
    "Pin",
  );
  readonly #back = new Words(
    html("button", { type: "button", class: "mg-back", title: "Go back to the pinned point", hidden: "" }),
  );
  readonly #tabs: TabsView;
  #graph: Graph | null = null;

  /** The ids of its parts begin with `id`; `tabs` are those of the panels; `menu` goes at the end of the bar. */
  constructor(
    id: string,
    tabs: readonly HTMLElement[],
    menu: HTMLElement,
    { pin, back }: BarEvents,
    signal: AbortSignal,
  ) {
    this.#pin.addEventListener("click", pin, { signal });
    this.#back.element.addEventListener("click", back, { signal });
    this.#tabs = new TabsView(id, [...tabs, this.#pin], menu, signal);
    const left = html("div", { class: "mg-result-line" }, this.#output, this.#back.element);
    this.element.append(left, this.#tabs.element);
  }

  /** Fit the tabs into an output of this width. */
  place(width: number): void {
    this.#tabs.place(width);
  }

  /** Show the name of a graph's output. */
  adopt(graph: Graph): void {
    const known = this.#graph;
    this.#pin.hidden = graph.inputs.length === 0 || graph.stopped !== "" || graph.frozen !== "";
    this.#graph = graph;
    if (known?.title === graph.title && known.output < 0 === graph.output < 0) return;
    const name = html("span", { class: "mg-code", title: graph.title }, graph.title);
    this.element.style.setProperty("--mg-letters", String([...graph.title].length));
    this.#output.replaceChildren(name, ...this.#reached(graph));
  }

  paint(replay: Replay, pin: Replay | null): void {
    if (replay.graph.output < 0) return;
    this.#paintPin(replay, pin);
    const value = replay.value(replay.graph.output);
    this.#valueText.write(short(value, replay.graph.forms.get(replay.graph.output)));
    this.#exact.write(exact(value));
  }

  #paintPin(replay: Replay, pin: Replay | null): void {
    const { output } = replay.graph;
    const then = valueAt(pin, output);
    const added = change(replay.stale ? null : replay.value(output), then);
    assign(this.#pin, "aria-pressed", String(pin !== null));
    this.#back.write(
      pin === null
        ? ""
        : then === undefined
          ? "pinned"
          : `pinned ${short(then)}, ${added}`.replace(/, $/, ""),
    );
    this.#back.element.toggleAttribute("hidden", pin === null || this.#pin.hidden !== false);
  }

  #reached({ title, output }: Graph): HTMLElement[] {
    if (output < 0) return [html("span", { class: "mg-quiet" }, title && "not reached")];
    return [html("span", { class: "mg-quiet" }, "="), this.#value];
  }
}
