/** Focus: the parts of a graph that are drawn while the user looks at one region only, or at what one node has to do with. */

import { KIND, NONE, type Regions } from "../wire/regions";
import type { Way } from "./choices";
import { at, consumersOf, type Operands, type Part, type Parts } from "./parts";

/** What is looked at: the inside of a region, and of all nodes these; null for everything. */
export interface Focus {
  readonly within: number | null;
  readonly only: Uint8Array | null; // for each node whether it is
}

/** The parts that are drawn: of a region, with what its nodes use and what uses them, each beside it. */
export function focused(all: Parts, graph: Operands, regions: Regions, { within, only }: Focus): Parts {
  const some = only === null ? all : onlyOf(all, graph, only);
  return within === null ? some : inside(some, regions, within);
}

/** All regions in a region, itself too. */
export function regionsIn({ parent }: Regions, region: number): Uint8Array {
  const found = new Uint8Array(parent.length);
  found[region] = 1;
  for (let each = region + 1; each < found.length; each++)
    found[each] = found[parent[each] as number] as number;
  return found;
}

/** The nodes that some nodes are made from, or all that are made from them; themselves too. */
export function related(
  { start, operands }: Pick<Operands, "start" | "operands">,
  from: Uint8Array,
  way: Way,
): Uint8Array {
  const found = from.slice();
  const reached = (each: number) => {
    for (let place = start[each] as number; place < (start[each + 1] as number); place++) {
      if (found[operands[place] as number] === 1) return 1;
    }
    return 0;
  };
  if (way === "uses") {
    for (let each = 0; each < found.length; each++) found[each] ||= reached(each);
    return found;
  }
  for (let each = found.length - 1; each >= 0; each--) {
    if (found[each] === 0) continue;
    for (let place = start[each] as number; place < (start[each + 1] as number); place++) {
      found[operands[place] as number] = 1;
    }
  }
  return found;
}

/** The boxes of which not all uses are drawn; `covers` says for each node in which box it is. */
export function usedElsewhere(
  { start, operands }: Pick<Operands, "start" | "operands">,
  { node: nodes }: Regions,
  covers: Int32Array,
): number[] {
  const found = new Set<number>();
  covers.forEach((box, node) => {
    if (box !== NONE || nodes[node] === NONE) return;
    for (const operand of operands.subarray(start[node], start[node + 1]))
      found.add(covers[operand] as number);
  });
  found.delete(NONE);
  return [...found];
}

function onlyOf(all: Parts, { start, operands }: Operands, only: Uint8Array): Parts {
  const kept = new Uint8Array(all.parts.length);
  const ofNode = all.ofNode.map((part, node) => {
    if (part === NONE || only[node] === 0) return NONE;
    kept[part] = 1;
    return part;
  });
  const uses = consumersOf(start);
  const crossing = all.crossing.flatMap(({ source, target, places }) => {
    const own = places.filter(
      (place) => only[uses[place] as number] === 1 && only[operands[place] as number] === 1,
    );
    return own.length > 0 ? [{ source, target, places: own }] : [];
  });
  all.parts.forEach((_, part) => {
    for (let each = part; kept[part] === 1 && each !== NONE; each = at(all.parts, each).frame) kept[each] = 1;
  });
  return renumbered({ parts: all.parts, ofNode, crossing }, kept, (frame) => frame);
}

/** A loop keeps its frame, with which one goes from turn to turn; other frames are what the whole picture is now. */
function inside(all: Parts, regions: Regions, within: number): Parts {
  const isIn = regionsIn(regions, within);
  const isFrameOfWhole = ({ kind, region }: Part) =>
    kind === "frame" && (isIn[region] === 0 || (region === within && regions.kind[region] !== KIND.loop));
  const own = all.parts.map((part) => isIn[part.region] === 1 && !isFrameOfWhole(part));
  const kept = Uint8Array.from(own, Number);
  const crossing = all.crossing.filter(({ source, target }) => own[source] || own[target]);
  for (const { source, target } of crossing) kept[source] = kept[target] = 1;
  const ofNode = all.ofNode.map((part) => (part !== NONE && kept[part] === 1 ? part : NONE));
  const frameOf = (frame: number) => (frame !== NONE && own[frame] ? frame : NONE);
  return renumbered({ parts: all.parts, ofNode, crossing }, kept, frameOf);
}

/** Only the parts that are kept, each in the frame that it then has. */
function renumbered(
  { parts, ofNode, crossing }: Parts,
  kept: Uint8Array,
  frameOf: (frame: number) => number,
): Parts {
  const now = new Int32Array(parts.length).fill(NONE);
  let count = 0;
  kept.forEach((isKept, part) => {
    if (isKept) now[part] = count++;
  });
  const to = (part: number) => (part === NONE ? NONE : (now[part] as number));
  return {
    parts: parts
      .filter((_, part) => kept[part] === 1)
      .map((part) => ({ ...part, frame: to(frameOf(part.frame)) })),
    ofNode: ofNode.map(to),
    crossing: crossing.map(({ source, target, places }) => ({
      source: to(source),
      target: to(target),
      places,
    })),
  };
}
