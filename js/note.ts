/** The row under the bar that says what is wrong or waited for: a word, then a sentence. */

import { html, words, write } from "./dom";
import type { Guard } from "./protocol";
import type { Replay } from "./replay";

export interface Note {
  readonly word: string;
  readonly sentence: string;
}

export class NoteView {
  readonly element = html("div", { class: "mg-note", role: "status" });
  readonly #word = words(html("b"));
  readonly #sentence = words(html("span"));

  constructor() {
    for (const text of [this.#word, this.#sentence]) this.element.append(text.parentElement as Element);
    this.show(null);
  }

  show(note: Note | null): void {
    this.element.hidden = note === null;
    write(this.#word, note?.word ?? "");
    write(this.#sentence, note?.sentence ?? "");
  }
}

/** A sentence of the kernel's or of the page's about a message it could not use. */
export function refused(sentence: string): Note {
  return { word: "Not shown", sentence };
}

/** The one thing to say about what is drawn, or null. */
export function noteOf(replay: Replay, problem: string, alive: boolean): Note | null {
  const { stopped, frozen } = replay.graph;
  if (stopped)
    return { word: stopped, sentence: "The graph up to there. No gradients: the output was not reached." };
  if (problem) return { word: "Not taken", sentence: problem };
  if (frozen) return { word: "Sliders off", sentence: frozen };
  if (!alive) return NO_KERNEL;
  return replay.broken && { word: "Waiting for the kernel", sentence: otherPath(replay.broken) };
}

const NO_KERNEL: Note = {
  word: "No kernel",
  sentence: "Sliders still work. A change that takes another path in the code needs a running kernel.",
};

function otherPath({ kind, expected, line, source }: Guard): string {
  const now = kind === "truth" ? `is now ${expected ? "false" : "true"}` : "has changed";
  return `${source} at line ${line} ${now}, so the code may take another path.`;
}
