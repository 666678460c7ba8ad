/** Regions: what can be folded, as a tree. Python finds them (microgradext/explain/folds/regions.py). */

import { REGION_KINDS, type RegionColumns } from "./generated/messages";
import { column, index, wrong } from "./kinds";

export type RegionKind = (typeof REGION_KINDS)[number];

export const NONE = -1;
export const KIND = Object.fromEntries(REGION_KINDS.map((kind, code) => [kind, code])) as Readonly<
  Record<RegionKind, number>
>;

/** A tree of regions, each after the one around it. The first is the whole picture. */
export interface Regions {
  readonly node: Int32Array; // for each node the innermost region that it is in; NONE if it is never drawn
  readonly kind: Uint8Array;
  readonly parent: Int32Array; // that of the first is itself
  readonly ordinal: Int32Array; // of turns, counted from 1; 0 for others
  readonly head: Int32Array; // the node that a named value or a sum is; NONE for others
  readonly label: readonly string[];
}

export function kindOf(regions: Regions, region: number): RegionKind {
  return REGION_KINDS[regions.kind[region] as number] as RegionKind;
}

/** The regions in a message; null if it says itself what is drawn. Throws a Refusal if they are no tree. */
export function decodeRegions(columns: RegionColumns, nodes: number): Regions | null {
  const { parent, kind, ordinal, head, label, words, node } = columns;
  if (parent.length === 0) return null;
  column(node, nodes, "regions.node");
  for (let region = 0; region < parent.length; region++) {
    const around = index(parent[region], Math.max(1, region), "regions.parent");
    index(kind[region], REGION_KINDS.length, "regions.kind");
    index(head[region], nodes, "regions.head", NONE);
    const isStray = kind[region] === KIND.turn && kind[around] !== KIND.loop;
    if (isStray) throw wrong(`the turn ${region} is in no loop`);
  }
  for (const own of node) index(own, parent.length, "regions.node", NONE);
  const labels = Array.from(label, (place) => words[index(place, words.length, "regions.label")] as string);
  return { node, kind, parent, ordinal, head, label: labels };
}
