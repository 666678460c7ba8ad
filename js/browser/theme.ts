/** Light or dark, judged by what is actually behind the output, since the hosts' own flags cannot be trusted. */

const DARK_BELOW = 0.4; // relative luminance of the background

/** Keep `data-mg-theme` and the background's colour on the root in step with the page around it. */
export function followTheme(root: HTMLElement, signal: AbortSignal): void {
  const apply = () => applyTheme(root);
  const observer = new MutationObserver(apply);
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true });
  }
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
  for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    globalThis.matchMedia?.(query).addEventListener("change", apply, { signal });
  }
  apply();
}

/** Apply the theme for what is behind the root now; the answer may change once the root is in the page. */
export function applyTheme(root: HTMLElement): void {
  const background = backgroundOf(root);
  const dark = background ? luminance(background) < DARK_BELOW : prefersDark();
  const theme = dark ? "dark" : "light";
  if (root.dataset.mgTheme !== theme) root.dataset.mgTheme = theme;
  if (background) root.style.setProperty("--mg-behind", `rgb(${background.join(" ")})`);
}

function prefersDark(): boolean {
  return globalThis.matchMedia?.("(prefers-color-scheme: dark)").matches ?? false;
}

type Colour = readonly [number, number, number];

/** The nearest opaque background, out through shadow roots. */
function backgroundOf(root: HTMLElement): Colour | null {
  for (let element = above(root); element; element = above(element)) {
    const colour = opaque(getComputedStyle(element).backgroundColor);
    if (colour) return colour;
  }
  return null;
}

function above(element: Element): Element | null {
  if (element.parentElement) return element.parentElement;
  const tree = element.getRootNode();
  return tree instanceof ShadowRoot ? tree.host : null;
}

function opaque(css: string): Colour | null {
  const [red, green, blue, alpha = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
  if (!css.startsWith("rgb") || red === undefined || green === undefined || blue === undefined) return null;
  return alpha < 0.5 ? null : [red, green, blue];
}

/** Relative luminance as WCAG 2 defines it, 0 to 1. */
export function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map(linear) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
