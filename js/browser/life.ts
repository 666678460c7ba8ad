/** How long a part of the view lives: until it is replaced, or the whole it belongs to ends. */

export function lifeWithin(whole: AbortSignal): AbortController {
  const life = new AbortController();
  whole.addEventListener("abort", () => life.abort(), { once: true, signal: life.signal });
  return life;
}
