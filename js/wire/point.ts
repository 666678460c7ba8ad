/** Where a graph was run. */

import type { Graph } from "./protocol";

/** The point at which a graph was run. */
export function runPoint({ inputs, data }: Graph): Float64Array {
  return Float64Array.from(inputs, ({ node }) => data[node] as number);
}
