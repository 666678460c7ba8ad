/** Inputs as they come over the wire. */

import type { Range } from "../../../js/tape/range";
import type { Input } from "../../../js/wire/protocol";

export const FREE: Input = {
  node: 0,
  name: "b",
  literal: "1.0",
  form: "plain",
  min: -5,
  max: 5,
  scale: "linear",
  step: null,
  whole_steps: false,
  whole: false,
  held: false,
};
export const WHOLE = { ...FREE, whole_steps: true, whole: true };
export const POWERS: Input = {
  ...FREE,
  literal: "1e-8",
  form: "power",
  min: 1e-9,
  max: 1e-7,
  scale: "powers",
};
export const LINEAR: Range = { min: -5, max: 5, scale: "linear" };
