/** The rest of a graph from rows, for graphs that tests put together. */

import { Rest, type Undrawn } from "../../js/view/rest";

export function restOf(rows: readonly Undrawn[]): Rest {
  const each = Int32Array.from(rows.keys());
  return new Rest(
    {
      node: Int32Array.from(rows, ({ node }) => node),
      name: rows.map(({ label }) => label),
      code: each,
      source: rows.map(({ source }) => source),
      symbol: rows.map(({ symbol }) => symbol),
      span: rows.map(({ span }) => span),
      place: each,
      places: rows.map(({ place }) => place),
    },
    Math.max(0, ...rows.map(({ node }) => node + 1)),
  );
}
