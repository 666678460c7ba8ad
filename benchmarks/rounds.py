"""Two things measured in turns, so that what else the machine does falls on both."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True)
class Comparison:
    """Medians in µs, and their ratio round by round: its median and the middle 80 %."""

    ours: float
    theirs: float
    ratio: float
    low: float
    high: float
    peer: str = "micrograd"

    def __str__(self) -> str:
        times = f"microgradext {self.ours:8,.1f} µs   {self.peer} {self.theirs:8,.1f} µs"
        return f"{times}   {self.ratio:.{self._digits}f} times as fast ({self._of(self.low)} to {self._of(self.high)})"

    @property
    def _digits(self) -> int:
        return 1 if self.ratio >= 2 else 2

    def _of(self, ratio: float) -> str:
        return f"{ratio:.{self._digits}f}"


def both(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    rounds: int = 41,
    repeats: int = 100,
    *,
    peer: str = "micrograd",
    more: int = 1,
) -> Iterator[str]:
    """A line with the collector on, one with it off: much of micrograd's time is the collector's.

    Ours is repeated `more` times as often, for one run of it may be too short to measure.
    """
    for collecting in (True, False):
        with _collector(collecting):
            taken = [(_microseconds(ours, repeats * more), _microseconds(theirs, repeats)) for _ in range(rounds)]
        yield f"  GC {'on ' if collecting else 'off'}  {_comparison(taken, peer)}"


def _comparison(rounds: Sequence[tuple[float, float]], peer: str) -> Comparison:
    ratios = [them / us for us, them in rounds]
    tenths = quantiles(ratios, n=10, method="inclusive")
    ours, theirs = (median(times) for times in zip(*rounds, strict=True))
    return Comparison(ours, theirs, median(ratios), tenths[0], tenths[-1], peer)


@contextmanager
def _collector(collecting: bool) -> Iterator[None]:
    gc.collect()
    if not collecting:
        gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def _microseconds(action: Callable[[], object], repeats: int) -> float:
    gc.collect()  # what the other one left
    start = perf_counter()  # not timeit, which turns the collector off
    for _ in range(repeats):
        action()
    return 1e6 * (perf_counter() - start) / repeats
