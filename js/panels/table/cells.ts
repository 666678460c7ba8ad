/** The cells with a row's numbers. */

import { assign, html, Words } from "../../browser/dom";
import { kindOf } from "../../picture/stroke";
import { exact, exactGradient, numberOf } from "../../words/reading";
import type { Filling } from "./numbers";

export class Cells {
  readonly value = number();
  readonly gradient = number();
  readonly since = [number(" mg-since"), number(" mg-since")] as const; // the changes of both since the pin

  /** Write the numbers of a row; without one, nothing. */
  fill(filling: Filling | null): void {
    const [change, bend] = this.since;
    this.value.write(filling?.valueText ?? "");
    this.gradient.write(filling?.gradientText ?? "");
    change.write(filling?.change ?? "");
    bend.write(filling?.bend ?? "");
    assign(this.value.element, "title", filling ? exact(filling.value) : "");
    assign(this.gradient.element, "title", filling ? exactGradient(filling.gradient) : "");
    assign(this.gradient.element, "class", `mg-number mg-ink mg-${kindOf(numberOf(filling?.gradient))}`);
  }
}

function number(more = ""): Words {
  return new Words(html("td", { class: `mg-number${more}` }));
}
