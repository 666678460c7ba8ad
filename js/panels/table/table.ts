/** The table of values: everything the graph says, as text. It is always in the page, visible while its tab is open. */

import { assign, html, Words } from "../../browser/dom";
import { nodesOf } from "../../stage/nodes";
import type { Panel, Stage } from "../../stage/panel";
import type { Replay } from "../../tape/replay";
import type { Graph } from "../../wire/protocol";
import { counted } from "../../words/wording";
import { LongTable } from "./long";
import { ShortTable } from "./short";
import { Wording } from "./words";

const FEW = 40; // rows; so many are shown one below the other
const PRINTED = 200; // rows of a longer table

export class TableView implements Panel {
  readonly name = "table";
  readonly element: HTMLElement;
  readonly #short = new ShortTable();
  readonly #more = html("p", { class: "mg-quiet", hidden: "" });
  readonly #moreText = new Words(this.#more);
  readonly #long: LongTable;
  #graph: Graph | null = null;
  #wording: Wording | null = null; // null until the rows of the graph are listed
  #isLong = false;
  #isOpen = false;
  #isListed = false; // whether the long table knows the graph
  #copied: readonly number[] | null = null; // the rows of the short table, as far as they are those of the graph
  #pin: Replay | null = null;
  #selected: number | null = null;

  constructor(id: string, stage: Pick<Stage, "select">, signal: AbortSignal) {
    const select = (node: number) => stage.select(node === this.#selected ? null : node);
    this.#long = new LongTable(`${id}-row`, { select, sorted: (replay) => this.#fill(replay) }, signal);
    const copy = html("div", { class: "mg-rows-copy" }, this.#short.element, this.#more);
    this.element = html("div", { class: "mg-table mg-unseen", id, role: "region" }, copy);
  }

  /** Show a row for each node; those of a large graph are listed once nothing moves, or when they are to be seen. */
  adopt(graph: Graph): boolean {
    this.#graph = graph;
    this.#wording = null;
    this.#isListed = false;
    const boxes = graph.regions ? [] : graph.view.boxes.filter(({ kind }) => kind !== "constant");
    this.#isLong = boxes.length + graph.undrawn.length > FEW;
    this.element.classList.toggle("mg-long", this.#isLong);
    assign(this.element, "aria-label", titleOf(graph));
    if (!this.#isLong) {
      this.#list();
      this.#long.element.remove();
    }
    this.open(this.#isOpen);
    return true;
  }

  /** Show the differences from the pin, if there is one. */
  compare(pin: Replay | null): void {
    this.#pin = pin;
    this.element.classList.toggle("mg-pinned", pin !== null);
  }

  /** Text is cheap to write but expensive to lay out: of a long table, only what is in sight is filled in a move. */
  paint(replay: Replay): void {
    this.#list();
    if (this.#isLong) this.#long.paint(replay, this.#pin);
    else this.#short.fill(replay, this.#pin);
  }

  settle(replay: Replay): void {
    this.#list();
    if (this.#isLong && this.#isOpen) this.#long.settle(replay, this.#pin);
    this.#fill(replay);
  }

  open(open: boolean): void {
    this.#isOpen = open;
    this.element.classList.toggle("mg-unseen", !open);
    if (open && !this.#isLong)
      assign(this.element, "tabindex", 0); // it scrolls sideways, and Esc in it closes it
    else this.element.removeAttribute("tabindex");
  }

  select(node: number | null): void {
    this.#selected = node;
    this.#short.select(node);
    this.#long.select(node);
  }

  /** List the rows of the graph, and those of a long table if it is seen. */
  #list(): void {
    const graph = this.#graph;
    if (graph === null) return;
    if (this.#wording === null) {
      this.#wording = new Wording(nodesOf(graph), graph);
      this.#copied = null;
    }
    if (this.#isLong && this.#isOpen && !this.#isListed) {
      this.#long.adopt(this.#wording, graph, titleOf(graph));
      if (this.#long.element.parentElement === null) this.element.append(this.#long.element);
      this.#isListed = true;
    }
    if (!this.#isLong) this.#show(this.#wording, graph);
  }

  /** Fill the rows that are printed; of a long table, those that come first as it is sorted. */
  #fill(replay: Replay): void {
    if (this.#wording) this.#show(this.#wording, replay.graph);
    this.#short.fill(replay, this.#pin);
  }

  #show(wording: Wording, graph: Graph): void {
    const { count } = wording.nodes;
    const most = this.#isLong ? Math.min(PRINTED, count) : count;
    const rows = (this.#isListed && this.#long.first(most)) || Array.from({ length: most }, (_, row) => row);
    if (rows.join() === this.#copied?.join()) return;
    this.#copied = rows;
    this.#short.show(rows, wording, titleOf(graph));
    this.#more.hidden = most === count;
    this.#moreText.write(`${counted(count - most)} more: “Table of values” in the menu Save has them all.`);
  }
}

function titleOf({ title }: Graph): string {
  return `Values and gradients of ${title}`;
}
