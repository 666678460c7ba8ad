/** The slopes as plots under the sliders, computed on a separate tape so that nothing else on the screen changes. */

import type { InputsView } from "../../inputs/inputs";
import type { Panel, Stage } from "../../stage/panel";
import { moves, uses } from "../../tape/alone";
import { type Along, Probe } from "../../tape/curve";
import { type Replay, samePoint } from "../../tape/replay";
import type { Graph, Input } from "../../wire/protocol";
import { SlopeView, type Standing } from "./slope";

const IN_A_FRAME = 2e5; // nodes evaluated per frame, a millisecond or two; anything more waits for idle time
const SLICE = 4; // ms of work at a time where the browser does not say how long it is idle

export class SlopesView implements Panel {
  readonly name = "slopes";
  readonly element: HTMLElement;
  readonly #inputs: InputsView;
  readonly #stage: Stage;
  readonly #signal: AbortSignal;
  #slopes: SlopeView[] = [];
  #probe: Probe | null = null;
  #sampled: Float64Array | null = null; // the point whose curves are drawn
  #isOpen = false;
  #work: Iterator<void> | null = null; // the work that is left for idle time

  constructor(id: string, inputs: InputsView, stage: Stage, signal: AbortSignal) {
    this.element = inputs.element;
    this.element.id = id;
    this.#inputs = inputs;
    this.#stage = stage;
    this.#signal = signal;
    signal.addEventListener("abort", () => this.open(false), { once: true });
  }

  /** A plot for each input that the page can move and the output depends on; existing plots keep their h. */
  adopt(graph: Graph): boolean {
    const known = this.#slopes;
    this.#probe = null;
    this.#sampled = null;
    this.#work = null;
    this.#slopes = graph.inputs.flatMap((input, i) => {
      if (!moves(graph) || input.held || !uses(graph, input)) return [];
      const same = known.find((slope) => slope.isOf(input, i, graph.title));
      return [same ?? new SlopeView(input, i, graph.title, this.#events(), this.#signal)];
    });
    for (const slope of known) if (!this.#slopes.includes(slope)) slope.leave();
    return graph.output >= 0 && this.#slopes.length > 0;
  }

  open(open: boolean): void {
    this.#isOpen = open;
    this.element.classList.toggle("mg-with-slopes", open);
    if (!open) this.#work = null;
  }

  paint(replay: Replay): void {
    this.#hang();
    const isNew = !this.#isSampled(replay);
    if (isNew) this.#work = null;
    if (isNew && this.#isCheap(replay)) finish(this.#sample(replay));
    const asks = 2 * this.#slopes.length * replay.graph.data.length <= IN_A_FRAME;
    for (const slope of this.#slopes) {
      slope.age(!this.#isSampled(replay));
      slope.paint(this.#standing(slope, replay, asks));
    }
  }

  settle(replay: Replay): void {
    if (!this.#isOpen) return;
    this.#hang();
    this.#work = this.#settling(replay);
    if (this.#isCheap(replay)) finish(this.#work);
    else this.#later(this.#work);
  }

  select(): void {}

  #events() {
    const { hold, rest, request } = this.#stage;
    return { hold, rest, changed: request };
  }

  /** Put each plot under its slider, over the current range. */
  #hang(): void {
    for (const slope of this.#slopes) {
      const row = this.#inputs.rows[slope.position];
      if (row === undefined) continue;
      if (slope.element.parentElement !== row.element) row.element.append(slope.element);
      if (slope.over(row.range)) this.#sampled = null;
    }
  }

  #isSampled({ point }: Replay): boolean {
    return this.#sampled !== null && samePoint(this.#sampled, point);
  }

  /** Whether all curves can be computed within a frame. */
  #isCheap({ graph }: Replay): boolean {
    const places = this.#slopes.reduce((sum, slope) => sum + slope.places.length, 0);
    return places * graph.data.length <= IN_A_FRAME;
  }

  /** The work to do once nothing moves, in small steps. */
  *#settling(replay: Replay): Generator<void> {
    if (!this.#isSampled(replay)) yield* this.#sample(replay);
    for (const slope of this.#slopes) {
      const standing = this.#standing(slope, replay, true);
      slope.rescale(standing.here);
      slope.age(false);
      slope.paint(standing);
      slope.describe(standing);
      yield;
    }
  }

  *#sample(replay: Replay): Generator<void> {
    const point = replay.point.slice();
    for (const slope of this.#slopes) {
      const along = this.#along(slope, replay);
      const values: (number | null)[] = [];
      for (const x of slope.places) {
        values.push(along(x));
        yield;
      }
      slope.take(values);
    }
    this.#sampled = replay.stale && !replay.graph.replays ? null : point;
  }

  #standing({ position }: SlopeView, replay: Replay, asks: boolean): Standing {
    const { graph, point, stale } = replay;
    const { node } = graph.inputs[position] as Input;
    const here = stale ? null : replay.value(graph.output);
    const along = asks && !stale ? this.#along({ position }, replay) : null;
    return { x: point[position] as number, here, gradient: replay.gradient(node), along };
  }

  /** The output along one input. In a cell that is rerun, the tape holds while all other inputs are as in the run. */
  #along({ position }: Pick<SlopeView, "position">, { graph, point, stale }: Replay): Along {
    this.#probe ??= new Probe(graph);
    const probe = this.#probe;
    return stale && !graph.replays ? () => null : (x) => probe.at(point, position, x);
  }

  #later(work: Iterator<void>): void {
    const begin = (isOver: () => boolean) => {
      while (work === this.#work && !isOver()) if (work.next().done) return;
      if (work === this.#work) this.#later(work);
    };
    if ("requestIdleCallback" in globalThis) {
      requestIdleCallback((deadline) => begin(() => deadline.timeRemaining() <= 0));
    } else {
      setTimeout(() => {
        const end = performance.now() + SLICE;
        begin(() => performance.now() > end);
      });
    }
  }
}

function finish(work: Iterator<void>): void {
  while (!work.next().done);
}
