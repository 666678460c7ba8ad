"""Counting: scopes are recorded while a cell or function runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import get_ident
from types import CodeType
from typing import Any

from ...engine.recording import Recording
from ..inputs.names import Names
from ..rerun.lasting import tracing
from .monitoring import monitored
from .named import Named, first_names
from .tracing import traced
from .turns import Counted, Turns

MONITORS = hasattr(sys, "monitoring")
"""Whether this Python has the means; version 3.11 does not."""


@contextmanager
def counting(
    turns: Turns, recording: Recording, codes: Sequence[CodeType] = (), names: Names | None = None, called: Any = None
) -> Iterator[Counted]:
    """While entered, scopes are recorded and turns of loops counted.

    `codes` are about to run with `names`, or the function `called` is.
    """
    run = Counted(turns)
    _begin(run)
    namespace = names.namespace if names is not None else {}
    recording.scopes = run.tree
    tracing.append(run.lose)
    try:
        if MONITORS:
            with monitored(run, codes, namespace, called):
                yield run
        else:
            _hear_names(run, codes, names)
            with traced(run, codes, namespace, called):
                yield run
    finally:
        _under_way.remove((get_ident(), run))
        tracing.remove(run.lose)


_under_way: list[tuple[int, Counted]] = []
"""The runs that are counted, each with its thread."""


def _begin(run: Counted) -> None:
    for thread, other in _under_way:
        if thread != get_ident():
            run.mixed = other.mixed = True
    _under_way.append((get_ident(), run))


def _hear_names(run: Counted, codes: Sequence[CodeType], names: Names | None) -> None:
    found = {id(code): loops for code in codes if (loops := run.turns(code)) is not None}
    run.named = {id(code): first_names(code, found[id(code)]) for code in codes if id(code) in found}
    run.tree.told = frozenset(run.named)
    if names is not None and run.named:
        names.told = frozenset(offset for starts in run.named.values() for offset in starts)
        names.reached = Named(run.tree, run.named)
