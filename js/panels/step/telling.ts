/** What happens in a step of the passes, in a sentence or two with the current numbers. */

import { carriesOnly, endsOf, isNode, isOperand, operandOf } from "../../folds/uses";
import type { Flow } from "../../picture/flow";
import { edgeCount } from "../../picture/pointing";
import { type Kind, kindOf } from "../../picture/stroke";
import { type Replay, type Shown, shownGradient } from "../../tape/replay";
import { ROUNDING } from "../../tape/rounding";
import type { Box, Edge } from "../../view/view";
import { MINUS, short } from "../../words/numbers";
import { gradientText, numberOf } from "../../words/reading";
import { equality, shown } from "../../words/rounding";
import { counted, cut } from "../../words/wording";
import type { Passes } from "./passes";

/** A piece of a sentence and its look: plain, code, bold, or the colour of a number's sign. */
export interface Part {
  readonly text: string;
  readonly look?: "code" | "bold" | Kind;
}

type Parts = readonly (Part | string)[];

const TOLD = 3; // how many operands, or nodes that are waited for, are listed

export class Telling {
  readonly #replay: Replay;
  readonly #passes: Passes;
  readonly #flow: Flow;
  readonly #step: number;

  constructor(replay: Replay, passes: Passes, flow: Flow, step: number) {
    this.#replay = replay;
    this.#passes = passes;
    this.#flow = flow;
    this.#step = step;
  }

  sentence(): Part[] {
    const { box, isBackward } = this.#passes.steps[this.#step] as { box: number; isBackward: boolean };
    const head: Part = { text: `${this.#passes.count(this.#step)}.`, look: "bold" };
    const told = this.#replay.stale
      ? ["The numbers of this point are not known yet."]
      : isBackward
        ? [...this.#complete(box), ...this.#passed(box)]
        : this.#made(box);
    return [head, " ", ...told].map((part) => (typeof part === "string" ? { text: part } : part));
  }

  /** `e = a + b takes −2 from a and 3 from b and gives 1.` */
  #made(box: number): Parts {
    const operands = this.#edges().map(([edge]) => {
      const { source } = endsOf(edge);
      if (edge.flows) return [edgeCount(edge.flows.length), " from ", this.#name(source)];
      const { graph } = this.#replay;
      const operand = edge.between > 0 ? this.#box(edge.source).node : operandOf(edge, graph);
      const value = short(this.#replay.value(operand));
      const isConstant = this.#box(edge.source).kind === "constant";
      const from = isConstant ? ["the constant ", value] : [value, " from ", this.#name(source)];
      return [...from, through(edge)];
    });
    const { node } = this.#box(box);
    const result = isNode(this.#box(box)) ? ` and gives ${short(this.#replay.value(node))}` : "";
    return [this.#formula(box), " takes ", ...listed(operands), `${result}.`];
  }

  /** `e = a + b has all of its gradient, −6 + (−2) = −8.` */
  #complete(box: number): Parts {
    const { view } = this.#replay.graph;
    if (!this.#isOne(box)) return [this.#formula(box), " has all that flows back to it."];
    const gradient = shownGradient(this.#replay, this.#box(box).node);
    const total = number(gradient, gradientText(gradient, short));
    const whole = [this.#formula(box), " has all of its gradient, "];
    const came = this.#passes.arrived(box, this.#step);
    if (box === view.output && came.length === 0) {
      return [...whole, total, ": the output with respect to itself."];
    }
    const terms = came.map((edge) => this.#flow.along(this.#replay, edge));
    const isWhole = !view.trail?.usedElsewhere.includes(box);
    const isTold = isWhole && terms.length > 1 && terms.length <= TOLD && !terms.includes(null);
    const many = isWhole && terms.length > TOLD ? `, the sum of ${counted(terms.length)} contributions` : "";
    if (!isTold) return [...whole, total, `${many}.`];
    const sum = terms.map((term, i) => (i > 0 ? factor(term) : gradientText(term, short))).join(" + ");
    if (gradient === ROUNDING) return [...whole, `${sum} ≈ `, number(gradient, "0"), "."];
    const given = terms.reduce((before: number, term) => before + shown(numberOf(term) ?? 0), 0);
    return [...whole, `${sum} ${equality(given, numberOf(gradient) ?? Number.NaN)} `, total, "."];
  }

  /** ` It passes −6 · 1 = −6 to a and −6 · 1 = −6 to b; both wait for d.` */
  #passed(box: number): Parts {
    const edges = this.#edges();
    const met = new Set<number>();
    const passed = edges.map(([edge, index], i) => {
      const { source } = endsOf(edge);
      const again = met.has(source) ? " again" : "";
      met.add(source);
      const product = i <= TOLD ? this.#product(edge, index) : [];
      const along = edge.flows ? ` along ${edgeCount(edge.flows.length)}` : "";
      return [...product, along, " to ", this.#name(source), again, through(edge)];
    });
    const constants = this.#replay.graph.view.edges.filter(
      ({ source, target }) => target === box && this.#box(source).kind === "constant",
    );
    if (passed.length === 0 && constants.length === 0) return [];
    if (passed.length === 0) return [" Nothing flows on, because constants have no gradient."];
    const nothing = constants.length === 0 ? [] : [` Nothing flows to ${this.#constants(constants)}.`];
    return [" It passes ", ...listed(passed), ...this.#waiting([...met]), ".", ...nothing];
  }

  /** `−6 · 1 = −6`, as far as the numbers are known. */
  #product(edge: Edge, index: number): Parts {
    const passed = this.#flow.along(this.#replay, index);
    if (passed === null) return ["a contribution that this page does not know"];
    if (passed === ROUNDING) return [number(passed, passed)];
    const [upstream, local] = [this.#replay.gradient(edge.node), this.#replay.local(edge.node, edge.slot)];
    const isKnown = isOperand(edge, this.#replay.graph) && typeof upstream === "number" && local !== null;
    if (!isKnown) return [number(passed, short(passed))];
    const sign = equality(shown(upstream) * shown(local), passed);
    return [number(passed, `${short(upstream)} · ${factor(local)} ${sign} ${short(passed)}`)];
  }

  /** `; both wait for d` */
  #waiting(operands: readonly number[]): Parts {
    const awaited = operands.map((box) => this.#passes.awaited(box, this.#step));
    const isSame = awaited.every((boxes) => boxes.join() === awaited[0]?.join());
    const names = (boxes: readonly number[]) => listed(boxes.map((box) => [this.#name(box)]));
    if (isSame && awaited[0]?.length === 0) return [];
    if (isSame && operands.length > 1) {
      return [
        operands.length === 2 ? "; both wait for " : "; all wait for ",
        ...names(awaited[0] as number[]),
      ];
    }
    const waiting = operands.flatMap((box, i) =>
      awaited[i]?.length ? [[this.#name(box), " waits for ", ...names(awaited[i])]] : [],
    );
    return ["; ", ...listed(waiting)];
  }

  #constants(edges: readonly Edge[]): string {
    const [first, ...others] = edges.map(({ source }) => this.#box(source).label);
    return others.length > 0 ? "the constants" : `the constant ${first}`;
  }

  #edges(): [Edge, number][] {
    const { box, edges } = this.#passes.steps[this.#step] as { box: number; edges: readonly number[] };
    const all = edges.map((edge): [Edge, number] => [this.#replay.graph.view.edges[edge] as Edge, edge]);
    return all.filter(([{ target }]) => target === box); // the others lead to the frame that it is in
  }

  /** Whether what flows back to a box is the gradient of its node. */
  #isOne(box: number): boolean {
    const { graph } = this.#replay;
    const own = this.#box(box);
    const leaving = graph.view.edges.filter(({ source, frame }) => source === box && frame !== box);
    return isNode(own) && leaving.every((edge) => carriesOnly(own, edge, graph));
  }

  #box(index: number): Box {
    return this.#replay.graph.view.boxes[index] as Box;
  }

  #name(box: number): Part {
    return { text: cut(this.#box(box).label, 24), look: "code" };
  }

  /** `e = a + b` */
  #formula(box: number): Part {
    const { label, source, symbol } = this.#box(box);
    const made = symbol && source && source !== label ? ` = ${cut(source, 40)}` : "";
    return { text: cut(label, 24) + made, look: "code" };
  }
}

/** The sentence for a screen reader. */
export function spokenSentence(parts: readonly Part[]): string {
  const text = parts.map((part) => part.text.replace(/(^|\()≈ /g, "$1about ")).join("");
  return text.replaceAll(MINUS, "minus ").replaceAll(" · ", " times ").replaceAll(" ≈ ", " is about ");
}

function number(x: Shown, text: string): Part {
  return { text, look: kindOf(numberOf(x)) };
}

/** A number after an operation's sign. */
function factor(x: Shown): string {
  const text = gradientText(x, short);
  return x === ROUNDING || text.startsWith(MINUS) ? `(${text})` : text;
}

function through({ between }: Edge): string {
  if (between === 0) return "";
  return ` (through ${counted(between)} ${between === 1 ? "node" : "nodes"} not drawn)`;
}

/** `x, y and z`; of many, the first few and how many more there are. */
function listed(items: readonly Parts[]): Parts {
  const told = items.length > TOLD + 1 ? items.slice(0, TOLD) : items;
  const rest = items.length - told.length;
  const all = rest > 0 ? [...told, [`${counted(rest)} more`]] : told;
  return all.flatMap((item, i) => [i === 0 ? "" : i === all.length - 1 ? " and " : ", ", ...item]);
}
