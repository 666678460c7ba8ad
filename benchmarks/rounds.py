"""Things measured in turns, so that whatever else the machine does affects all of them."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

Action = Callable[[], object]


@dataclass(frozen=True)
class Ratio:
    """How many times as fast ours is, measured round by round: the median and the middle 80 %; medians of µs."""

    work: str
    peer: str
    collector: str  # 'on' or 'off'; most of micrograd's time is the collector's
    ours: float
    theirs: float
    ratio: float
    low: float
    high: float
    aim: float | None = None


@dataclass(frozen=True)
class Figure:
    """One number of ours, the median and the middle 80 %."""

    work: str
    unit: str
    value: float
    low: float
    high: float
    aim: float | None = None  # at most


@dataclass(frozen=True)
class Failure:
    """Something that could not be measured, and why, in one line."""

    work: str
    reason: str


Row = Ratio | Figure | Failure


def against(
    work: str,
    ours: Action,
    peers: Mapping[str, Action],
    *,
    rounds: int = 41,
    repeats: int = 100,
    more: int = 1,
    collectors: tuple[bool, ...] = (True, False),
    aims: Mapping[tuple[str, str], float] | None = None,
) -> Iterator[Ratio]:
    """A row for each peer, with the collector on and with it off.

    Ours is repeated `more` times as often, since one run of it may be too short to measure. `aims` is by peer and
    collector.
    """
    for collecting in collectors:
        with collector(collecting):
            turns = [
                (microseconds(ours, repeats * more), [microseconds(peer, repeats) for peer in peers.values()])
                for _ in range(rounds)
            ]
        state = "on" if collecting else "off"
        for position, name in enumerate(peers):
            pairs = [(us, them[position]) for us, them in turns]
            yield _ratio(work, name, state, pairs, (aims or {}).get((name, state)))


def _ratio(work: str, peer: str, state: str, pairs: list[tuple[float, float]], aim: float | None) -> Ratio:
    middle, low, high = spread([them / us for us, them in pairs])
    ours, theirs = (median(times) for times in zip(*pairs, strict=True))
    return Ratio(work, peer, state, ours, theirs, middle, low, high, aim)


def spread(numbers: list[float]) -> tuple[float, float, float]:
    """The median, and the ends of the middle 80 %."""
    if len(numbers) < 2:
        return numbers[0], numbers[0], numbers[0]
    tenths = quantiles(numbers, n=10, method="inclusive")
    return median(numbers), tenths[0], tenths[-1]


@contextmanager
def collector(collecting: bool) -> Iterator[None]:
    """Python's cyclic collector on or off."""
    gc.collect()
    if not collecting:
        gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


def microseconds(action: Action, repeats: int) -> float:
    """How long `action` takes."""
    gc.collect()  # what the other one left
    start = perf_counter()  # not timeit, which turns the collector off
    for _ in range(repeats):
        action()
    return 1e6 * (perf_counter() - start) / repeats
