"""A part of the benchmarks in which nothing goes wrong."""

from collections.abc import Iterator

from benchmarks.parts import Measurement
from tests.benchmarks.troubled import works


def report() -> Iterator[Measurement]:
    yield Measurement("works", works)
