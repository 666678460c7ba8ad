/**
 * Reads graphs of earlier versions, which notebooks and pages have kept, by turning each into the next version until it
 * has today's. Python passes a saved graph on unchanged; only this file migrates it.
 */

import { LEAF_CODE, OLDEST, UNLISTED } from "./generated/messages";
import { type Fields, floats, ints, list, Refusal, record } from "./kinds";

/** Turns a message of one version into one of the next. */
export type Migration = (message: Fields) => Fields;

/** In order: the first is for messages of version OLDEST. A test holds that the last leads to today's VERSION. */
export const MIGRATIONS: readonly Migration[] = [withUndrawn, withSliders, withPlaces, withRegions];

/** Version 4 said nothing about nodes that are not drawn: operations among them have a number, but no words. */
function withUndrawn(old: Fields): Fields {
  const boxed = new Set(ints(record(old.boxes, "boxes").node, "boxes.node"));
  const others = ints(old.code, "code").filter((_, node) => !boxed.has(node));
  const name = Array.from(others, () => "");
  const code = others.map((own) => (own === LEAF_CODE ? UNLISTED : 0));
  return { ...old, undrawn: { name, code, source: [""], line: new Int32Array(1) } };
}

/** Up to version 5, the page chose a range that the cell had not given: twice the number both ways, at least ±2. */
function withSliders(old: Fields): Fields {
  const data = floats(old.data, "data");
  const inputs = list(old.inputs, "inputs").map((each) => {
    const input = record(each, "inputs");
    const size = Math.abs(data[Number(input.node)] ?? 0);
    const reach = Number.isFinite(size) ? Math.min(Number.MAX_VALUE, Math.max(2, 2 * size)) : 2;
    const min = Number(input.min ?? Math.min(-reach, Number(input.max ?? 0)));
    const max = Number(input.max ?? Math.max(reach, min));
    const range = { min, max: max > min ? max : min + 2 * reach };
    return { ...input, ...range, literal: "" };
  });
  return { ...old, inputs };
}

/** Up to version 6, nothing was said about where the nodes that are not drawn are. */
function withPlaces(old: Fields): Fields {
  const undrawn = record(old.undrawn, "undrawn");
  const place = new Int32Array(list(undrawn.name, "undrawn.name").length);
  return { ...old, undrawn: { ...undrawn, place, places: [""] } };
}

/** Up to version 7, what is drawn was decided once; of other nodes only the line was known. */
function withRegions(old: Fields): Fields {
  const { line, ...undrawn } = record(old.undrawn, "undrawn");
  const lines = ints(line, "undrawn.line");
  const span = new Int32Array(4 * lines.length);
  lines.forEach((each, code) => {
    span[4 * code] = each;
  });
  const [none, bytes] = [new Int32Array(), new Uint8Array()];
  const regions = {
    parent: none,
    kind: bytes,
    ordinal: none,
    head: none,
    label: none,
    words: [],
    node: none,
  };
  return { ...old, undrawn: { ...undrawn, symbol: Array.from(lines, () => ""), span }, regions };
}

/** The message in today's version; throws a Refusal if its version is not known. */
export function migrated(message: Fields, oldest = OLDEST, migrations = MIGRATIONS): Fields {
  const newest = oldest + migrations.length;
  const version = Number(message.version);
  if (!Number.isInteger(message.version) || version < oldest || version > newest) {
    const known = oldest === newest ? `version ${newest}` : `versions ${oldest} to ${newest}`;
    throw new Refusal(
      `This page reads graph messages of ${known}, but the kernel sent version ${String(message.version)}: reload the page.`,
    );
  }
  const due = migrations.slice(version - oldest);
  return due.reduce((old, migrate, i) => ({ ...migrate(old), version: version + i + 1 }), message);
}
