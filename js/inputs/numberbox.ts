/** The box where an input's value is typed: Enter keeps it, Esc undoes it, arrow keys change the last digit. */

import { assign, html } from "../browser/dom";
import type { Input } from "../wire/protocol";
import { boxed, MINUS, parse } from "../words/numbers";
import { exact } from "../words/reading";
import { Refused } from "./refused";

/** Whose number a box shows, and how. */
export interface Shown extends Pick<Input, "name" | "form" | "literal" | "whole_steps"> {
  readonly run: number; // the number that `literal` stands for
}

export class NumberBox {
  readonly element = html("span", { class: "mg-box-cell" });
  readonly input = html("input", {
    class: "mg-box",
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
  });
  readonly #spec: Shown;
  readonly #typed: (x: number) => void;
  readonly #refused = new Refused(this.input);
  #value = 0;
  #shown: number | null = null; // the number that text and title show
  #before = ""; // the text before anything was typed
  #hasFocus = false;

  constructor(spec: Shown, typed: (x: number) => void, signal: AbortSignal) {
    this.#spec = spec;
    this.#typed = typed;
    assign(this.input, "aria-label", `${spec.name} value`);
    this.element.append(this.input, this.#refused.element);
    const listen = { signal };
    this.input.addEventListener("focus", () => this.#entered(), listen);
    this.input.addEventListener("input", () => this.#refused.clear(), listen);
    this.input.addEventListener("blur", () => this.#left(), listen);
    this.input.addEventListener("keydown", (event) => this.#key(event), listen);
  }

  show(x: number): void {
    const isEdited = this.input.value !== this.#before && (this.#hasFocus || Object.is(x, this.#value));
    this.#value = x;
    if (Object.is(x, this.#shown) || isEdited) return;
    this.#shown = x;
    this.#write();
    assign(this.input, "title", exact(x));
  }

  /** Every digit while it has the focus, as the code has the number; otherwise what fits. */
  #write(): void {
    const text = this.#hasFocus ? this.#full() : this.#short();
    this.input.classList.toggle("mg-negative-box", text.startsWith(MINUS) || text.startsWith("-"));
    if (this.input.value !== text) this.input.value = text;
    this.#before = text;
    this.#refused.clear();
  }

  #full(): string {
    const { literal, run } = this.#spec;
    return this.#value === run && literal ? literal : exact(this.#value).replaceAll(MINUS, "-");
  }

  #short(): string {
    return boxed(this.#value, this.#spec.form);
  }

  #entered(): void {
    this.#hasFocus = true;
    if (this.input.value === this.#before) this.#write();
    this.input.select();
  }

  #left(): void {
    this.#hasFocus = false;
    if (this.#commit()) this.#write();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter") this.#commit() && this.#write();
    else if (event.key === "Escape") this.#write();
    else if (event.key === "ArrowUp") this.#turn(event.shiftKey ? 10 : 1);
    else if (event.key === "ArrowDown") this.#turn(event.shiftKey ? -10 : -1);
    else return;
    event.preventDefault();
    this.input.select();
  }

  /** Keep what was typed, if it is a number; an unchanged text keeps the digits that it does not show. */
  #commit(): boolean {
    const text = this.input.value;
    if (text === this.#before) return true;
    const typed = parse(text);
    if (typed === null) {
      this.#refused.say(
        `${text.trim() ? "Not a number." : "Type a number."} Esc brings ${this.#short()} back.`,
      );
      return false;
    }
    this.#set(typed);
    return true;
  }

  #turn(digits: number): void {
    const text = this.input.value;
    const typed = parse(text);
    if (typed === null) return;
    const place = this.#spec.whole_steps ? 1 : Math.max(lastDigit(text), lastDigit(this.#short()));
    this.#set(Number((typed + digits * place).toPrecision(12)));
  }

  #set(x: number): void {
    this.#before = this.input.value; // no longer being typed: `show` may replace it
    this.#shown = null;
    this.#typed(x);
    this.show(x);
  }
}

/** What one unit of a text's last digit is worth: 0.01 in `2.50`, 1e-5 in `1e−5`. */
export function lastDigit(text: string): number {
  const [mantissa = "", exponent = "0"] = text
    .toLowerCase()
    .replaceAll(MINUS, "-")
    .replaceAll(/,(?=\d{3}(?!\d))/g, "")
    .replace(",", ".")
    .split("e");
  const decimals = mantissa.split(".")[1]?.replace(/\D.*/, "").length ?? 0;
  const power = Number(exponent);
  return 10 ** ((Number.isFinite(power) ? power : 0) - decimals);
}
