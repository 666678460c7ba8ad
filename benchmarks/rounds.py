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

    def __str__(self) -> str:
        times = f"microgradext {self.ours:8,.1f} µs   micrograd {self.theirs:8,.1f} µs"
        return f"{times}   {self.ratio:.1f} times as fast ({self.low:.1f} to {self.high:.1f})"


def both(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 41, repeats: int = 100
) -> Iterator[str]:
    """A line with the collector on, one with it off: much of micrograd's time is the collector's."""
    for collecting in (True, False):
        with _collector(collecting):
            taken = [(_microseconds(ours, repeats), _microseconds(theirs, repeats)) for _ in range(rounds)]
        yield f"  GC {'on ' if collecting else 'off'}  {_comparison(taken)}"


def _comparison(rounds: Sequence[tuple[float, float]]) -> Comparison:
    ratios = [them / us for us, them in rounds]
    tenths = quantiles(ratios, n=10)
    ours, theirs = (median(times) for times in zip(*rounds, strict=True))
    return Comparison(ours, theirs, median(ratios), tenths[0], tenths[-1])


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
