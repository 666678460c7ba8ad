/**
 * A still picture: the graph as it is drawn now, as a self-contained SVG document.
 *
 * Its colours are those of a light page on an opaque background, which suits paper and pages of any colour.
 */

import { assign, svg } from "../browser/dom";
import type { Detail } from "../layout/layout";
import type { Graph } from "../wire/protocol";
import { entries, inkOf } from "./legend";

export interface Still {
  readonly text: string;
  readonly width: number; // CSS px
  readonly height: number;
}

/** The light colours of frame.css, for pages whose own are not known. */
export const LIGHT = {
  background: "#ffffff",
  text: "#212121",
  quiet: "#666666",
  rule: "#e0e0e0",
  line: "#bdbdbd",
  positive: "#0f6cb0",
  negative: "#d06a00",
  "positive-ink": "#0b5a96",
  "negative-ink": "#9a4a00",
  zero: "#8c8c8c",
  node: "#ffffff",
  input: "#f5f5f5",
};

const SANS = "system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif";
const MONO = "ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace";
const STYLE: Readonly<Record<string, string>> = {
  text: `font:12px ${SANS};font-variant-numeric:tabular-nums lining-nums;fill:${LIGHT.text}`,
  ".mg-label": `font:700 11.5px ${MONO};white-space:pre`,
  ".mg-compact .mg-label": "font-size:10.5px",
  ".mg-node:is(.mg-unnamed,.mg-constant) .mg-label": `fill:${LIGHT.quiet};font-weight:400`,
  ".mg-constant .mg-label": "text-anchor:end",
  ".mg-value": "font-size:12.5px;font-weight:500",
  ".mg-compact .mg-value": "font-size:10.5px;font-weight:400;text-anchor:end",
  ".mg-gradient": "font-size:11.5px",
  ".mg-frame": `fill:${LIGHT.node};stroke:${LIGHT.line}`,
  ".mg-unnamed .mg-frame": `stroke:${LIGHT.rule}`,
  ".mg-input .mg-frame": `fill:${LIGHT.input}`,
  ".mg-output .mg-frame": `stroke:${LIGHT.text};stroke-width:1.5`,
  ".mg-title": "font-size:11.5px;font-weight:600",
  ".mg-lines,.mg-turn": `font-size:10.5px;fill:${LIGHT.quiet};white-space:pre`,
  ".mg-named .mg-lines,.mg-unnamed .mg-lines,.mg-written .mg-lines": `font-family:${MONO}`,
  ".mg-sheet,.mg-open .mg-frame": `fill:${LIGHT.background};stroke:${LIGHT.rule}`,
  ".mg-cell:is(.mg-zero,.mg-unknown,.mg-unbounded)": `fill:${LIGHT.background};stroke:${LIGHT.line}`,
  ".mg-badge rect": `fill:${LIGHT.background};stroke:${LIGHT.line}`,
  ".mg-badge text": "dominant-baseline:central",
  ".mg-word text": "font-size:10.5px",
  ".mg-compact .mg-badge text": "font-size:10px",
  ".mg-compact .mg-word text": "font-size:8.5px",
  ".mg-edge": "fill:none",
  ".mg-edge.mg-zero": `stroke:${LIGHT.zero};stroke-dasharray:1.5 3.5`,
  ".mg-edge.mg-unbounded": `stroke:${LIGHT.text};stroke-dasharray:5 3`,
  ".mg-edge.mg-unknown": `stroke:${LIGHT.line}`,
  ".mg-chip,.mg-back": `fill:${LIGHT.background}`,
  ".mg-edge-label text": "font-size:10.5px;dominant-baseline:central;text-anchor:middle",
  ".mg-legend text": "font-size:11px",
  ".mg-gradient,.mg-ink": `fill:${LIGHT.quiet}`,
  "text.mg-positive": `fill:${LIGHT["positive-ink"]}`,
  "text.mg-negative": `fill:${LIGHT["negative-ink"]}`,
  ".mg-tag": `fill:${LIGHT.text}`,
  ".mg-born .mg-value": `fill:${LIGHT.node}`,
  ".mg-born .mg-gradient[class]": `fill:${LIGHT.quiet}`,
  "rect.mg-positive:not(.mg-cell)": `fill:${LIGHT.positive}`,
  "rect.mg-negative:not(.mg-cell)": `fill:${LIGHT.negative}`,
};
const UNSEEN = [
  ".mg-edge-hit, .mg-ring, .mg-traveller, .mg-bars-of-text, [hidden]",
  ".mg-chevron, .mg-turn-by, .mg-strip-hit", // what opens folds, and goes to other turns
].join();
const SPARE = /^(role|tabindex|hidden|aria-|data-)/;

const MARGIN = 4;
const LETTER = 5.9; // px, a little more than most fonts need
const [ROW, LINE, ABOVE] = [17, 18, 12]; // px

/** The picture of what a graph's element shows; `largest` is the contribution of its widest edge. */
export function still(shown: SVGSVGElement, graph: Graph, detail: Detail, largest: number): Still {
  const [, , width = 0, height = 0] = (shown.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const drawn = [...shown.children].map((child) => bare(child.cloneNode(true) as Element));
  const legend = legendOf(graph, detail, largest, width, height);
  const whole = { width: Math.ceil(width), height: Math.ceil(height + ABOVE + ROW * legend.rows) };
  const document = svg("svg", { class: "mg-still", ...whole, viewBox: `0 0 ${whole.width} ${whole.height}` });
  const title = svg("title", {}, `Computation graph of ${graph.title}`);
  const back = svg("rect", { class: "mg-back", width: "100%", height: "100%" });
  document.append(title, svg("style", {}, sheet()), back, ...drawn, legend.element);
  return { text: new XMLSerializer().serializeToString(document), ...whole };
}

function sheet(): string {
  const rules = Object.entries(STYLE).map(([selectors, rule]) => {
    const own = selectors.split(/,(?![^(]*\))/).map((selector) => `.mg-still ${selector}`);
    return `${own.join()}{${rule}}`;
  });
  return rules.join("");
}

/** A copy without what only pointers and screen readers need, and with every colour resolved. */
function bare(element: Element): Element {
  for (const unseen of element.querySelectorAll(UNSEEN)) unseen.remove();
  for (const part of [element, ...element.querySelectorAll("*")]) plain(part);
  return element;
}

function plain(part: Element): void {
  for (const { name } of [...part.attributes]) if (SPARE.test(name)) part.removeAttribute(name);
  part.classList.remove("mg-dim", "mg-off", "mg-selected");
  if (part.classList.contains("mg-frame")) assign(part, "rx", part.closest(".mg-input, .mg-open") ? 8 : 5);
  for (const colour of ["stroke", "fill"]) {
    const given = part.getAttribute(colour);
    if (given) assign(part, colour, resolved(given));
  }
}

/** `color-mix(in srgb, var(--mg-positive) 70%, var(--mg-zero))` or `var(--mg-rule)` as `#rrggbb`. */
export function resolved(colour: string): string {
  const plain = LIGHT[/^var\(--mg-(\w+)\)$/.exec(colour)?.[1] as "rule"];
  if (plain) return plain;
  const [, kind, share] = /--mg-(positive|negative)\) (\d+)%/.exec(colour) ?? [];
  return kind === undefined ? colour : mixed(LIGHT[kind as "positive"], LIGHT.zero, Number(share) / 100);
}

function mixed(one: string, other: string, share: number): string {
  const channel = (from: number) => {
    const [a, b] = [one, other].map((colour) => Number.parseInt(colour.slice(from, from + 2), 16)) as [
      number,
      number,
    ];
    return Math.round(a * share + b * (1 - share))
      .toString(16)
      .padStart(2, "0");
  };
  return `#${[1, 3, 5].map(channel).join("")}`;
}

function legendOf(graph: Graph, detail: Detail, largest: number, width: number, top: number) {
  const element = svg("g", { class: "mg-legend" });
  let [x, row] = [MARGIN, 0];
  for (const entry of entries(graph, detail, largest)) {
    const { text, strands } = entry;
    const before = strands.length > 0 ? LINE + 5 : 0;
    const long = text.length * LETTER + before;
    if (x > MARGIN && x + long > width) [x, row] = [MARGIN, row + 1];
    const y = top + ABOVE + ROW * row + 8;
    for (const { kind, width, offset, colour } of strands) {
      const line = svg("path", { class: `mg-edge mg-${kind}`, d: `M${x} ${y - 4 + offset}h${LINE}` });
      assign(line, "stroke-width", width);
      if (colour) assign(line, "stroke", resolved(colour));
      element.append(line);
    }
    element.append(svg("text", { class: `mg-ink mg-${inkOf(entry)}`, x: x + before, y }, text));
    x += long + 14;
  }
  return { element, rows: row + 1 };
}
