/**
 * One tab stop for a group of inputs, and the keys that lead around in it.
 *
 * Page Up and Page Down go from row to row. In a row, Enter leads on, from the slider to the box, and Escape back, in
 * the end to the head of the group. Arrow keys lead on where they do not move a slider or a caret.
 */

import { assign } from "../browser/dom";

/** What keys reach, row by row; the first is the head of the group. */
export type Stops = readonly (readonly HTMLElement[])[];

export const KEYS = "Page Up and Page Down go from row to row, Enter to the box, Escape back.";

const SLIDER = 1; // the column in a row of an input

export class Roving {
  readonly #stops: () => Stops;
  #current: HTMLElement | null = null;

  constructor(element: HTMLElement, stops: () => Stops, signal: AbortSignal) {
    this.#stops = stops;
    element.addEventListener("focusin", ({ target }) => this.#entered(target), { signal });
    // Sliders take Page Up and Page Down too; here they lead to another one.
    element.addEventListener("keydown", (event) => this.#turn(event), { signal, capture: true });
    element.addEventListener("keydown", (event) => this.#key(event), { signal });
  }

  /** What there is to reach has changed. */
  refresh(): void {
    const all = this.#stops().flat();
    if (!this.#current || !all.includes(this.#current)) this.#current = all[0] ?? null;
    for (const stop of all) assign(stop, "tabindex", stop === this.#current ? 0 : -1);
  }

  #entered(target: EventTarget | null): void {
    const found = this.#stops()
      .flat()
      .find((stop) => stop === target);
    if (!found || found === this.#current) return;
    this.#current = found;
    this.refresh();
  }

  #turn(event: KeyboardEvent): void {
    const by = { PageUp: -1, PageDown: 1 }[event.key];
    if (by === undefined || isModified(event) || !this.#go(event.target, by)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Go to the next row or the one before; false from elsewhere. */
  #go(from: EventTarget | null, by: number): boolean {
    const stops = this.#stops();
    const row = stops.findIndex((each) => each.some((stop) => stop === from));
    if (row < 0) return false;
    const column = stops[row]?.indexOf(from as HTMLElement) ?? 0;
    facing(stops[row], column, stops[Math.max(0, Math.min(stops.length - 1, row + by))])?.focus();
    return true;
  }

  #key(event: KeyboardEvent): void {
    if (isModified(event)) return;
    const stops = this.#stops();
    const row = stops.find((each) => each.some((stop) => stop === event.target));
    const next = row && this.#next(event, row, stops);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** Where a key leads from a row; null if it has another meaning there. */
  #next({ key, target }: KeyboardEvent, row: readonly HTMLElement[], stops: Stops): HTMLElement | null {
    const here = target as HTMLElement;
    const [column, head] = [row.indexOf(here), stops[0]?.[0] ?? null];
    const [above, below] = [-1, 1].map((by) => stops[stops.indexOf(row) + by]);
    if (key === "Escape") return here === head ? null : isRow(row) ? (row[column - 1] ?? head) : head;
    if (key === "Enter" && takesText(here)) return this.#onward(here, row, column);
    if (takesText(here)) return null;
    if (key === "ArrowRight" && here !== head) return row[column + 1] ?? null;
    if (key === "ArrowLeft" && here !== head) return row[column - 1] ?? head;
    if (key === "ArrowDown") return facing(row, column, below);
    return key === "ArrowUp" ? facing(row, column, above) : null;
  }

  /** From slider to box, to what is behind it, and round; a box whose text is refused keeps the focus. */
  #onward(here: HTMLElement, row: readonly HTMLElement[], column: number): HTMLElement | null {
    if (!isRow(row) || here.getAttribute("aria-invalid") === "true") return null;
    return row[column + 1] ?? row[SLIDER] ?? null;
  }
}

/** What is reached in another row from a column of this one: the same column, from outside the sliders the slider. */
function facing(
  row: readonly HTMLElement[] | undefined,
  column: number,
  other: readonly HTMLElement[] | undefined,
): HTMLElement | null {
  if (!isRow(other)) return other?.[0] ?? null;
  return other?.[isRow(row) ? column : SLIDER] ?? other?.at(-1) ?? null;
}

/** Whether these are the parts of an input, and neither the head nor what is below the inputs. */
function isRow(row: readonly HTMLElement[] | undefined): boolean {
  return row?.[0]?.classList.contains("mg-name") ?? false;
}

/** Whether arrow keys mean something in an element. */
function takesText(element: HTMLElement): boolean {
  return element.matches("input, .mg-handle");
}

function isModified({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey;
}
