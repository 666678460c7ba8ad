/** A number as Python writes it, with all digits. */

export function literal(x: number): string {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x < 0 ? "-inf" : "inf";
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return withExponent(x);
  const text = Object.is(x, -0) ? "-0" : String(x);
  return Number.isInteger(x) ? `${text}.0` : text;
}

/** A number with an exponent, which in Python has at least two digits. */
function withExponent(x: number): string {
  return x.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}
