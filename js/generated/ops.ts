// The rows of the op table, as a switch forward and a switch back over typed arrays.
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

/** The value of one op whose operands are nodes `operands[start..end)` of `v`. */
export function forward(
  code: number,
  v: Float64Array,
  operands: Int32Array,
  start: number,
  end: number,
): number {
  const x = v[operands[start] as number] as number;
  const y = end > start + 1 ? (v[operands[start + 1] as number] as number) : 0;
  const z = end > start + 2 ? (v[operands[start + 2] as number] as number) : 0;
  switch (code) {
    case Op.add:
      return x + y;
    case Op.sub:
      return x - y;
    case Op.mul:
      return x * y;
    case Op.div:
      return x / y;
    case Op.pow:
      return pow(x, y);
    case Op.neg:
      return -x;
    case Op.square:
      return x * x;
    case Op.cube:
      return x * x * x;
    case Op.reciprocal:
      return 1 / x;
    case Op.mod:
      return mod(x, y);
    case Op.floordiv:
      return floordiv(x, y);
    case Op.sign:
      return x > 0 ? 1 : x < 0 ? -1 : 0;
    case Op.abs:
      return Math.abs(x);
    case Op.min:
      return x <= y ? x : x > y ? y : x + y;
    case Op.max:
      return x >= y ? x : x < y ? y : x + y;
    case Op.clip:
      return (x >= y ? x : x < y ? y : x + y) <= z ? (x >= y ? x : x < y ? y : x + y) : (x >= y ? x : x < y ? y : x + y) > z ? z : (x >= y ? x : x < y ? y : x + y) + z;
    case Op.where:
      return x !== 0 ? y : z;
    case Op.lt:
      return x < y ? 1 : 0;
    case Op.le:
      return x <= y ? 1 : 0;
    case Op.gt:
      return x > y ? 1 : 0;
    case Op.ge:
      return x >= y ? 1 : 0;
    case Op.eq:
      return x === y ? 1 : 0;
    case Op.ne:
      return x !== y ? 1 : 0;
    case Op.logical_and:
      return x !== 0 ? (y !== 0 ? 1 : 0) : 0;
    case Op.logical_or:
      return x !== 0 ? 1 : y !== 0 ? 1 : 0;
    case Op.logical_not:
      return x !== 0 ? 0 : 1;
    case Op.floor:
      return Math.floor(x);
    case Op.ceil:
      return Math.ceil(x);
    case Op.exp:
      return Math.exp(x);
    case Op.expm1:
      return Math.expm1(x);
    case Op.log:
      return Math.log(x);
    case Op.log1p:
      return Math.log1p(x);
    case Op.log2:
      return Math.log2(x);
    case Op.log10:
      return Math.log10(x);
    case Op.sqrt:
      return Math.sqrt(x);
    case Op.cbrt:
      return Math.cbrt(x);
    case Op.hypot:
      return Math.hypot(x, y);
    case Op.sin:
      return Math.sin(x);
    case Op.cos:
      return Math.cos(x);
    case Op.tan:
      return Math.tan(x);
    case Op.asin:
      return Math.asin(x);
    case Op.acos:
      return Math.acos(x);
    case Op.atan:
      return Math.atan(x);
    case Op.atan2:
      return Math.atan2(x, y);
    case Op.sinh:
      return Math.sinh(x);
    case Op.cosh:
      return Math.cosh(x);
    case Op.tanh:
      return Math.tanh(x);
    case Op.sigmoid:
      return 1 / (1 + Math.exp(-x));
    case Op.relu:
      return x <= 0 ? 0 : x;
    case Op.leaky_relu:
      return x > 0 ? x : 0.01 * x;
    case Op.softplus:
      return Math.log1p(Math.exp(-Math.abs(x))) + (x > 0 ? x : 0);
    case Op.erf:
      return erf(x);
    case Op.gelu:
      return 0.5 * x * (1 + erf(x * 0.7071067811865476));
    case Op.sum: {
      let total = x;
      for (let e = start + 1; e < end; e++) total += v[operands[e] as number] as number;
      return total;
    }
    case Op.logsumexp: {
      let shift = x;
      for (let e = start + 1; e < end; e++) shift = Math.max(shift, v[operands[e] as number] as number);
      if (Math.abs(shift) === Number.POSITIVE_INFINITY) shift = 0;
      let total = 0;
      for (let e = start; e < end; e++) total += Math.exp((v[operands[e] as number] as number) - shift);
      return shift + Math.log(total);
    }
    default:
      throw new RangeError(`no operation has the code ${code}`);
  }
}

/** Writes into `c[start..end)` what an op with upstream gradient `g` and value `out` passes to each operand. */
export function backward(
  code: number,
  g: number,
  out: number,
  v: Float64Array,
  operands: Int32Array,
  start: number,
  end: number,
  c: Float64Array,
): void {
  const x = v[operands[start] as number] as number;
  const y = end > start + 1 ? (v[operands[start + 1] as number] as number) : 0;
  const z = end > start + 2 ? (v[operands[start + 2] as number] as number) : 0;
  switch (code) {
    case Op.add:
      c[start] = g;
      c[start + 1] = g;
      return;
    case Op.sub:
      c[start] = g;
      c[start + 1] = -g;
      return;
    case Op.mul:
      c[start] = g * y;
      c[start + 1] = g * x;
      return;
    case Op.div:
      c[start] = g * (1 / y);
      c[start + 1] = g * (-out / y);
      return;
    case Op.pow:
      c[start] = y === 0 ? 0 : g * (y * pow(x, y - 1));
      c[start + 1] = (x === 0) && (y >= 0) ? 0 : g * (out * Math.log(x));
      return;
    case Op.neg:
      c[start] = -g;
      return;
    case Op.square:
      c[start] = g * (2 * x);
      return;
    case Op.cube:
      c[start] = g * (3 * (x * x));
      return;
    case Op.reciprocal:
      c[start] = g * (-out / x);
      return;
    case Op.mod:
      c[start] = g;
      c[start + 1] = -(g * floordiv(x, y));
      return;
    case Op.floordiv:
      c[start] = 0;
      c[start + 1] = 0;
      return;
    case Op.sign:
      c[start] = 0;
      return;
    case Op.abs:
      c[start] = x > 0 ? g : x < 0 ? -g : 0;
      return;
    case Op.min:
      c[start] = x > y ? 0 : x === y ? g * 0.5 : g;
      c[start + 1] = x < y ? 0 : x === y ? g * 0.5 : g;
      return;
    case Op.max:
      c[start] = x < y ? 0 : x === y ? g * 0.5 : g;
      c[start + 1] = x > y ? 0 : x === y ? g * 0.5 : g;
      return;
    case Op.clip:
      c[start] = (x >= y) && (x <= z) ? g : 0;
      c[start + 1] = (x < y) && (y < z) ? g : 0;
      c[start + 2] = (x > z) || (z < y) ? g : 0;
      return;
    case Op.where:
      c[start] = 0;
      c[start + 1] = x !== 0 ? g : 0;
      c[start + 2] = x !== 0 ? 0 : g;
      return;
    case Op.lt:
      c[start] = 0;
      c[start + 1] = 0;
      return;
    case Op.le:
      c[start] = 0;
      c[start + 1] = 0;
      return;
    case Op.gt:
      c[start] = 0;
      c[start + 1] = 0;
      return;
    case Op.ge:
      c[start] = 0;
      c[start + 1] = 0;
      return;
    case Op.eq:
      c[start] = 0;
      c[start + 1] = 0;
      return;
    case Op.ne:
      c[start] = 0;
      c[start + 1] = 0;
      return;
    case Op.logical_and:
      c[start] = 0;
      c[start + 1] = 0;
      return;
    case Op.logical_or:
      c[start] = 0;
      c[start + 1] = 0;
      return;
    case Op.logical_not:
      c[start] = 0;
      return;
    case Op.floor:
      c[start] = 0;
      return;
    case Op.ceil:
      c[start] = 0;
      return;
    case Op.exp:
      c[start] = g * out;
      return;
    case Op.expm1:
      c[start] = g * (out + 1);
      return;
    case Op.log:
      c[start] = g * (1 / x);
      return;
    case Op.log1p:
      c[start] = g * (1 / (x + 1));
      return;
    case Op.log2:
      c[start] = g * (1 / (x * 0.6931471805599453));
      return;
    case Op.log10:
      c[start] = g * (1 / (x * 2.302585092994046));
      return;
    case Op.sqrt:
      c[start] = g * (1 / (2 * out));
      return;
    case Op.cbrt:
      c[start] = g * (1 / (3 * (out * out)));
      return;
    case Op.hypot:
      c[start] = g * (x / out);
      c[start + 1] = g * (y / out);
      return;
    case Op.sin:
      c[start] = g * Math.cos(x);
      return;
    case Op.cos:
      c[start] = -(g * Math.sin(x));
      return;
    case Op.tan:
      c[start] = g * (1 + out * out);
      return;
    case Op.asin:
      c[start] = g * (1 / Math.sqrt(1 - x * x));
      return;
    case Op.acos:
      c[start] = g * (-1 / Math.sqrt(1 - x * x));
      return;
    case Op.atan:
      c[start] = g * (1 / (1 + x * x));
      return;
    case Op.atan2:
      c[start] = x * x + y * y === 0 ? 0 : g * (y / (x * x + y * y));
      c[start + 1] = x * x + y * y === 0 ? 0 : g * (-x / (x * x + y * y));
      return;
    case Op.sinh:
      c[start] = g * Math.cosh(x);
      return;
    case Op.cosh:
      c[start] = g * Math.sinh(x);
      return;
    case Op.tanh:
      c[start] = g * (1 - out * out);
      return;
    case Op.sigmoid:
      c[start] = g * (out * (1 - out));
      return;
    case Op.relu:
      c[start] = x <= 0 ? 0 : g;
      return;
    case Op.leaky_relu:
      c[start] = x > 0 ? g : g * 0.01;
      return;
    case Op.softplus:
      c[start] = g * (1 / (1 + Math.exp(-x)));
      return;
    case Op.erf:
      c[start] = g * (1.1283791670955126 * Math.exp(-(x * x)));
      return;
    case Op.gelu:
      c[start] = g * (0.5 * (1 + erf(x * 0.7071067811865476)) + x * Math.exp(-0.5 * x * x) / 2.5066282746310002);
      return;
    case Op.sum:
      c.fill(g, start, end);
      return;
    case Op.logsumexp:
      for (let e = start; e < end; e++) c[e] = g * Math.exp((v[operands[e] as number] as number) - out);
      return;
    default:
      throw new RangeError(`no operation has the code ${code}`);
  }
}
