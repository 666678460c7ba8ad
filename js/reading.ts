/** Values and gradients as texts: short on the screen, exact in a title, spoken to a screen reader. */

import { MINUS, signed, spoken } from "./numbers";
import type { Gradient } from "./replay";

/** A gradient's text: `–` where there is none, `…` while the kernel is waited for. */
export function gradientText(gradient: Gradient, write: (x: number) => string = signed): string {
  if (gradient === null) return "\u2013";
  return gradient === undefined ? "\u2026" : write(gradient);
}

/** All digits of a number, in Python's words. */
export function exact(x: number): string {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x < 0 ? `${MINUS}inf` : "inf";
  return String(x).replace("-", MINUS).replace("e-", `e${MINUS}`);
}

export function exactGradient(gradient: Gradient): string {
  return gradientText(gradient, (x) => (x > 0 ? "+" : "") + exact(x));
}

export function spokenGradient(gradient: Gradient): string {
  if (gradient === null) return "no gradient";
  return gradient === undefined ? "gradient not known yet" : `gradient ${spoken(gradient)}`;
}
