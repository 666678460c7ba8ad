/** Where the gradients of a group stand in its squares: a row for each neuron, or each first key, of a container. */

import { ownedBy } from "./grouping";

/** A square: its column and row, and the members whose mean it shows. */
export interface Cell {
  readonly column: number;
  readonly row: number;
  readonly members: readonly number[];
}

export interface Shape {
  readonly columns: number;
  readonly rows: number;
  readonly cells: readonly Cell[];
  readonly note: string; // `64 × 64, drawn 24 × 24` where there is no square for each member
}

const MOST = 24; // squares in a row, and in a column
const MOST_BLOCKS = 6; // beside each other
const NOBODY = -1; // where a line is shorter than others
const FIRST = /\[([^\]]*)\]/;

/** The squares of these members; those of several containers stand beside each other. */
export function shapeOf(names: readonly string[], members: readonly number[]): Shape {
  const owned = [...ownedBy(names, members).values()];
  const blocks = owned.length <= MOST_BLOCKS ? owned : [[...members]];
  const shapes = blocks.map((block) => averaged(linesOf(names, block)));
  const rows = Math.max(0, ...shapes.map((shape) => shape.rows));
  let columns = -1; // one is left free between two blocks
  const cells = shapes.flatMap((shape) => {
    const from = columns + 1;
    columns = from + shape.columns;
    const down = (rows - shape.rows) / 2;
    return shape.cells.map((cell) => ({ ...cell, column: cell.column + from, row: cell.row + down }));
  });
  const note = shapes.flatMap((shape) => shape.note || []).join("; ");
  return { columns, rows, cells, note };
}

/** The members by their first key, lying down: no more lines than a line is long. */
function linesOf(names: readonly string[], members: readonly number[]): number[][] {
  const lines = new Map<string, number[]>();
  for (const member of members) {
    const key = FIRST.exec(names[member] as string)?.[1] ?? "";
    const line = lines.get(key);
    if (line) line.push(member);
    else lines.set(key, [member]);
  }
  const longest = Math.max(...[...lines.values()].map(({ length }) => length));
  if (lines.size === 1 || longest === 1) return wrapped([...members]);
  return lines.size > longest ? turned([...lines.values()], longest) : [...lines.values()];
}

/** A list in lines of equal length. */
function wrapped(list: readonly number[]): number[][] {
  const isSmall = list.length <= MOST * MOST;
  const rows = Math.ceil(isSmall ? list.length / MOST : Math.sqrt(list.length));
  const length = Math.ceil(list.length / rows);
  return Array.from({ length: rows }, (_, row) => list.slice(row * length, (row + 1) * length));
}

function turned(lines: readonly number[][], length: number): number[][] {
  return Array.from({ length }, (_, i) => lines.map((line) => line[i] ?? NOBODY));
}

/** The squares of lines; what would be more than 24 of them in a direction is averaged by blocks. */
function averaged(lines: readonly (readonly number[])[]): Shape {
  const [height, width] = [lines.length, Math.max(...lines.map(({ length }) => length))];
  const [rows, columns] = [Math.min(MOST, height), Math.min(MOST, width)];
  const blocks = new Map<number, number[]>();
  lines.forEach((line, y) => {
    line.forEach((member, x) => {
      if (member === NOBODY) return;
      const at = Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width);
      const block = blocks.get(at);
      if (block) block.push(member);
      else blocks.set(at, [member]);
    });
  });
  const cells = [...blocks].map(([at, members]) => ({
    column: at % columns,
    row: Math.floor(at / columns),
    members,
  }));
  const isWhole = rows === height && columns === width;
  return { columns, rows, cells, note: isWhole ? "" : `${height} × ${width}, drawn ${rows} × ${columns}` };
}
