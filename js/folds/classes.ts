/** Classes: regions that are the same in every turn of a loop, so that what is open in one is open in all. */

import { KIND, type Regions } from "../wire/regions";
import { bare } from "./naming";

const BETWEEN = " › ";

export class Classes {
  readonly #of: Int32Array;
  readonly #names: string[] = [""];
  readonly #known = new Map<string, number>([["", 0]]);

  /** `called` says what the node is called that a region comes to. */
  constructor({ kind, parent, label, head }: Regions, called: (node: number) => string) {
    this.#of = new Int32Array(kind.length);
    const seen = new Map<string, number>();
    for (let region = 1; region < kind.length; region++) {
      const around = parent[region] as number;
      const own = label[region] || bare(called(head[region] as number));
      const count = kind[region] === KIND.turn ? 1 : next(seen, `${around}${BETWEEN}${own}`);
      const before = this.#names[this.#of[around] as number] as string;
      const name = `${before && before + BETWEEN}${own}${count > 1 ? ` (${count})` : ""}`;
      this.#of[region] = this.#number(name);
    }
  }

  of(region: number): number {
    return this.#of[region] as number;
  }

  name(region: number): string {
    return this.#names[this.of(region)] as string;
  }

  called(own: number): string {
    return this.#names[own] as string;
  }

  /** The class of a name; -1 if nothing is called that. */
  classOf(name: string): number {
    return this.#known.get(name) ?? -1;
  }

  named(names: readonly string[]): ReadonlySet<number> {
    return new Set(names.map((name) => this.classOf(name)));
  }

  #number(name: string): number {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#known.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }
}

function next(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
