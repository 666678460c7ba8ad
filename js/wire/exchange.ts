/** The exchange with the kernel and other views of the model: questions are numbered, late answers are dropped. */

import { isExported } from "./host";
import { list } from "./kinds";
import type { Hear, Model } from "./model";
import { messageIn, type Parcel, parcelIn, unpacked } from "./parcel";
import { breath, inPieces, type Work } from "./pieces";
import { runPoint } from "./point";
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

/** How the page reacts to what it hears. */
export interface Listener {
  /** Make a large graph ready to be shown, in pieces. */
  ready(graph: Graph): Work<void>;
  /** A new graph of the cell arrived; without a point the page stays where it is. */
  graph(graph: Graph, point: Float64Array | null): void;
  /** Another view went to a point. */
  moved(point: Float64Array): void;
  answered(answer: Answered): void;
  refused(sentence: string): void;
  /** The graph is in no file, and there is no kernel that has it. */
  absent(sentence: string): void;
  alive(alive: boolean): void;
  /** The kernel said something, even if late. */
  heard(): void;
  /** Ask again, with the present graph and point. */
  resume(): void;
  /** Whether the kernel is asked at every move, and not only when the user says so. */
  asks(): boolean;
}

const LOST = 2000; // ms after which the next question no longer waits for an answer
const APART = { kind: "graph" }; // what is asked for, and what comes, outside of the traits
const COMING = 500; // ms after which a graph that should come by itself is asked for

export class Exchange {
  /** Whether the page has moved on from the newest question. */
  ahead = false;
  readonly #model: Model;
  readonly #listener: Listener;
  readonly #signal: AbortSignal;
  #graph: Graph | null = null;
  #awaited: Parcel | null = null; // holds a newer graph, but is not open yet
  readonly #missed = new Set<"asked" | "answered">(); // what was heard meanwhile
  #own: Message | null = null; // the newest question of this view
  #ownTrait: unknown = null; // the same as stored in the model
  #open: number | null = null; // the newest question of any view, until it is answered
  #sent: number | null = null; // the question that is on its way to the kernel
  #kept = false; // whether this view's newest question waits for the answer to that one
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(model: Model, listener: Listener, signal: AbortSignal) {
    this.#model = model;
    this.#listener = listener;
    this.#signal = signal;
    this.#on("change:graph", () => this.#hearGraph(), signal);
    this.#on("change:asked", () => this.#hearAsked(), signal);
    this.#on("change:answered", () => this.#hearAnswered(), signal);
    this.#on("msg:custom", (content, buffers) => this.#hearApart(content, buffers), signal);
    this.#on("comm_live_update", () => queueMicrotask(() => this.#hearLife()), signal);
    signal.addEventListener("abort", () => this.#drop(), { once: true });
  }

  /** Read what the model already holds. */
  start(): void {
    this.#hearGraph();
    this.#hearLife();
    this.#catchUp();
  }

  /** Read what is said about the present graph. */
  #catchUp(): void {
    const [asked, answer] = [this.#read(() => this.#asked()), this.#read(() => this.#answered())];
    const isAnswered = answer !== null && answer.seq >= (asked?.seq ?? 0);
    if (isAnswered && this.#fits(answer) && answer.problem) this.#listener.answered(this.#forUs(answer));
    if (asked && !isAnswered && this.#fits(asked)) this.#expect(asked);
    this.#listener.heard();
  }

  /** Whether a question has no answer yet. */
  get isOpen(): boolean {
    return this.#open !== null;
  }

  /**
   * Tell the kernel and the other views where the page is.
   *
   * While the kernel is answering a question, later ones wait here, and only the newest of them is sent.
   */
  ask(point: Float64Array): void {
    if (this.#graph === null) return;
    this.#own = { seq: this.#newest() + 1, revision: this.#graph.revision, point: point.slice() };
    this.#ownTrait = encodeAsked(this.#own);
    this.ahead = false;
    this.#model.set("asked", this.#ownTrait); // the other views hear this in any case
    if (this.#isLive()) this.#send(this.#own);
    this.#hearLife();
  }

  #send(question: Message): void {
    this.#open = question.seq;
    if (this.#sent === null) this.#sendNow();
    else if (!this.#kept) this.#keep();
  }

  #keep(): void {
    this.#kept = true;
    this.#timer = setTimeout(() => this.#sendNow(), LOST);
  }

  #drop(): void {
    this.#kept = false;
    clearTimeout(this.#timer);
  }

  #sendNow(): void {
    this.#drop();
    this.#sent = this.#own?.seq ?? null;
    this.#model.save_changes();
  }

  /** The kernel is free: send the question that was kept, about the present graph. */
  #sendKept(): void {
    if (!this.#kept) return;
    if (this.#own?.revision === this.#graph?.revision) this.#sendNow();
    else this.#askAgain();
  }

  #askAgain(): void {
    this.#drop();
    this.#listener.resume();
  }

  /** Another view asked, which makes this view's waiting question obsolete. */
  #expect({ seq }: Message): void {
    this.#drop();
    if (!this.#isLive()) return;
    this.#open = seq;
    this.#sent ??= seq;
  }

  #on(event: string, hear: Hear, signal: AbortSignal): void {
    this.#model.on(event, hear);
    signal.addEventListener("abort", () => this.#model.off(event, hear), { once: true });
  }

  #hearGraph(): void {
    const raw = this.#model.get("graph");
    if (isEmpty(raw)) return;
    const message = messageIn(raw);
    this.#awaited = message === null ? parcelIn(raw) : null;
    if (message) this.#takeGraph(message);
    else if (this.#awaited?.deflated) void this.#unpack(this.#awaited, this.#awaited.deflated);
    else if (this.#awaited) this.#await(this.#awaited);
  }

  /** Open a parcel; one that a newer graph has overtaken meanwhile is left alone. */
  async #unpack(parcel: Parcel, deflated: unknown): Promise<void> {
    const isWanted = () => this.#awaited === parcel && !this.#signal.aborted;
    const opened = this.#opened(parcel, deflated, isWanted);
    const graph = await opened.catch((error: Error) => error);
    if (!isWanted() || graph === null) return;
    this.#awaited = null;
    const isFirst = this.#graph === null;
    if (graph instanceof Error) this.#refuse(graph);
    else this.#take(graph);
    if (this.#missed.delete("asked")) this.#hearAsked();
    if (this.#missed.delete("answered")) this.#hearAnswered();
    if (isFirst) this.#catchUp();
  }

  async #opened(parcel: Parcel, deflated: unknown, isWanted: () => boolean): Promise<Graph | null> {
    const message = await unpacked(parcel, deflated);
    await breath();
    if (!isWanted()) return null;
    const graph = decodeGraph(message);
    if (!this.#isStale(graph)) await inPieces(this.#listener.ready(graph), isWanted);
    return graph;
  }

  /** The graph comes by itself to a page that was open when the kernel sent it; another has to ask for it. */
  #await(parcel: Parcel): void {
    const ask = () => {
      if (this.#awaited === parcel && !this.#signal.aborted && this.#isLive()) this.#model.send(APART);
    };
    setTimeout(ask, COMING);
  }

  #hearApart(content: unknown, buffers: unknown): void {
    const [{ kind, revision }, [deflated], parcel] = [
      Object(content),
      list(buffers ?? [], "buffers"),
      this.#awaited,
    ];
    if (kind === APART.kind && parcel && parcel.revision === revision) void this.#unpack(parcel, deflated);
  }

  #takeGraph(message: unknown): void {
    const graph = this.#read(() => decodeGraph(message));
    if (graph !== null) this.#take(graph);
  }

  #take(graph: Graph): void {
    if (this.#isStale(graph)) return;
    const stays = this.#staysFor(graph);
    this.#graph = graph;
    this.#listener.heard();
    this.#listener.graph(graph, stays ? null : this.#pointOf(graph));
  }

  /** Whether a later message has already overtaken this one. */
  #isStale({ rid, revision }: Graph): boolean {
    const known = this.#graph;
    return known !== null && known.rid === rid && revision < known.revision;
  }

  /** Whether the page keeps its point: the graph is the same, or answers a question that the page has moved on from. */
  #staysFor({ rid, revision, frozen, stopped }: Graph): boolean {
    const known = this.#graph;
    if (known === null || known.rid !== rid || frozen || stopped) return false;
    return revision === known.revision || this.#open !== null || (this.ahead && this.#listener.asks());
  }

  #hearAsked(): void {
    if (this.#awaited) this.#missed.add("asked");
    if (this.#awaited || this.#model.get("asked") === this.#ownTrait) return;
    const message = this.#read(() => this.#asked());
    if (message === null || !this.#fits(message)) return;
    this.#expect(message);
    if (!this.#isBehind()) this.#listener.moved(message.point);
  }

  #hearAnswered(): void {
    if (this.#awaited) this.#missed.add("answered");
    if (this.#awaited) return;
    const answer = this.#read(() => this.#answered());
    if (answer === null) return;
    const isTaken = this.#fits(answer) && !this.#isBehind() && !this.#isLate(answer);
    this.#close(answer);
    this.#listener.heard();
    if (isTaken) this.#listener.answered(this.#forUs(answer));
  }

  /** The answer as this page needs it: a problem with an input that another page moved is shown only there. */
  #forUs(answer: Answered): Answered {
    const isOurs = answer.input < 0 || answer.seq === this.#newestAsked();
    return isOurs ? answer : { ...answer, problem: "" };
  }

  /** Whether the kernel is talking about a point that the page has left. */
  #isBehind(): boolean {
    return this.ahead && (this.#open !== null || this.#listener.asks());
  }

  /** Whether this answers an older question; a number below 0 is about a question that could not be read. */
  #isLate({ seq }: Answered): boolean {
    return seq >= 0 && seq < this.#newestAsked();
  }

  #close({ seq }: Answered): void {
    const isFor = (question: number | null) => question !== null && (seq < 0 || seq >= question);
    if (isFor(this.#open)) this.#open = null;
    if (!isFor(this.#sent)) return;
    this.#sent = null;
    this.#sendKept();
  }

  #hearLife(): void {
    const alive = this.#isLive();
    if (!alive) this.#giveUp();
    if (!alive && this.#graph === null && this.#awaited?.apart) this.#listener.absent(this.#awaited.apart);
    this.#listener.alive(alive);
  }

  #giveUp(): void {
    this.#drop();
    this.#open = null;
    this.#sent = null;
  }

  #isLive(): boolean {
    return isLive(this.#model.get("layout"));
  }

  #asked(): Message | null {
    return decodeAsked(this.#model.get("asked"));
  }

  #answered(): Answered | null {
    return decodeAnswered(this.#model.get("answered"));
  }

  #newestAsked(): number {
    return this.#read(() => this.#asked())?.seq ?? 0;
  }

  /** The highest number that any view has used, also in other pages, of which only the answers are heard. */
  #newest(): number {
    return Math.max(this.#newestAsked(), this.#read(() => this.#answered())?.seq ?? 0);
  }

  /** Where the sliders should be: the newest point that was asked or answered, or else the run's. */
  #pointOf(graph: Graph): Float64Array {
    const [answer, asked] = [this.#read(() => this.#answered()), this.#read(() => this.#asked())];
    const isRefused = answer !== null && answer.problem !== "" && answer.input >= 0;
    const messages = isRefused ? [asked, answer] : [answer, asked];
    const known = messages.filter((message) => message !== null && this.#fits(message)) as Message[];
    known.sort((one, other) => other.seq - one.seq); // stable: an answer that accepted its question comes before it
    return known[0]?.point ?? runPoint(graph);
  }

  /** Whether a message is about this graph, so that the page may go to its point. */
  #fits({ revision, point }: Message): boolean {
    const graph = this.#graph;
    if (graph === null || graph.frozen || graph.stopped) return false;
    return revision === graph.revision && point.length === graph.inputs.length;
  }

  #read<T>(decode: () => T): T | null {
    try {
      return decode();
    } catch (error) {
      return this.#refuse(error);
    }
  }

  #refuse(error: unknown): null {
    if (!(error instanceof Refusal)) throw error;
    this.#listener.refused(error.message);
    return null;
  }
}

function isEmpty(raw: unknown): boolean {
  return raw === null || raw === undefined || (typeof raw === "object" && Object.keys(raw).length === 0);
}

/** The visible part of ipywidgets' layout, a separate model that lives and dies with the kernel as ours does. */
interface Layout {
  readonly comm_live?: boolean; // false after a restart, and in a notebook opened without a kernel
  readonly comm?: { readonly jsServicesComm?: { readonly isDisposed?: boolean } }; // true after a shutdown
}

/** Whether a kernel may hear us; if the host does not tell, we assume so. */
function isLive(layout: unknown): boolean {
  const { comm_live, comm } = (layout ?? {}) as Layout;
  return !isExported() && comm_live !== false && comm?.jsServicesComm?.isDisposed !== true;
}
