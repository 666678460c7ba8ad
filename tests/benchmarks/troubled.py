"""A part of the benchmarks in which much goes wrong."""

import os
from collections.abc import Iterator
from threading import Event

from benchmarks.parts import Measurement
from benchmarks.rounds import Figure, Row, against

GOOD = Figure("what works", "ms", 1.0, 0.5, 2.0)


def works() -> Iterator[Row]:
    print("a word to the person who watches")
    yield GOOD


def stops_halfway() -> Iterator[Row]:
    yield Figure("the first half", "s", 3.0, 3.0, 3.0)
    raise ValueError("the second half\nwas not there")


def ends_the_interpreter() -> Iterator[Row]:
    yield Figure("before the end", "s", 4.0, 4.0, 4.0)
    os._exit(3)


def never_answers() -> Iterator[Row]:
    Event().wait()
    yield GOOD


def compares() -> Iterator[Row]:
    yield from against("adding", lambda: 1 + 1, {"adding": lambda: 1 + 1}, rounds=3, repeats=1)


def report() -> Iterator[Measurement]:
    yield Measurement("works", works)
    yield Measurement("stops halfway", stops_halfway)
    yield Measurement("ends the interpreter", ends_the_interpreter)
    yield Measurement("never answers", never_answers)
    yield Measurement("compares", compares)
    raise OSError("nothing is left to measure")
