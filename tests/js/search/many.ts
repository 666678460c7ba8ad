/** Graphs of many nodes in scopes, most of them not drawn. */

import { decodeGraph, type Graph } from "../../../js/wire/protocol";
import { chance } from "../chance";
import { draft, floats, type Sketch, wired } from "../message";

const OPS = ["mul", "add", "relu", "exp", "square"] as const;

/** A chain of `count` operations on two inputs in turns, layers and neurons; every fifth is named, the last is drawn. */
export function many(count: number, seed = 1): Graph {
  return decodeGraph(manyMessage(count, seed));
}

export function manyMessage(count: number, seed = 1) {
  const random = chance(seed);
  const at = (end: number) => Math.floor(random(0, end));
  const sketches: Sketch[] = ["w[0]", "w[1]"].map((name, i) => ({ name, value: i + 0.5 }));
  for (let i = 2; i < count; i++) {
    const op = OPS[at(OPS.length)] as string;
    const of = [sketches[Math.max(0, i - 1 - at(3))], sketches[at(2)]].map((each) => (each as Sketch).name);
    sketches.push({ name: `n${i}`, op, of: op === "mul" || op === "add" ? of : of.slice(0, 1) });
  }
  const whole = draft(sketches, { data: floats(sketches.map(() => random(-2, 2))) });
  const last = sketches.length - 1;
  const boxes = whole.boxes.filter(({ node }) => node < 2 || node === last);
  const undrawn = sketches.flatMap(({ op = "" }, node) => {
    if (node < 2 || node === last) return [];
    const place = [`sample ${1 + at(9)}`, `layer ${1 + at(3)}`, `[${at(4)}]`].slice(0, at(4)).join(" › ");
    const label = at(5) === 0 ? `q[${at(20)}]` : "";
    return [{ node, label, source: `${op}${at(4)}`, line: 1 + at(6), symbol: op, span: null, place }];
  });
  return wired({ ...whole, boxes, edges: [], view_output: 2, undrawn });
}
