// What a sentence says about the rows: which numbers they accept, and their sign between two of them.
// Written by `make generate` from the op table (microgradext/engine/names.py); edit that.

/** The numbers that a row accepts, where it does not accept all. */
export const NEEDS: Readonly<Record<string, string>> = {
  log: "a number above 0",
  log1p: "a number above −1",
  log2: "a number above 0",
  log10: "a number above 0",
  sqrt: "a number of at least 0",
  asin: "a number from −1 to 1",
  acos: "a number from −1 to 1",
};

export const SIGNS: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  pow: "**",
  mod: "%",
  floordiv: "//",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  eq: "==",
  ne: "!=",
  logical_and: "&",
  logical_or: "|",
};
