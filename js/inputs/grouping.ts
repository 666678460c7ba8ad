/**
 * Which inputs belong together: those of one container or module, by their names.
 *
 * Twin: microgradext/explain/folds/owners.py
 */

/** Inputs that are one row until it is opened; its title is unique among the groups of a cell. */
export interface Group {
  readonly title: string;
  readonly members: readonly number[]; // positions, in the order of the inputs
}

/** The inputs of a cell: each has a row of its own or is in exactly one group. */
export interface Grouping {
  readonly rows: readonly number[];
  readonly groups: readonly Group[];
}

const [WIDE, NARROW] = [1000, 700]; // px, of the cell
const [MOST_ROWS, FEWER, FEWEST] = [12, 8, 4]; // where it is wide, narrower than that, and narrow
const MOST_ALONE = 4; // inputs of no group that keep their rows above the groups
const MOST_GROUPS = 12;
const MARKS = /[⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹′]+$/u; // what tells Values of one name apart
const SUBSCRIPTS = /(?:\[[^\]]*\])+$/;
const LAYER = /^l(\d+)$/; // of `microgradext.nn`
const ALL = "inputs";

/** How many inputs have rows of their own in a cell of this width. */
export function mostRows(width: number): number {
  return width >= WIDE ? MOST_ROWS : width >= NARROW ? FEWER : FEWEST;
}

/** The grouping where at most so many inputs have rows of their own. */
export function groupingOf(names: readonly string[], most = MOST_ROWS): Grouping {
  const everything = names.map((_, position) => position);
  if (names.length <= most) return { rows: everything, groups: [] };
  if (most === FEWEST) return { rows: [], groups: [{ title: ALL, members: everything }] };
  const owned = ownedBy(names, everything);
  const alone = [...owned.values()].filter((members) => members.length === 1).flat();
  const together = [...owned].filter(([, members]) => members.length > 1);
  const groups = bundled(
    together.map(([owner, members]) => ({
      title: titleOf(owner, names[members[0] as number] as string),
      members,
    })),
  );
  if (alone.length <= MOST_ALONE) return { rows: alone, groups };
  const title = groups.some((group) => group.title === ALL) ? "other inputs" : ALL;
  return { rows: [], groups: [...groups, { title, members: alone }] };
}

/** The members of each container or module, in order; of what is around them where there are too many. */
export function ownedBy(names: readonly string[], positions: readonly number[]): Map<string, number[]> {
  const fine = classed(positions, (position) => ownerOf(names[position] as string));
  return fine.size <= MOST_GROUPS
    ? fine
    : classed(positions, (position) => rootOf(names[position] as string));
}

/** `l1` of `l1.w[0][1]`, `X` of `X[0][1]`, `p[0]` of `p[0].x`, `x` of `x³`: the module or container of an input. */
export function ownerOf(name: string): string {
  const mark = MARKS.exec(name)?.[0] ?? "";
  const bare = name.slice(0, name.length - mark.length);
  const whole = bare.replace(SUBSCRIPTS, "");
  const dot = whole.lastIndexOf(".");
  if (dot > 0) return whole.slice(0, dot) + mark;
  return whole === bare ? whole : whole + mark;
}

/** What an input has in front of its first subscript and attribute. */
function rootOf(name: string): string {
  return (/^[^[.]+/.exec(name)?.[0] ?? name).replace(MARKS, "");
}

function classed(positions: readonly number[], key: (position: number) => string): Map<string, number[]> {
  const classes = new Map<string, number[]>();
  for (const position of positions) {
    const known = classes.get(key(position));
    if (known) known.push(position);
    else classes.set(key(position), [position]);
  }
  return classes;
}

/** `layer 1` for a layer's weights and biases, the owner itself for the members of anything else. */
function titleOf(owner: string, member: string): string {
  const bare = owner.replace(MARKS, "");
  return member.startsWith(`${bare}.`) ? bare.replace(LAYER, "layer $1") + owner.slice(bare.length) : owner;
}

/** At most so many groups that they can be looked over: neighbours become one where there are more. */
function bundled(groups: readonly Group[]): Group[] {
  const each = Math.ceil(groups.length / MOST_GROUPS);
  if (each <= 1) return [...groups];
  const bundles: Group[] = [];
  for (let i = 0; i < groups.length; i += each) {
    const some = groups.slice(i, i + each);
    const [first, last] = [some[0] as Group, some.at(-1) as Group];
    const title = first === last ? first.title : `${first.title} to ${last.title}`;
    bundles.push({ title, members: some.flatMap(({ members }) => members) });
  }
  return bundles;
}
