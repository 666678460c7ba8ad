/**
 * What a number as the code has it says about its slider: `1e-3` moves by powers of ten, `2024` is a year, `3` whole.
 *
 * Twin: microgradext/notebook/wire/sliders.py
 */

import type { InputMessage } from "./generated/messages";

/** How a number is written: in groups of three digits, as a power of ten whatever its size, or without groups. */
export type Form = "plain" | "power" | "year";

/** How a slider moves: by even steps, or by powers of ten. */
export type Scale = "linear" | "powers";

export interface Manner {
  readonly form: Form;
  readonly scale: Scale;
  readonly whole_steps: boolean; // whether a step is at least 1
}

const WHOLE = /^[+-]?\d+$/;

export function mannerOf({ literal, min, max, step, whole }: InputMessage): Manner {
  const form = formOf(literal);
  const isOneSided = Math.sign(min) === Math.sign(max);
  const scale = form === "power" && step === null && isOneSided ? "powers" : "linear";
  return { form, scale, whole_steps: step === null && (WHOLE.test(literal) || (literal === "" && whole)) };
}

/** How a number is written from now on, because the code has it like that. */
export function formOf(literal: string): Form {
  const number = Number(literal);
  if (/e/i.test(literal) && number !== 0 && Number.isFinite(number)) return "power";
  const isYear = WHOLE.test(literal) && number >= 1901 && number <= 2099 && number % 100 !== 0;
  return isYear ? "year" : "plain";
}
