// The rows of the op table over typed arrays: a loop forward and a loop back, each with a switch.
// Written by `make generate` from the op table (microgradext/engine/ops.py); edit that.
import { erf, floordiv, mod, pow } from "../primitives";

/** The rows, each at the place that is its code. */
export const NAMES: readonly string[] =
  "add sub mul div pow neg square cube reciprocal mod floordiv sign abs min max clip where lt le gt ge eq ne logical_and logical_or logical_not floor ceil exp expm1 log log1p log2 log10 sqrt cbrt hypot sin cos tan asin acos atan atan2 sinh cosh tanh sigmoid relu leaky_relu softplus erf gelu sum logsumexp".split(" ");

/** Number of operands of each row; -1 for any number. */
export const ARITY: readonly number[] = [2, 2, 2, 2, 2, 1, 1, 1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1];

/** Operations in an order in which they can be computed. */
export interface Operations {
  /** Four numbers for each: its row, its node, its first operand, and its second or the first again. */
  readonly steps: Int32Array;
  /** Where the operands of each node begin in the list of all operands. */
  readonly start: Int32Array;
  readonly operands: Int32Array;
}

/** Fills in the values of `operations`; one without a row keeps its value. */
export function forward({ steps, start, operands }: Operations, v: Float64Array): void {
  for (let i = 0; i < steps.length; i += 4) {
    const node = steps[i + 1] as number;
    const x = v[steps[i + 2] as number] as number;
    const y = v[steps[i + 3] as number] as number;
    const code = steps[i];
    let out: number;
    if (code === 2) { // mul
      out = x * y;
    } else if (code === 0) { // add
      out = x + y;
    } else if (code === 53) { // sum
      out = x;
      for (let e = (start[node] as number) + 1, end = start[node + 1] as number; e < end; e++) out += (v[operands[e] as number] as number);
    } else switch (code) {
      case 1: // sub
        out = x - y;
        break;
      case 3: // div
        out = x / y;
        break;
      case 4: // pow
        out = pow(x, y);
        break;
      case 5: // neg
        out = -x;
        break;
      case 6: // square
        out = x * x;
        break;
      case 7: // cube
        out = x * x * x;
        break;
      case 8: // reciprocal
        out = 1 / x;
        break;
      case 9: // mod
        out = mod(x, y);
        break;
      case 10: // floordiv
        out = floordiv(x, y);
        break;
      case 11: // sign
        out = x > 0 ? 1 : x < 0 ? -1 : 0;
        break;
      case 12: // abs
        out = Math.abs(x);
        break;
      case 13: // min
        out = x <= y ? x : x > y ? y : x + y;
        break;
      case 14: // max
        out = x >= y ? x : x < y ? y : x + y;
        break;
      case 15: { // clip
        const z = v[operands[(start[node] as number) + 2] as number] as number;
        out = (x >= y ? x : x < y ? y : x + y) <= z ? (x >= y ? x : x < y ? y : x + y) : (x >= y ? x : x < y ? y : x + y) > z ? z : (x >= y ? x : x < y ? y : x + y) + z;
        break;
      }
      case 16: { // where
        const z = v[operands[(start[node] as number) + 2] as number] as number;
        out = x !== 0 ? y : z;
        break;
      }
      case 17: // lt
        out = x < y ? 1 : 0;
        break;
      case 18: // le
        out = x <= y ? 1 : 0;
        break;
      case 19: // gt
        out = x > y ? 1 : 0;
        break;
      case 20: // ge
        out = x >= y ? 1 : 0;
        break;
      case 21: // eq
        out = x === y ? 1 : 0;
        break;
      case 22: // ne
        out = x !== y ? 1 : 0;
        break;
      case 23: // logical_and
        out = x !== 0 ? (y !== 0 ? 1 : 0) : 0;
        break;
      case 24: // logical_or
        out = x !== 0 ? 1 : y !== 0 ? 1 : 0;
        break;
      case 25: // logical_not
        out = x !== 0 ? 0 : 1;
        break;
      case 26: // floor
        out = Math.floor(x);
        break;
      case 27: // ceil
        out = Math.ceil(x);
        break;
      case 28: // exp
        out = Math.exp(x);
        break;
      case 29: // expm1
        out = Math.expm1(x);
        break;
      case 30: // log
        out = Math.log(x);
        break;
      case 31: // log1p
        out = Math.log1p(x);
        break;
      case 32: // log2
        out = Math.log2(x);
        break;
      case 33: // log10
        out = Math.log10(x);
        break;
      case 34: // sqrt
        out = Math.sqrt(x);
        break;
      case 35: // cbrt
        out = Math.cbrt(x);
        break;
      case 36: // hypot
        out = Math.hypot(x, y);
        break;
      case 37: // sin
        out = Math.sin(x);
        break;
      case 38: // cos
        out = Math.cos(x);
        break;
      case 39: // tan
        out = Math.tan(x);
        break;
      case 40: // asin
        out = Math.asin(x);
        break;
      case 41: // acos
        out = Math.acos(x);
        break;
      case 42: // atan
        out = Math.atan(x);
        break;
      case 43: // atan2
        out = Math.atan2(x, y);
        break;
      case 44: // sinh
        out = Math.sinh(x);
        break;
      case 45: // cosh
        out = Math.cosh(x);
        break;
      case 46: // tanh
        out = Math.tanh(x);
        break;
      case 47: // sigmoid
        out = 1 / (1 + Math.exp(-x));
        break;
      case 48: // relu
        out = x <= 0 ? 0 : x;
        break;
      case 49: // leaky_relu
        out = x > 0 ? x : 0.01 * x;
        break;
      case 50: // softplus
        out = Math.log1p(Math.exp(-Math.abs(x))) + (x > 0 ? x : 0);
        break;
      case 51: // erf
        out = erf(x);
        break;
      case 52: // gelu
        out = 0.5 * x * (1 + erf(x * 0.7071067811865476));
        break;
      case 54: { // logsumexp
        let shift = x;
        for (let e = start[node] as number, end = start[node + 1] as number; e < end; e++) shift = Math.max(shift, (v[operands[e] as number] as number));
        if (Math.abs(shift) === Number.POSITIVE_INFINITY) shift = 0;
        let total = 0;
        for (let e = start[node] as number, end = start[node + 1] as number; e < end; e++) total += Math.exp((v[operands[e] as number] as number) - shift);
        out = shift + Math.log(total);
        break;
      }
      default:
        continue;
    }
    v[node] = out;
  }
}

/**
 * Adds what flows back to each operand to its gradient, the last operation first.
 *
 * An operation without a row passes gradients by the local derivatives in `locals`, one for each of `operands`.
 */
export function backward(
  { steps, start, operands }: Operations,
  locals: Float64Array,
  v: Float64Array,
  gradients: Float64Array,
): void {
  for (let i = steps.length - 4; i >= 0; i -= 4) {
    const node = steps[i + 1] as number;
    const a = steps[i + 2] as number;
    const b = steps[i + 3] as number;
    const x = v[a] as number;
    const y = v[b] as number;
    const out = v[node] as number;
    const g = gradients[node] as number;
    const code = steps[i];
    if (code === 2) { // mul
      gradients[a]! += g * y;
      gradients[b]! += g * x;
    } else if (code === 0) { // add
      gradients[a]! += g;
      gradients[b]! += g;
    } else if (code === 53) { // sum
      for (let e = start[node] as number, end = start[node + 1] as number; e < end; e++) gradients[operands[e] as number]! += g;
    } else switch (code) {
      case 1: // sub
        gradients[a]! += g;
        gradients[b]! += -g;
        break;
      case 3: // div
        gradients[a]! += g * (1 / y);
        gradients[b]! += g * (-out / y);
        break;
      case 4: // pow
        gradients[a]! += y === 0 ? 0 : g * (y * pow(x, y - 1));
        gradients[b]! += (x === 0) && (y >= 0) ? 0 : g * (out * Math.log(x));
        break;
      case 5: // neg
        gradients[a]! += -g;
        break;
      case 6: // square
        gradients[a]! += g * (2 * x);
        break;
      case 7: // cube
        gradients[a]! += g * (3 * (x * x));
        break;
      case 8: // reciprocal
        gradients[a]! += g * (-out / x);
        break;
      case 9: // mod
        gradients[a]! += g;
        gradients[b]! += -(g * floordiv(x, y));
        break;
      case 10: // floordiv
      case 17: // lt
      case 18: // le
      case 19: // gt
      case 20: // ge
      case 21: // eq
      case 22: // ne
      case 23: // logical_and
      case 24: // logical_or
        gradients[a]! += 0;
        gradients[b]! += 0;
        break;
      case 11: // sign
      case 25: // logical_not
      case 26: // floor
      case 27: // ceil
        gradients[a]! += 0;
        break;
      case 12: // abs
        gradients[a]! += x > 0 ? g : x < 0 ? -g : 0;
        break;
      case 13: // min
        gradients[a]! += x > y ? 0 : x === y ? g * 0.5 : g;
        gradients[b]! += x < y ? 0 : x === y ? g * 0.5 : g;
        break;
      case 14: // max
        gradients[a]! += x < y ? 0 : x === y ? g * 0.5 : g;
        gradients[b]! += x > y ? 0 : x === y ? g * 0.5 : g;
        break;
      case 15: { // clip
        const c = operands[(start[node] as number) + 2] as number;
        const z = v[c] as number;
        gradients[a]! += (x >= y) && (x <= z) ? g : 0;
        gradients[b]! += (x < y) && (y < z) ? g : 0;
        gradients[c]! += (x > z) || (z < y) ? g : 0;
        break;
      }
      case 16: { // where
        const c = operands[(start[node] as number) + 2] as number;
        gradients[a]! += 0;
        gradients[b]! += x !== 0 ? g : 0;
        gradients[c]! += x !== 0 ? 0 : g;
        break;
      }
      case 28: // exp
        gradients[a]! += g * out;
        break;
      case 29: // expm1
        gradients[a]! += g * (out + 1);
        break;
      case 30: // log
        gradients[a]! += g * (1 / x);
        break;
      case 31: // log1p
        gradients[a]! += g * (1 / (x + 1));
        break;
      case 32: // log2
        gradients[a]! += g * (1 / (x * 0.6931471805599453));
        break;
      case 33: // log10
        gradients[a]! += g * (1 / (x * 2.302585092994046));
        break;
      case 34: // sqrt
        gradients[a]! += g * (1 / (2 * out));
        break;
      case 35: // cbrt
        gradients[a]! += g * (1 / (3 * (out * out)));
        break;
      case 36: // hypot
        gradients[a]! += g * (x / out);
        gradients[b]! += g * (y / out);
        break;
      case 37: // sin
        gradients[a]! += g * Math.cos(x);
        break;
      case 38: // cos
        gradients[a]! += -(g * Math.sin(x));
        break;
      case 39: // tan
        gradients[a]! += g * (1 + out * out);
        break;
      case 40: // asin
        gradients[a]! += g * (1 / Math.sqrt(1 - x * x));
        break;
      case 41: // acos
        gradients[a]! += g * (-1 / Math.sqrt(1 - x * x));
        break;
      case 42: // atan
        gradients[a]! += g * (1 / (1 + x * x));
        break;
      case 43: // atan2
        gradients[a]! += x * x + y * y === 0 ? 0 : g * (y / (x * x + y * y));
        gradients[b]! += x * x + y * y === 0 ? 0 : g * (-x / (x * x + y * y));
        break;
      case 44: // sinh
        gradients[a]! += g * Math.cosh(x);
        break;
      case 45: // cosh
        gradients[a]! += g * Math.sinh(x);
        break;
      case 46: // tanh
        gradients[a]! += g * (1 - out * out);
        break;
      case 47: // sigmoid
        gradients[a]! += g * (out * (1 - out));
        break;
      case 48: // relu
        gradients[a]! += x <= 0 ? 0 : g;
        break;
      case 49: // leaky_relu
        gradients[a]! += x > 0 ? g : g * 0.01;
        break;
      case 50: // softplus
        gradients[a]! += g * (1 / (1 + Math.exp(-x)));
        break;
      case 51: // erf
        gradients[a]! += g * (1.1283791670955126 * Math.exp(-(x * x)));
        break;
      case 52: // gelu
        gradients[a]! += g * (0.5 * (1 + erf(x * 0.7071067811865476)) + x * Math.exp(-0.5 * x * x) / 2.5066282746310002);
        break;
      case 54: // logsumexp
        for (let e = start[node] as number, end = start[node + 1] as number; e < end; e++) gradients[operands[e] as number]! += g * Math.exp((v[operands[e] as number] as number) - out);
        break;
      default:
        for (let e = start[node] as number, end = start[node + 1] as number; e < end; e++) gradients[operands[e] as number]! += g === 0 ? 0 : g * (locals[e] as number);
    }
  }
}
