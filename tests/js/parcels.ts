/** Parcels as the kernel makes them, with every column as it is. */

import { deflateSync } from "node:zlib";

/** What a parcel with a message holds, deflated. */
export function deflated(message: object): DataView {
  const columns: Uint8Array[] = [];
  let end = 0;
  const head = JSON.stringify(message, (_, value) => {
    if (!ArrayBuffer.isView(value)) return value;
    const column = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    columns.push(column);
    end += column.length;
    return { from: end - column.length, to: end, planes: false };
  });
  const text = new TextEncoder().encode(head);
  const length = new Uint8Array(Uint32Array.of(text.length).buffer);
  const bytes = deflateSync(Buffer.concat([length, text, ...columns]));
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A message as it is in the trait when it is large. */
export function parcel(message: { rid?: unknown; revision?: unknown }) {
  return { rid: message.rid, revision: message.revision, deflated: deflated(message) };
}
