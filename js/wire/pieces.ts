/** Pieces: work that is cut up, so that the page answers in between. */

/** Long work: it stops where the page may answer, and returns what it came to. */
export type Work<T> = Generator<void, T, void>;

/** All of it at once. */
export function atOnce<T>(work: Work<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** One piece after the other; null as soon as `isWanted` denies it. */
export async function inPieces<T>(work: Work<T>, isWanted: () => boolean): Promise<T | null> {
  for (;;) {
    await breath();
    if (!isWanted()) return null;
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Let the page answer what has happened meanwhile; no timer, since those wait longer and longer. */
export function breath(): Promise<void> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}
