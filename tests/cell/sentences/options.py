"""The sentences about the options of a cell."""

from __future__ import annotations

from .row import Row

OPTIONS = [
    Row(
        "b gets its number inside an expression (line 2)",
        "a = 2.0\nz = a * (b := 3.0)",
        wrt=["b"],
    ),
    Row(
        "There is no los to make an input of. Did you mean loss?",
        "loss = 1.0\ny = loss * 2",
        wrt=["los"],
        place=False,
    ),
    Row(
        "y is computed from other Values, so it cannot be an input: its inputs are a.",
        "z = y * 2",
        [
            "%%grad\na = 2.0\ny = a * 2",
        ],
        wrt=["y"],
        place=False,
    ),
    Row(
        "s is of type str, so it cannot be an input",
        "a = 2.0\nz = a * 2",
        [
            "s = 'text'",
        ],
        wrt=["s"],
        place=False,
    ),
    Row(
        "z is computed in this cell (line 2), so it cannot be an input.",
        "a = 2.0\nz = a * 2\ny = z + 1",
        wrt=["z"],
    ),
    Row(
        "z is not an input, so it has no slider. Inputs: a.",
        "a = 2.0\nz = a * 2",
        ranges={"z": "0:1"},
        place=False,
    ),
    Row(
        "There is no aa to give a range.",
        "a = 2.0\nz = a * 2",
        ranges={"aa": "0:1"},
        place=False,
    ),
    Row(
        "a=5 is not a range: write a=MIN:MAX or a=MIN:MAX:STEP, as in a=-5:5:0.1.",
        "a = 2.0\nz = a",
        ranges={"a": "5"},
        place=False,
    ),
    Row(
        "a=0:inf is not a range: its numbers must be finite",
        "a = 2.0\nz = a",
        ranges={"a": "0:inf"},
        place=False,
    ),
    Row(
        "it must run from a smaller to a larger number. Did you mean -5:5?",
        "a = 2.0\nz = a",
        ranges={"a": "5:-5"},
        place=False,
    ),
    Row(
        "its step must be positive and at most 10.",
        "a = 2.0\nz = a",
        ranges={"a": "-5:5:11"},
        place=False,
    ),
    Row(
        "The output must be an expression; 'a =' is not one.",
        "a = 2.0\nz = a",
        output="a =",
        place=False,
    ),
    Row(
        "There is no los in this cell. Did you mean loss?",
        "loss = 1.0\ny = loss",
        output="los",
        place=False,
    ),
    Row(
        "The cell is empty: write a formula in it",
        "",
        place=False,
    ),
]
