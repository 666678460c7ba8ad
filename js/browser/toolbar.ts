/** A toolbar is one tab stop, walked by arrow keys. */

/** Follow a key to another stop of a toolbar; those that are hidden are none. */
export function walk(event: KeyboardEvent, all: readonly HTMLElement[]): void {
  const stops = all.filter(({ hidden }) => !hidden);
  const at = stops.indexOf(event.target as HTMLElement);
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  stops.at(to % stops.length)?.focus();
  event.preventDefault();
}
