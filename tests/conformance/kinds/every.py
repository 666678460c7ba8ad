"""All rooms of kinds; importing this registers them."""

from . import (
    branches,
    containers,
    effects,
    exits,
    formulas,
    functions,
    hashing,
    loops,
    numpys,
    outputs,
    outside,
    texts,
    types,
    wholes,
)

__all__ = [
    "branches",
    "containers",
    "effects",
    "exits",
    "formulas",
    "functions",
    "hashing",
    "loops",
    "numpys",
    "outputs",
    "outside",
    "texts",
    "types",
    "wholes",
]
