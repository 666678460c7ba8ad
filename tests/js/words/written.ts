/** Every way in which a number is written, in the order in which Python's tests have them. */

import { brief, type Form, short, signed, spoken, ungrouped } from "../../../js/words/numbers";

const FORMS: readonly Form[] = ["plain", "power", "year"];

export function written(x: number): string[] {
  const forms = FORMS.flatMap((form) => [short(x, form), brief(x, form)]);
  return [...forms, short(x, "plain", 7), signed(x), ungrouped(x), spoken(x)];
}
