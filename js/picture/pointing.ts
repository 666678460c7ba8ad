/** Describes what is pointed at, in words and with all digits. */

import { gradientAt, pinnedText, valueAt } from "../stage/pin";
import { type Reading, type Replay, shownGradient } from "../tape/replay";
import { type Flowing, ROUNDING } from "../tape/rounding";
import type { Box } from "../view/view";
import { exact, exactGradient, gradientText, numberOf, valueText } from "../words/reading";
import { cut, cutAmong, derivative } from "../words/wording";

const LONGEST = 24; // characters of a name

/** `d = a * b: value −6, ∂f/∂d +1`. */
export function nodeReading(
  reading: Reading,
  pin: Replay | null,
  { node, kind, label, source }: Box,
): string {
  const expression = source && source !== label && kind !== "input" ? ` = ${cut(source, 40)}` : "";
  const [x, g] = [reading.value(node), shownGradient(reading, node)];
  const value = valueText(x, (known) => `${exact(known)}${pinnedText(known, valueAt(pin, node))}`);
  const then = (x: number) => (pin?.isRounding(node) ? ROUNDING : exact(x));
  const pinned = numberOf(g) === null ? "" : pinnedText(numberOf(g), gradientAt(pin, node), then);
  const known = exactGradient(g) + pinned;
  const slope = known && `, ${derivative(reading.replay.graph.title, label)} ${known}`;
  return `${cut(label, LONGEST)}${expression}: value ${value || "not computed yet"}${slope}`;
}

/** `−2 flows back from d to b`. */
export function edgeReading({ replay }: Reading, edge: number, flow: Flowing): string {
  const { boxes, edges } = replay.graph.view;
  const { source, target, between } = edges[edge] as { source: number; target: number; between: number };
  const labels = boxes.map(({ label }) => label);
  const [from, to] = [target, source].map((box) => cutAmong(labels[box] ?? "", LONGEST, labels));
  const way = `from ${from} to ${to}`;
  const through = between > 0 ? `, through ${between} ${between === 1 ? "node" : "nodes"} not drawn` : "";
  return flow === null ? `${way}${through}` : `${gradientText(flow)} flows back ${way}${through}`;
}
