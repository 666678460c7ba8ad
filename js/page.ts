/**
 * The front end: a widget for those who import it, and the script of an exported page, where it gives every saved graph
 * a live view below its static twin.
 */

import { html } from "./browser/dom";
import { keyOf, type NamedPoint, opening, pointIn } from "./save/link";
import { ownFrontEnd } from "./save/page";
import widget from "./widget";
import { decodeGraph, encodeAsked, Refusal } from "./wire/protocol";
import { SAVED, SavedModel } from "./wire/saved";

export default widget;

const READ = "data-mg-read"; // a page with several fragments runs this script several times

const front = ownFrontEnd();
const taken = new Set<string>();

for (const script of document.querySelectorAll(`${SAVED}:not([${READ}])`)) {
  script.setAttribute(READ, "");
  const el = html("div");
  script.after(el);
  widget.render({ el, model: modelOf(script.textContent ?? ""), alone: true });
}

/** The model of a saved graph; in a whole page also with the front end, and where the page's address says. */
function modelOf(text: string): SavedModel {
  if (front === null) return new SavedModel(text);
  const model = new SavedModel(text, { ...front });
  const key = keyOf(titleOf(model.get("graph")), taken);
  model.set("key", key);
  const named = pointIn(location.hash, key);
  if (named.size > 0) moveTo(model, named);
  return model;
}

/** Let a picture open at these numbers. */
function moveTo(model: SavedModel, named: NamedPoint): void {
  try {
    const graph = decodeGraph(model.get("graph"));
    model.set("asked", encodeAsked({ seq: 1, revision: graph.revision, point: opening(graph, named) }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error; // the view says why it cannot be drawn
  }
}

function titleOf(graph: unknown): string {
  return String((graph as { title?: unknown } | null)?.title ?? "");
}
