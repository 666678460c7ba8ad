"""Randomness: every rerun of a cell draws the same random numbers as its first run."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Randomness:
    """The state of `random`, of `numpy.random` if it is loaded, and of the generators given.

    >>> start = Randomness()
    >>> drawn = random.random()
    >>> with start.restored():
    ...     random.random() == drawn
    True
    """

    def __init__(self, generators: Iterable[Any] = ()) -> None:
        self._generators = list(generators)
        self._restore = [_python(random), *map(_state, self._generators)]
        numpy = sys.modules.get("numpy.random")
        if numpy is not None:
            state = numpy.get_state()
            self._restore.append(lambda: numpy.set_state(state))

    @contextmanager
    def restored(self) -> Iterator[None]:
        """While entered, the generators are in this state; afterwards they are back where they were."""
        today = Randomness(self._generators)
        self.restore()
        try:
            yield
        finally:
            today.restore()

    def restore(self) -> None:
        """Go back to this state."""
        for restore in self._restore:
            restore()


def load_numpy_for(source: str) -> None:
    """Load NumPy's generator ahead of a cell that mentions NumPy: its state must be known before the first draw."""
    if "numpy" in source:
        with suppress(ImportError):
            import numpy.random  # noqa: F401


def _state(generator: Any) -> Callable[[], None]:
    return _python(generator) if isinstance(generator, random.Random) else _bits(generator.bit_generator)


def _python(generator: Any) -> Callable[[], None]:
    state = generator.getstate()
    return lambda: generator.setstate(state)


def _bits(bits: Any) -> Callable[[], None]:
    state = bits.state
    return lambda: setattr(bits, "state", state)
