/** The strip under the graph: the chain rule of the selected node, written out with the current numbers. */

import { Attribute, assign, html, Words } from "../../browser/dom";
import type { Way } from "../../folds/choices";
import type { GraphView } from "../../picture/graph";
import { edgeCount } from "../../picture/pointing";
import { kindOf, strokeOf } from "../../picture/stroke";
import type { Replay, Shown } from "../../tape/replay";
import { ROUNDING } from "../../tape/rounding";
import type { Graph } from "../../wire/protocol";
import { short } from "../../words/numbers";
import { gradientText, numberOf, said } from "../../words/reading";
import { counted, cut, cutAmong, factor } from "../../words/wording";
import { added, type Chain, chainOf, symbolsOf, type Term } from "./chain";
import { type Names, namesOf, written } from "./names";

const HINT = "Select a node to see its chain rule.";
const LIMITS: readonly (readonly [Way, string])[] = [
  ["operands", "Only what this depends on"],
  ["uses", "Only what depends on this"],
];
const EXPLAINED = 3; // terms; with more, the local derivatives are not written out
const SHOWN = 8; // terms; with more, the rest is summed up
const LABEL = 16; // characters
const SAID = 24; // characters of a name or expression

export interface StripEvents {
  /** The pointer is on a term; null for none. */
  point(edge: number | null): void;
  /** Only what the selected node has to do with is to be drawn. */
  limit(way: Way): void;
}

export class StripView {
  readonly element = html("div", { class: "mg-strip", role: "region", "aria-label": "Chain rule" });
  readonly #said = html("span", { class: "mg-unseen", role: "status" });
  readonly #hint = new Words(html("p", { class: "mg-quiet" }), HINT);
  readonly #line = html("div", { class: "mg-chain" });
  readonly #limits = html("p", { class: "mg-limits" });
  readonly #events: StripEvents;
  readonly #signal: AbortSignal;
  #terms: readonly TermView[] = [];
  #rest: RestView | null = null;
  #equals = new Words(html("span"));
  #result = new Words(html("b", { class: "mg-result" }));
  #drawn = "";

  constructor(events: StripEvents, signal: AbortSignal) {
    this.#events = events;
    this.#signal = signal;
    for (const [way, words] of LIMITS) {
      const button = html("button", { type: "button", class: "mg-link" }, words);
      button.addEventListener("click", () => events.limit(way), { signal });
      this.#limits.append(button);
    }
    this.element.append(this.#said, this.#hint.element, this.#line, this.#limits);
    for (const event of ["pointerleave", "focusout"] as const)
      this.#line.addEventListener(event, () => events.point(null), { signal });
  }

  /** Show the chain rule of the selected box, or else `said`, or the hint; while stepping there is no hint. */
  paint(replay: Replay, graph: GraphView, said: string, isStepping: boolean): void {
    const box = graph.highlight.selected;
    const hint = said || (box === null && !isStepping ? HINT : "");
    this.element.hidden = replay.graph.output < 0 || (box === null && hint === "");
    this.#hint.write(hint);
    this.element.classList.toggle("mg-hint", hint === HINT);
    this.#hint.element.toggleAttribute("hidden", hint === "");
    this.#line.hidden = box === null;
    const fold = replay.graph.view.boxes[box ?? -1]?.fold;
    const isRest = fold?.isRest || fold?.members; // of several regions, which have no name together
    this.#limits.hidden = box === null || replay.graph.regions === null || Boolean(isRest);
    if (box === null) return;
    const chain = chainOf(replay, graph.flows, box);
    this.element.classList.add("mg-began"); // it keeps its height from the first selection on
    this.#draw(chain, replay);
    this.#fill(chain, graph);
  }

  /** Describe it for a screen reader, when settled. */
  describe(replay: Replay, graph: GraphView): void {
    const box = graph.highlight.selected;
    const text = box === null ? "" : sentence(chainOf(replay, graph.flows, box), replay.graph.title);
    if (this.#said.textContent !== text) this.#said.textContent = text;
  }

  /** Build the parts again if the node or its uses have changed. */
  #draw(chain: Chain, { graph }: Replay): void {
    const uses = chain.terms.map(({ edge, use, slot, edges }) => [edge, use.node, slot, use.label, edges]);
    const { of, isOutput, isGradient } = chain;
    const drawn = JSON.stringify([graph.title, of.label, of.node, isOutput, isGradient, uses]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const { shown, left } = split(chain.terms);
    assign(this.element, "aria-label", `Chain rule of ${chain.of.label}`);
    const names = namesOf(graph);
    this.#terms = shown.map((term) => new TermView(term, chain, graph, names, this.#events, this.#signal));
    this.#rest = left.length > 0 ? new RestView(left.length) : null;
    this.#equals = new Words(html("span"));
    this.#result = new Words(html("b", { class: "mg-result" }));
    this.#line.replaceChildren(...this.#columns(chain, graph.title, names));
  }

  #columns(chain: Chain, title: string, names: Names): HTMLElement[] {
    const head = chain.isGradient
      ? fraction(title, chain.of.label, names)
      : html("span", { title: chain.of.label }, ...written(into(among(chain.of.label, SAID, names)), names));
    const lead = column("mg-lead", head);
    if (chain.terms.length === 0) {
      const why = chain.isOutput
        ? "the output with respect to itself"
        : `${title} does not use ${chain.of.label}`;
      return [
        lead,
        column("", "="),
        column("mg-end", this.#result.element, "", quiet(...written(why, names))),
      ];
    }
    const parts = [...this.#terms.map(({ element }) => element), ...(this.#rest ? [this.#rest.element] : [])];
    const joined = parts.flatMap((part, i) => [column("", i ? "+" : "=", i ? "+" : "="), part]);
    return [
      lead,
      ...joined,
      column("", "", this.#equals.element),
      column("mg-end", "", this.#result.element),
    ];
  }

  #fill({ terms, sum }: Chain, graph: GraphView): void {
    const { shown, left } = split(terms);
    this.#terms.forEach((view, i) => {
      view.fill(shown[i] as Term, graph);
    });
    this.#rest?.fill(left);
    const isRounding = sum === ROUNDING;
    this.#equals.write(isRounding ? "≈" : "=");
    this.#result.write(isRounding ? "0" : gradientText(sum));
    this.#result.element.setAttribute("class", `mg-result mg-ink mg-${kindOf(numberOf(sum))}`);
  }
}

/** `upstream · local`, under a bar of its edge's thickness and colour. */
class TermView {
  readonly element: HTMLElement;
  readonly #upstream = new Words(html("span"));
  readonly #local = new Words(html("span"));
  readonly #bar = html("i", { class: "mg-term-bar" });
  readonly #style = new Attribute(this.#bar, "style");

  constructor(
    term: Term,
    chain: Chain,
    graph: Graph,
    names: Names,
    { point }: StripEvents,
    signal: AbortSignal,
  ) {
    const { use, between, edge, edges } = term;
    const isWhole = isSum(term);
    const { title } = graph;
    // Of the output's own operands, ∂z/∂z · ∂z/∂a would be written with the very thing that is derived.
    const factors =
      use.node === graph.output
        ? [html("span", {}, ...written(symbolsOf(graph, term) || "…", names))]
        : [fraction(title, use.label, names), dot(), fraction(use.label, chain.of.label, names)];
    const numbers = isWhole ? [this.#local.element] : [this.#upstream.element, dot(), this.#local.element];
    const hidden = edges > 0 ? edgeCount(edges) : `through ${counted(between)} nodes not drawn`;
    const why = isWhole ? hidden : because(term, chain, graph, names);
    const explained = chain.terms.length <= EXPLAINED || isWhole ? [quiet(...written(why, names))] : [];
    const way = edges > 0 ? written(`from ${among(use.label, LABEL, names)}`, names) : [];
    const through = edges > 0 ? html("span", {}, ...way) : fraction(title, chain.of.label, names);
    const symbols = isWhole ? [through] : factors;
    this.element = column(
      "mg-term",
      html("span", {}, ...symbols),
      html("span", {}, ...numbers),
      ...explained,
    );
    this.element.prepend(this.#bar);
    assign(this.element, "data-term", edge);
    if (chain.terms.length > 1) assign(this.element, "tabindex", 0);
    for (const event of ["pointerenter", "focus"] as const)
      this.element.addEventListener(event, () => point(edge), { signal });
  }

  fill(term: Term, graph: GraphView): void {
    const { upstream, local, contribution } = term;
    this.#upstream.write(factorText(upstream));
    this.#local.write(isSum(term) ? gradientText(contribution) : factorText(local));
    const { kind, width, colour } = strokeOf(contribution, graph.edges.largest || 1, graph.detail);
    this.#bar.className = `mg-term-bar mg-${kind}`;
    this.#style.write(`--mg-width:${width}px;--mg-colour:${colour || "currentcolor"}`);
  }
}

/** Whether all that a term says is what it adds. */
function isSum({ between, edges }: Term): boolean {
  return between > 0 || edges > 0;
}

/** `flow into layer 1`: of many nodes there is no derivative. */
function into(name: string): string {
  return `flow into ${name}`;
}

/** `d = a * b, so ∂d/∂b = a`; where `d = b * b`, the local derivative by one of them is not ∂d/∂b. */
function because(term: Term, { of, terms }: Chain, graph: Graph, names: Names): string {
  const { label, source, kind } = term.use;
  const symbols = symbolsOf(graph, term);
  if (!symbols) return "written by hand";
  const made =
    kind === "named" && source && source !== label
      ? `${among(label, SAID, names)} = ${cut(source, SAID)}`
      : "";
  const isRepeated = terms.some((other) => other !== term && other.node === term.node);
  const found = isRepeated ? `by this ${among(of.label, SAID, names)}: ${symbols}` : "";
  return [made, found || `${made && "so "}${partial(label, names)}/${partial(of.label, names)} = ${symbols}`]
    .filter(Boolean)
    .join(", ");
}

/** The terms of a long sum that are not written out. */
class RestView {
  readonly element: HTMLElement;
  readonly #sum = new Words(html("span"));

  constructor(count: number) {
    this.element = column("mg-term", "…", this.#sum.element, quiet(`${counted(count)} more terms`));
  }

  fill(terms: readonly Term[]): void {
    this.#sum.write(gradientText(added(terms), short));
  }
}

/** The terms that are written out, and those of a long sum that are only added up. */
function split(terms: readonly Term[]): { shown: readonly Term[]; left: readonly Term[] } {
  if (terms.length <= SHOWN) return { shown: terms, left: [] };
  return { shown: terms.slice(0, SHOWN - 1), left: terms.slice(SHOWN - 1) };
}

/** A number inside a product, where a minus must not follow the dot. */
function factorText(x: Shown): string {
  const text = gradientText(x, short);
  return x === ROUNDING || (typeof x === "number" && x < 0) ? `(${text})` : text;
}

function column(kind: string, ...rows: (Node | string)[]): HTMLElement {
  const cells = rows.map((row) => (typeof row === "string" ? html("span", {}, row) : row));
  return html("div", { class: `mg-column ${kind}`.trim() }, ...cells);
}

function fraction(of: string, by: string, names: Names): HTMLElement {
  const [above, below] = [of, by].map((name) =>
    html("span", { title: name }, ...written(partial(name, names), names)),
  );
  return html("span", { class: "mg-fraction" }, above as HTMLElement, below as HTMLElement);
}

function partial(name: string, names: Names): string {
  return `∂${factor(among(name, LABEL, names))}`;
}

/** A name of the graph, cut so that it differs from all others. */
function among(name: string, room: number, names: Names): string {
  return cutAmong(name, room, [...names.keys()]);
}

function dot(): HTMLElement {
  return html("span", { class: "mg-dot" }, "·");
}

function quiet(...words: (Node | string)[]): HTMLElement {
  return html("span", { class: "mg-why" }, ...words);
}

/** `∂f/∂b = 1 times minus 2 plus minus 6 times 1 = minus 8`. */
function sentence(chain: Chain, title: string): string {
  const { of, isOutput, isGradient, terms, sum } = chain;
  const head = isGradient ? `∂${title}/∂${of.label} =` : `${into(of.label)} =`;
  const { shown, left } = split(terms);
  const whole = shown.map(({ upstream, local, contribution, between, edges }) => {
    if (edges > 0) return `${edgeCount(edges)}, ${said(contribution)} in all`;
    return between > 0 ? said(contribution) : `${said(upstream)} times ${said(local)}`;
  });
  if (isOutput || whole.length === 0) return `${head} ${said(sum)}`;
  const more = left.length > 0 ? [`${left.length} more terms`] : [];
  return `${head} ${[...whole, ...more].join(" plus ")} = ${said(sum)}`;
}
