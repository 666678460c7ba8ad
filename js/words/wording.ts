/**
 * Names, expressions and counts as they are shown.
 *
 * Twin: microgradext/explain/words/wording.py
 */

const ELLIPSIS = "…";
const THEN = "›"; // between the scopes of a node, and before what it does there, which stays whole
const OPERATORS = "+-*/%@<>=|&^"; // before which a line of code may end
const OPENING = ",([{"; // and behind which

/** `∂f/∂node`: an expression is put in parentheses, a name is not. */
export function derivative(of: string, by: string): string {
  return `∂${factor(cut(of, 16))}/∂${factor(cut(by, 16))}`;
}

/** A name as it is, an expression in parentheses. */
export function factor(text: string): string {
  return /^[\p{L}\p{N}_.[\]⁽⁾\u2070-\u209f¹²³]*$/u.test(text) ? text : `(${text})`;
}

/** `7 641`: a count with its digits in groups of three. */
export function counted(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** The text in at most `room` (≥ 3) characters; if it is longer, its middle becomes an ellipsis. */
export function cut(text: string, room: number): string {
  const letters = Array.from(text);
  return letters.length <= room ? text : split(letters, room, Math.floor(room / 2));
}

/** The names in at most `room` (≥ 3) characters, cut in the middle so that different ones stay different. */
export function cutAll(names: readonly string[], room: number): string[] {
  return names.map((name) => cutAmong(name, room, names));
}

/**
 * The name in at most `room` characters, cut so that it can be taken for no other of `names`.
 *
 * It is cut in the middle, else nearer to an end, else in two places. Where all that is not enough, it is longer.
 */
export function cutAmong(name: string, room: number, names: readonly string[]): string {
  const letters = Array.from(name);
  if (letters.length <= room) return name;
  const others = [...new Set(names)].filter((other) => other !== name);
  for (const text of cuts(letters, room)) if (!others.some((other) => standsFor(text, other))) return text;
  return name;
}

/**
 * The code in at most `lines` lines of at most `room` characters, its middle replaced by an ellipsis if need be.
 *
 * It is broken at spaces, else before operators, so that a line ends where one would pause; and where there is a choice,
 * into lines of much the same length.
 */
export function broken(code: string, room: number, lines: number): string[] {
  for (let most = Math.min(Array.from(code).length, room * lines); most > room; most--) {
    const letters = Array.from(cut(code, most));
    const whole = linesOf(letters, room).lines;
    if (whole.length > lines) continue;
    let best = { lines: whole, pause: -1 };
    for (let width = Math.floor(room / 2); width <= room; width++) {
      const found = linesOf(letters, width);
      if (found.lines.length === whole.length && found.pause > best.pause) best = found;
    }
    return best.lines;
  }
  return [cut(code, room)];
}

/** The code in lines, and where they end: all of them at spaces (2), at spaces or operators (1), or anywhere (0). */
function linesOf(letters: readonly string[], room: number): { lines: string[]; pause: number } {
  const lines: string[] = [];
  let rest = letters;
  let pause = 2;
  while (rest.length > room) {
    let end = endOf(rest, room);
    pause = Math.min(pause, rest[end] === " " ? 2 : Number(isPause(rest, end)));
    lines.push(rest.slice(0, end).join(""));
    while (rest[end] === " ") end++;
    rest = rest.slice(end);
  }
  return { lines: [...lines, rest.join("")], pause };
}

/** Where to end a line of `room` characters: in its second half, if there is a place. */
function endOf(letters: readonly string[], room: number): number {
  const half = Math.floor(room / 2);
  const space = letters.lastIndexOf(" ", room);
  if (space >= Math.max(1, half)) return space;
  for (let end = room; end > half; end--) if (isPause(letters, end)) return end;
  return room;
}

function isPause(letters: readonly string[], end: number): boolean {
  const [before, after] = [letters[end - 1] as string, letters[end] as string];
  return OPENING.includes(before) || (OPERATORS.includes(after) && !OPERATORS.includes(before));
}

/** The ways to cut a name, the best first; those that are longer than `room` come last. */
function* cuts(letters: readonly string[], room: number): Generator<string> {
  const [middle, last] = [Math.floor(room / 2), room - 2];
  if (letters.lastIndexOf(THEN) >= Math.max(letters.length - room, 0)) yield withoutScopes(letters, room);
  for (let away = 0; away < room; away++) {
    const heads = away > 0 ? [middle + away, middle - away] : [middle];
    for (const head of heads) if (1 <= head && head <= last) yield split(letters, room, head);
  }
  const side = Math.max(1, Math.floor((room - 2) / 4));
  const window = room - 2 - 2 * side;
  if (window > 0) {
    for (let start = side + 1; start < letters.length - side - window; start++) {
      const parts = [letters.slice(0, side), letters.slice(start, start + window), letters.slice(-side)];
      yield parts.map((part) => part.join("")).join(ELLIPSIS);
    }
  }
  for (let longer = room + 1; longer < letters.length; longer++)
    yield split(letters, longer, Math.floor(longer / 2));
}

/** The end of a name, from the beginning of a word on, so that what a node does stays whole. */
function withoutScopes(letters: readonly string[], room: number): string {
  const start = letters.length - room + 1;
  const space = letters.indexOf(" ", start - 1);
  const isWord = space >= 0 && space < letters.lastIndexOf(THEN);
  return `${ELLIPSIS}${letters.slice(isWord ? space + 1 : start).join("")}`;
}

function split(letters: readonly string[], room: number, head: number): string {
  const tail = letters.slice(letters.length - (room - 1 - head));
  return `${letters.slice(0, head).join("")}${ELLIPSIS}${tail.join("")}`;
}

/** Whether a text could be the name with something left out at each ellipsis. */
function standsFor(text: string, name: string): boolean {
  const inner = text.split(ELLIPSIS);
  const [first, last] = [inner.shift() ?? "", inner.pop() ?? ""];
  const end = name.length - last.length;
  let at = first.length;
  if (end < at || !name.startsWith(first) || !name.endsWith(last)) return false;
  for (const part of inner) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
