/** A graph of an earlier version becomes one of today's, step by step; one of a later version is refused. */

import { describe, expect, test } from "vitest";
import { OLDEST, VERSION } from "../../../js/wire/generated/messages";
import { MIGRATIONS, type Migration, migrated } from "../../../js/wire/migrations";
import { decodeGraph, Refusal } from "../../../js/wire/protocol";
import { message } from "../message";

/** Version 2 called the title `name`, version 3 had no notes. */
const MADE_UP: readonly Migration[] = [
  ({ name, ...rest }) => ({ ...rest, title: name }),
  (old) => ({ ...old, notes: [] }),
];

function ofVersion2() {
  const { title, notes, ...rest } = message();
  return { ...rest, name: title, version: 2 };
}

test("there is a step from every version that can still be opened", () => {
  expect(OLDEST + MIGRATIONS.length).toBe(VERSION);
});

describe("with made-up versions", () => {
  test("every step is taken", () => {
    const now = migrated(ofVersion2(), 2, MADE_UP);
    expect(now).toEqual(message());
    expect(decodeGraph(now)).toEqual(decodeGraph(message()));
  });

  test("steps that lie behind are not", () => {
    const { notes, ...rest } = message();
    expect(migrated({ ...rest, version: 3 }, 2, MADE_UP)).toEqual(message());
  });

  test.each([1, 5, 2.5, "4", null])("version %j is refused in a sentence", (version) => {
    const read = () => migrated({ ...message(), version }, 2, MADE_UP);
    expect(read).toThrow(Refusal);
    expect(read).toThrow(
      `This page reads graph messages of versions 2 to 4, but the kernel sent version ${version}: reload the page.`,
    );
  });
});
