/** The widget: connects a model to a scene on the screen, and cleans up afterwards. */

import { html } from "./browser/dom";
import { lifeWithin } from "./browser/life";
import { applyTheme, followTheme } from "./browser/theme";
import { hideTwin } from "./browser/twin";
import { viewId, Whose } from "./browser/whose";
import { watchWidth } from "./browser/width";
import { ready } from "./folds/folds";
import { refused } from "./notice/note";
import { Scene, type Surroundings } from "./scene";
import { Memory, type MemoryEvents } from "./stage/memory";
import { nodesOf } from "./stage/nodes";
import { alone } from "./tape/alone";
import { Exchange, type Listener } from "./wire/exchange";
import { Equipped, type Found } from "./wire/front";
import { isExported } from "./wire/host";
import type { Model } from "./wire/model";
import type { Work } from "./wire/pieces";
import { runPoint } from "./wire/point";
import type { Graph } from "./wire/protocol";

interface RenderProps {
  readonly model: Model;
  readonly el: HTMLElement;
  readonly signal?: AbortSignal; // anywidget before 0.11 passes none, and calls the function that render returns
  readonly alone?: boolean; // for a page that never has a kernel
  readonly found?: Found; // by the stub, if there is one
}

/** The class of what is said below the static picture, where there is no live one to cover it. */
const SAID = "microgradext-said";

export default { render };

function render({ model, el, signal, alone: isAlone = isExported(), found }: RenderProps): () => void {
  const life = new AbortController();
  const view = new LiveView(found ? new Equipped(model, found) : model, el, isAlone, life.signal);
  view.start();
  signal?.addEventListener("abort", () => life.abort(), { once: true, signal: life.signal });
  return () => life.abort();
}

/** A graph, and how it is shown where no kernel is. */
interface Alone {
  readonly received: Graph;
  readonly graph: Graph;
}

/** One live view of a model. */
class LiveView {
  readonly #model: Model;
  readonly #root = html("div", { class: "microgradext", "data-lm-suppress-shortcuts": "true" });
  readonly #exchange: Exchange;
  readonly #signal: AbortSignal;
  readonly #memory: Memory;
  readonly #id = viewId();
  readonly #whose: Whose;
  #scene: Scene | null = null;
  #alone: Alone | null = null;
  #sceneLife = new AbortController();
  #rid = "";
  #width = 0;

  constructor(model: Model, el: HTMLElement, isAlone: boolean, signal: AbortSignal) {
    this.#model = model;
    this.#memory = new Memory(model, isAlone);
    this.#signal = signal;
    this.#whose = new Whose(this.#root, this.#id, signal);
    this.#exchange = new Exchange(model, this.#listener(), signal);
    signal.addEventListener("abort", () => this.#leave(), { once: true });
    el.append(this.#root);
  }

  start(): void {
    this.#exchange.start();
    this.#root.addEventListener("keydown", (event) => event.stopPropagation(), { signal: this.#signal });
    this.#memory.listen(this.#memoryEvents(), this.#signal);
    followTheme(this.#root, this.#signal);
    watchWidth(this.#root, (width) => this.#resize(width), this.#signal);
  }

  #listener(): Listener {
    return {
      ready: (graph) => this.#ready(graph),
      graph: (graph, point) => this.#draw(graph, point),
      moved: (point) => this.#scene?.take(point),
      answered: (answer) => this.#scene?.answered(answer),
      refused: (sentence) => this.#refuse(sentence, true),
      absent: (sentence) => this.#refuse(sentence, false),
      alive: (alive) => this.#live(alive),
      heard: () => this.#scene?.heard(),
      resume: () => this.#scene?.resume(),
      asks: () => this.#scene?.asks ?? true,
    };
  }

  #memoryEvents(): MemoryEvents {
    return {
      panels: (open) => this.#scene?.show(open),
      selected: (name) => this.#scene?.selectNamed(name),
      pinned: () => this.#scene?.pin(),
      sliders: () => this.#scene?.recallInputs(),
      folds: () => this.#scene?.recallFolds(),
    };
  }

  /** Make a graph ready; the picture before it stays until then. */
  *#ready(received: Graph): Work<void> {
    const graph = this.#shown(received);
    yield* ready(graph, runPoint(graph), this.#memory, this.#width || undefined);
    yield;
    nodesOf(graph); // which the panels and the search read
  }

  #shown(received: Graph): Graph {
    if (this.#memory.alone)
      this.#alone = this.#alone?.received === received ? this.#alone : { received, graph: alone(received) };
    return this.#memory.alone ? (this.#alone as Alone).graph : received;
  }

  #draw(received: Graph, point: Float64Array | null): void {
    const graph = this.#shown(received);
    const isSameCell = graph.rid === this.#rid;
    this.#name(graph);
    if (this.#scene && isSameCell) this.#scene.change(graph, point);
    else this.#begin(graph, point ?? runPoint(graph));
  }

  #begin(graph: Graph, point: Float64Array): void {
    this.#sceneLife.abort();
    this.#sceneLife = lifeWithin(this.#signal);
    this.#root.classList.remove(SAID);
    this.#scene = new Scene(graph, point, this.#around(), this.#memory, this.#sceneLife.signal);
    if (this.#width > 0) this.#resize(this.#width);
  }

  #around(): Surroundings {
    return {
      root: this.#root,
      id: this.#id,
      model: this.#model,
      isOpen: () => this.#exchange.isOpen || (this.#exchange.ahead && (this.#scene?.asks ?? true)),
      moved: () => {
        this.#exchange.ahead = true;
      },
      painted: (point) => this.#painted(point),
    };
  }

  #painted(point: Float64Array): void {
    if (this.#exchange.ahead && this.#scene?.asks) this.#exchange.ask(point);
  }

  /** The root is in the page and has got a width. */
  #resize(width: number): void {
    if (this.#width === 0) {
      applyTheme(this.#root);
      hideTwin(this.#root, this.#rid, this.#signal);
    }
    this.#width = width;
    this.#scene?.resize(width);
  }

  #name({ rid, title }: Graph): void {
    this.#root.setAttribute("role", "group");
    this.#whose.name(title);
    if (rid === this.#rid) return;
    this.#root.classList.remove(`microgradext-live-${this.#rid}`);
    if (rid) this.#root.classList.add(`microgradext-live-${rid}`);
    this.#rid = rid;
    if (this.#width > 0) hideTwin(this.#root, rid, this.#signal);
  }

  #refuse(sentence: string, isSaid: boolean): void {
    if (this.#scene) {
      this.#scene.refused(sentence);
    } else {
      this.#root.classList.toggle(SAID, isSaid);
      this.#root.replaceChildren(this.#refusal(sentence));
    }
  }

  #refusal(sentence: string): HTMLElement {
    const note = refused(sentence);
    const [word, rest] = [html("b", {}, note.word), html("span", {}, note.sentence)];
    return html("div", { class: "mg-note", role: "status" }, word, rest);
  }

  #live(alive: boolean): void {
    if (this.#scene) this.#scene.alive(alive);
    else this.#memory.alive = alive;
  }

  #leave(): void {
    this.#root.remove();
  }
}
