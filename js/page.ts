/** The script of an exported page: brings every saved graph in it to life, below its static twin. */

import { html } from "./browser/dom";
import widget from "./widget";
import { SAVED, SavedModel } from "./wire/saved";

const READ = "data-mg-read"; // several fragments in one page each bring this script

for (const script of document.querySelectorAll(`${SAVED}:not([${READ}])`)) {
  script.setAttribute(READ, "");
  const el = html("div");
  script.after(el);
  widget.render({ el, model: new SavedModel(script.textContent ?? ""), alone: true });
}
