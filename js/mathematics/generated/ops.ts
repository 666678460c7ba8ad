// The rows of the op table over typed arrays: a loop forward and a loop back, each with a switch.
// Written by `make generate` from the op table (microgradext/engine/ops.py); edit that.
import { erf, floordiv, mod, pow } from "../primitives";

export const Op = {
  add: 0,
  sub: 1,
  mul: 2,
  div: 3,
  pow: 4,
  neg: 5,
  square: 6,
  cube: 7,
  reciprocal: 8,
  mod: 9,
  floordiv: 10,
  sign: 11,
  abs: 12,
  min: 13,
  max: 14,
  clip: 15,
  where: 16,
  lt: 17,
  le: 18,
  gt: 19,
  ge: 20,
  eq: 21,
  ne: 22,
  logical_and: 23,
  logical_or: 24,
  logical_not: 25,
  floor: 26,
  ceil: 27,
  exp: 28,
  expm1: 29,
  log: 30,
  log1p: 31,
  log2: 32,
  log10: 33,
  sqrt: 34,
  cbrt: 35,
  hypot: 36,
  sin: 37,
  cos: 38,
  tan: 39,
  asin: 40,
  acos: 41,
  atan: 42,
  atan2: 43,
  sinh: 44,
  cosh: 45,
  tanh: 46,
  sigmoid: 47,
  relu: 48,
  leaky_relu: 49,
  softplus: 50,
  erf: 51,
  gelu: 52,
  sum: 53,
  logsumexp: 54,
} as const;

export const NAMES: readonly string[] = Object.keys(Op);

/** Number of operands of each row; -1 for any number. */
export const ARITY: readonly number[] = [2, 2, 2, 2, 2, 1, 1, 1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1];

/** Operations in an order in which they can be computed, a column for each thing to know about them. */
export interface Operations {
  readonly codes: Int32Array; // of their rows
  readonly nodes: Int32Array; // whose value each computes
  readonly first: Int32Array; // its first operand
  readonly second: Int32Array; // its second, or the first again where there is only one
  readonly slots: Int32Array; // where its operands begin in the list of all operands
  readonly ends: Int32Array; // and where they end
}

/** Fills in the values of `operations`. */
export function forward(operations: Operations, operands: Int32Array, v: Float64Array): void {
  const { codes, nodes, first, second, slots, ends } = operations;
  for (let i = 0; i < codes.length; i++) {
    const x = v[first[i] as number] as number;
    const y = v[second[i] as number] as number;
    let out: number;
    switch (codes[i]) {
      case Op.add:
        out = x + y;
        break;
      case Op.sub:
        out = x - y;
        break;
      case Op.mul:
        out = x * y;
        break;
      case Op.div:
        out = x / y;
        break;
      case Op.pow:
        out = pow(x, y);
        break;
      case Op.neg:
        out = -x;
        break;
      case Op.square:
        out = x * x;
        break;
      case Op.cube:
        out = x * x * x;
        break;
      case Op.reciprocal:
        out = 1 / x;
        break;
      case Op.mod:
        out = mod(x, y);
        break;
      case Op.floordiv:
        out = floordiv(x, y);
        break;
      case Op.sign:
        out = x > 0 ? 1 : x < 0 ? -1 : 0;
        break;
      case Op.abs:
        out = Math.abs(x);
        break;
      case Op.min:
        out = x <= y ? x : x > y ? y : x + y;
        break;
      case Op.max:
        out = x >= y ? x : x < y ? y : x + y;
        break;
      case Op.clip: {
        const z = v[operands[(slots[i] as number) + 2] as number] as number;
        out = (x >= y ? x : x < y ? y : x + y) <= z ? (x >= y ? x : x < y ? y : x + y) : (x >= y ? x : x < y ? y : x + y) > z ? z : (x >= y ? x : x < y ? y : x + y) + z;
        break;
      }
      case Op.where: {
        const z = v[operands[(slots[i] as number) + 2] as number] as number;
        out = x !== 0 ? y : z;
        break;
      }
      case Op.lt:
        out = x < y ? 1 : 0;
        break;
      case Op.le:
        out = x <= y ? 1 : 0;
        break;
      case Op.gt:
        out = x > y ? 1 : 0;
        break;
      case Op.ge:
        out = x >= y ? 1 : 0;
        break;
      case Op.eq:
        out = x === y ? 1 : 0;
        break;
      case Op.ne:
        out = x !== y ? 1 : 0;
        break;
      case Op.logical_and:
        out = x !== 0 ? (y !== 0 ? 1 : 0) : 0;
        break;
      case Op.logical_or:
        out = x !== 0 ? 1 : y !== 0 ? 1 : 0;
        break;
      case Op.logical_not:
        out = x !== 0 ? 0 : 1;
        break;
      case Op.floor:
        out = Math.floor(x);
        break;
      case Op.ceil:
        out = Math.ceil(x);
        break;
      case Op.exp:
        out = Math.exp(x);
        break;
      case Op.expm1:
        out = Math.expm1(x);
        break;
      case Op.log:
        out = Math.log(x);
        break;
      case Op.log1p:
        out = Math.log1p(x);
        break;
      case Op.log2:
        out = Math.log2(x);
        break;
      case Op.log10:
        out = Math.log10(x);
        break;
      case Op.sqrt:
        out = Math.sqrt(x);
        break;
      case Op.cbrt:
        out = Math.cbrt(x);
        break;
      case Op.hypot:
        out = Math.hypot(x, y);
        break;
      case Op.sin:
        out = Math.sin(x);
        break;
      case Op.cos:
        out = Math.cos(x);
        break;
      case Op.tan:
        out = Math.tan(x);
        break;
      case Op.asin:
        out = Math.asin(x);
        break;
      case Op.acos:
        out = Math.acos(x);
        break;
      case Op.atan:
        out = Math.atan(x);
        break;
      case Op.atan2:
        out = Math.atan2(x, y);
        break;
      case Op.sinh:
        out = Math.sinh(x);
        break;
      case Op.cosh:
        out = Math.cosh(x);
        break;
      case Op.tanh:
        out = Math.tanh(x);
        break;
      case Op.sigmoid:
        out = 1 / (1 + Math.exp(-x));
        break;
      case Op.relu:
        out = x <= 0 ? 0 : x;
        break;
      case Op.leaky_relu:
        out = x > 0 ? x : 0.01 * x;
        break;
      case Op.softplus:
        out = Math.log1p(Math.exp(-Math.abs(x))) + (x > 0 ? x : 0);
        break;
      case Op.erf:
        out = erf(x);
        break;
      case Op.gelu:
        out = 0.5 * x * (1 + erf(x * 0.7071067811865476));
        break;
      case Op.sum: {
        out = x;
        for (let e = (slots[i] as number) + 1; e < (ends[i] as number); e++) out += v[operands[e] as number] as number;
        break;
      }
      case Op.logsumexp: {
        let shift = x;
        for (let e = (slots[i] as number) + 1; e < (ends[i] as number); e++)
          shift = Math.max(shift, v[operands[e] as number] as number);
        if (Math.abs(shift) === Number.POSITIVE_INFINITY) shift = 0;
        let total = 0;
        for (let e = slots[i] as number; e < (ends[i] as number); e++)
          total += Math.exp((v[operands[e] as number] as number) - shift);
        out = shift + Math.log(total);
        break;
      }
      default:
        throw new RangeError(`no operation has the code ${codes[i]}`);
    }
    v[nodes[i] as number] = out;
  }
}

/**
 * Adds what flows back to each operand to its gradient, the last operation first, and puts it into `c`.
 *
 * An operation without a row passes gradients by the local derivatives in `locals`.
 */
export function backward(
  operations: Operations,
  operands: Int32Array,
  locals: Float64Array,
  v: Float64Array,
  gradients: Float64Array,
  c: Float64Array,
): void {
  const { codes, nodes, first, second, slots, ends } = operations;
  for (let i = codes.length - 1; i >= 0; i--) {
    const a = first[i] as number;
    const b = second[i] as number;
    const s = slots[i] as number;
    const x = v[a] as number;
    const y = v[b] as number;
    const out = v[nodes[i] as number] as number;
    const g = gradients[nodes[i] as number] as number;
    let p: number;
    switch (codes[i]) {
      case Op.add:
        p = g;
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        p = g;
        c[s + 1] = p;
        gradients[b] = (gradients[b] as number) + p;
        break;
      case Op.sub:
        p = g;
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        p = -g;
        c[s + 1] = p;
        gradients[b] = (gradients[b] as number) + p;
        break;
      case Op.mul:
        p = g * y;
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        p = g * x;
        c[s + 1] = p;
        gradients[b] = (gradients[b] as number) + p;
        break;
      case Op.div:
        p = g * (1 / y);
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        p = g * (-out / y);
        c[s + 1] = p;
        gradients[b] = (gradients[b] as number) + p;
        break;
      case Op.pow:
        p = y === 0 ? 0 : g * (y * pow(x, y - 1));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        p = (x === 0) && (y >= 0) ? 0 : g * (out * Math.log(x));
        c[s + 1] = p;
        gradients[b] = (gradients[b] as number) + p;
        break;
      case Op.neg:
        p = -g;
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.square:
        p = g * (2 * x);
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.cube:
        p = g * (3 * (x * x));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.reciprocal:
        p = g * (-out / x);
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.mod:
        p = g;
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        p = -(g * floordiv(x, y));
        c[s + 1] = p;
        gradients[b] = (gradients[b] as number) + p;
        break;
      case Op.floordiv:
        c[s] = 0;
        c[s + 1] = 0;
        break;
      case Op.sign:
        c[s] = 0;
        break;
      case Op.abs:
        p = x > 0 ? g : x < 0 ? -g : 0;
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.min:
        p = x > y ? 0 : x === y ? g * 0.5 : g;
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        p = x < y ? 0 : x === y ? g * 0.5 : g;
        c[s + 1] = p;
        gradients[b] = (gradients[b] as number) + p;
        break;
      case Op.max:
        p = x < y ? 0 : x === y ? g * 0.5 : g;
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        p = x > y ? 0 : x === y ? g * 0.5 : g;
        c[s + 1] = p;
        gradients[b] = (gradients[b] as number) + p;
        break;
      case Op.clip: {
        const z = v[operands[s + 2] as number] as number;
        p = (x >= y) && (x <= z) ? g : 0;
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        p = (x < y) && (y < z) ? g : 0;
        c[s + 1] = p;
        gradients[b] = (gradients[b] as number) + p;
        p = (x > z) || (z < y) ? g : 0;
        c[s + 2] = p;
        gradients[(operands[s + 2] as number)] = (gradients[(operands[s + 2] as number)] as number) + p;
        break;
      }
      case Op.where:
        c[s] = 0;
        p = x !== 0 ? g : 0;
        c[s + 1] = p;
        gradients[b] = (gradients[b] as number) + p;
        p = x !== 0 ? 0 : g;
        c[s + 2] = p;
        gradients[(operands[s + 2] as number)] = (gradients[(operands[s + 2] as number)] as number) + p;
        break;
      case Op.lt:
        c[s] = 0;
        c[s + 1] = 0;
        break;
      case Op.le:
        c[s] = 0;
        c[s + 1] = 0;
        break;
      case Op.gt:
        c[s] = 0;
        c[s + 1] = 0;
        break;
      case Op.ge:
        c[s] = 0;
        c[s + 1] = 0;
        break;
      case Op.eq:
        c[s] = 0;
        c[s + 1] = 0;
        break;
      case Op.ne:
        c[s] = 0;
        c[s + 1] = 0;
        break;
      case Op.logical_and:
        c[s] = 0;
        c[s + 1] = 0;
        break;
      case Op.logical_or:
        c[s] = 0;
        c[s + 1] = 0;
        break;
      case Op.logical_not:
        c[s] = 0;
        break;
      case Op.floor:
        c[s] = 0;
        break;
      case Op.ceil:
        c[s] = 0;
        break;
      case Op.exp:
        p = g * out;
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.expm1:
        p = g * (out + 1);
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.log:
        p = g * (1 / x);
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.log1p:
        p = g * (1 / (x + 1));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.log2:
        p = g * (1 / (x * 0.6931471805599453));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.log10:
        p = g * (1 / (x * 2.302585092994046));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.sqrt:
        p = g * (1 / (2 * out));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.cbrt:
        p = g * (1 / (3 * (out * out)));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.hypot:
        p = g * (x / out);
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        p = g * (y / out);
        c[s + 1] = p;
        gradients[b] = (gradients[b] as number) + p;
        break;
      case Op.sin:
        p = g * Math.cos(x);
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.cos:
        p = -(g * Math.sin(x));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.tan:
        p = g * (1 + out * out);
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.asin:
        p = g * (1 / Math.sqrt(1 - x * x));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.acos:
        p = g * (-1 / Math.sqrt(1 - x * x));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.atan:
        p = g * (1 / (1 + x * x));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.atan2:
        p = x * x + y * y === 0 ? 0 : g * (y / (x * x + y * y));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        p = x * x + y * y === 0 ? 0 : g * (-x / (x * x + y * y));
        c[s + 1] = p;
        gradients[b] = (gradients[b] as number) + p;
        break;
      case Op.sinh:
        p = g * Math.cosh(x);
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.cosh:
        p = g * Math.sinh(x);
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.tanh:
        p = g * (1 - out * out);
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.sigmoid:
        p = g * (out * (1 - out));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.relu:
        p = x <= 0 ? 0 : g;
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.leaky_relu:
        p = x > 0 ? g : g * 0.01;
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.softplus:
        p = g * (1 / (1 + Math.exp(-x)));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.erf:
        p = g * (1.1283791670955126 * Math.exp(-(x * x)));
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.gelu:
        p = g * (0.5 * (1 + erf(x * 0.7071067811865476)) + x * Math.exp(-0.5 * x * x) / 2.5066282746310002);
        c[s] = p;
        gradients[a] = (gradients[a] as number) + p;
        break;
      case Op.sum: {
        for (let e = s; e < (ends[i] as number); e++) {
          const operand = operands[e] as number;
          p = g;
          c[e] = p;
          gradients[operand] = (gradients[operand] as number) + p;
        }
        break;
      }
      case Op.logsumexp: {
        for (let e = s; e < (ends[i] as number); e++) {
          const operand = operands[e] as number;
          p = g * Math.exp((v[operands[e] as number] as number) - out);
          c[e] = p;
          gradients[operand] = (gradients[operand] as number) + p;
        }
        break;
      }
      default:
        for (let e = s; e < (ends[i] as number); e++) {
          const operand = operands[e] as number;
          p = g === 0 ? 0 : g * (locals[e] as number);
          c[e] = p;
          gradients[operand] = (gradients[operand] as number) + p;
        }
    }
  }
}
