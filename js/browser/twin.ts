/**
 * Hides the static twin, a separate output for places where nothing runs, while a live view covers it.
 *
 * In a Jupyter output area the twin's own style does that. Elsewhere a rule in the document's head does. It is kept as
 * long as any view needs it; the count is stored on the rule, because each widget has its own copy of this module.
 */

const RULE = "data-mg-hides";
const COUNT = "data-mg-views";

/** Hide the twin of the display `rid` until the signal aborts; call this once the root is in the page. */
export function hideTwin(root: Element, rid: string, signal: AbortSignal): void {
  if (rid === "" || signal.aborted || insideOutputArea(root)) return;
  const style = ruleFor(rid);
  count(style, 1);
  signal.addEventListener("abort", () => count(style, -1), { once: true });
}

function insideOutputArea(root: Element): boolean {
  for (let from: Element | null = root; from; from = hostOf(from)) {
    if (from.closest(".jp-OutputArea")) return true;
  }
  return false;
}

function hostOf(element: Element): Element | null {
  const tree = element.getRootNode();
  return tree instanceof ShadowRoot ? tree.host : null;
}

function ruleFor(rid: string): HTMLStyleElement {
  const found = document.head.querySelector<HTMLStyleElement>(`style[${RULE}="${rid}"]`);
  if (found) return found;
  const style = document.createElement("style");
  style.setAttribute(RULE, rid);
  style.textContent = `.microgradext-static-${rid} { display: none }`;
  document.head.append(style);
  return style;
}

function count(style: HTMLStyleElement, change: number): void {
  const views = Number(style.getAttribute(COUNT)) + change;
  style.setAttribute(COUNT, String(views));
  if (views <= 0) style.remove();
}
