/** The talk with the kernel and with other views of the same model: questions are numbered, late answers dropped. */

import {
  type Answered,
  decodeAnswered,
  decodeAsked,
  decodeGraph,
  encodeAsked,
  type Graph,
  type Message,
  Refusal,
} from "./protocol";

/** What the page uses of the model that anywidget hands it; nothing is known of what arrives until it is read. */
export interface Model {
  get(trait: "graph" | "asked" | "answered" | "layout"): unknown;
  set(trait: "asked", question: unknown): void;
  save_changes(): void;
  on(event: string, hear: () => void): void;
  off(event: string, hear: () => void): void;
}

/** What the page does about what it hears. */
export interface Listener {
  graph(graph: Graph, point: Float64Array): void;
  moved(point: Float64Array): void;
  problem(sentence: string): void;
  refused(sentence: string): void;
  alive(alive: boolean): void;
}

export class Exchange {
  /** Whether the page has moved on from the newest question. */
  ahead = false;
  readonly #model: Model;
  readonly #listener: Listener;
  #graph: Graph | null = null;
  #own: unknown = null; // the question this view set itself

  constructor(model: Model, listener: Listener, signal: AbortSignal) {
    this.#model = model;
    this.#listener = listener;
    this.#on("change:graph", () => this.#hearGraph(), signal);
    this.#on("change:asked", () => this.#hearAsked(), signal);
    this.#on("change:answered", () => this.#hearAnswered(), signal);
    this.#on("comm_live_update", () => queueMicrotask(() => this.#hearLife()), signal);
  }

  /** Read what the model holds already. */
  start(): void {
    this.#hearGraph();
    this.#hearLife();
  }

  /** Tell the kernel, and the other views, where the page is. */
  ask(point: Float64Array): void {
    if (this.#graph === null) return;
    const question = encodeAsked({ seq: this.#newest() + 1, revision: this.#graph.revision, point });
    this.ahead = false;
    this.#own = question;
    this.#model.set("asked", question); // the other views hear it in any case
    if (isLive(this.#model.get("layout"))) this.#model.save_changes();
    this.#hearLife();
  }

  #on(event: string, hear: () => void, signal: AbortSignal): void {
    this.#model.on(event, hear);
    signal.addEventListener("abort", () => this.#model.off(event, hear), { once: true });
  }

  #hearGraph(): void {
    const raw = this.#model.get("graph");
    if (isEmpty(raw)) return;
    const graph = this.#read(() => decodeGraph(raw));
    if (graph === null) return;
    this.#graph = graph;
    this.ahead = false;
    this.#listener.graph(graph, this.#pointOf(graph));
  }

  #hearAsked(): void {
    if (this.#model.get("asked") === this.#own) return;
    const message = this.#read(() => this.#asked());
    if (message && this.#fits(message) && !this.ahead) this.#listener.moved(message.point);
  }

  #hearAnswered(): void {
    const answer = this.#read(() => this.#answered());
    if (answer === null || !this.#fits(answer) || this.ahead || this.#isLate(answer)) return;
    this.#listener.problem(answer.problem);
    this.#listener.moved(answer.point);
  }

  /** An answer to an older question; one below 0 corrects a question that could not be read. */
  #isLate({ seq }: Answered): boolean {
    return seq >= 0 && seq < this.#newest();
  }

  #hearLife(): void {
    this.#listener.alive(isLive(this.#model.get("layout")));
  }

  #asked(): Message | null {
    return decodeAsked(this.#model.get("asked"));
  }

  #answered(): Answered | null {
    return decodeAnswered(this.#model.get("answered"));
  }

  /** The number of the newest question of any view. */
  #newest(): number {
    return this.#read(() => this.#asked())?.seq ?? 0;
  }

  /** Where the sliders stand: the newest point that was asked or answered, else the run's. */
  #pointOf(graph: Graph): Float64Array {
    const messages = [this.#read(() => this.#answered()), this.#read(() => this.#asked())];
    const known = messages.filter((message) => message !== null && this.#fits(message)) as Message[];
    known.sort((one, other) => other.seq - one.seq); // stable: an answer goes before its question
    return known[0]?.point ?? Float64Array.from(graph.inputs, ({ node }) => graph.data[node] as number);
  }

  /** Whether a message is about this graph, and the page may go to its point. */
  #fits({ revision, point }: Message): boolean {
    const graph = this.#graph;
    if (graph === null || graph.frozen || graph.stopped) return false;
    return revision === graph.revision && point.length === graph.inputs.length;
  }

  #read<T>(decode: () => T): T | null {
    try {
      return decode();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#listener.refused(error.message);
      return null;
    }
  }
}

function isEmpty(raw: unknown): boolean {
  return raw === null || raw === undefined || (typeof raw === "object" && Object.keys(raw).length === 0);
}

/** What can be seen of ipywidgets' layout, a model of its own that lives and dies with the kernel as ours does. */
interface Layout {
  readonly comm_live?: boolean; // false after a restart, and in a notebook opened without a kernel
  readonly comm?: { readonly jsServicesComm?: { readonly isDisposed?: boolean } }; // true after a shutdown
}

/** Whether a kernel may hear us; a host that does not show it is believed to. */
function isLive(layout: unknown): boolean {
  const { comm_live, comm } = (layout ?? {}) as Layout;
  return comm_live !== false && comm?.jsServicesComm?.isDisposed !== true;
}
