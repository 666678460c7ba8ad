"""BackwardPass: the user's `backward()`, run through a whole graph and compared with the chain rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...interop.shape import Node, number
from ..calls.time_limit import Watch
from ..operation.trial import put
from .edges import Edges, chain_rule

BACKWARD = ("backward", "backprop", "backpropagate", "backward_pass")


def backward_of(root: Node) -> Callable[[], object] | None:
    """The method that runs the pass; None where the class does not have one."""
    return next((getattr(root, name) for name in BACKWARD if callable(getattr(root, name, None))), None)


@dataclass(frozen=True, slots=True)
class BackwardPass:
    """The pass that begins at the last of `nodes`, and the gradients that it should give when all are 0 beforehand."""

    nodes: Sequence[Node]
    edges: Edges
    run: Callable[[], object]
    watch: Watch
    right: Sequence[float]
    sizes: Sequence[float]  # of the sums behind the right gradients, which bound their rounding

    @classmethod
    def through(cls, nodes: Sequence[Node], edges: Edges, run: Callable[[], object], watch: Watch) -> BackwardPass:
        """The pass through `nodes`, each of which comes after its operands."""
        return cls(nodes, edges, run, watch, *chain_rule(edges, [0.0] * len(nodes), 1.0))

    @property
    def method(self) -> str:
        """The name of the method, as in its code: `Value.backward`."""
        function = getattr(self.run, "__func__", self.run)
        return str(getattr(function, "__qualname__", "backward")).partition(".<locals>")[0]

    def reset(self) -> None:
        """Set every gradient to 0."""
        for node in self.nodes:
            put(node, "grad", 0.0)

    def go(self) -> list[float]:
        """Run it once from the current gradients and return those that it leaves; raises what it raises."""
        self.watch.call(self.run)
        return [number(node.grad) for node in self.nodes]

    def agrees(self, gradients: Sequence[float], wanted: Sequence[float] | None = None) -> bool:
        """Whether every gradient in `gradients` is the wanted one, by default the right one."""
        return all(map(_agree, gradients, wanted or self.right, self.sizes))

    def agree(self, gradients: Sequence[float], wanted: Sequence[float] | None = None) -> list[bool]:
        """For each node, whether its gradient in `gradients` is the wanted one, by default the right one."""
        return list(map(_agree, gradients, wanted or self.right, self.sizes))

    def is_right(self) -> bool:
        """Whether the pass, run once more from gradients of 0, gives what the chain rule does."""
        self.reset()
        self.run()
        return self.agrees([number(node.grad) for node in self.nodes])

    def part(self, last: int) -> BackwardPass:
        """The pass through what the node at `last` was made from."""
        kept = _made_from(self.edges, last)
        at = {i: place for place, i in enumerate(kept)}
        run = backward_of(self.nodes[last])
        assert run is not None, "a node of the same class"
        edges = [[(at[operand], x) for operand, x in self.edges[i]] for i in kept]
        return BackwardPass.through([self.nodes[i] for i in kept], edges, run, self.watch)


def _agree(got: float, right: float, size: float) -> bool:
    if got == right or not math.isfinite(right):
        return True
    return abs(got - right) <= 1e-5 * max(abs(right), 1e-6 * size)


def _made_from(edges: Edges, last: int) -> list[int]:
    """The positions of what a node was made from, and its own."""
    found, pending = {last}, [last]
    while pending:
        fresh = {operand for operand, _ in edges[pending.pop()]} - found
        found |= fresh
        pending += fresh
    return sorted(found)
