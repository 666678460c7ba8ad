// Holds the page's halves: `node page.mjs BUNDLE`; `[name, ...arguments]` as JSON in each line of stdin, what the half
// gives in a line of stdout. JSON has no nan and no infinity: a number that is not finite travels as `{"float": text}`.
import { createInterface } from "node:readline";

const { HALVES } = await import(process.argv[2]);

function unpacked(_name, value) {
  if (typeof value?.base64 === "string")
    return new DataView(Uint8Array.from(Buffer.from(value.base64, "base64")).buffer);
  return typeof value?.float === "string" ? Number(value.float) : value;
}

function packed(_name, value) {
  if (ArrayBuffer.isView(value)) return Array.from(value);
  return typeof value === "number" && !Number.isFinite(value) ? { float: String(value) } : value;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...asked] = JSON.parse(line, unpacked);
  process.stdout.write(`${JSON.stringify((await HALVES[name](...asked)) ?? null, packed)}\n`);
}
