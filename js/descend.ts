/** Gradient descent on the inputs: one step, twenty, or on and on, each drawn as it comes. */

import { type Change, changesAt, movable, obstacle, pointAfter, type Rule, Trail } from "./descent";
import { assign, html, svg } from "./dom";
import { cut } from "./layout";
import type { Memory } from "./memory";
import { reasonOf } from "./note";
import { NumberBox } from "./numberbox";
import type { Panel, Stage } from "./panel";
import type { Graph } from "./protocol";
import { exact } from "./reading";
import { type Replay, samePoint } from "./replay";
import { RulesView } from "./rules";
import { TrailView } from "./trail";

const PACE = 60; // ms from one step of a run to the next
const MANY = 20; // steps
const FIRST_ETA = 0.02;
const PLAY = "M2 1v10l9-5z";
const PAUSE = "M2 1h3v10h-3zM7 1h3v10h-3z";

/** A step that was made, and how. */
interface Step {
  readonly changes: readonly Change[];
  readonly rule: Rule;
}

export class DescendView implements Panel {
  readonly name = "descend";
  readonly element: HTMLElement;
  readonly #stage: Stage;
  readonly #memory: Memory;
  readonly #rules: RulesView;
  readonly #trailView = new TrailView();
  readonly #status = html("div", { class: "mg-status", role: "status" });
  readonly #eta: NumberBox;
  readonly #icon = svg("path", { d: PLAY });
  readonly #play = html("button", { type: "button", class: "mg-button mg-transport" });
  readonly #ascend = html(
    "button",
    { type: "button", class: "mg-button", "aria-pressed": "false" },
    "Ascend",
  );
  #graph: Graph | null = null;
  #replay: Replay | null = null; // what was painted last, and is there still
  #movable: readonly number[] = [];
  #rule: Rule;
  #trail: Trail | null = null;
  #last: Step | null = null;
  #goal: Float64Array | null = null; // where a step led whose numbers only the kernel knows
  #left = 0; // steps of a run
  #isSwift = false; // whether they are made at once, and the end alone is drawn
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stepped = 0; // when the last step was made

  constructor(id: string, stage: Stage, memory: Memory, signal: AbortSignal) {
    this.#stage = stage;
    this.#memory = memory;
    this.#rules = new RulesView(() => stage.request(), signal);
    this.#rule = { eta: FIRST_ETA, ascends: false, moves: (name) => this.#rules.moves(name) };
    this.#eta = new NumberBox("η", false, (eta) => this.#setRule({ eta }), signal);
    this.#eta.show(FIRST_ETA);
    const label = html("label", { class: "mg-code" }, "η", this.#eta.element);
    assign(this.#eta.element, "aria-label", "step size η");
    const buttons = this.#buttons(signal);
    const controls = html("div", { class: "mg-controls" }, label, ...buttons);
    const left = html("div", {}, controls, this.#status, this.#rules.element);
    const says = { class: "mg-descend", id, role: "region", hidden: "" };
    this.element = html("div", says, left, this.#trailView.element);
    signal.addEventListener("abort", () => this.#end(), { once: true });
  }

  /** A later graph with the same inputs goes on where the descent was. */
  adopt(graph: Graph): boolean {
    const names = ({ inputs }: Graph) => inputs.map(({ name }) => name).join("\n");
    if (this.#graph && names(this.#graph) !== names(graph)) this.#forget();
    this.#graph = graph;
    this.#replay = null;
    this.#movable = movable(graph);
    this.#rules.adopt(this.#movable.map((i) => graph.inputs[i]?.name ?? ""));
    assign(this.element, "aria-label", `Descend on ${graph.title}`);
    if (this.#movable.length === 0) this.#end();
    return this.#movable.length > 0;
  }

  open(open: boolean): void {
    this.element.hidden = !open;
    if (!open) this.#end();
  }

  paint(replay: Replay): void {
    this.#replay = replay;
    if (this.#goal && this.#trail) this.#resume(replay, this.#trail);
    const isBegun = this.#goal !== null || (this.#trail?.steps ?? 0) > 0;
    if (!isBegun && !replay.stale) this.#trail = trailFrom(replay);
    const last = this.#goal || this.#isAtTrail(replay) ? this.#last : null;
    if (last) this.#rules.paint("last step", last.changes, last.rule);
    else this.#rules.paint("next step", this.#changes(replay), this.#rule);
    if (this.#trail) this.#trailView.paint(this.#trail, this.#title);
    this.#goOn();
  }

  settle(): void {}

  select(): void {}

  #buttons(signal: AbortSignal): HTMLElement[] {
    const button = (text: string, act: () => void) => {
      const made = html("button", { type: "button", class: "mg-button" }, text);
      made.addEventListener("click", act, { signal });
      return made;
    };
    this.#play.append(svg("svg", { viewBox: "0 0 12 12", "aria-hidden": "true" }, this.#icon));
    this.#play.addEventListener("click", () => this.#toggle(), { signal });
    this.#ascend.addEventListener("click", () => this.#turn(), { signal });
    this.#showPlay();
    return [
      button("Step once", () => this.#run(1)),
      button(`Run ${MANY}`, () => this.#run(MANY)),
      this.#play,
      button("Reset", () => this.#reset()),
      this.#ascend,
    ];
  }

  #setRule(change: Partial<Rule>): void {
    this.#rule = { ...this.#rule, ...change };
    this.#last = null;
    this.#stage.request();
  }

  #turn(): void {
    this.#setRule({ ascends: !this.#rule.ascends });
    assign(this.#ascend, "aria-pressed", String(this.#rule.ascends));
  }

  #toggle(): void {
    if (this.#left > 0) this.#end();
    else this.#run(Number.POSITIVE_INFINITY);
  }

  /** Make so many steps, or go on until something stops it. */
  #run(steps: number): void {
    this.#end();
    this.#goal = null;
    this.#say("");
    if (this.#replay?.stale) this.#stop(reasonOf(this.#replay));
    else if (this.#replay) this.#begin(this.#replay, steps);
  }

  #begin(replay: Replay, steps: number): void {
    if (!this.#isAtTrail(replay)) this.#trail = trailFrom(replay);
    this.#left = steps;
    this.#isSwift = Number.isFinite(steps) && matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#stage.hold();
    this.#showPlay();
    this.#go();
  }

  /** The next step, or all of them; none while the numbers of the last one are not known. */
  #go(): void {
    this.#timer = undefined;
    this.#stepped = performance.now();
    do this.#step();
    while (this.#isSwift && this.#left > 0 && !this.#goal);
  }

  /** The next step of a run is made in its time, and not before the last one was painted. */
  #goOn(): void {
    if (this.#left <= 0 || this.#goal || this.#timer !== undefined) return;
    const passed = performance.now() - this.#stepped;
    this.#timer = setTimeout(() => this.#go(), Math.max(0, PACE - passed));
  }

  /** One step from where the last one led; a hand that has moved an input since then ends the run. */
  #step(): void {
    const [replay, trail] = [this.#replay, this.#trail];
    if (replay === null || trail === null)
      this.#isSwift = false; // the next frame brings it
    else if (this.#isAtTrail(replay)) this.#stepFrom(replay, trail);
    else this.#end();
  }

  #stepFrom(replay: Replay, trail: Trail): void {
    const changes = this.#changes(replay);
    const chosen = changes.filter(({ name }) => this.#rule.moves(name));
    const why = obstacle(chosen);
    if (why) this.#stop(`${why} at step ${trail.steps + 1}.`);
    else this.#leaveFor(pointAfter(replay.point, chosen), { changes, rule: this.#rule }, trail);
  }

  #leaveFor(goal: Float64Array, step: Step, trail: Trail): void {
    this.#last = step;
    this.#goal = goal;
    this.#stage.moveTo(goal);
    if (this.#replay) this.#arrive(this.#replay, trail);
  }

  /** At the goal, with its numbers known now or when the kernel has answered. */
  #arrive(replay: Replay, trail: Trail): void {
    const isThere = this.#goal !== null && samePoint(replay.point, this.#goal);
    const isKnown = isThere && !replay.stale;
    if (isThere && !isKnown && this.#memory.alive) {
      this.#wait();
      return;
    }
    this.#goal = null;
    if (isKnown) this.#record(replay, trail);
    else if (isThere) this.#stop(reasonOf(replay));
    else this.#end();
  }

  #record(replay: Replay, trail: Trail): void {
    const value = replay.value(replay.graph.output);
    trail.add(replay.point, value);
    this.#say("");
    if (this.#left > 1 && Number.isFinite(value)) this.#left--;
    else this.#end();
    if (!Number.isFinite(value))
      this.#say(`Stopped: ${this.#title} is ${exact(value)} at step ${trail.steps}.`);
  }

  /** Nobody holds anything while the kernel is waited for. */
  #wait(): void {
    this.#say("Waiting for the numbers of this point.");
    this.#stage.rest();
  }

  #resume(replay: Replay, trail: Trail): void {
    this.#arrive(replay, trail);
    if (!this.#goal && this.#left > 0) this.#stage.hold();
  }

  #stop(why: string): void {
    this.#end();
    this.#say(`Stopped: ${why}`);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#left > 0) this.#stage.rest();
    this.#left = 0;
    this.#showPlay();
  }

  #reset(): void {
    const start = this.#trail?.start;
    this.#end();
    this.#forget();
    if (start) this.#stage.moveTo(start);
  }

  #forget(): void {
    this.#trail = null;
    this.#last = null;
    this.#goal = null;
    this.#say("");
  }

  #changes(replay: Replay): Change[] {
    const gradient = (node: number) => replay.gradient(node);
    return changesAt(replay.graph, this.#movable, replay.point, gradient, this.#rule);
  }

  #isAtTrail({ point }: Replay): boolean {
    return this.#trail !== null && samePoint(this.#trail.point, point);
  }

  get #title(): string {
    return cut(this.#graph?.title ?? "", 24);
  }

  #say(sentence: string): void {
    if (this.#status.textContent !== sentence) this.#status.textContent = sentence;
    this.#status.hidden = sentence === "";
  }

  #showPlay(): void {
    const isGoing = this.#left > 0;
    assign(this.#play, "aria-label", isGoing ? "Pause" : "Play");
    assign(this.#icon, "d", isGoing ? PAUSE : PLAY);
  }
}

function trailFrom(replay: Replay): Trail {
  return new Trail(replay.point, replay.value(replay.graph.output));
}
