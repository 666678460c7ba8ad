"""A part of the benchmarks whose first measurement never answers."""

from collections.abc import Iterator

from benchmarks.parts import Measurement
from tests.benchmarks.troubled import never_answers, works


def report() -> Iterator[Measurement]:
    yield Measurement("never answers", never_answers)
    yield Measurement("works", works)
