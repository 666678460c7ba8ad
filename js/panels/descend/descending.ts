/** A running descent: makes steps at a steady pace, keeps a trail, and knows when to stop. */

import { asksByItself, reasonOf } from "../../notice/note";
import type { Memory } from "../../stage/memory";
import type { Stage } from "../../stage/panel";
import { type Replay, samePoint } from "../../tape/replay";
import type { Graph } from "../../wire/protocol";
import { exact } from "../../words/reading";
import { cut } from "../../words/wording";
import { type Change, changesAt, movable, obstacle, pointAfter, type Rule, Trail } from "./descent";

const PACE = 60; // ms between two steps of a run
const WAITING = "Waiting for the numbers of this point.";
const WANTING = "Waiting for a run of the cell: “Run again” above starts it.";
const OTHER_INPUTS = "the cell has different inputs now.";

/** A step that was made, and the rule it was made by. */
export interface Step {
  readonly changes: readonly Change[];
  readonly rule: Rule;
}

export interface RunEvents {
  rule(): Rule;
  /** Show the user a sentence; "" removes it. */
  say(sentence: string): void;
  /** The descent has started or ended. */
  going(isGoing: boolean): void;
}

export class Descending {
  trail: Trail | null = null;
  readonly #stage: Stage;
  readonly #memory: Memory;
  readonly #events: RunEvents;
  #names = "";
  #movable: readonly number[] = [];
  #replay: Replay | null = null; // what was painted last, if it is still shown
  #last: Step | null = null;
  #goal: Float64Array | null = null; // where a step led if only the kernel knows the numbers there
  #left = 0; // steps still to make
  #isSwift = false; // whether all steps are made at once and only the result is drawn
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stepped = 0; // when the last step was made

  constructor(stage: Stage, memory: Memory, events: RunEvents) {
    this.#stage = stage;
    this.#memory = memory;
    this.#events = events;
  }

  /** Go on in a later graph if it has the same inputs; returns the positions of those that can be moved. */
  adopt(graph: Graph): readonly number[] {
    const names = graph.inputs.map(({ name }) => name).join("\n");
    const wasGoing = this.isGoing;
    this.#replay = null;
    this.#movable = movable(graph);
    if (names !== this.#names) this.#abandon();
    else if (this.#movable.length === 0) this.#leave();
    if (names !== this.#names && wasGoing) this.#events.say(`Stopped: ${OTHER_INPUTS}`);
    this.#names = names;
    return this.#movable;
  }

  /** Go on from what has just been painted. */
  paint(replay: Replay): void {
    this.#replay = replay;
    if (this.#goal && this.trail) this.#resume(replay, this.trail);
    const isBegun = this.#goal !== null || (this.trail?.steps ?? 0) > 0;
    if (!isBegun && !replay.stale) this.trail = trailFrom(replay);
    this.#goOn();
  }

  get isGoing(): boolean {
    return this.#left > 0;
  }

  /** The last step if it led to what is shown; null if the user has moved something since. */
  get last(): Step | null {
    const isHere = this.#goal !== null || (this.#replay !== null && this.#isAtTrail(this.#replay));
    return isHere ? this.#last : null;
  }

  /** What the next step would do. */
  next(): readonly Change[] {
    return this.#replay ? this.#changes(this.#replay) : [];
  }

  /** Make this many steps; with Infinity, go on until something stops the descent. */
  start(steps: number): void {
    this.pause();
    this.#goal = null;
    this.#events.say("");
    if (this.#replay?.stale) this.#stop(reasonOf(this.#replay));
    else if (this.#replay) this.#begin(this.#replay, steps);
  }

  pause(): void {
    const wasGoing = this.isGoing;
    this.end();
    if (wasGoing) this.#stage.rest(this); // this paints at once
    this.#events.going(false);
  }

  /** Make no more steps and report nothing: the view is gone. */
  end(): void {
    this.#left = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Go back to the starting point. */
  reset(): void {
    const start = this.trail?.start;
    this.#abandon();
    this.#stage.restore();
    if (start) this.#stage.moveTo(start);
  }

  forget(): void {
    this.trail = null;
    this.#last = null;
    this.#goal = null;
    this.#events.say("");
  }

  /** The kernel refuses the numbers that the descent is waiting for. */
  refused(sentence: string): void {
    if (this.#goal === null) return;
    this.#goal = null;
    this.#stop(sentence);
  }

  /** The rule for the coming steps has changed. */
  turned(): void {
    this.#last = null;
    this.#stage.request();
  }

  #begin(replay: Replay, steps: number): void {
    if (!this.#isAtTrail(replay)) this.trail = trailFrom(replay);
    this.#left = steps;
    this.#isSwift = Number.isFinite(steps) && matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#stage.hold(this);
    this.#events.going(true);
    this.#go();
  }

  /** Make the next step, or all of them; none while the numbers of the last one are unknown. */
  #go(): void {
    this.#timer = undefined;
    if (!this.isGoing) return;
    this.#stepped = performance.now();
    do this.#step();
    while (this.#isSwift && this.isGoing && !this.#goal);
  }

  /** Schedule the next step of a run, but not before the last one has been painted. */
  #goOn(): void {
    if (!this.isGoing || this.#goal || this.#timer !== undefined) return;
    const passed = performance.now() - this.#stepped;
    this.#timer = setTimeout(() => this.#go(), Math.max(0, PACE - passed));
  }

  /** Make one step from where the last one led; if the user has moved an input since then, the run ends. */
  #step(): void {
    const [replay, trail] = [this.#replay, this.trail];
    if (replay === null || trail === null)
      this.#isSwift = false; // the next frame brings the numbers
    else if (this.#isAtTrail(replay)) this.#stepFrom(replay, trail);
    else this.pause();
  }

  #stepFrom(replay: Replay, trail: Trail): void {
    const rule = this.#events.rule();
    const changes = this.#changes(replay);
    const chosen = changes.filter(({ name }) => rule.moves(name));
    const why = obstacle(chosen);
    if (why) this.#stop(`${why} at step ${trail.steps + 1}.`);
    else this.#leaveFor(pointAfter(replay.point, chosen), { changes, rule }, trail);
  }

  #leaveFor(goal: Float64Array, step: Step, trail: Trail): void {
    this.#last = step;
    this.#goal = goal;
    this.#stage.moveTo(goal);
    if (this.#replay) this.#arrive(this.#replay, trail);
  }

  /** Handle the arrival at the goal, whose numbers are known now or once the kernel has answered. */
  #arrive(replay: Replay, trail: Trail): void {
    const isThere = this.#goal !== null && samePoint(replay.point, this.#goal);
    const isKnown = isThere && !replay.stale;
    if (isThere && !isKnown && this.#memory.alive) {
      this.#wait(replay.graph);
      return;
    }
    this.#goal = null;
    if (isKnown) this.#record(replay, trail);
    else if (isThere) this.#stop(reasonOf(replay));
    else this.#leave(); // the user has moved an input
  }

  #record(replay: Replay, trail: Trail): void {
    const value = replay.value(replay.graph.output);
    trail.add(replay.point, value);
    this.#events.say("");
    if (this.#left > 1 && Number.isFinite(value)) this.#left--;
    else this.pause();
    const title = cut(replay.graph.title, 24);
    if (!Number.isFinite(value)) this.#stop(`${title} is ${exact(value)} at step ${trail.steps}.`);
  }

  /** Forget the descent, because there is nothing to continue from. */
  #abandon(): void {
    this.pause();
    this.forget();
  }

  /** Stop waiting for numbers that are no longer wanted. */
  #leave(): void {
    this.pause();
    this.#goal = null;
    this.#events.say("");
  }

  /** While waiting for the kernel, the descent does not count as a drag. */
  #wait(graph: Graph): void {
    this.#events.say(asksByItself(graph, this.#memory.automatic) ? WAITING : WANTING);
    this.#stage.rest(this);
  }

  #resume(replay: Replay, trail: Trail): void {
    this.#arrive(replay, trail);
    if (!this.#goal && this.isGoing) this.#stage.hold(this);
  }

  #stop(why: string): void {
    this.pause();
    this.#events.say(`Stopped: ${why}`);
  }

  #changes(replay: Replay): Change[] {
    return changesAt(replay.graph, this.#movable, replay.point, replay, this.#events.rule());
  }

  #isAtTrail({ point }: Replay): boolean {
    return this.trail !== null && samePoint(this.trail.point, point);
  }
}

function trailFrom(replay: Replay): Trail {
  return new Trail(replay.point, replay.value(replay.graph.output));
}
