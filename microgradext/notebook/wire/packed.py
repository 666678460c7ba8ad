"""A message as a parcel: what the page gets in its place when it is large, deflated by zlib.

A parcel's content is a length (uint32), as many bytes of JSON, and the columns one after another; in the JSON, a column
is a record that says where it is. A column of int32 holds differences, split into planes (all first bytes, all second
bytes …), which deflates to a third of what the numbers themselves would; float64 is as it is, for that is smaller.

Twin: js/wire/parcel.ts
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from .fields import BY_NAME, Message
from .messages import GraphMessage

SMALL: Final = 16 * 1024  # bytes of a message that travels as it is
LEVEL: Final = 6
WIDTH: Final = 4  # bytes of an int32
LARGEST: Final = 0xFFFF_FFFF


@dataclass(frozen=True)
class Parcel:
    """A message, what is in the trait in its place, and its content if that has to be sent apart from traits."""

    message: GraphMessage
    wired: object  # the message itself, if it is small
    content: bytes = b""
    apart: bool = False


def parcel(message: GraphMessage, said: str = "") -> Parcel:
    """A message ready to be sent; with `said`, its content is sent apart, and that is said where it cannot come."""
    content = _content(message)
    if len(content) <= SMALL and not said:
        return Parcel(message, message)
    deflated = zlib.compress(content, LEVEL)
    inside = {"apart": said} if said else {"deflated": deflated}
    return Parcel(message, {"rid": message["rid"], "revision": message["revision"], **inside}, deflated, bool(said))


def _content(message: GraphMessage) -> bytes:
    columns = bytearray()

    def placed(value: object, path: str) -> object:
        if isinstance(value, Mapping):
            return {name: placed(each, f"{path}.{name}") for name, each in value.items()}
        if not isinstance(value, bytes):
            return value
        start, is_int = len(columns), path in INTS
        columns.extend(_planes(value) if is_int else value)
        return {"from": start, "to": len(columns), "planes": is_int}

    head = json.dumps(placed(message, ""), separators=(",", ":")).encode()
    return len(head).to_bytes(WIDTH, "little") + head + columns


def _planes(column: bytes) -> bytes:
    """The differences of an int32 column, plane by plane."""
    numbers = _native(array("I", column))
    differences = _native(array("I", [(new - old) & LARGEST for new, old in zip(numbers, (0, *numbers), strict=False)]))
    split = differences.tobytes()
    return b"".join(split[plane::WIDTH] for plane in range(WIDTH))


def _native(numbers: array[int]) -> array[int]:
    """Little-endian numbers as this machine has them, and the other way round."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _ints(message: Message, before: str = ".") -> Iterator[str]:
    """The paths of the int32 columns of a message."""
    for field in message.fields:
        if field.kind == "int32":
            yield before + field.name
        if field.kind == "record":
            yield from _ints(BY_NAME[field.of], f"{before}{field.name}.")


INTS: Final = frozenset(_ints(BY_NAME["GraphMessage"]))
