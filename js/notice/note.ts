/** The row under the bar that says what is wrong, awaited or special: a word, a sentence, and what can be done. */

import { html, Words } from "../browser/dom";
import { otherPath } from "../tape/guards";
import type { Replay } from "../tape/replay";
import type { Graph } from "../wire/protocol";
import { short } from "../words/numbers";
import type { Birth } from "./birth";
import type { Phase } from "./wait";

export interface Note {
  readonly word: string;
  readonly sentence: string;
  readonly again?: boolean; // whether the user can have the cell run again
  readonly nearest?: string; // the label of the button that goes to the nearest point with numbers
  readonly show?: boolean; // whether the node in question can be shown
  readonly rerun?: "on" | "off"; // whether moves rerun the cell automatically
}

/** Why the kernel did not accept a point. */
export interface Problem {
  readonly sentence: string;
  readonly input: number; // the input that caused it, -1 if none did
  readonly x: number; // the value of that input
}

/** Everything that the row depends on. */
export interface Situation {
  readonly replay: Replay;
  readonly problem: Problem | null;
  readonly refusal: string; // why a message could not be used
  readonly alive: boolean;
  readonly alone: boolean; // whether the page never has a kernel
  readonly birth: Birth | null; // the origin of the nan or inf that is shown
  readonly nearest: Float64Array | null; // the nearest point at which the page shows numbers, if it shows none here
  readonly automatic: boolean;
  readonly phase: Phase;
}

export interface NoteEvents {
  again(): void;
  nearest(): void;
  show(): void;
  toggle(): void;
}

export class NoteView {
  readonly element = html("div", { class: "mg-note" });
  readonly #word = new Words(html("b"));
  readonly #sentence = new Words(html("span"));
  readonly #again = new Words(html("button", { type: "button", class: "mg-link" }));
  readonly #nearest = new Words(html("button", { type: "button", class: "mg-link" }));
  readonly #show = new Words(html("button", { type: "button", class: "mg-link" }));
  readonly #rerun = new Words(html("button", { type: "button", class: "mg-link" }));

  constructor(id: string, events: NoteEvents, signal: AbortSignal) {
    this.element.append(html("div", { id, role: "status" }, this.#word.element, this.#sentence.element));
    this.element.append(this.#again.element, this.#rerun.element, this.#nearest.element, this.#show.element);
    this.#again.element.addEventListener("click", events.again, { signal });
    this.#nearest.element.addEventListener("click", events.nearest, { signal });
    this.#show.element.addEventListener("click", events.show, { signal });
    this.#rerun.element.addEventListener("click", events.toggle, { signal });
    this.show(null, false);
  }

  /** Show a note. During a drag nothing may shift: a new row covers the bar, and an old one leaves its room behind. */
  show(note: Note | null, held: boolean): void {
    const { classList } = this.element;
    const isOver = held && (this.element.hidden || classList.contains("mg-over"));
    classList.toggle("mg-over", isOver && note !== null);
    classList.toggle("mg-blank", held && !isOver && note === null);
    this.element.hidden = note === null && (!held || isOver);
    if (note !== null || !held) this.#write(note);
  }

  #write(note: Note | null): void {
    this.#word.write(note?.word ?? "");
    this.#sentence.write(note?.sentence ?? "");
    this.#again.write(note?.again ? "Run again" : "");
    this.#nearest.write(note?.nearest ?? "");
    this.#show.write(note?.show ? "Show the node" : "");
    this.#rerun.write(note?.rerun ? `Rerun: ${note.rerun}` : "");
    for (const { element, text } of [this.#again, this.#nearest, this.#show, this.#rerun])
      element.toggleAttribute("hidden", text === "");
  }
}

/** The page's sentence about a message that it could not use. */
export function refused(sentence: string): Note {
  return { word: "Not shown", sentence };
}

/** The most important thing to say about what is drawn, or null. */
export function noteOf(situation: Situation): Note | null {
  const { graph } = situation.replay;
  const said = urgent(situation) ?? (graph.why ? { word: "", sentence: graph.why } : null);
  if (graph.frozen || graph.stopped) return said;
  const isSwitched = graph.mode === "rerun" || graph.mode === "suspected";
  const unknown = situation.replay.stale || !graph.replays;
  const again = situation.alive && unknown && !asksByItself(graph, situation.automatic);
  if (!isSwitched && !again) return said;
  const note = { ...(said ?? { word: "", sentence: "" }), again };
  return isSwitched ? { ...note, rerun: situation.automatic ? "on" : "off" } : note;
}

/** Whether the kernel is asked at every move, and not only when the user says so. */
export function asksByItself({ mode }: Graph, automatic: boolean): boolean {
  return mode !== "click" && (automatic || mode === "replay");
}

function urgent(situation: Situation): Note | null {
  const { replay, problem, refusal, alive, alone, phase, birth } = situation;
  const { stopped, frozen } = replay.graph;
  if (stopped)
    return {
      word: stopped,
      sentence: "The graph up to there. No gradients, because the output was not reached.",
    };
  if (refusal) return refused(refusal);
  if (!alive && !frozen && (replay.stale || !alone)) return noKernel(situation);
  if (phase === "long" || phase === "busy") return waiting(replay, phase);
  if (problem) return { word: cause(problem, replay.graph), sentence: problem.sentence };
  if (birth) return born(birth, replay.graph);
  return frozen ? { word: "Sliders off", sentence: frozen } : null;
}

function born({ word, place, node }: Birth, { view }: Graph): Note {
  return { word, sentence: place, show: view.boxes.some((box) => box.node === node) };
}

function waiting(replay: Replay, phase: Phase): Note {
  const sentence = phase === "busy" ? `${reasonOf(replay)} The kernel is busy.` : reasonOf(replay);
  return { word: "Waiting for the kernel", sentence: sentence.trim() };
}

function noKernel({ replay, nearest }: Situation): Note {
  const word = "No kernel";
  const isAlone = replay.graph.replays && !replay.stale;
  const sentence = `${reasonOf(replay)} That needs a running kernel.`.trim();
  if (!isAlone) return { word, sentence, nearest: nearest ? wayTo(nearest, replay) : "" };
  return {
    word,
    sentence: "Sliders still work. A change that takes another path in the code needs a running kernel.",
  };
}

/** The label of the button that goes to a point; it names the input if only one has to move. */
function wayTo(nearest: Float64Array, { graph, point }: Replay): string {
  const moved = graph.inputs.map(({ name }, i) => ({ name, x: nearest[i] as number, at: point[i] }));
  const [first, ...rest] = moved.filter(({ x, at }) => x !== at);
  return first && rest.length === 0 ? `Go to ${first.name} = ${short(first.x)}` : "Go to the nearest point";
}

/** Why the page cannot know the numbers by itself. */
export function reasonOf({ broken, graph }: Replay): string {
  return broken ? otherPath(broken) : graph.why;
}

function cause({ input, x }: Problem, { inputs }: Graph): string {
  const name = inputs[input]?.name;
  return name === undefined ? "Not accepted" : `${name} = ${short(x)}`;
}
