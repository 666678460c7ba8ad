/** A page of one picture that needs no kernel and no network, like Python's, made of what the browser already has. */

import { html } from "../browser/dom";
import type { Still } from "../picture/still";
import { type Replay, shownGradient } from "../tape/replay";
import type { Box } from "../view/view";
import type { FrontEnd } from "../wire/front";
import type { Fields } from "../wire/kinds";
import type { Model } from "../wire/model";
import { messageIn } from "../wire/parcel";
import type { Graph } from "../wire/protocol";
import { savedText } from "../wire/saved";
import { short } from "../words/numbers";
import { gradientText, numberOf } from "../words/reading";
import { ARTICLE, DOCUMENT, LIVE, SOURCE } from "./generated/templates";
import { encoded } from "./keep";

const LISTED: readonly Box["kind"][] = ["input", "named", "written", "leaf"];
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#x27;",
};
const HEADS = ["name", "expression", "value", "gradient"];

/** The front end that came with a model: its stub found it, or a whole page holds it; null anywhere else. */
export function frontEndOf(model: Model): FrontEnd | null {
  const [script, style, policy] = [model.get("script"), model.get("style"), model.get("policy")];
  if (typeof script !== "string" || typeof style !== "string" || typeof policy !== "string") return null;
  return script && policy ? { script, style, policy } : null;
}

/** The front end in this document; null unless it is a whole page of ours: a fragment is in somebody else's. */
export function ownFrontEnd(): FrontEnd | null {
  // Only in the head, where markup of a notebook never gets.
  const [script, style, policy] = ["#microgradext-script", "#microgradext-style", "[http-equiv]"].map(
    (which) => document.querySelector(`.microgradext-page > head > ${which}`),
  );
  if (!script || !style || !policy) return null;
  return {
    script: script.textContent ?? "",
    style: style.textContent ?? "",
    policy: policy.getAttribute("content") ?? "",
  };
}

/** The graph in a model, as sent, if that is the graph which is shown. */
export function sentGraph(model: Model, { rid, revision }: Graph): Fields | null {
  const sent = Object(messageIn(model.get("graph"))) as Fields;
  return sent.rid === rid && sent.revision === revision ? sent : null;
}

/** The page of a picture at the point where it is, with these panels open. */
export function offlinePage(
  front: FrontEnd,
  sent: Fields,
  panels: Iterable<string>,
  replay: Replay,
  picture: Still,
): string {
  const { title, listing, formula } = replay.graph;
  const live = filled(LIVE, { graph: savedText(messageAt(sent, replay, panels)).replaceAll("<", "\\u003c") });
  const article = filled(ARTICLE, {
    title: escaped(title),
    code: source("Code", listing),
    picture: twin(replay, picture) + live,
    formula: source("Formula in LaTeX", formula),
  });
  const { policy, style, script } = front;
  const own = { language: "en", more: "", policy: escaped(policy), title: escaped(title), style, script };
  return filled(DOCUMENT, { ...own, body: article });
}

/** The message of a run at the present point, which is where the page will open. */
export function messageAt(sent: Fields, replay: Replay, panels: Iterable<string>): Fields {
  const data = Float64Array.from(replay.graph.data, (_, node) => replay.value(node));
  return { ...sent, data, panels: [...panels], printed: "", revision: 1 };
}

function source(head: string, text: string): string {
  if (text.trim() === "") return "";
  return filled(SOURCE, { head, source: escaped(text.replaceAll(/^\n+|\n+$/g, "")) });
}

/** What is seen where no script runs: the output, the picture, the values. */
function twin(replay: Replay, picture: Still): string {
  const { rid, notes } = replay.graph;
  const made = html("div", { class: `microgradext-static microgradext-static-${rid}` });
  const said = notes.map((note) => html("p", {}, note));
  made.append(output(replay), image(replay.graph, picture), table(replay), ...said);
  return made.outerHTML;
}

function output(replay: Replay): HTMLElement {
  const { title, output } = replay.graph;
  const made = html("p", { class: "microgradext-output" }, html("code", {}, title));
  if (output >= 0) made.append(" = ", html("b", {}, short(replay.value(output))));
  return made;
}

function image({ title }: Graph, { text, width, height }: Still): HTMLElement {
  const src = `data:image/svg+xml,${encoded(text)}`;
  const alt = `Computation graph of ${title}; its numbers are in the table.`;
  return html("div", { class: "microgradext-picture" }, html("img", { alt, width, height, src }));
}

function table(replay: Replay): HTMLElement {
  const { view, output } = replay.graph;
  const listed = view.boxes.filter(({ kind, node }) => LISTED.includes(kind) || node === output);
  const rows = listed.map((box) => {
    const gradient = shownGradient(replay, box.node);
    const numbers = [
      short(replay.value(box.node)),
      numberOf(gradient) === null ? "" : gradientText(gradient),
    ];
    return row("td", [box.label, box.symbol && box.source, ...numbers]);
  });
  return html("table", {}, html("thead", {}, row("th", HEADS)), html("tbody", {}, ...rows));
}

function row(tag: "td" | "th", texts: readonly string[]): HTMLElement {
  return html("tr", {}, ...texts.map((text) => html(tag, {}, text)));
}

/** A template with its holes filled in; what fills a hole is not looked at again. */
function filled(template: string, texts: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, hole: string) => texts[hole] ?? "");
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (letter) => ESCAPES[letter] as string);
}
