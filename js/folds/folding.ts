/** Folding: what is open in a graph, by itself at first and then as the user says, and the graph as it is then drawn. */

import type { Box, Trail, View } from "../view/view";
import { atOnce, type Work } from "../wire/pieces";
import { type Graph, LEAF_CODE, WRITTEN_CODE } from "../wire/protocol";
import { KIND, NONE, type Regions } from "../wire/regions";
import { ungrouped } from "../words/numbers";
import type { Choices, Only, Way } from "./choices";
import { Classes } from "./classes";
import { type Crowds, crowdsOf, restIn, restOf } from "./crowds";
import { focused, regionsIn, related, usedElsewhere } from "./focus";
import { folded, type Nodes } from "./folded";
import { BETWEEN } from "./naming";
import { bornIn, opening, weightsOf } from "./opening";
import { type Operands, partsOf, type State, turnsShown } from "./parts";
import { remembered, rememberedAs } from "./remembered";
import { countsOf, openedTo, pathTo, regionCalled, regionsTo, siblingsOf } from "./walking";

/** What is open at first, and the turns that are shown. */
interface First {
  readonly opened: ReadonlySet<number>; // classes
  readonly closed: ReadonlySet<number>;
  readonly turns: ReadonlyMap<number, number>;
  readonly crowds: Crowds;
}

const MORE = `${BETWEEN}…`; // after the name of a region, for the rest of a crowd in it

/** What the page measures: whether there is room for a view. */
type Fits = (view: View) => boolean;

export class Folding {
  readonly graph: Graph;
  readonly regions: Regions;
  readonly #classes: Classes;
  readonly #operands: Operands;
  readonly #nodes: Nodes;
  #last: { readonly key: string; readonly view: View } | null = null;
  #found = { name: "", node: NONE }; // the node that was last looked for by its name
  #first: First = { opened: new Set(), closed: new Set(), turns: new Map(), crowds: new Map() };

  constructor(graph: Graph, regions: Regions) {
    this.graph = graph;
    this.regions = regions;
    const { undrawn } = graph;
    this.#nodes = nodesOf(graph);
    this.#operands = {
      ...graph,
      isConstant: (node) => !undrawn.has(node),
      label: (node) => undrawn.name(node),
    };
    this.#classes = new Classes(regions, (node) => undrawn.called(node) || this.#nodes.box(node).label);
  }

  /** What is drawn for what is open. */
  view(state: State): View {
    return folded(this.#operands, this.regions, state, this.#nodes);
  }

  /** Decide what is open at first, by what flows, by where a number is bad, and by what there is room for. */
  settle(contributions: ArrayLike<number>, fits: Fits, value: (node: number) => number = () => 0): void {
    atOnce(this.settling(() => contributions, fits, value));
  }

  /** The same in pieces. */
  *settling(
    contributions: () => ArrayLike<number>,
    fits: Fits,
    value: (node: number) => number = () => 0,
  ): Work<void> {
    const flows = contributions();
    const born = bornIn(this.#operands, this.regions, value, flows);
    const weights = weightsOf(this.#operands, this.regions, flows);
    yield;
    const draw = (state: State) => this.view(state);
    const crowds = crowdsOf(this.#operands, this.regions, weights);
    const state = yield* opening(this.regions, weights, crowds, { draw, fits }, born);
    yield;
    const { kind } = this.regions;
    const [opened, closed] = [new Set<number>(), new Set<number>()];
    const counted = new Set(state.turns.keys());
    for (let region = 1; region < kind.length; region++) {
      if (state.open.has(region)) opened.add(this.#classes.of(region));
      else if (counted.has(region)) closed.add(this.#classes.of(region));
    }
    this.#first = { opened, closed, turns: state.turns, crowds };
    this.#last = null;
  }

  /** The graph as it is drawn after what the user has chosen. */
  drawn(choices: Choices): Graph {
    return { ...this.graph, view: this.#viewOf(choices) };
  }

  /** The choices once a region is open where it stands; without room for that, and beside what does, it fills the picture. */
  opened(choices: Choices, region: number, hasRoom: Fits): Choices {
    const inPlace = this.toggled(choices, region, true);
    if (region < NONE) return inPlace;
    const isBeside =
      regionsIn(this.regions, this.#called(choices.within, this.#state(choices)) ?? 0)[region] === 0;
    return !isBeside && hasRoom(this.#viewOf(inPlace)) ? inPlace : this.entered(choices, region);
  }

  /** The choices once a region fills the picture, 0 for the whole. */
  entered(choices: Choices, region: number): Choices {
    return { ...choices, within: region > 0 ? this.#classes.name(region) : "" };
  }

  /** The choices once the picture is one step less deep. */
  left(choices: Choices): Choices {
    if (choices.only) return { ...choices, only: null };
    const path = this.#viewOf(choices).trail?.path ?? [];
    return this.entered(choices, path.at(-2)?.region ?? 0);
  }

  /** The choices once only what a box has to do with is drawn, with all nodes that are in it. */
  limited(choices: Choices, { node, fold }: Box, way: Way): Choices {
    const region = fold?.region ?? NONE;
    const name = region > 0 ? this.#classes.name(region) : rememberedAs(this.graph, node);
    return { ...choices, only: { name, way } };
  }

  /** How many boxes there are if all is open to each depth from 1 on. */
  depths(choices: Choices): number[] {
    return countsOf(this.#operands, this.regions, this.#state(choices));
  }

  /** The choices once all is open so many deep. */
  deepened(choices: Choices, depth: number): Choices {
    const open = [...regionsTo(this.regions, depth)].map((region) => this.#classes.name(region));
    return { ...this.allClosed(choices), opened: [...new Set(open)] };
  }

  /** The region with a name; null if it is not there. */
  #called(name: string, state: State): number | null {
    return regionCalled(this.regions, this.#classes, name, turnsShown(this.regions, state));
  }

  /** What is drawn after what was chosen; the last one is kept, since it is asked whether there is room for it first. */
  #viewOf(choices: Choices): View {
    const key = JSON.stringify(choices);
    if (this.#last?.key !== key) this.#last = { key, view: this.#made(choices) };
    return this.#last.view;
  }

  #made(choices: Choices): View {
    const [graph, regions, chosen] = [this.#operands, this.regions, this.#state(choices)];
    const within = this.#called(choices.within, chosen);
    const only = choices.only && this.#related(choices.only, chosen);
    if (within === null && only === null) return this.view(chosen);
    const state = within === null ? chosen : openedTo(regions, chosen, within);
    const parts = focused(partsOf(graph, regions, state), graph, regions, { within, only });
    const view = folded(graph, regions, state, this.#nodes, parts);
    const boxes = usedElsewhere(graph, regions, view.covers as Int32Array);
    return {
      ...view,
      trail: { ...this.#trail(within), only: only ? said(choices.only) : "", usedElsewhere: boxes },
    };
  }

  /** The nodes that what is named has to do with; null if it is not there. */
  #related({ name, way }: Only, state: State): Uint8Array | null {
    if (this.#found.name !== name) this.#found = { name, node: remembered(this.graph, name) };
    const { node } = this.#found;
    const region = node === NONE ? this.#called(name, state) : null;
    if (node === NONE && region === null) return null;
    const inside = region !== null && regionsIn(this.regions, region);
    const from = Uint8Array.from(this.regions.node, (own, each) =>
      Number(inside ? inside[own] : each === node),
    );
    return related(this.#operands, from, way);
  }

  #trail(within: number | null): Pick<Trail, "path" | "siblings"> {
    const called = (region: number) =>
      this.regions.label[region] || this.graph.undrawn.called(this.regions.head[region] as number);
    if (within === null) return { path: [], siblings: [] };
    return {
      path: pathTo(this.regions, within, this.graph.title, called),
      siblings: siblingsOf(this.regions, within, called),
    };
  }

  /** The choices once a region is open, or closed, or more of a crowd in one are drawn. */
  toggled(choices: Choices, region: number, isOpen: boolean): Choices {
    if (region < NONE) return this.#widened(choices, restIn(region));
    const name = this.#classes.name(region);
    if (!isOpen && name === choices.within) return this.left(choices);
    const without = (names: readonly string[]) =>
      names.filter((each) => each !== name && each !== name + MORE);
    const [opened, closed] = [without(choices.opened), without(choices.closed)];
    return isOpen
      ? { ...choices, opened: [...opened, name], closed }
      : { ...choices, opened, closed: [...closed, name] };
  }

  #widened(choices: Choices, region: number): Choices {
    return { ...choices, opened: [...choices.opened, this.#classes.name(region) + MORE] };
  }

  /** The choices once nothing is open, nor what was open at first. */
  allClosed(choices: Choices): Choices {
    return {
      ...choices,
      within: "",
      only: null,
      opened: [],
      closed: [...this.#first.opened].map((each) => this.#classes.called(each)),
    };
  }

  /** The choices once a node has a box of its own, or is what a closed region comes to. */
  walked(choices: Choices, node: number): Choices {
    const { node: nodes, parent, kind, head } = this.regions;
    let found = this.#isDrawn(choices, node) ? choices : { ...choices, within: "", only: null };
    for (let region = nodes[node] ?? NONE; region > 0; region = parent[region] as number) {
      const around = parent[region] as number;
      if (kind[region] === KIND.turn) {
        found = this.turned(found, around, this.regions.ordinal[region] as number);
      } else if (kind[region] !== KIND.sum && head[region] !== node) {
        found = this.toggled(found, region, true);
      } else if (this.#state(found).rest.has(region)) {
        found = this.#widened(found, around);
      }
    }
    return found;
  }

  /** Whether a node is in what is drawn, in a box or as one; in the whole it always is. */
  #isDrawn(choices: Choices, node: number): boolean {
    const isWhole = choices.within === "" && choices.only === null;
    return isWhole || (this.#viewOf(choices).covers?.[node] ?? NONE) !== NONE;
  }

  /** The choices once the innermost region that holds a node fills the picture. */
  enteredTo(choices: Choices, node: number): Choices {
    const { node: nodes, kind, head, parent } = this.regions;
    let region = nodes[node] ?? NONE;
    while (region > 0 && (kind[region] === KIND.sum || kind[region] === KIND.turn || head[region] === node)) {
      region = parent[region] as number;
    }
    return this.entered(this.walked(choices, node), Math.max(0, region));
  }

  /** The choices once a turn of a loop is shown. */
  turned(choices: Choices, loop: number, turn: number): Choices {
    return { ...choices, turns: { ...choices.turns, [this.#classes.name(loop)]: turn } };
  }

  #state({ opened, closed, turns }: Choices): State {
    const first = this.#first;
    const { kind, parent, ordinal } = this.regions;
    const nearest = new Map<number, number>();
    const [isOpened, isClosed] = [this.#classes.named(opened), this.#classes.named(closed)];
    const open = new Set<number>();
    const shown = new Map(first.turns);
    const chosen = new Map(Object.entries(turns).map(([name, turn]) => [this.#classes.classOf(name), turn]));
    for (let region = 1; region < kind.length; region++) {
      const own = this.#classes.of(region);
      const isOpen = isOpened.has(own) || (first.opened.has(own) && !first.closed.has(own));
      if (isOpen && !isClosed.has(own)) open.add(region);
      if (kind[region] !== KIND.turn) continue;
      const loop = parent[region] as number;
      const wanted = chosen.get(this.#classes.of(loop));
      if (wanted === undefined) continue;
      const far = (turn: number | undefined) =>
        turn === undefined ? Number.POSITIVE_INFINITY : Math.abs((ordinal[turn] as number) - wanted);
      if (far(region) < far(nearest.get(loop))) nearest.set(loop, region); // nothing may be made in a turn
    }
    for (const [loop, turn] of nearest) shown.set(loop, turn);
    const times = (region: number) => {
      const more = this.#classes.name(region) + MORE;
      return opened.filter((each) => each === more).length;
    };
    return { open, turns: shown, rest: restOf(first.crowds, times) };
  }
}

/** What is said of the nodes that are drawn. */
function said(only: Only | null): string {
  const name = only?.name.split(BETWEEN).at(-1);
  return only?.way === "uses" ? `what depends on ${name}` : `what ${name} depends on`;
}

function nodesOf(graph: Graph): Nodes {
  const inputs = new Set(graph.inputs.map(({ node }) => node));
  const kindOf = (node: number, label: string): Box["kind"] => {
    if (inputs.has(node)) return "input";
    const code = graph.opcodes[node];
    if (code === LEAF_CODE) return "leaf";
    return code === WRITTEN_CODE ? "written" : label ? "named" : "unnamed";
  };
  return {
    place: (node) => graph.undrawn.of(node)?.place ?? "",
    box: (node) => {
      const about = graph.undrawn.of(node);
      if (about === undefined) {
        const label = ungrouped(graph.data[node] as number);
        return { node, kind: "constant", label, symbol: "", source: "", span: null };
      }
      const { label, symbol, source, span } = about;
      return { node, kind: kindOf(node, label), label: label || source, symbol, source, span };
    },
  };
}
