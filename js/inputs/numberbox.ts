/** The box where an input's value is typed: Enter keeps it, Esc undoes it, arrow keys change the last digit. */

import { assign, html } from "../browser/dom";
import { MINUS, parse, short } from "../words/numbers";
import { exact } from "../words/reading";

export class NumberBox {
  readonly element = html("input", {
    class: "mg-box",
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
  });
  readonly #keep: (x: number) => void;
  readonly #whole: boolean;
  #value = 0;
  #shown: number | null = null; // the number that text and title show

  constructor(name: string, whole: boolean, keep: (x: number) => void, signal: AbortSignal) {
    this.#keep = keep;
    this.#whole = whole;
    assign(this.element, "aria-label", `${name} value`);
    const listen = { signal };
    this.element.addEventListener("focus", () => this.element.select(), listen);
    this.element.addEventListener("input", () => this.#accept(true), listen);
    this.element.addEventListener("blur", () => this.#commit() || this.#undo(), listen);
    this.element.addEventListener("keydown", (event) => this.#key(event), listen);
  }

  show(x: number): void {
    this.#value = x;
    if (Object.is(x, this.#shown) || this.#edited()) return;
    this.#shown = x;
    this.#write(short(x));
    assign(this.element, "title", exact(x));
  }

  #write(text: string): void {
    this.element.classList.toggle("mg-negative-box", text.startsWith(MINUS));
    if (this.element.value !== text) this.element.value = text;
    this.#before = text;
    this.#accept(true);
  }

  #before = ""; // the text before anything was typed

  #edited(): boolean {
    return this.element.value !== this.#before;
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter") this.#accept(this.#commit());
    else if (event.key === "Escape") this.#undo();
    else if (event.key === "ArrowUp") this.#turn(event.shiftKey ? 10 : 1);
    else if (event.key === "ArrowDown") this.#turn(event.shiftKey ? -10 : -1);
    else return;
    event.preventDefault();
    this.element.select();
  }

  /** Keep what was typed, if it is a number; an unchanged text keeps the digits that it does not show. */
  #commit(): boolean {
    if (!this.#edited()) return true;
    const typed = parse(this.element.value);
    if (typed === null) return false;
    this.#set(this.#whole ? Math.round(typed) : typed);
    return true;
  }

  #turn(digits: number): void {
    const text = this.element.value;
    const typed = parse(text);
    if (typed === null) return;
    const place = this.#whole ? 1 : lastDigit(text);
    this.#set(Number((typed + digits * place).toPrecision(12)));
  }

  #set(x: number): void {
    this.#before = this.element.value; // no longer being typed: `show` may replace it
    this.#shown = null;
    this.#keep(x);
    this.show(x);
  }

  #undo(): void {
    this.#write(short(this.#value));
  }

  #accept(accepted: boolean): void {
    if (accepted) this.element.removeAttribute("aria-invalid");
    else assign(this.element, "aria-invalid", "true");
  }
}

/** What one unit of a text's last digit is worth: 0.01 in `2.50`, 1e-5 in `1e−5`. */
export function lastDigit(text: string): number {
  const [mantissa = "", exponent = "0"] = text
    .toLowerCase()
    .replaceAll(MINUS, "-")
    .replace(",", ".")
    .split("e");
  const decimals = mantissa.split(".")[1]?.replace(/\D.*/, "").length ?? 0;
  const power = Number(exponent);
  return 10 ** ((Number.isFinite(power) ? power : 0) - decimals);
}
