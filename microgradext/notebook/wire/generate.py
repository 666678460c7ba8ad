"""Writes the types of the wire in both languages: `python -m microgradext.notebook.wire.generate [--check]`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from ...engine.generate import ROOT, write
from .fields import (
    BOX_KINDS,
    BY_NAME,
    LEAF_CODE,
    MESSAGES,
    MODES,
    OLDEST,
    REGION_KINDS,
    UNLISTED,
    VERSION,
    WRITTEN_CODE,
    Field,
    Message,
)

HEADER = "Written by `make generate` from microgradext/notebook/wire/fields.py; edit that."
PYTHON = {"truth": "bool", "whole": "int", "number": "float", "text": "str", "texts": "list[str]"}
TYPESCRIPT = {
    "truth": "boolean", "whole": "number", "number": "number", "text": "string", "texts": "readonly string[]",
    "uint8": "Uint8Array", "int32": "Int32Array", "float64": "Float64Array",
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Write the files, or with --check say which are stale; return the exit status."""
    return write(files(), arguments, "the fields of the wire")


def files() -> dict[Path, str]:
    """Every generated file and its text."""
    return {
        ROOT / "microgradext" / "notebook" / "wire" / "messages.py": python(),
        ROOT / "js" / "wire" / "generated" / "messages.ts": typescript(),
    }


# ---------------------------------------------------------------- Python


def python() -> str:
    """The TypedDicts."""
    records = [message for message in MESSAGES if message is not BY_NAME["EdgeMessage"]]  # a list there
    return f'''"""The messages of the wire.

{HEADER}
"""

from typing import TypedDict
{"".join(map(_typed_dict, records))}'''


def _typed_dict(message: Message) -> str:
    lines = [f"    {field.name}: {_python(field)}{_comment('  # ', _said(field))}\n" for field in message.fields]
    return f'\n\nclass {message.name}(TypedDict):\n    """{message.means}"""\n\n{"".join(lines)}'


def _python(field: Field) -> str:
    made = {"record": field.of, "records": f"list[{field.of}]", "rows": "list[list[int]]"} | PYTHON
    return made.get(field.kind, "bytes") + (" | None" if field.optional else "")


def _said(field: Field) -> str:
    """What a field means, and for binary numbers their type."""
    if field.kind == "rows":
        return "each " + ", ".join(other.name for other in BY_NAME[field.of].fields)
    binary = [field.kind] if field.kind in ("uint8", "int32", "float64") else []
    means = [f"{field.each} for each: {field.means}" if field.each > 1 else field.means] if field.means else []
    return ", ".join(binary + means)


# ---------------------------------------------------------------- TypeScript


def typescript() -> str:
    """The interfaces, and a reader for each that accepts only fields of the right kind."""
    return f"""// The messages of the wire: their types, and readers that check the kind of each field.
// {HEADER}
import {{ column, floats, ints, list, number, record, small, text, texts, truth, whole }} from "../kinds";

export const VERSION = {VERSION};
export const OLDEST = {OLDEST};
export const LEAF_CODE = {LEAF_CODE};
export const WRITTEN_CODE = {WRITTEN_CODE};
export const UNLISTED = {UNLISTED};
export const BOX_KINDS = {_list(BOX_KINDS)} as const;
export const REGION_KINDS = {_list(REGION_KINDS)} as const;
export const MODES = {_list(MODES)} as const;

/** How a move of a slider is answered. */
export type Mode = (typeof MODES)[number];
{"".join(map(_interface, MESSAGES))}{"".join(map(_reader, MESSAGES))}"""


def _list(words: Sequence[str]) -> str:
    return json.dumps(list(words))


def _interface(message: Message) -> str:
    lines = [
        f"  readonly {field.name}: {_typescript(field)};{_comment(' // ', field.means)}\n" for field in message.fields
    ]
    return f"\n/** {message.means} */\nexport interface {message.name} {{\n{''.join(lines)}}}\n"


def _typescript(field: Field) -> str:
    made = {"record": field.of, "records": f"readonly {field.of}[]", "rows": f"readonly {field.of}[]"} | TYPESCRIPT
    return made[field.kind] + (" | null" if field.optional else "")


def _reader(message: Message) -> str:
    if message.name == "EdgeMessage":
        return _row_reader(message)
    where = message.where.rstrip(".") or "message"
    lines = "".join(f"    {_entry(field, message)},\n" for field in message.fields)
    first = message.fields[0]
    counted = (
        f"  const {first.name} = {_value(first, message)};\n  const {{ length }} = {first.name};\n"
        if first.each
        else ""
    )
    return f"""
export function read{message.name}(raw: unknown): {message.name} {{
  const from = record(raw, "{where}");
{counted}  return {{
{lines}  }};
}}
"""


def _row_reader(message: Message) -> str:
    where = message.where.rstrip(".")
    names = ", ".join(field.name for field in message.fields)
    lines = "".join(
        f'    {field.name}: whole({field.name}, "{message.where}{field.name}"),\n' for field in message.fields
    )
    return f"""
export function read{message.name}(raw: unknown): {message.name} {{
  const [{names}] = list(raw, "{where}");
  return {{
{lines}  }};
}}
"""


def _entry(field: Field, message: Message) -> str:
    counts = field.each and field is message.fields[0]
    return field.name if counts else f"{field.name}: {_read(field, message)}"


def _read(field: Field, message: Message) -> str:
    value = _value(field, message)
    if field.each:
        times = "length" if field.each == 1 else f"{field.each} * length"
        return f'column({value}, {times}, "{message.where}{field.name}")'
    return f"from.{field.name} == null ? null : {value}" if field.optional else value


def _value(field: Field, message: Message) -> str:
    at, name = f"from.{field.name}", f'"{message.where}{field.name}"'
    if field.kind == "record":
        return f"read{field.of}({at})"
    if field.kind in ("records", "rows"):
        return f"list({at}, {name}).map(read{field.of})"
    reader = {"uint8": "small", "int32": "ints", "float64": "floats"}.get(field.kind, field.kind)
    return f"{reader}({at}, {name})"


def _comment(sign: str, text: str) -> str:
    return f"{sign}{text}" if text else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
