/** What the page around us says about its kernel. */

/** Whether the page was exported without one: marimo's HTML marks itself so, and its models answer nothing. */
export function isExported(): boolean {
  return "__MARIMO_STATIC__" in globalThis;
}
