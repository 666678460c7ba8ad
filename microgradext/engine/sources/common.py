"""What all generated files have in common."""

from __future__ import annotations

from ..ops import BY_CODE, PRIMITIVES

HEADER = "Written by `make generate` from the op table (microgradext/engine/ops.py); edit that."
_NOT_MATH = frozenset("add sub mul div neg abs mod floordiv lt le gt ge eq ne and or where".split())
MATH = sorted({*PRIMITIVES, "copysign"} - _NOT_MATH)
"""What the Python files import from `math`."""
ROWS = [row for row in BY_CODE if row.operands != "*"]
"""The rows that the table's language can express in full."""
