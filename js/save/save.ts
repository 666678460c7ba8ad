/** What the Save menu offers: the picture, the formula, the inputs and the values, at the point where the page is. */

import type { Item } from "../browser/menu";
import type { Still } from "../picture/still";
import type { Replay } from "../tape/replay";
import type { Model } from "../wire/model";
import type { Graph } from "../wire/protocol";
import { assignments } from "./assignments";
import { copy, download } from "./keep";
import { movable, type NamedPoint, withPoint } from "./link";
import { frontEndOf, offlinePage, sentGraph } from "./page";
import { png } from "./png";
import { sheet } from "./sheet";

/** What the menu saves. */
export interface Subject {
  readonly replay: Replay;
  readonly model: Model;
  readonly panels: Iterable<string>; // those that are open
  still(): Still;
}

export function saveItems(subject: Subject): Item[] {
  const { replay, model } = subject;
  const { graph } = replay;
  const items = [
    { label: "Graph as SVG", run: () => saved(graph, "svg", "image/svg+xml", subject.still().text) },
    { label: "Graph as image", run: () => savedImage(graph, subject.still()) },
    {
      label: "Table of values",
      run: () =>
        saved(graph, "csv", "text/csv", sheet(graph.regions ? [] : graph.view.boxes, graph.undrawn, replay)),
    },
    ...pageItems(subject),
  ];
  if (graph.inputs.length > 0)
    items.push({
      label: "Copy current inputs as Python",
      run: () => copied(graph, "py", pointAsPython(replay)),
    });
  if (graph.formula)
    items.push({ label: "Copy formula as LaTeX", run: () => copied(graph, "tex", graph.formula) });
  const key = model.get("key");
  if (typeof key === "string" && movable(replay).size > 0)
    items.push({ label: "Copy link to this point", run: () => linked(key, movable(replay)) });
  return items;
}

/** The item for a page, where there is what one is made of. */
function pageItems({ replay, model, panels, still }: Subject): Item[] {
  const { graph } = replay;
  const [front, sent] = [frontEndOf(model), sentGraph(model, graph)];
  if (front === null || sent === null) return [];
  const page = () => offlinePage(front, sent, panels, replay, still());
  return [{ label: "Page that works offline", run: () => saved(graph, "html", "text/html", page()) }];
}

function pointAsPython({ graph, point }: Replay): string {
  return assignments(new Map(graph.inputs.map(({ name }, i) => [name, point[i] as number])));
}

function saved(graph: Graph, suffix: string, type: string, content: string): string {
  download(fileName(graph, suffix), new Blob([content], { type: `${type};charset=utf-8` }));
  return "";
}

async function savedImage(graph: Graph, { text, width, height }: Still): Promise<string> {
  try {
    download(fileName(graph, "png"), await png(text, width, height));
    return "";
  } catch {
    return "This browser cannot draw the image. Save the SVG instead.";
  }
}

/** Copy a text; where the clipboard is not allowed, save it as a file. */
async function copied(graph: Graph, suffix: string, text: string): Promise<string> {
  if (await copy(text)) return "Copied";
  saved(graph, suffix, "text/plain", text);
  return "Saved as a file: no clipboard here";
}

/** Put a picture's point into the address of the page, and copy that. */
async function linked(key: string, point: NamedPoint): Promise<string> {
  const hash = withPoint(location.hash, key, point);
  const address = location.href.replace(/#.*$/s, "") + hash;
  const isShown = replaced(hash);
  if (await copy(address)) return "Copied";
  return isShown ? "In the address bar: no clipboard here" : "No clipboard here";
}

/** Write it where the address is shown; false in a frame that may not. */
function replaced(hash: string): boolean {
  try {
    history.replaceState(history.state, "", hash);
    return true;
  } catch {
    return false;
  }
}

function fileName({ title }: Graph, suffix: string): string {
  const plain = title.replaceAll(/[^\p{L}\p{N}_]+/gu, "-").replaceAll(/^-+|-+$/g, "");
  return `${plain.slice(0, 40) || "graph"}.${suffix}`;
}
