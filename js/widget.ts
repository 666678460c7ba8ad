/** The widget: joins a model to a scene on the screen, and takes everything away again. */

import { html } from "./dom";
import { Exchange, type Model } from "./exchange";
import { NoteView, refused } from "./note";
import type { Graph } from "./protocol";
import { type Memory, Scene } from "./scene";
import { applyTheme, followTheme } from "./theme";
import { hideTwin } from "./twin";
import { watchWidth } from "./width";

interface RenderProps {
  readonly model: Model;
  readonly el: HTMLElement;
  readonly signal?: AbortSignal; // anywidget before 0.11 gives none and calls what render returns
}

let views = 0;

export default { render };

function render({ model, el, signal }: RenderProps): () => void {
  const life = new AbortController();
  const view = new LiveView(model, el, life.signal);
  view.start();
  signal?.addEventListener("abort", () => life.abort(), { once: true, signal: life.signal });
  return () => life.abort();
}

/** One live view of a model. */
class LiveView {
  readonly #root = html("div", { class: "microgradext", "data-lm-suppress-shortcuts": "true" });
  readonly #exchange: Exchange;
  readonly #signal: AbortSignal;
  readonly #memory: Memory = { tableOpen: false, alive: true };
  readonly #id = `mg-table-${++views}`;
  #scene: Scene | null = null;
  #sceneLife = new AbortController();
  #rid = "";
  #width = 0;

  constructor(model: Model, el: HTMLElement, signal: AbortSignal) {
    this.#signal = signal;
    this.#exchange = new Exchange(model, this.#listener(), signal);
    signal.addEventListener("abort", () => this.#leave(), { once: true });
    el.append(this.#root);
  }

  start(): void {
    this.#exchange.start();
    this.#root.addEventListener("keydown", (event) => event.stopPropagation(), { signal: this.#signal });
    followTheme(this.#root, this.#signal);
    watchWidth(this.#root, (width) => this.#resize(width), this.#signal);
  }

  #listener() {
    return {
      graph: (graph: Graph, point: Float64Array) => this.#draw(graph, point),
      moved: (point: Float64Array) => this.#scene?.take(point),
      problem: (sentence: string) => this.#scene?.problem(sentence),
      refused: (sentence: string) => this.#refuse(sentence),
      alive: (alive: boolean) => this.#live(alive),
    };
  }

  #draw(graph: Graph, point: Float64Array): void {
    this.#sceneLife.abort();
    this.#sceneLife = new AbortController();
    this.#name(graph);
    const around = { root: this.#root, id: this.#id, moved: () => this.#moved(), painted: this.#painted };
    this.#scene = new Scene(graph, point, around, this.#memory, this.#sceneLife.signal);
    if (this.#width > 0) this.#resize(this.#width);
  }

  #moved(): void {
    this.#exchange.ahead = true;
  }

  readonly #painted = (point: Float64Array): void => {
    if (this.#exchange.ahead) this.#exchange.ask(point);
  };

  /** The root is in the page and has a width. */
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
    this.#root.setAttribute("aria-label", `Gradients of ${title}`);
    if (rid === this.#rid) return;
    this.#root.classList.remove(`microgradext-live-${this.#rid}`);
    if (rid) this.#root.classList.add(`microgradext-live-${rid}`);
    this.#rid = rid;
    if (this.#width > 0) hideTwin(this.#root, rid, this.#signal);
  }

  #refuse(sentence: string): void {
    this.#scene?.problem(sentence);
    if (this.#scene) return;
    const note = new NoteView();
    note.show(refused(sentence));
    this.#root.replaceChildren(note.element);
  }

  #live(alive: boolean): void {
    if (this.#scene) this.#scene.alive(alive);
    else this.#memory.alive = alive;
  }

  #leave(): void {
    this.#sceneLife.abort();
    this.#root.remove();
  }
}
