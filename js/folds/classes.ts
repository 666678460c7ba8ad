/** Classes: regions that are the same in every turn of a loop, so that what is open in one is open in all. */

import { KIND, type Regions } from "../wire/regions";
import { BETWEEN, bare } from "./naming";

export class Classes {
  readonly #of: Int32Array;
  readonly #names: string[] = [""];
  readonly #known = new Map<string, number>([["", 0]]);

  /** `called` says what the node is called that a region comes to. */
  constructor({ kind, parent, label, head }: Regions, called: (node: number) => string) {
    this.#of = new Int32Array(kind.length);
    const [words, seen, first] = [new Words(), new Map<number, number>(), new Map<number, number>()];
    for (let region = 1; region < kind.length; region++) {
      const around = parent[region] as number;
      const named = label[region];
      const word = words.of(named || called(head[region] as number), !named);
      const count = kind[region] === KIND.turn ? 1 : next(seen, around * kind.length + word);
      const within = this.#of[around] as number;
      const key = within * kind.length + word;
      const known = count === 1 ? first.get(key) : undefined; // no text is made for each of a million turns
      const own = known ?? this.#number(this.#nameOf(within, words.text(word), count));
      if (count === 1) first.set(key, own);
      this.#of[region] = own;
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

  #nameOf(around: number, own: string, count: number): string {
    const before = this.#names[around] as string;
    return `${before && before + BETWEEN}${own}${count > 1 ? ` (${count})` : ""}`;
  }

  #number(name: string): number {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#known.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }
}

/** Texts by number; names without what tells them from others. */
class Words {
  readonly #texts: string[] = [];
  readonly #known = [new Map<string, number>(), new Map<string, number>()] as const; // as they are, and names
  readonly #numbers = new Map<string, number>();

  of(given: string, isName: boolean): number {
    const cache = this.#known[Number(isName) as 0 | 1];
    const known = cache.get(given);
    if (known !== undefined) return known;
    const text = isName ? bare(given) : given;
    const found = this.#numbers.get(text) ?? this.#texts.push(text) - 1;
    this.#numbers.set(text, found);
    cache.set(given, found);
    return found;
  }

  text(word: number): string {
    return this.#texts[word] as string;
  }
}

function next(counts: Map<number, number>, key: number): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
