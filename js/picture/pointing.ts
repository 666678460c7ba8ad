/** Describes what is pointed at, in words and with all digits. */

import { endsOf, isNode } from "../folds/uses";
import { gradientAt, pinnedText, valueAt } from "../stage/pin";
import { type Reading, type Replay, shownGradient } from "../tape/replay";
import { ROUNDING } from "../tape/rounding";
import type { Box, Edge } from "../view/view";
import { fittedSigned } from "../words/numbers";
import { exact, exactGradient, gradientText, numberOf, valueText } from "../words/reading";
import { counted, cut, cutAmong, derivative } from "../words/wording";
import { type Bundle, type Carried, netOf } from "./flow";

const LONGEST = 24; // characters of a name

/** `d = a * b: value −6, ∂f/∂d +1`; of many nodes in one box `layer 1: 16 neurons`. */
export function nodeReading(reading: Reading, pin: Replay | null, box: Box): string {
  const { node, kind, label, source, fold } = box;
  if (fold && !isNode(box))
    return `${cut(label, LONGEST)}: ${fold.summary || `${counted(fold.nodes)} nodes`}`;
  const expression = source && source !== label && kind !== "input" ? ` = ${cut(source, 40)}` : "";
  const [x, g] = [reading.value(node), shownGradient(reading, node)];
  const value = valueText(x, (known) => `${exact(known)}${pinnedText(known, valueAt(pin, node))}`);
  const then = (x: number) => (pin?.isRounding(node) ? ROUNDING : exact(x));
  const pinned = numberOf(g) === null ? "" : pinnedText(numberOf(g), gradientAt(pin, node), then);
  const known = exactGradient(g) + pinned;
  const slope = known && `, ${derivative(reading.replay.graph.title, label)} ${known}`;
  return `${cut(label, LONGEST)}${expression}: value ${value || "not computed yet"}${slope}`;
}

/** `−2 flows back from d to b`; of a bundle `256 edges, −0.0045 in all · 76 add +0.179 · 68 take away −0.184`. */
export function edgeReading({ replay }: Reading, edge: number, carried: Carried): string {
  const { boxes, edges } = replay.graph.view;
  const { between, flows } = edges[edge] as Edge;
  const { source, target } = endsOf(edges[edge] as Edge);
  const flow = netOf(carried);
  if (flows && flow !== null) return bundleText(flows.length, carried as Exclude<Carried, null>);
  const labels = boxes.map(({ label }) => label);
  const [from, to] = [target, source].map((box) => cutAmong(labels[box] ?? "", LONGEST, labels));
  const way = `from ${from} to ${to}`;
  const through = between > 0 ? `, through ${between} ${between === 1 ? "node" : "nodes"} not drawn` : "";
  if (flows) return `${edgeCount(flows.length)} ${way}`;
  return flow === null ? `${way}${through}` : `${gradientText(flow)} flows back ${way}${through}`;
}

/** `256 edges`. */
export function edgeCount(count: number): string {
  return `${counted(count)} ${count === 1 ? "edge" : "edges"}`;
}

/** `256 edges, −0.0045 in all · 76 add +0.179 · 68 take away −0.184`; those that carry nothing are not counted. */
function bundleText(count: number, carried: Exclude<Carried, null>): string {
  const brief = (x: number) => fittedSigned(x, 0);
  const { adds, takes, adding, taking } = partsOf(carried);
  const all = `${edgeCount(count)}, ${gradientText(netOf(carried), brief)} in all`;
  const above = adding > 0 ? ` · ${counted(adding)} ${adding === 1 ? "adds" : "add"} ${brief(adds)}` : "";
  const below =
    taking > 0 ? ` · ${counted(taking)} ${taking === 1 ? "takes" : "take"} away ${brief(takes)}` : "";
  return all + above + below;
}

function partsOf(carried: Carried): Pick<Bundle, "adds" | "takes" | "adding" | "taking"> {
  const isBundle = typeof carried === "object" && carried !== null;
  return isBundle ? carried : { adds: 0, takes: 0, adding: 0, taking: 0 };
}
