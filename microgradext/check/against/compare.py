"""The same computation in another library: every value and every gradient beside ours, by name."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ...engine.archive import grown
from ...engine.graph import Graph, Node
from ...engine.tape.tape import Tape
from ...interop.libraries import Functions, Library, in_jax, in_torch

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""How far apart two libraries may be in float64: functions differ in their last bits, which cancellation magnifies."""
TITLES = {"torch": "PyTorch", "jax": "JAX"}
Numbers = tuple[Sequence[float], Sequence[float]]
"""Values and gradients, one of each per node."""
SHOWN = 60  # rows of a table; where there are more, those that agree are only counted


@dataclass(frozen=True, slots=True)
class Compared:
    """One node, here and in another library."""

    name: str  # its label, or its code
    named: bool
    value: float
    gradient: float
    their_value: float
    their_gradient: float

    @property
    def agrees(self) -> bool:
        """Whether both numbers are the same up to rounding."""
        return close(self.value, self.their_value) and close(self.gradient, self.their_gradient)


@grown
@dataclass(frozen=True, slots=True)
class Comparison:
    """Every node of a graph, here and in another library; `str` is the table of those that have a name."""

    library: Library
    title: str
    rows: tuple[Compared, ...]
    note: str = ""  # what has moved since the graph was computed

    @property
    def ok(self) -> bool:
        """Whether everything agrees."""
        return all(row.agrees for row in self.rows)

    def __bool__(self) -> bool:
        return self.ok

    @property
    def wrong(self) -> tuple[Compared, ...]:
        """What differs, named or not, in the order of the computation."""
        return tuple([row for row in self.rows if not row.agrees])

    def raise_if_wrong(self) -> None:
        """Raise AssertionError with the table if something differs."""
        if not self.ok:
            raise AssertionError(f"\n{self}")

    def __str__(self) -> str:
        them = TITLES[self.library]
        shown = [row for row in self.rows if row.named or not row.agrees]
        if len(shown) > SHOWN:
            shown = [*self.wrong[:SHOWN]] or shown[:SHOWN]
        heads = ("name", "value", f"{them}'s", "difference", f"∂{self.title}/∂name", f"{them}'s", "difference")
        lines = [heads, *[_cells(row) for row in shown]]
        widths = [max(len(line[i]) for line in lines) for i in range(len(heads))]
        padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
        note = ["", self.note] if self.note else []
        return "\n".join([self._headline(them), "", *("  ".join(line).rstrip() for line in padded), *note])

    def _headline(self, them: str) -> str:
        if self.ok:
            return f"{self.title}: {them} computes the same {len(self.rows)} values and gradients"
        first = self.wrong[0]
        return f"{self.title}: {len(self.wrong)} of {len(self.rows)} nodes differ from {them}, {first.name} first"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))


def compare(graph: Graph, library: Library, title: str = "", ours: Numbers | None = None) -> Comparison:
    """Run `graph` in PyTorch ('torch') or JAX ('jax'), in float64, and compare each node with ours.

    Each operation becomes the library's own, and the gradients come from its own backward pass; control flow is that of
    the run. `ours` are the numbers to compare, by default those of a tape. Raises ValueError for a graph with an
    operation written by hand, ImportError where the library is not installed.

    >>> from microgradext import Value
    >>> from microgradext.engine.graph import graph_of
    >>> print(compare(graph_of((Value(3.0, label="a") ** 2).tanh())[0], "torch").ok)
    True
    """
    by_hand = next((node for node in graph.nodes if node.kind == "written"), None)
    if by_hand is not None:
        raise ValueError(f"{by_hand.symbol} is written by hand, so {TITLES[library]} cannot compute it")
    if ours is None:
        frame = Tape(graph).along([graph.nodes[node].data for node in graph.inputs])
        ours = frame.values, frame.gradients
    seen = zip(graph.nodes, *ours, *RUNNERS[library](graph), strict=True)
    rows = [
        Compared(_name(node, index), bool(node.label), value, gradient, their_value, their_gradient)
        for index, (node, value, gradient, their_value, their_gradient) in enumerate(seen)
        if node.kind != "constant"
    ]
    return Comparison(library, title or _name(graph.nodes[graph.output], graph.output), tuple(rows))


def close(one: float, other: float) -> bool:
    """Whether two numbers are the same up to rounding; nan equals nan."""
    return math.isclose(one, other, rel_tol=RELATIVE, abs_tol=ABSOLUTE) or (one != one and other != other)


def _name(node: Node, index: int) -> str:
    return node.label or (node.span.text if node.span else "") or f"n{index}"


def _cells(row: Compared) -> tuple[str, ...]:
    values = (f"{row.value:.10g}", f"{row.their_value:.10g}", _difference(row.value, row.their_value))
    gradients = (f"{row.gradient:.10g}", f"{row.their_gradient:.10g}", _difference(row.gradient, row.their_gradient))
    return row.name, *values, *gradients


def _difference(ours: float, theirs: float) -> str:
    """`0`, or the absolute and the relative difference."""
    if ours == theirs or (ours != ours and theirs != theirs):
        return "0"
    apart = abs(ours - theirs)
    size = max(abs(ours), abs(theirs))
    relative = f" ({apart / size:.0e})" if math.isfinite(apart) else ""
    return f"{apart:.1e}{relative}"


# ---------------------------------------------------------------- the two libraries


def _computed(
    graph: Graph, functions: Functions, leaf: Callable[[float], Any], made: Callable[[Any], Any]
) -> list[Any]:
    """Every node in a library; `leaf` makes one from a number, `made` prepares the result of an operation."""
    found = list[Any]()
    for node in graph.nodes:
        operands = [found[operand] for operand in node.operands]
        found.append(made(functions[node.row](*operands)) if operands else leaf(node.data))
    return found


def _run_in_torch(graph: Graph) -> tuple[list[float], list[float]]:
    functions = in_torch()
    import torch

    def made(result: Any) -> Any:
        tensor = result.to(torch.float64)
        if not tensor.requires_grad:  # a truth value: nothing flows through it, but a gradient may reach it
            return tensor.requires_grad_()
        tensor.retain_grad()
        return tensor

    found = _computed(graph, functions, lambda x: torch.tensor(x, dtype=torch.float64, requires_grad=True), made)
    found[graph.output].backward()
    gradients = [0.0 if node.grad is None else float(node.grad) for node in found]
    return [float(node.detach()) for node in found], gradients


def _run_in_jax(graph: Graph) -> tuple[list[float], list[float]]:
    functions = in_jax()
    import jax
    import jax.numpy as jnp

    with _float64(jax):

        def output(shifts: Any) -> tuple[Any, list[Any]]:
            # The gradient of a node is that of a 0 added to it.
            count = iter(range(len(graph.nodes)))

            def shifted(x: Any) -> Any:
                return jnp.asarray(x, jnp.float64) + shifts[next(count)]

            found = _computed(graph, functions, shifted, shifted)
            return found[graph.output], found

        gradients, found = jax.grad(output, has_aux=True)(jnp.zeros(len(graph.nodes), jnp.float64))
        return [float(x) for x in found], [float(x) for x in gradients]


def _float64(jax: Any) -> Any:
    return (jax if hasattr(jax, "enable_x64") else jax.experimental).enable_x64(True)  # it has moved between releases


RUNNERS = {"torch": _run_in_torch, "jax": _run_in_jax}
