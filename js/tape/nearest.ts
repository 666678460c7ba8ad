/** The nearest point that needs no kernel, on the way from where the guards held to where one does not. */

import type { Graph } from "../wire/protocol";
import { brokenOf } from "./guards";
import { clean } from "./range";
import { Tape } from "./tape";

const HALVINGS = 50; // enough to reach the last bits
const DIGITS = [3, 4, 6, 9]; // of the distance, to which the point is rounded; the fewest that work are used

/** The last point before the code takes another path, in few digits if possible. */
export function nearest(graph: Graph, from: Float64Array, to: Float64Array): Float64Array {
  const tape = new Tape(graph);
  const holds = (point: Float64Array) => {
    tape.forward(point);
    return brokenOf(graph, tape.values) === null;
  };
  const last = between(
    graph,
    from,
    to,
    lastShare(holds, (share) => between(graph, from, to, share)),
  );
  const rounded = DIGITS.map((digits) => towards(from, last, to, digits));
  return rounded.find(holds) ?? last;
}

/** How far along the way the guards hold, by bisection. */
function lastShare(holds: (point: Float64Array) => boolean, at: (share: number) => Float64Array): number {
  let [near, far] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (near + far) / 2;
    if (holds(at(middle))) near = middle;
    else far = middle;
  }
  return near;
}

function between({ inputs }: Graph, from: Float64Array, to: Float64Array, share: number): Float64Array {
  return from.map((x, i) => {
    const y = to[i] as number;
    if (x === y || !Number.isFinite(y)) return x;
    const at = x + share * (y - x);
    return inputs[i]?.whole ? Math.round(at) : at;
  });
}

/** `point` rounded towards `from`, but not past it. */
function towards(from: Float64Array, point: Float64Array, to: Float64Array, digits: number): Float64Array {
  return from.map((x, i) => {
    const way = (to[i] as number) - x;
    if (way === 0) return x;
    const grain = 10 ** (Math.floor(Math.log10(Math.abs(way))) + 1 - digits);
    const places = (point[i] as number) / grain;
    const rounded = clean((way > 0 ? Math.floor(places) : Math.ceil(places)) * grain);
    return (rounded - x) * way > 0 ? rounded : (point[i] as number);
  });
}
