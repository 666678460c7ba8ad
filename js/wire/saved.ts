/**
 * A saved graph: the model of a picture in a page without a kernel, made from the text that Python wrote.
 *
 * Twin: microgradext/notebook/wire/saved.py
 */

import type { Model } from "./model";

export const SAVED = 'script[type="application/vnd.microgradext.graph+json"]';

/** Holds a saved graph; questions get no answer. */
export class SavedModel implements Model {
  readonly #traits: Record<string, unknown>;

  constructor(text: string) {
    const graph = parsed(text);
    const { panels } = Object(graph) as { panels?: unknown };
    this.#traits = { graph, panels, layout: { comm_live: false } };
  }

  get(trait: string): unknown {
    return this.#traits[trait];
  }

  set(trait: string, value: unknown): void {
    this.#traits[trait] = value;
  }

  save_changes(): void {}
  on(): void {}
  off(): void {}
}

/** The message in a text, or the text itself if it is not JSON, which decodeGraph will refuse. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (_, value) => buffer(value) ?? value);
  } catch {
    return text;
  }
}

function buffer(value: unknown): DataView | null {
  const text = (value as { base64?: unknown } | null)?.base64;
  if (typeof text !== "string") return null;
  return new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
}
