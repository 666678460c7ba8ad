/**
 * Graphs of earlier versions, which notebooks and pages have kept: each becomes one of the next version until it is one
 * of today's. Python hands a saved graph on as it is; only here it is read.
 */

import { OLDEST } from "./generated/messages";
import { type Fields, Refusal } from "./kinds";

/** Makes a message of one version one of the next. */
export type Migration = (message: Fields) => Fields;

/** In order: the first is for messages of version OLDEST. A test holds that the last leads to today's VERSION. */
export const MIGRATIONS: readonly Migration[] = [];

/** The message as today's version has it; throws a Refusal where its version is not known. */
export function migrated(message: Fields, oldest = OLDEST, migrations = MIGRATIONS): Fields {
  const newest = oldest + migrations.length;
  const version = Number(message.version);
  if (!Number.isInteger(message.version) || version < oldest || version > newest) {
    const known = oldest === newest ? `version ${newest}` : `versions ${oldest} to ${newest}`;
    throw new Refusal(
      `This page reads graph messages of ${known} and the kernel sent version ${String(message.version)}: reload the page.`,
    );
  }
  const due = migrations.slice(version - oldest);
  return due.reduce((old, migrate, i) => ({ ...migrate(old), version: version + i + 1 }), message);
}
