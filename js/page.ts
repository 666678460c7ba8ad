/**
 * The front end: a widget for those who import it, and the script of an exported page, where it gives every saved graph
 * a live view below its static twin.
 */

import { html } from "./browser/dom";
import widget from "./widget";
import { SAVED, SavedModel } from "./wire/saved";

export default widget;

const READ = "data-mg-read"; // a page with several fragments runs this script several times

for (const script of document.querySelectorAll(`${SAVED}:not([${READ}])`)) {
  script.setAttribute(READ, "");
  const el = html("div");
  script.after(el);
  widget.render({ el, model: new SavedModel(script.textContent ?? ""), alone: true });
}
