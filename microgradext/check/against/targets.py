"""The numbers of a Value, ours or another class's, compared with those of PyTorch or JAX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...cell.function import run_function
from ...engine.graph import Graph, graph_of
from ...engine.tape.drift import drift_in, told
from ...engine.value import Value
from ...interop.libraries import Library
from ...interop.lookalike import is_lookalike, twins
from ...interop.shape import number, number_of
from ...interop.trace import refused
from ..backward.backward_pass import backward_of
from ..calls.anew import of_now
from ..calls.restore import kept
from ..operation.trial import put
from .compare import Comparison, Numbers, compare

NO_TARGET = "gradcheck takes a Value (an object with data and grad) or a function, not {}"


def beside(
    target: Any, library: Library, inputs: Mapping[str, float], names: Mapping[str, Any], title: str = ""
) -> Comparison:
    """Compare `target` with `library`: a Value, one of another class, or a function that is called with `inputs`.

    The gradients of another class are those that its own `backward()` gives, and everything is put back afterwards.
    """
    if isinstance(target, Value):
        graph, values = graph_of(target, names=_called(names))
        drift = drift_in(graph, values)
        found = compare(graph, library, title or target.label)
        return found if drift is None else replace(found, note=told(drift, graph, values, found.title))
    if is_lookalike(target):
        with of_now(target, names, title) as now:
            graph, numbers = _theirs(now.root, now.names)
        return replace(compare(graph, library, title, numbers), note=now.said)
    if not callable(target):
        raise TypeError(refused(target, NO_TARGET))
    run = run_function(target, **inputs)
    assert run.graph is not None  # it has returned a Value
    return compare(run.graph, library, title or run.title)


def _theirs(root: Any, names: Mapping[str, Any]) -> tuple[Graph, Numbers]:
    """The graph of a Value of another class, with the numbers that its own code gives."""
    pairs = twins(root, names)
    run = backward_of(root)
    if run is None:
        raise TypeError(f"{type(root).__name__} has no backward(), so it has no gradients of its own to compare")
    graph, values = graph_of(pairs[-1][1])
    place = {value: index for index, value in enumerate(values)}
    data, gradients = [value.data for value in values], [0.0] * len(values)
    with kept([theirs for theirs, _ in pairs]):
        for theirs, _ in pairs:
            put(theirs, "grad", 0.0)
        run()
        for theirs, ours in pairs:
            data[place[ours]], gradients[place[ours]] = number_of(theirs), number(theirs.grad)
    return graph, (data, gradients)


def _called(names: Mapping[str, Any]) -> dict[Value, tuple[str, ...]]:
    return {value: (name,) for name, value in names.items() if isinstance(value, Value)}
