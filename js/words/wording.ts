/**
 * Names, expressions and counts as they are shown.
 *
 * Twin: microgradext/explain/words/wording.py
 */

/** `∂f/∂node`: an expression is put in parentheses, a name is not. */
export function derivative(of: string, by: string): string {
  return `∂${factor(of)}/∂${factor(by)}`;
}

/** A name as it is, an expression in parentheses. */
export function factor(text: string): string {
  const short = cut(text, 16);
  return /^[\p{L}\p{N}_.[\]⁽⁾\u2070-\u209f¹²³]*$/u.test(short) ? short : `(${short})`;
}

/** `7 641`: a count with its digits in groups of three. */
export function counted(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** The text in at most `room` (≥ 3) characters; if it is longer, its middle becomes an ellipsis. */
export function cut(text: string, room: number): string {
  const letters = Array.from(text);
  if (letters.length <= room) return text;
  const head = Math.floor(room / 2);
  const tail = letters.slice(letters.length - (room - 1 - head));
  return `${letters.slice(0, head).join("")}…${tail.join("")}`;
}
