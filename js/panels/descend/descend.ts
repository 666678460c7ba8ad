/** The panel of gradient descent: the rule of a step, the buttons that make one, and the result. */

import { assign, html, svg } from "../../browser/dom";
import { NumberBox } from "../../inputs/numberbox";
import type { Memory } from "../../stage/memory";
import type { Panel, Stage } from "../../stage/panel";
import type { Replay } from "../../tape/replay";
import type { Graph } from "../../wire/protocol";
import { cut } from "../../words/wording";
import { Descending } from "./descending";
import type { Rule } from "./descent";
import { RulesView } from "./rules";
import { TrailView } from "./trail";

const MANY = 20; // steps
const FIRST_ETA = 0.02;
const PLAY = "M2 1v10l9-5z";
const PAUSE = "M2 1h3v10h-3zM7 1h3v10h-3z";

export class DescendView implements Panel {
  readonly name = "descend";
  readonly element: HTMLElement;
  readonly #run: Descending;
  readonly #rules: RulesView;
  readonly #trail = new TrailView();
  readonly #status = html("div", { class: "mg-status", role: "status" });
  readonly #icon = svg("path", { d: PLAY });
  readonly #play = html("button", { type: "button", class: "mg-button mg-play" });
  readonly #ascend = html(
    "button",
    { type: "button", class: "mg-button", "aria-pressed": "false" },
    "Ascend",
  );
  #rule: Rule;

  constructor(id: string, stage: Stage, memory: Memory, signal: AbortSignal) {
    this.#rules = new RulesView(() => stage.request(), signal);
    this.#rule = { eta: FIRST_ETA, ascends: false, moves: (name) => this.#rules.moves(name) };
    this.#run = new Descending(stage, memory, {
      rule: () => this.#rule,
      say: (sentence) => this.#say(sentence),
      going: (isGoing) => this.#showPlay(isGoing),
    });
    const controls = html("div", { class: "mg-controls" }, this.#eta(signal), ...this.#buttons(signal));
    const left = html("div", {}, controls, this.#status, this.#rules.element);
    const says = { class: "mg-descend", id, role: "region", hidden: "" };
    this.element = html("div", says, left, this.#trail.element);
    signal.addEventListener("abort", () => this.#run.end(), { once: true });
  }

  adopt(graph: Graph): boolean {
    const movable = this.#run.adopt(graph);
    this.#rules.adopt(movable.map((i) => graph.inputs[i]?.name ?? ""));
    assign(this.element, "aria-label", `Descend on ${graph.title}`);
    return movable.length > 0;
  }

  open(open: boolean): void {
    this.element.hidden = !open;
    if (!open) this.#run.pause();
  }

  paint(replay: Replay): void {
    if (this.element.hidden) return; // there is nothing to move
    const run = this.#run;
    run.paint(replay);
    const { last, trail } = run;
    if (last) this.#rules.paint("last step", last.changes, last.rule);
    else this.#rules.paint("next step", run.next(), this.#rule);
    if (trail) this.#trail.paint(trail, cut(replay.graph.title, 24));
  }

  refused(sentence: string): void {
    this.#run.refused(sentence);
  }

  settle(): void {}

  select(): void {}

  #eta(signal: AbortSignal): HTMLElement {
    const spec = { name: "η", form: "plain", literal: "", whole_steps: false, run: FIRST_ETA } as const;
    const box = new NumberBox(spec, (eta) => this.#setRule({ eta }), signal);
    box.show(FIRST_ETA);
    assign(box.input, "aria-label", "step size η");
    return html("label", { class: "mg-code" }, "η", box.element);
  }

  #buttons(signal: AbortSignal): HTMLElement[] {
    const button = (text: string, act: () => void) => {
      const made = html("button", { type: "button", class: "mg-button" }, text);
      made.addEventListener("click", act, { signal });
      return made;
    };
    this.#play.append(svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, this.#icon));
    this.#play.addEventListener("click", () => this.#toggle(), { signal });
    this.#ascend.addEventListener("click", () => this.#turn(), { signal });
    this.#showPlay(false);
    return [
      button("Step once", () => this.#run.start(1)),
      button(`Run ${MANY}`, () => this.#run.start(MANY)),
      this.#play,
      button("Reset", () => this.#run.reset()),
      this.#ascend,
    ];
  }

  #setRule(change: Partial<Rule>): void {
    this.#rule = { ...this.#rule, ...change };
    this.#run.turned();
  }

  #turn(): void {
    this.#setRule({ ascends: !this.#rule.ascends });
    assign(this.#ascend, "aria-pressed", String(this.#rule.ascends));
  }

  #toggle(): void {
    if (this.#run.isGoing) this.#run.pause();
    else this.#run.start(Number.POSITIVE_INFINITY);
  }

  #say(sentence: string): void {
    if (this.#status.textContent !== sentence) this.#status.textContent = sentence;
  }

  #showPlay(isGoing: boolean): void {
    assign(this.#play, "aria-label", isGoing ? "Pause the run" : "Run until paused");
    assign(this.#icon, "d", isGoing ? PAUSE : PLAY);
  }
}
