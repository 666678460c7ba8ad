/** Marks: what is done with the mark at which a fold opens and closes. */

import type { Asking } from "../../folds/asking";

export class Marks {
  readonly #events: Asking;
  #opened = 0; // the region that the last click opened

  constructor(events: Asking) {
    this.#events = events;
  }

  /** Follow a click, on a mark or beside all; whether it was for one. */
  clicked(mark: Element | null, { detail, shiftKey }: MouseEvent): boolean {
    const opened = this.#opened;
    this.#opened = mark && opens(mark) ? regionOf(mark) : 0;
    // Of a double click the second one; by now something else is where the mark was.
    if (detail > 1 && opened > 0) this.#events.enter(opened);
    else if (mark) this.press(mark, shiftKey);
    else return false;
    return true;
  }

  /** Open or close a region, or let it fill the picture. */
  press(mark: Element, isEntered: boolean): void {
    const region = regionOf(mark);
    if (isEntered && opens(mark) && region > 0) this.#events.enter(region);
    else this.#events.fold(region, opens(mark));
  }
}

function regionOf(mark: Element): number {
  return Number(mark.getAttribute("data-region"));
}

function opens(mark: Element): boolean {
  return mark.getAttribute("data-opens") === "1";
}
