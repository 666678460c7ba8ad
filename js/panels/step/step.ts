/** The panel Step: the forward and the backward pass, one step at a time. */

import { assign, html, svg } from "../../browser/dom";
import { Flow } from "../../picture/flow";
import type { Panel, Stage } from "../../stage/panel";
import type { Acting, Reading, Replay } from "../../tape/replay";
import type { Graph } from "../../wire/protocol";
import { PartialReading } from "./partial";
import { Passes } from "./passes";
import { Pips } from "./pips";
import { type Part, spokenSentence, Telling } from "./telling";

const PACE = 700; // ms per step
const PACES = [100, 200, 350, PACE, 1400, 2800];
const ICONS = {
  prev: "M2 2h2v10H2zM12 2v10L5 7z",
  play: "M3 2l9 5-9 5z",
  pause: "M3 2h3v10H3zM8 2h3v10H8z",
  next: "M10 2h2v10h-2zM2 2v10l7-5z",
};

export class StepView implements Panel {
  readonly name = "step";
  readonly element: HTMLElement;
  readonly #stage: Stage;
  readonly #play = iconButton("play", "Play");
  readonly #pips: Pips;
  readonly #pace = html("span", { class: "mg-pace mg-quiet" });
  readonly #sentence = html("p", { class: "mg-telling", "aria-hidden": "true" });
  readonly #said = html("p", { class: "mg-unseen", role: "status" });
  #passes: Passes | null = null;
  #flow: Flow | null = null;
  #boxOf: ReadonlyMap<number, number> = new Map();
  #isOpen = false;
  /** The step that is shown; below 0 none is, and the picture is complete. */
  #step = -1;
  #acting: Acting | null = null;
  #ms = PACE;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(id: string, stage: Stage, signal: AbortSignal) {
    this.#stage = stage;
    this.#pips = new Pips((step) => this.#jump(step), signal);
    this.element = html("div", { class: "mg-step", id, role: "group", "aria-label": "Step", hidden: "" });
    this.#fill(signal);
    signal.addEventListener("abort", () => clearTimeout(this.#timer), { once: true });
  }

  adopt({ view, stopped }: Graph): boolean {
    const passes = new Passes(view);
    const isOther = JSON.stringify(passes.steps) !== JSON.stringify(this.#passes?.steps);
    this.#passes = passes;
    this.#flow = new Flow(view);
    this.#boxOf = new Map(view.boxes.map(({ node }, i) => [node, i]));
    if (isOther && this.#step >= 0) this.#go(Math.min(this.#step, passes.steps.length - 1));
    return stopped === "" && passes.steps.length > 0;
  }

  open(open: boolean): void {
    if (open === this.#isOpen) return;
    this.#isOpen = open;
    this.element.hidden = !open;
    this.#go(-1);
  }

  paint(replay: Replay): void {
    const parts = this.#told(replay);
    this.#sentence.replaceChildren(...parts.map(written));
    this.#pips.show(this.#passes as Passes, this.#step);
  }

  /** Announce the step to a screen reader; of a drag only its end. */
  settle(replay: Replay): void {
    if (!this.#isOpen) return;
    this.paint(replay);
    const said = spokenSentence(this.#told(replay));
    if (said !== this.#said.textContent) this.#said.textContent = said;
  }

  select(): void {}

  /** What the graph and the inputs show of a replay at this step. */
  reading(replay: Replay): Reading {
    if (this.#acting === null || this.#passes === null) return replay;
    return new PartialReading(replay, this.#passes, this.#step, this.#acting, this.#boxOf);
  }

  #fill(signal: AbortSignal): void {
    const [prev, next] = [iconButton("prev", "Previous step"), iconButton("next", "Next step")];
    const buttons = html("div", { class: "mg-transport" }, prev, this.#play, next);
    const told = html("div", { class: "mg-told" }, this.#sentence, this.#said);
    this.element.append(buttons, this.#pips.element, this.#pace, told);
    const listen = { signal };
    prev.addEventListener("click", () => this.#jump(this.#step - 1), listen);
    next.addEventListener("click", () => this.#jump(this.#step + 1), listen);
    this.#play.addEventListener("click", () => this.#toggle(), listen);
    this.element.addEventListener("keydown", (event) => this.#key(event), listen);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isButton = (event.target as Element).matches("button");
    const keys: Record<string, () => void> = {
      ArrowLeft: () => this.#jump(this.#step - 1),
      ArrowRight: () => this.#jump(this.#step + 1),
      Home: () => this.#jump(0),
      End: () => this.#jump(Number.POSITIVE_INFINITY),
      "[": () => this.#hurry(1),
      "]": () => this.#hurry(-1),
      ...(isButton ? {} : { " ": () => this.#toggle() }), // a focused button is pressed by the space bar
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }

  /** `[` halves the speed, `]` doubles it. */
  #hurry(by: number): void {
    this.#ms = PACES[PACES.indexOf(this.#ms) + by] ?? this.#ms;
    this.#pace.textContent = this.#ms === PACE ? "" : `${this.#ms} ms a step`;
  }

  #jump(step: number): void {
    this.#pause();
    this.#go(step);
  }

  #toggle(): void {
    if (this.#timer !== undefined) this.#pause();
    else this.#playFrom(this.#step === this.#last ? 0 : this.#step + 1);
  }

  #playFrom(step: number): void {
    this.#go(step, true);
    if (step < this.#last) {
      this.#timer = setTimeout(() => this.#playFrom(step + 1), this.#ms);
      this.#label("pause", "Pause");
    } else this.#pause();
  }

  #pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#label("play", "Play");
  }

  #label(icon: "play" | "pause", says: string): void {
    this.#play.replaceChildren(drawn(icon));
    assign(this.#play, "aria-label", says);
  }

  get #last(): number {
    return (this.#passes?.steps.length ?? 0) - 1;
  }

  #go(to: number, isPlayed = false): void {
    if (!isPlayed) this.#pause();
    this.#step = Math.max(-1, Math.min(to, this.#last));
    const step = this.#passes?.steps[this.#step];
    this.#acting = step && this.#isOpen ? { ...step, isPlayed } : null;
    this.#stage.request();
  }

  #told(replay: Replay): Part[] {
    const [passes, flow] = [this.#passes as Passes, this.#flow as Flow];
    if (this.#step >= 0) return new Telling(replay, passes, flow, this.#step).sentence();
    const [forward, backward] = [passes.forward, passes.steps.length - passes.forward];
    const text = `Forward for the values, ${steps(forward)}; then backward for the gradients, ${steps(backward)}.`;
    return [{ text }];
  }
}

function steps(count: number): string {
  return `${count} ${count === 1 ? "step" : "steps"}`;
}

function written({ text, look }: Part): Node | string {
  if (look === undefined) return text;
  if (look === "bold") return html("b", {}, text);
  return html("span", { class: look === "code" ? "mg-code" : `mg-ink mg-${look}` }, text);
}

function iconButton(icon: keyof typeof ICONS, says: string): HTMLButtonElement {
  return html("button", { type: "button", "aria-label": says }, drawn(icon));
}

function drawn(icon: keyof typeof ICONS): Element {
  return svg("svg", { width: 14, height: 14, "aria-hidden": "true" }, svg("path", { d: ICONS[icon] }));
}
