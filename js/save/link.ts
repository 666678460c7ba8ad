/** Links to a point: the part of an address after `#`, such as `f:a=-2,b=3;g:x=1`, a part for each picture. */

import { alone, isHeld, moves } from "../tape/alone";
import type { Replay } from "../tape/replay";
import { runPoint } from "../wire/point";
import type { Graph, Input } from "../wire/protocol";
import { encoded } from "./keep";

/** Numbers by the names of inputs. */
export type NamedPoint = ReadonlyMap<string, number>;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** What a picture is called in a link: its title, and a number if others before it have the same. */
export function keyOf(title: string, taken: Set<string>): string {
  let key = title;
  for (let number = 2; taken.has(key); number++) key = `${title}-${number}`;
  taken.add(key);
  return key;
}

/** The point that a link names for a picture; empty if none. What cannot be read is passed over. */
export function pointIn(hash: string, key: string): NamedPoint {
  const [, values = ""] = partsOf(hash).find(([name]) => name === key) ?? [];
  const pairs = values.split(",").map((pair) => {
    const [name = "", number = ""] = pair.split("=");
    return [decoded(name), NUMBER.test(number) ? Number(number) : Number.NaN] as const;
  });
  return new Map(
    pairs.filter((pair): pair is [string, number] => pair[0] !== null && Number.isFinite(pair[1])),
  );
}

/** The link with a picture at a point, and the others where it has them. */
export function withPoint(hash: string, key: string, point: NamedPoint): string {
  const pairs = [...point].filter(([, x]) => Number.isFinite(x));
  const values = pairs.map(([name, x]) => `${encoded(name)}=${Object.is(x, -0) ? "-0" : x}`);
  const parts = new Map([...partsOf(hash), [key, values.join(",")]]);
  return `#${[...parts].map(([name, said]) => `${encoded(name)}:${said}`).join(";")}`;
}

/** The inputs that a page can move, and where they are. */
export function movable({ graph, point }: Replay): NamedPoint {
  const at = graph.inputs.map((input, i) => [input, point[i] as number] as const);
  return new Map(at.filter(([input]) => isFree(input, graph)).map(([{ name }, x]) => [name, x]));
}

/** Where a page opens that is asked for a point; an input that the page cannot move stays where the code ran. */
export function opening(graph: Graph, named: NamedPoint): Float64Array {
  const own = alone(graph);
  return runPoint(graph).map((x, i) => {
    const input = graph.inputs[i] as Input;
    return isFree(input, own) ? (named.get(input.name) ?? x) : x;
  });
}

function isFree(input: Input, graph: Graph): boolean {
  return moves(graph) && !isHeld(input, graph);
}

/** The names of pictures with the texts of their points. */
function partsOf(hash: string): [string, string][] {
  return hash
    .replace(/^#/, "")
    .split(";")
    .flatMap((part) => {
      const [, key = "", values = ""] = /^([^:]*):(.*)$/.exec(part) ?? [];
      const name = decoded(key);
      return name && values ? [[name, values] as [string, string]] : [];
    });
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
