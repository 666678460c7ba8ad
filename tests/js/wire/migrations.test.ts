/** A graph of an earlier version becomes one of today's, step by step; one of a later version is refused. */

import { describe, expect, test } from "vitest";
import { OLDEST, VERSION } from "../../../js/wire/generated/messages";
import { MIGRATIONS, type Migration, migrated } from "../../../js/wire/migrations";
import { decodeGraph, Refusal } from "../../../js/wire/protocol";
import { ints, message, summed } from "../message";

const FIRST = VERSION - 2; // of the made-up versions

/** The first called the title `name`, the second had no notes. */
const MADE_UP: readonly Migration[] = [
  ({ name, ...rest }) => ({ ...rest, title: name }),
  (old) => ({ ...old, notes: [] }),
];

function ofTheFirst() {
  const { title, notes, ...rest } = message();
  return { ...rest, name: title, version: FIRST };
}

test("there is a step from every version that can still be opened", () => {
  expect(OLDEST + MIGRATIONS.length).toBe(VERSION);
});

describe("with made-up versions", () => {
  test("every step is taken", () => {
    const now = migrated(ofTheFirst(), FIRST, MADE_UP);
    expect(now).toEqual(message());
    expect(decodeGraph(now)).toEqual(decodeGraph(message()));
  });

  test("steps that lie behind are not", () => {
    const { notes, ...rest } = message();
    expect(migrated({ ...rest, version: FIRST + 1 }, FIRST, MADE_UP)).toEqual(message());
  });

  test.each([FIRST - 1, VERSION + 1, FIRST + 0.5, String(VERSION), null])(
    "version %j is refused in a sentence",
    (version) => {
      const read = () => migrated({ ...message(), version }, FIRST, MADE_UP);
      expect(read).toThrow(Refusal);
      expect(read).toThrow(
        `This page reads graph messages of versions ${FIRST} to ${VERSION}, but the kernel sent version ${version}: reload the page.`,
      );
    },
  );
});

test("of version 4 the operations that are not drawn have a number and no words", () => {
  const { undrawn, regions, ...old } = summed();
  const one = {
    name: ["", ""],
    code: ints([0, 0]),
    source: [""],
    symbol: [""],
    span: ints([0, 0, 0, 0]),
    place: ints([0, 0]),
    places: [""],
  };
  expect(decodeGraph({ ...old, version: 4 })).toEqual(decodeGraph({ ...old, regions, undrawn: one }));
  expect([...decodeGraph({ ...old, version: 4 }).undrawn].map(({ node }) => node)).toEqual([4, 5]);
});
