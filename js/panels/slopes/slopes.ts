/** The slopes as plots under the sliders, computed on a separate tape so that nothing else on the screen changes. */

import type { InputsView } from "../../inputs/inputs";
import type { Panel, Stage } from "../../stage/panel";
import { moves, uses } from "../../tape/alone";
import { type Along, Probe } from "../../tape/curve";
import { type Replay, samePoint, shownGradient } from "../../tape/replay";
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
  readonly #made = new Map<number, SlopeView>(); // by position
  #slopes: readonly SlopeView[] = []; // under the sliders that are shown
  #graph: Graph | null = null;
  #movable: ReadonlySet<number> = new Set(); // positions
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

  /** Plots are for inputs that the page can move and the output depends on; existing ones keep their h. */
  adopt(graph: Graph): boolean {
    this.#graph = graph;
    this.#probe = null;
    this.#sampled = null;
    this.#work = null;
    const movable = graph.inputs.flatMap((input, i) => (input.held || !uses(graph, input) ? [] : i));
    this.#movable = new Set(moves(graph) ? movable : []);
    for (const [position, slope] of this.#made) {
      const input = graph.inputs[position];
      if (input && this.#movable.has(position) && slope.isOf(input, position, graph.title)) continue;
      slope.leave();
      this.#made.delete(position);
    }
    this.#slopes = this.#slopes.filter((slope) => this.#made.get(slope.position) === slope);
    return graph.output >= 0 && this.#movable.size > 0;
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

  /** Put a plot under each slider that is shown, over the current range. */
  #hang(): void {
    const rows = [...this.#inputs.rows].filter(([position]) => this.#movable.has(position));
    const before = this.#slopes;
    this.#slopes = rows.map(([position, row]) => {
      const slope = this.#slope(position);
      if (slope.element.parentElement !== row.element) row.element.append(slope.element);
      if (slope.over(row.range)) this.#sampled = null;
      return slope;
    });
    if (this.#slopes.some((slope) => !before.includes(slope))) this.#sampled = null; // it may show an earlier point
  }

  #slope(position: number): SlopeView {
    const { inputs, title } = this.#graph as Graph;
    const known = this.#made.get(position);
    if (known) return known;
    const slope = new SlopeView(inputs[position] as Input, position, title, this.#events(), this.#signal);
    this.#made.set(position, slope);
    return slope;
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
    return { x: point[position] as number, here, gradient: shownGradient(replay, node), along };
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
