// Runs the page's evaluator over a file of operations: `node page.mjs BUNDLE`, columns on stdin, columns on stdout.
// In: counts of operations and operands (int32 each), codes, start (one more), padding to 8 bytes, then the operands,
// the upstream gradients and the given results as float64 (a nan result: take your own).
// Out: the results, then what flows back to each operand.
import { readFileSync, writeSync } from "node:fs";

const { forward, backward } = await import(process.argv[2]);
const input = readFileSync(0);
const buffer = input.buffer.slice(input.byteOffset, input.byteOffset + input.byteLength);
const [count, total] = new Int32Array(buffer, 0, 2);
const codes = new Int32Array(buffer, 8, count);
const start = new Int32Array(buffer, 8 + 4 * count, count + 1);
const numbers = new Float64Array(buffer, 8 * Math.ceil((8 + 4 * count + 4 * (count + 1)) / 8));
const upstream = numbers.subarray(total, total + count);
const given = numbers.subarray(total + count, total + 2 * count);
const nodes = Int32Array.from({ length: count }, (_, i) => total + i); // after the operands, which are leaves
const places = Int32Array.from({ length: total }, (_, i) => i);
const slots = start.slice(0, count);
const ends = start.slice(1);
const second = slots.map((slot, i) => Math.min(slot + 1, ends[i] - 1));
const operations = { codes, nodes, first: slots, second, slots, ends };
const values = new Float64Array(total + count);
values.set(numbers.subarray(0, total));
forward(operations, places, values);
const results = new Float64Array(count + total);
results.set(values.subarray(total));
values.set(given, total);
const gradients = new Float64Array(total + count);
gradients.set(upstream, total);
backward(operations, places, new Float64Array(total), values, gradients, results.subarray(count));
const bytes = new Uint8Array(results.buffer);
for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
