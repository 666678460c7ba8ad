/** Random numbers that are the same in every run (Marsaglia's xorshift). */

/** Uniform between two ends. */
export function chance(seed: number): (from: number, to: number) => number {
  let state = seed | 0;
  return (from, to) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return from + ((to - from) * (state >>> 0)) / 2 ** 32;
  };
}
