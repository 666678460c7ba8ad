/**
 * The front end: a widget for those who import it, and the script of an exported page, where it gives every saved graph
 * a live view below its static twin.
 */

import { html } from "./browser/dom";
import { ownFrontEnd } from "./save/page";
import widget from "./widget";
import { SAVED, SavedModel } from "./wire/saved";

export default widget;

const READ = "data-mg-read"; // a page with several fragments runs this script several times

const front = ownFrontEnd();

for (const script of document.querySelectorAll(`${SAVED}:not([${READ}])`)) {
  script.setAttribute(READ, "");
  const el = html("div");
  script.after(el);
  widget.render({ el, model: modelOf(script.textContent ?? ""), alone: true });
}

/** The model of a saved graph; in a whole page also with the front end. */
function modelOf(text: string): SavedModel {
  if (front === null) return new SavedModel(text);
  const { script: _esm, style: _css, policy } = front;
  return new SavedModel(text, { _esm, _css, policy });
}
