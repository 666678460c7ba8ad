/** Values and gradients as texts: short on the screen, exact in a title, spoken to a screen reader. */

import type { Shown } from "../tape/replay";
import { ROUNDING } from "../tape/rounding";
import { MINUS, signed, spoken } from "./numbers";

/** The number, if there is one; of one that is only rounding, 0. */
export function numberOf(gradient: Shown): number | null {
  if (gradient === ROUNDING) return 0;
  return typeof gradient === "number" ? gradient : null;
}

/** A gradient's text: `–` if there is none, `…` while waiting for the kernel. */
export function gradientText(gradient: Shown, write: (x: number) => string = signed): string {
  if (typeof gradient === "string") return gradient;
  if (gradient === null) return "\u2013";
  return gradient === undefined ? "\u2026" : write(gradient);
}

/** All digits of a number, with Python's words for nan and infinity. */
export function exact(x: number): string {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x < 0 ? `${MINUS}inf` : "inf";
  return String(x).replace("-", MINUS).replace("e-", `e${MINUS}`);
}

/** A finite number in plain digits, because ARIA does not accept powers of ten. */
export function decimal(x: number): string {
  return x.toLocaleString("en-US", { useGrouping: false, maximumSignificantDigits: 12 });
}

/** A value's text; "" if it is not computed yet. */
export function valueText(value: number | undefined, write: (x: number) => string): string {
  return value === undefined ? "" : write(value);
}

export function spokenValue(value: number | undefined): string {
  return value === undefined ? "not computed yet" : `value ${spoken(value)}`;
}

export function exactGradient(gradient: Shown): string {
  return gradientText(gradient, (x) => (x > 0 ? "+" : "") + exact(x));
}

/** A gradient as a screen reader says it. */
export function said(gradient: Shown): string {
  return gradient === ROUNDING ? "about 0" : gradientText(gradient, spoken);
}

export function spokenGradient(gradient: Shown): string {
  if (gradient === null) return "no gradient";
  return gradient === undefined ? "gradient not known yet" : `gradient ${said(gradient)}`;
}
