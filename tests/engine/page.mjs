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
// Operands are leaves, each used once; the operations are the nodes after them.
const startOf = new Int32Array(total + count + 1);
startOf.set(start, total);
const operands = Int32Array.from({ length: total }, (_, i) => i);
const steps = Int32Array.from(
  Array.from(codes, (code, i) => [code, total + i, start[i], Math.min(start[i] + 1, start[i + 1] - 1)]).flat(),
);
const operations = { steps, start: startOf, operands };
const values = new Float64Array(total + count);
values.set(numbers.subarray(0, total));
forward(operations, values);
const results = new Float64Array(count + total);
results.set(values.subarray(total));
values.set(given, total);
const gradients = new Float64Array(total + count).fill(-0); // to which anything can be added without a change
gradients.set(upstream, total);
backward(operations, new Float64Array(0), values, gradients);
results.set(gradients.subarray(0, total), count);
const bytes = new Uint8Array(results.buffer);
for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
