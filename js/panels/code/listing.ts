/** The cell's lines, cut where spans begin and end, and which nodes each stretch and each line stands for. */

import type { Box, Span } from "../../view/view";
import type { Graph } from "../../wire/protocol";

/** Characters of a line that belong to the same spans. */
export interface Stretch {
  readonly text: string;
  /** The nodes of the innermost span; a span in a loop has several. */
  readonly nodes: readonly number[];
  /** The nodes of all the spans around it. */
  readonly within: readonly number[];
}

export interface Line {
  readonly number: number;
  readonly text: string;
  readonly stretches: readonly Stretch[];
  /** The nodes made on the line, in order. */
  readonly nodes: readonly number[];
  /** The node whose numbers are shown beside the line: the last one with a name. */
  readonly node: number | null;
}

/** A stretch of code and what it stands for. */
interface Part extends Span {
  readonly nodes: readonly number[];
}

export function lines({ listing, firstLine, view }: Graph): Line[] {
  if (listing === "") return [];
  const texts = listing.replace(/\n+$/, "").split("\n");
  const boxes = view.boxes.filter(({ kind, span }) => kind !== "constant" && span !== null);
  const parts = partsOf(boxes, texts, firstLine);
  return texts.map((text, i) => {
    const number = firstLine + i;
    const made = boxes.filter(({ span }) => span?.line === number);
    const named = made.filter(({ kind }) => kind !== "unnamed");
    return {
      number,
      text,
      stretches: stretches(text, number, parts),
      nodes: made.map(({ node }) => node),
      node: (named.at(-1) ?? made.at(-1))?.node ?? null,
    };
  });
}

/** Every span once, the innermost first, and the names in front of them. */
function partsOf(boxes: readonly Box[], texts: readonly string[], firstLine: number): Part[] {
  const found = new Map<string, Part & { nodes: number[] }>();
  for (const { node, label, span } of boxes) {
    const { line, column, endLine, endColumn } = span as Span;
    const known = { line, column, endLine, endColumn };
    const name = nameBefore(label, known, texts[line - firstLine] ?? "");
    for (const part of name ? [known, name] : [known]) {
      const key = JSON.stringify(part);
      const nodes = found.get(key)?.nodes ?? [];
      found.set(key, { ...part, nodes: [...nodes, node] });
    }
  }
  const length = ({ line, column, endLine, endColumn }: Span) => 1e6 * (endLine - line) + endColumn - column;
  return [...found.values()].sort((one, other) => length(one) - length(other));
}

/** The span of the name that a span is bound to: `d` in `d = a * b`, for the span of `a * b`. */
function nameBefore(label: string, { line, column }: Span, text: string): Span | null {
  const name = label.replace(/⁽.*⁾$/, ""); // the mark of an earlier value of a name
  const before = Array.from(text).slice(0, column).join("");
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return null;
  const found = [...before.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)].filter(([word]) => word === name).at(-1);
  if (found === undefined) return null;
  const start = Array.from(before.slice(0, found.index)).length;
  return { line, column: start, endLine: line, endColumn: start + Array.from(name).length };
}

function stretches(text: string, number: number, parts: readonly Part[]): Stretch[] {
  const letters = Array.from(text); // columns count characters
  const here = parts.flatMap((part) => {
    const from = part.line < number ? 0 : part.column;
    const to = part.endLine > number ? letters.length : part.endColumn;
    return part.line <= number && number <= part.endLine && from < to ? [{ ...part, from, to }] : [];
  });
  const cuts = new Set([0, letters.length, ...here.flatMap(({ from, to }) => [from, to])]);
  const places = [...cuts].filter((place) => place <= letters.length).sort((one, other) => one - other);
  return places.slice(1).map((to, i) => {
    const from = places[i] as number;
    const over = here.filter((part) => part.from <= from && to <= part.to);
    return {
      text: letters.slice(from, to).join(""),
      nodes: over[0]?.nodes ?? [],
      within: [...new Set(over.flatMap(({ nodes }) => nodes))],
    };
  });
}
