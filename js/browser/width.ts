/** Reports an element's width when it is first known and whenever it changes. */

export function watchWidth(element: Element, changed: (width: number) => void, signal: AbortSignal): void {
  let last = 0;
  const tell = (width: number) => {
    if (width <= 0 || width === last) return;
    last = width;
    changed(width);
  };
  const observer = new ResizeObserver((entries) => {
    for (const { contentRect } of entries) tell(Math.floor(contentRect.width));
  });
  observer.observe(element);
  signal.addEventListener("abort", () => observer.disconnect(), { once: true });
}
