/**
 * The primitives that JavaScript lacks, or defines differently from C99 and Python.
 *
 * Twin: microgradext/engine/ieee.py
 */

/** x ** y as in C's pow: 1 ** nan and (±1) ** ±inf are 1, where JavaScript gives NaN. */
export function pow(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY)) return 1;
  return x ** y;
}

/** x % y with the sign of y, as in Python and torch.remainder. */
export function mod(x: number, y: number): number {
  const remainder = x % y;
  if (remainder === 0) return y < 0 ? -0 : 0;
  return remainder < 0 !== y < 0 ? remainder + y : remainder;
}

/** x // y, as in Python and torch.floor_divide; x / 0 if y is 0. */
export function floordiv(x: number, y: number): number {
  if (y === 0) return x / y;
  const remainder = x % y;
  let quotient = (x - remainder) / y;
  if (remainder !== 0 && remainder < 0 !== y < 0) quotient -= 1;
  if (quotient === 0) return 0 * (x / y); // the sign of zero
  const whole = Math.floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

/** The error function: Maclaurin series below 1, Laplace's continued fraction of its complement above. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x) || x === 0) return x;
  if (size > 6) return Math.sign(x);
  return size < 1 ? series(x) : Math.sign(x) * (1 - complement(size));
}

// erf x = 2/√π Σ (-1)^n x^(2n+1) / (n! (2n+1)) (Abramowitz & Stegun 7.1.5); the leading term is split to round once.
function series(x: number): number {
  const z = x * x;
  let term = 1;
  let sum = 0;
  for (let n = 1; n < 24; n++) {
    term *= -z / n;
    sum += term / (2 * n + 1);
  }
  return x + x * (TWO_OVER_ROOT_PI - 1 + TWO_OVER_ROOT_PI * sum);
}

// erfc x = e^(-x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))) (Abramowitz & Stegun 7.1.14).
function complement(x: number): number {
  let fraction = x;
  for (let k = Math.ceil(200 / (x * x)); k > 0; k--) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / (fraction * Math.sqrt(Math.PI));
}
