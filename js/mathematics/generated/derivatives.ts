// The local derivatives of each row, for reading; operands come before what is applied to them.
// Written by `make generate` from the op table (microgradext/engine/ops.py); edit that.

/** `a;b` are those of two operands; `f:1` is a function of one. A row for any number of operands has one. */
export const DERIVATIVES: readonly string[] = [
  "1;1", // add
  "1;-1", // sub
  "y;x", // mul
  "1 y /;out neg y /", // div
  "y 0 == 0 y x y 1 - ** * where;x 0 == y 0 >= and 0 out x log:1 * where", // pow
  "-1", // neg
  "2 x *", // square
  "3 x 2 ** *", // cube
  "out neg x /", // reciprocal
  "1;x y // neg", // mod
  "0;0", // floordiv
  "0", // sign
  "x 0 > 1 x 0 < -1 0 where where", // abs
  "x y > 0 x y == 0.5 1 where where;x y < 0 x y == 0.5 1 where where", // min
  "x y < 0 x y == 0.5 1 where where;x y > 0 x y == 0.5 1 where where", // max
  "x y >= x z <= and 1 0 where;x y < y z < and 1 0 where;x z > z y < or 1 0 where", // clip
  "0;x 1 0 where;x 0 1 where", // where
  "0;0", // lt
  "0;0", // le
  "0;0", // gt
  "0;0", // ge
  "0;0", // eq
  "0;0", // ne
  "0;0", // logical_and
  "0;0", // logical_or
  "0", // logical_not
  "0", // floor
  "0", // ceil
  "out", // exp
  "out 1 +", // expm1
  "1 x /", // log
  "1 x 1 + /", // log1p
  "1 x 2 log:1 * /", // log2
  "1 x 10 log:1 * /", // log10
  "1 2 out * /", // sqrt
  "1 3 out 2 ** * /", // cbrt
  "x out /;y out /", // hypot
  "x cos:1", // sin
  "x sin:1 neg", // cos
  "1 out 2 ** +", // tan
  "1 1 x 2 ** - sqrt:1 /", // asin
  "-1 1 x 2 ** - sqrt:1 /", // acos
  "1 1 x 2 ** + /", // atan
  "x 2 ** y 2 ** + 0 == 0 y x 2 ** y 2 ** + / where;x 2 ** y 2 ** + 0 == 0 x neg x 2 ** y 2 ** + / where", // atan2
  "x cosh:1", // sinh
  "x sinh:1", // cosh
  "1 out 2 ** -", // tanh
  "out 1 out - *", // sigmoid
  "x 0 <= 0 1 where", // relu
  "x 0 > 1 0.01 where", // leaky_relu
  "x sigmoid:1", // softplus
  "2 pi sqrt:1 / x 2 ** neg exp:1 *", // erf
  "0.5 1 x 0.5 sqrt:1 * erf:1 + * x -0.5 x 2 ** * exp:1 * 2 pi * sqrt:1 / +", // gelu
  "1", // sum
  "x out - exp:1", // logsumexp
];
