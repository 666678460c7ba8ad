/** A view with the panel of descent open, and what is read and clicked there. */

import { vi } from "vitest";
import { message } from "../message";
import { FakeModel, find } from "../page";
import { open } from "../views";

export const FRAME = 20;
export const PACE = 60;
export const REST = 300;
export const pass = (ms: number) => vi.advanceTimersByTime(ms);

export function opened(graph: unknown = message(), traits = {}) {
  const view = open(new FakeModel({ graph, panels: ["descend"], ...traits }));
  pass(REST);
  return view;
}

export const panel = (el: Element) => find(el, ".mg-descend");
const buttons = (el: Element) => [...panel(el).querySelectorAll("button")];
export function click(el: Element, name: string): void {
  const named = (button: Element) => (button.getAttribute("aria-label") ?? button.textContent) === name;
  const button = buttons(el).find(named);
  if (!button) throw new Error(`no button ${name}`);
  button.click();
}
export const rules = (el: Element) => [...el.querySelectorAll(".mg-rule")].map((rule) => rule.textContent);
export const trail = (el: Element) =>
  [".mg-head", ".mg-first", ".mg-last"].map((part) => find(el, `.mg-trail ${part}`).textContent);
export const said = (el: Element) => find(el, ".mg-status").textContent;
export const box = (el: Element, input: number) =>
  find<HTMLInputElement>(el, `[data-input="${input}"] .mg-box`).value;
