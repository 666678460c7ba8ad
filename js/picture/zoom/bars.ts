/** Bars in place of text that is too small to be read. */

import { assign, svg } from "../../browser/dom";

const LINES = ".mg-nodes text:not(.mg-badge *, .mg-lines), .mg-nodes .mg-lines tspan";

/** Put bars beside the texts of each box, as long as these are now; the style shows one or the other. */
export function drawBars(graph: SVGSVGElement): void {
  const paths = new Map<Element, string>(); // all places are read before anything is written
  for (const line of graph.querySelectorAll<SVGTextContentElement>(LINES)) {
    const { x, y, width, height } = line.getBBox();
    const moved = line.transform.baseVal;
    const { e, f } = moved.numberOfItems > 0 ? moved.getItem(0).matrix : { e: 0, f: 0 };
    const box = line.closest("g") as Element;
    paths.set(box, `${paths.get(box) ?? ""}M${x + e} ${y + f + height / 2}h${width}`);
  }
  for (const [box, path] of paths) assign(barsIn(box), "d", path);
}

function barsIn(box: Element): Element {
  const known = box.querySelector(":scope > .mg-bars-of-text");
  if (known) return known;
  const bars = svg("path", { class: "mg-bars-of-text" });
  box.append(bars);
  return bars;
}
