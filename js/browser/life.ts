/** The lifetime of a part of the view: until it is replaced, or until the whole it belongs to ends. */

export function lifeWithin(whole: AbortSignal): AbortController {
  const life = new AbortController();
  whole.addEventListener("abort", () => life.abort(), { once: true, signal: life.signal });
  return life;
}
