/** The rows of the table by scope: a tree of groups, of which those that are open show what is in them. */

import { groupingOf } from "../../inputs/grouping";
import { type Nodes, THEN } from "../../stage/nodes";
import { type Graph, LEAF_CODE } from "../../wire/protocol";

/** What stands under one scope, or the inputs and other leaves of one module; a group of one only lends its name. */
export class Group {
  readonly path: string;
  readonly title: string; // "" if it is not shown
  readonly lead: string; // what stands before a row that has no shown group of its own
  readonly level: number; // how far it, or the row that it lends its name to, is indented
  readonly parent: Group | null; // the next that is shown; null at the top
  readonly index: number;
  readonly count: number; // of the rows in it and in its groups
  readonly members: readonly (Group | number)[]; // in the order of the code

  constructor(draft: Draft, parent: Group | null, lead: string, groups: Group[]) {
    const isLent = draft.members.length === 1;
    const name = lead + draft.name;
    this.path = draft.path;
    this.title = isLent ? "" : name;
    this.lead = isLent ? name + THEN : "";
    this.parent = parent;
    this.level = parent === null ? 0 : parent.level + 1;
    this.index = groups.push(this) - 1;
    const around = isLent ? parent : this;
    this.members = draft.members.map((each) =>
      typeof each === "number" ? each : new Group(each, around, this.lead, groups),
    );
    let count = 0;
    for (const each of this.members) count += typeof each === "number" ? 1 : each.count;
    this.count = count;
  }
}

/** A group that is being filled. */
class Draft {
  readonly members: (Draft | number)[] = [];
  readonly name: string;
  readonly path: string;
  readonly #inside = new Map<string, Draft>();

  constructor(name: string, path: string) {
    this.name = name;
    this.path = path;
  }

  inside(name: string): Draft {
    const found = this.#inside.get(name);
    if (found) return found;
    const made = new Draft(name, this.path && name ? this.path + THEN + name : this.path + name);
    this.#inside.set(name, made);
    this.members.push(made);
    return made;
  }
}

/** Rows of the table and groups, as one list: a row is a number from 0 on, the group `i` is `~i`. */
export type Entries = Int32Array;

export class Groups {
  /** All groups, each after the one around it. */
  readonly all: readonly Group[];
  readonly #members: readonly (Group | number)[];
  readonly #of: Int32Array; // for each row the index of its group, -1 at the top
  readonly #rows: number;

  constructor(nodes: Nodes, graph: Graph) {
    const top = new Draft("", "");
    placed(nodes, graph, top);
    const all: Group[] = [];
    this.#members = top.members.map((each) =>
      typeof each === "number" ? each : new Group(each, null, "", all),
    );
    this.all = all;
    this.#rows = nodes.count;
    this.#of = new Int32Array(nodes.count).fill(-1);
    for (const { members, index } of all) {
      for (const each of members) if (typeof each === "number") this.#of[each] = index;
    }
  }

  /** What is to be seen when the groups of these paths are open. */
  entries(open: ReadonlySet<string>): Entries {
    const entries = new Int32Array(this.#rows + this.all.length);
    let count = 0;
    const show = (members: readonly (Group | number)[]) => {
      for (const each of members) {
        if (typeof each === "number") entries[count++] = each;
        else {
          if (each.title) entries[count++] = ~each.index;
          if (!each.title || open.has(each.path)) show(each.members);
        }
      }
    };
    show(this.#members);
    return entries.slice(0, count);
  }

  /** The group of a row or a group, as far as it is shown; null at the top. */
  around(entry: number): Group | null {
    const own = this.all[entry < 0 ? ~entry : (this.#of[entry] as number)];
    return own === undefined ? null : entry < 0 || !own.title ? own.parent : own;
  }

  /** How far an entry is indented. */
  level(entry: number): number {
    const around = this.around(entry);
    return around === null ? 0 : around.level + 1;
  }

  /** What stands in front of a row's name where the row stands for its whole group. */
  lead(row: number): string {
    return this.all[this.#of[row] as number]?.lead ?? "";
  }
}

/** Put each row into the draft of its scopes; leaves into that of their module. */
function placed(nodes: Nodes, graph: Graph, top: Draft): void {
  const titles = titlesOf(nodes, graph);
  const drafts: Draft[] = []; // by place, made in the order of the code
  for (let row = 0; row < nodes.count; row++) {
    const title = titles.get(row);
    const at = nodes.places.of[row] as number;
    drafts[at] ??= draftAt(nodes.places.all[at] as string, top);
    (title === undefined ? (drafts[at] as Draft) : top.inside(title)).members.push(row);
  }
}

function draftAt(path: string, top: Draft): Draft {
  return path ? path.split(THEN).reduce((around, name) => around.inside(name), top) : top;
}

/** The group of each leaf that has one, by its row. */
function titlesOf({ names, node, places, count }: Nodes, { opcodes }: Graph): Map<number, string> {
  const leaves: number[] = [];
  for (let row = 0; row < count; row++) {
    const isLeaf = opcodes[node[row] as number] === LEAF_CODE;
    if (isLeaf && names.at(row) !== "" && places.at(row) === "") leaves.push(row);
  }
  const titles = new Map<number, string>();
  for (const { title, members } of groupingOf(leaves.map((row) => names.at(row))).groups) {
    for (const position of members) titles.set(leaves[position] as number, title);
  }
  return titles;
}
