/**
 * A message as a parcel: what the page gets in its place when it is large, deflated by zlib. It is in a field of the
 * trait, or comes apart, in a message of its own that no notebook stores.
 *
 * Twin: microgradext/notebook/wire/packed.py
 */

import { type Fields, Refusal, small, wrong } from "./kinds";
import { breath } from "./pieces";

/** What is in the trait in place of a message. */
export interface Parcel {
  readonly rid: string;
  readonly revision: number;
  readonly deflated?: DataView; // its content, unless that comes apart
  readonly apart?: string; // what is said where it cannot come, since no kernel has it
}

const TOO_OLD = "This browser is too old to unpack a graph of this size: update it.";
const WIDTH = 4; // bytes of an int32

/** The messages of parcels that were opened, by what was in the trait. */
const opened = new WeakMap<object, Fields>();

export function parcelIn(raw: unknown): Parcel | null {
  const { deflated, apart } = Object(raw);
  return deflated || apart ? (raw as Parcel) : null;
}

/** The message that a trait holds, or that the parcel in it held; null if that was not opened. */
export function messageIn(raw: unknown): unknown {
  return parcelIn(raw) ? (opened.get(raw as object) ?? null) : raw;
}

/** The message in the content of a parcel; throws a Refusal where it cannot be unpacked. */
export async function unpacked(parcel: Parcel, deflated: unknown): Promise<Fields> {
  if (!("DecompressionStream" in globalThis)) throw new Refusal(TOO_OLD);
  const message = await read(await inflated(deflated));
  opened.set(parcel, message);
  return message;
}

async function inflated(deflated: unknown): Promise<ArrayBuffer> {
  const bytes = small(deflated, "deflated") as Uint8Array<ArrayBuffer>;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  try {
    return await new Response(stream).arrayBuffer();
  } catch {
    throw wrong("what was deflated is damaged");
  }
}

async function read(content: ArrayBuffer): Promise<Fields> {
  try {
    const start = WIDTH + new DataView(content).getUint32(0, true);
    const head = new TextDecoder().decode(new Uint8Array(content, WIDTH, start - WIDTH));
    await breath();
    const record = JSON.parse(head);
    await breath();
    return withColumns(record, content, start);
  } catch {
    throw wrong("what was deflated is damaged");
  }
}

/** A record with its columns in their places; no list holds one, and some lists have a million texts. */
function withColumns(record: Fields, content: ArrayBuffer, start: number): Fields {
  const read = (value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return column(value, content, start) ?? withColumns(value as Fields, content, start);
  };
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, read(value)]));
}

/** The column that a record stands for. */
function column(value: object, content: ArrayBuffer, start: number): DataView | null {
  const { from, to, planes } = value as { from: number; to: number; planes?: boolean };
  if (planes === undefined) return null;
  const bytes = new Uint8Array(content, start + from, to - from);
  return new DataView(planes ? together(bytes) : bytes.slice().buffer);
}

/** The numbers whose differences are given, plane by plane. */
function together(planes: Uint8Array): ArrayBuffer {
  const length = planes.length / WIDTH;
  const numbers = new Int32Array(length);
  let last = 0;
  for (let i = 0; i < length; i++) {
    const low = (planes[i] as number) | ((planes[length + i] as number) << 8);
    const high = (planes[2 * length + i] as number) | ((planes[3 * length + i] as number) << 8);
    last = (last + (low | (high << 16))) | 0;
    numbers[i] = last;
  }
  return numbers.buffer;
}
