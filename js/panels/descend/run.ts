/** A descent on its way: makes the steps in their time, keeps its trail, and knows what stops it. */

import { asksByItself, reasonOf } from "../../notice/note";
import type { Memory } from "../../stage/memory";
import type { Stage } from "../../stage/panel";
import { type Replay, samePoint } from "../../tape/replay";
import type { Graph } from "../../wire/protocol";
import { exact } from "../../words/reading";
import { cut } from "../../words/wording";
import { type Change, changesAt, movable, obstacle, pointAfter, type Rule, Trail } from "./descent";

const PACE = 60; // ms from one step of a run to the next
const WAITING = "Waiting for the numbers of this point.";
const WANTING = "Waiting for a run of the cell: “Run again” above starts it.";
const OTHER_INPUTS = "the inputs of the cell are others now.";

/** A step that was made, and how. */
export interface Step {
  readonly changes: readonly Change[];
  readonly rule: Rule;
}

export interface RunEvents {
  rule(): Rule;
  /** A sentence for the user; "" takes the last one back. */
  say(sentence: string): void;
  /** It began to make steps, or came to an end. */
  going(isGoing: boolean): void;
}

export class Run {
  trail: Trail | null = null;
  readonly #stage: Stage;
  readonly #memory: Memory;
  readonly #events: RunEvents;
  #names = "";
  #movable: readonly number[] = [];
  #replay: Replay | null = null; // what was painted last, and is there still
  #last: Step | null = null;
  #goal: Float64Array | null = null; // where a step led whose numbers only the kernel knows
  #left = 0; // steps to make
  #isSwift = false; // whether they are made at once, and the end alone is drawn
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stepped = 0; // when the last step was made

  constructor(stage: Stage, memory: Memory, events: RunEvents) {
    this.#stage = stage;
    this.#memory = memory;
    this.#events = events;
  }

  /** Go on in a later graph, if it has the same inputs; the positions of those that can be moved. */
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

  /** Go on from what is painted now. */
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

  /** The last step, where it led to what is painted; null where a hand has moved something since. */
  get last(): Step | null {
    const isHere = this.#goal !== null || (this.#replay !== null && this.#isAtTrail(this.#replay));
    return isHere ? this.#last : null;
  }

  /** What the next step would do. */
  next(): readonly Change[] {
    return this.#replay ? this.#changes(this.#replay) : [];
  }

  /** Make so many steps, or go on until something stops it. */
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
    if (wasGoing) this.#stage.rest(this); // paints at once
    this.#events.going(false);
  }

  /** Make no more steps, and tell nobody: the view is gone. */
  end(): void {
    this.#left = 0;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Go back to where it began. */
  reset(): void {
    const start = this.trail?.start;
    this.#abandon();
    if (start) this.#stage.moveTo(start);
  }

  forget(): void {
    this.trail = null;
    this.#last = null;
    this.#goal = null;
    this.#events.say("");
  }

  /** The kernel does not give the numbers that are waited for. */
  refused(sentence: string): void {
    if (this.#goal === null) return;
    this.#goal = null;
    this.#stop(sentence);
  }

  /** The steps to come are made otherwise. */
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

  /** The next step, or all of them; none while the numbers of the last one are not known. */
  #go(): void {
    this.#timer = undefined;
    if (!this.isGoing) return;
    this.#stepped = performance.now();
    do this.#step();
    while (this.#isSwift && this.isGoing && !this.#goal);
  }

  /** The next step of a run is made in its time, and not before the last one was painted. */
  #goOn(): void {
    if (!this.isGoing || this.#goal || this.#timer !== undefined) return;
    const passed = performance.now() - this.#stepped;
    this.#timer = setTimeout(() => this.#go(), Math.max(0, PACE - passed));
  }

  /** One step from where the last one led; a hand that has moved an input since then ends the run. */
  #step(): void {
    const [replay, trail] = [this.#replay, this.trail];
    if (replay === null || trail === null)
      this.#isSwift = false; // the next frame brings it
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

  /** At the goal, with its numbers known now or when the kernel has answered. */
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
    else this.#leave(); // a hand has moved an input
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

  /** There is nothing to go on from. */
  #abandon(): void {
    this.pause();
    this.forget();
  }

  /** What is waited for is not wanted any more. */
  #leave(): void {
    this.pause();
    this.#goal = null;
    this.#events.say("");
  }

  /** Nobody holds anything while the kernel is waited for. */
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
    const gradient = (node: number) => replay.gradient(node);
    return changesAt(replay.graph, this.#movable, replay.point, gradient, this.#events.rule());
  }

  #isAtTrail({ point }: Replay): boolean {
    return this.trail !== null && samePoint(this.trail.point, point);
  }
}

function trailFrom(replay: Replay): Trail {
  return new Trail(replay.point, replay.value(replay.graph.output));
}
