/**
 * A saved graph: the model of a picture in a page without a kernel, made from the text that Python wrote.
 *
 * Twin: microgradext/notebook/wire/saved.py
 */

import type { Model } from "./model";

export const SAVED = 'script[type="application/vnd.microgradext.graph+json"]';

/** Holds a saved graph, and what a page knows beside it; questions get no answer. */
export class SavedModel implements Model {
  readonly #traits: Record<string, unknown>;

  constructor(text: string, beside: Readonly<Record<string, unknown>> = {}) {
    const graph = parsed(text);
    const { panels } = Object(graph) as { panels?: unknown };
    this.#traits = { ...beside, graph, panels, layout: { comm_live: false } };
  }

  get(trait: string): unknown {
    return this.#traits[trait];
  }

  set(trait: string, value: unknown): void {
    this.#traits[trait] = value;
  }

  save_changes(): void {}
  send(): void {}
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

/** A message as text: a buffer is a record with its bytes in base64. */
export function savedText(message: object): string {
  return JSON.stringify(message, (_, value) => (isBuffer(value) ? { base64: base64(value) } : value));
}

function isBuffer(value: unknown): value is ArrayBufferView | ArrayBuffer {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
}

function base64(buffer: ArrayBufferView | ArrayBuffer): string {
  const view = ArrayBuffer.isView(buffer) ? buffer : new DataView(buffer);
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}

function buffer(value: unknown): DataView | null {
  const text = (value as { base64?: unknown } | null)?.base64;
  if (typeof text !== "string") return null;
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return new DataView(bytes.buffer);
}
