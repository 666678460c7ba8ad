/** The numbers of rows that stand below each other, as texts whose decimal points are in line. */

import { change, gradientAt, valueAt } from "../../stage/pin";
import { type Replay, type Shown, shownGradient } from "../../tape/replay";
import { aligned, short, signed } from "../../words/numbers";
import { gradientText, numberOf } from "../../words/reading";
import { flowOf } from "./order";

/** A row's numbers and their texts; those since a pin are "" without one. */
export interface Filling {
  readonly value: number;
  readonly valueText: string;
  readonly gradient: Shown;
  readonly gradientText: string;
  readonly change: string;
  readonly bend: string;
}

export function fillings(nodes: readonly number[], replay: Replay, pin: Replay | null): Filling[] {
  const values = nodes.map((node) => replay.value(node));
  const gradients = nodes.map((node) => shownGradient(replay, node));
  const forms = nodes.map((node) => replay.graph.forms.get(node));
  const valueTexts = aligned(values.map((value, i) => short(value, forms[i])));
  const gradientTexts = aligned(gradients.map((gradient) => gradientText(gradient, signed)));
  const changes = pin && aligned(nodes.map((node, i) => change(values[i], valueAt(pin, node))));
  const bends = pin && aligned(nodes.map((node, i) => change(numberOf(gradients[i]), gradientAt(pin, node))));
  return nodes.map((_, i) => ({
    value: values[i] as number,
    valueText: valueTexts[i] as string,
    gradient: gradients[i],
    gradientText: gradientTexts[i] as string,
    change: changes?.[i] ?? "",
    bend: bends?.[i] ?? "",
  }));
}

/** The texts of what flows back from nodes; that of a leaf is `–`. */
export function flowTexts(nodes: readonly number[], replay: Replay): string[] {
  const write = (node: number) => gradientText(replay.stale ? undefined : flowOf(replay, node), short);
  return aligned(nodes.map(write));
}
