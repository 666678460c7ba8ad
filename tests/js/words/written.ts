/** Every way in which a number is written, in the order in which Python's tests have them. */

import {
  brief,
  type Form,
  fitted,
  fittedSigned,
  short,
  signed,
  spoken,
  ungrouped,
} from "../../../js/words/numbers";

const FORMS: readonly Form[] = ["plain", "power", "year"];

export function written(x: number): string[] {
  const forms = FORMS.flatMap((form) => [short(x, form), brief(x, form), fitted(x, 8.5, form)]);
  return [...forms, short(x, "plain", 7), signed(x), fittedSigned(x, 6), ungrouped(x), spoken(x)];
}
