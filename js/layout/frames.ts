/**
 * The layout of a view with folds: each open one is a frame, laid out on its own and then a box one level up.
 *
 * Twin: microgradext/explain/layout/frames.py
 */

import { fewer, heightBelow, mostAtFirst, mostIn } from "./below";
import { at, type Link } from "./layers";
import { type Drawn, entryItem, entryOf, exitItem, exitOf, type Level, levels, PICTURE } from "./levels";
import { badgeWidth, type Detail, type Look, look, MARGIN, type Place, spacing, total } from "./measures";
import { type Route, routes } from "./routes";
import { lowered, rows } from "./rows";
import { headTitle, PADDING, type Size } from "./sizes";
import { type Across, ownWidths, widths } from "./widths";

/** The heights in a level, counted from the top of its frame: of all items, and of the frame itself. */
interface Tier {
  readonly level: Level;
  readonly slots: readonly number[]; // how high each item is, sheets included
  readonly middles: readonly number[];
  readonly height: number;
  readonly rows: number; // below its boxes
}

/** Where all boxes are, frames too, and what their edges need to know. */
interface Framed {
  readonly view: Drawn;
  readonly tiers: readonly Tier[];
  readonly boxes: readonly Size[];
  readonly across: ReadonlyMap<number, Across>;
  readonly places: readonly Place[];
  readonly measures: Look;
}

/** The layout of a view with folds in `width` pixels, or more if it needs more. */
export function framed(view: Drawn, width: number) {
  const stack = stackOf(view);
  const { boxes, across, measures } = widths(view, stack, look(view, width), width);
  const tiers = withinAScreen(view, stack, boxes, measures, across);
  const places: Place[] = [];
  for (const tier of tiers) {
    place(tier, boxes, across, measures, places);
    const frame = places[tier.level.frame];
    if (frame && tier.rows > 0) places[tier.level.frame] = { ...frame, rows: tier.rows };
  }
  const edges: Route[] = [];
  const standing = { view, tiers, boxes, across, places, measures };
  for (const tier of tiers) {
    const found = routesOf(standing, tier);
    for (const [i, edge] of tier.level.segments.entries()) edges[edge] = at(found, i);
  }
  const detail: Detail = measures.detail;
  return {
    width: acrossIn(across, PICTURE).width,
    height: at(tiers, 0).height,
    detail,
    boxes: places,
    edges,
  };
}

function acrossIn(across: ReadonlyMap<number, Across>, frame: number): Across {
  return across.get(frame) as Across;
}

const STACKS = new WeakMap<Drawn, readonly Level[]>(); // kept because a view is laid out again whenever its width changes

function stackOf(view: Drawn): readonly Level[] {
  const stack = STACKS.get(view) ?? levels(view);
  STACKS.set(view, stack);
  return stack;
}

type Tiers = readonly Tier[];

/** The levels with their heights, and with no more rows below open loops than there is room for. */
function withinAScreen(
  view: Drawn,
  stack: readonly Level[],
  boxes: readonly Size[],
  measures: Look,
  across: ReadonlyMap<number, Across>,
): Tiers {
  let most = mostAtFirst(view);
  for (;;) {
    const tiers = tiersOf(view, stack, boxes, measures, (frame) =>
      mostIn(acrossIn(across, frame).width, most),
    );
    const less = fewer(most, at(tiers, 0).height);
    if (less === most) return tiers;
    most = less;
  }
}

/** The levels of a view with their heights: the outer before the inner; `most` says how many rows a loop may have. */
function tiersOf(
  view: Drawn,
  stack: readonly Level[],
  boxes: readonly Size[],
  measures: Look,
  most: (frame: number) => number,
): Tiers {
  const inner = new Map<number, Tier>();
  for (const level of [...stack].reverse())
    inner.set(level.frame, tierOf(view, level, inner, boxes, measures, most(level.frame)));
  return stack.map(({ frame }) => inner.get(frame) as Tier);
}

type Inner = ReadonlyMap<number, Tier>;

function tierOf(
  view: Drawn,
  level: Level,
  inner: Inner,
  boxes: readonly Size[],
  measures: Look,
  most: number,
): Tier {
  const outside = level.frame === PICTURE;
  const heights = level.boxes.map((index) => {
    const { height, sheets } = at(boxes, index);
    return (inner.get(index)?.height ?? height) + sheets;
  });
  const ports = Array.from({ length: level.entries.length + level.exits.length }, () => 0);
  const room = spacing(level.layers, measures, [...heights, ...ports]);
  const top = outside ? MARGIN : at(boxes, level.frame).height + PADDING;
  const steps = stepsOf(view, level, inner, boxes, room.sizes);
  const middles = lowered(rows(level.layers, room.between, [], steps), room.sizes, top);
  const bottom = Math.max(top, ...middles.map((middle, item) => middle + at(room.sizes, item) / 2));
  const carried = view.boxes[level.frame]?.fold?.rows.length ?? 0;
  const height = Math.floor(bottom) + (outside ? MARGIN : PADDING) + heightBelow(carried, most);
  return {
    level,
    slots: room.sizes,
    middles,
    height: height + (height % 2),
    rows: Math.min(carried, most),
  };
}

/** How far below the centre of its left item that of a link's right item is where the link is level. */
function stepsOf(
  view: Drawn,
  level: Level,
  inner: Inner,
  boxes: readonly Size[],
  slots: readonly number[],
): (link: Link) => number {
  const ports = portsOf(view, level, inner);
  /** How far below the centre of an item, sheets included, its edge ends. */
  const below = (item: number, port: number | undefined) => {
    if (item >= level.boxes.length) return 0;
    const { sheets } = at(boxes, at(level.boxes, item));
    return port === undefined ? sheets / 2 : sheets + port - at(slots, item) / 2;
  };
  const { edges } = level.shape;
  const starts = edges.map(({ source }, i) => below(source, at(ports, i).start));
  const ends = edges.map(({ target }, i) => below(target, at(ports, i).end));
  const { ranks, boxes: items } = level.layers;
  const trunks: number[][] = ranks.map(() => []);
  edges.forEach(({ source, target }, i) => {
    if (at(ranks, target) > at(ranks, source) + 1) at(trunks, source).push(at(starts, i));
  });
  const shared = trunks.map((trunk) => total(trunk) / Math.max(1, trunk.length));
  return ({ left, edge }) =>
    edge < 0 ? at(shared, left) : (left < items ? at(starts, edge) : 0) - at(ends, edge);
}

/** The heights of the ports at which each edge of a level starts and ends, from the top of their frames. */
function portsOf(view: Drawn, level: Level, inner: Inner) {
  const frameOf = (item: number) =>
    item < level.boxes.length ? inner.get(at(level.boxes, item)) : undefined;
  return level.shape.edges.map(({ source, target }, i) => {
    const edge = at(view.edges, at(level.segments, i));
    const [left, right] = [frameOf(source), frameOf(target)];
    return {
      start: left && at(left.middles, exitItem(left.level, exitOf(edge))),
      end: right && at(right.middles, entryItem(right.level, entryOf(edge))),
    };
  });
}

/** Place the boxes of a level; its own frame stands already. */
function place(
  tier: Tier,
  boxes: readonly Size[],
  across: ReadonlyMap<number, Across>,
  measures: Look,
  places: Place[],
): void {
  const { level } = tier;
  const { x: left, y: top } = places[level.frame] ?? { x: 0, y: 0 };
  const own = ownWidths(level, boxes);
  level.boxes.forEach((index, item) => {
    const { sheets, lines, ...size } = at(boxes, index);
    const box = at(level.shape.boxes, item);
    const rank = at(level.layers.ranks, item);
    const column = at(acrossIn(across, level.frame).columns, rank);
    const middle = top + at(tier.middles, item);
    const slot = at(tier.slots, item);
    let [x, width, { label }] = [left + column.x, at(own, rank) - sheets, size];
    if (box.kind === "frame" && box.fold) {
      width = acrossIn(across, index).width;
      label = headTitle(box.fold, width);
    } else if (box.kind === "constant") {
      x = left + column.right - size.width;
      width = size.width;
    }
    const height = slot - sheets;
    const stands = { label, column: rank, x, y: middle - slot / 2 + sheets, width, height, lines, rows: 0 };
    const badge = badgeWidth(box.symbol, measures);
    const plug = { x: x - badge, y: middle - measures.badge / 2, width: badge, height: measures.badge };
    places[index] = badge === 0 ? stands : { ...stands, badge: plug };
  });
}

/** The routes of one level. */
function routesOf({ view, tiers, boxes, across, places, measures }: Framed, tier: Tier): Route[] {
  const { level } = tier;
  const { x: left, y: top, width } = places[level.frame] ?? { x: 0, y: 0, width: 0 };
  const columns = acrossIn(across, level.frame).columns.map(({ entry, x, right }) => {
    return { entry: left + entry, x: left + x, right: left + right };
  });
  const middles = tier.middles.map((middle) => top + middle);
  const standing = level.boxes.map((index) => at(places, index));
  for (let port = level.boxes.length; port < level.layers.boxes; port++) {
    const x = port < level.boxes.length + level.entries.length ? left : left + width;
    const column = at(level.layers.ranks, port);
    standing.push({ label: "", column, x, y: at(middles, port), width: 0, height: 0, lines: [], rows: 0 });
  }
  const ports = portsOf(view, level, new Map(tiers.map((each) => [each.level.frame, each])));
  const height = (item: number, port: number | undefined) => {
    if (item >= level.boxes.length) return at(middles, item);
    return port === undefined ? undefined : at(standing, item).y + port;
  };
  const { edges } = level.shape;
  const borders = {
    starts: edges.map(({ source }, i) => height(source, at(ports, i).start)),
    ends: edges.map(({ target }, i) => height(target, at(ports, i).end)),
    sheets: level.boxes.map((index) => at(boxes, index).sheets),
  };
  const lanes = middles.slice(level.layers.boxes);
  return routes(level.shape, level.layers, standing, lanes, columns, measures, borders);
}
