/** The kinds of fields on the wire: each is read, or refused with a sentence for the user. */

export type Fields = Readonly<Record<string, unknown>>;

/** A message that cannot be used; its text is a sentence for the user. */
export class Refusal extends Error {}

export function wrong(what: string): Refusal {
  return new Refusal(`The kernel sent a graph that cannot be drawn: ${what}.`);
}

/** Checks what there is one of; where there is one for each node, putting the sentence together takes longer. */
export function require(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw wrong(otherwise);
}

/** A column, checked for its length. */
export function column<C extends { readonly length: number }>(entries: C, length: number, name: string): C {
  require(entries.length === length, `"${name}" has ${entries.length} entries instead of ${length}`);
  return entries;
}

export function record(raw: unknown, name: string): Fields {
  if (typeof raw === "object" && raw !== null && !Array.isArray(raw)) return raw as Fields;
  throw wrong(`"${name}" is not a record`);
}

export function list(raw: unknown, name: string): readonly unknown[] {
  if (Array.isArray(raw)) return raw;
  throw wrong(`"${name}" is not a list`);
}

export function text(raw: unknown, name: string): string {
  if (typeof raw === "string") return raw;
  throw wrong(`"${name}" is not text`);
}

export function texts(raw: unknown, name: string): string[] {
  return list(raw, name).map((entry) => text(entry, name));
}

export function truth(raw: unknown, name: string): boolean {
  if (typeof raw === "boolean") return raw;
  throw wrong(`"${name}" is not true or false`);
}

export function number(raw: unknown, name: string): number {
  if (typeof raw === "number" && Number.isFinite(raw)) return raw;
  throw wrong(`"${name}" is not a number`);
}

export function whole(raw: unknown, name: string): number {
  if (Number.isSafeInteger(raw)) return raw as number;
  throw wrong(`"${name}" is not a whole number`);
}

/** A whole number, checked to be an index in range. */
export function index(raw: unknown, end: number, name: string, first = 0): number {
  const position = whole(raw, name);
  if (position >= first && position < end) return position;
  throw wrong(`"${name}" is ${position}, outside ${first} to ${end - 1}`);
}

export function small(raw: unknown, name: string): Uint8Array {
  return new Uint8Array(bytes(raw, 1, name));
}

export function ints(raw: unknown, name: string): Int32Array {
  return new Int32Array(bytes(raw, 4, name));
}

export function floats(raw: unknown, name: string): Float64Array {
  return new Float64Array(bytes(raw, 8, name));
}

/** A copy of a buffer, since one that arrives may start at any byte. */
function bytes(raw: unknown, size: number, name: string): ArrayBuffer {
  const buffer = ArrayBuffer.isView(raw) ? raw : raw instanceof ArrayBuffer ? new DataView(raw) : null;
  if (buffer === null) throw wrong(`"${name}" is not a buffer`);
  require(buffer.byteLength % size === 0, `"${name}" ends in the middle of a number`);
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).slice().buffer;
}
