"""Call: the call that makes a node, so that the operation can be run again, with other operands too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

from ...interop.shape import Node, is_node, nodes_in


@dataclass(frozen=True, slots=True)
class Call:
    """A call that makes a node: a function, its arguments, and how its code names them."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    names: tuple[str, ...]
    method: str  # as a person calls it: `Value.log`
    code: CodeType | None

    def __call__(self) -> Node:
        return self.function(*self.arguments)

    @property
    def operands(self) -> list[Node]:
        """The nodes among the arguments, repeats kept."""
        return [node for argument in self.arguments for node in nodes_in(argument)]

    def with_operands(self, others: Iterable[Node]) -> Call:
        """The same call with other operands, in the same places."""
        rest = iter(others)
        return Call(
            self.function, tuple(_replaced(a, rest) for a in self.arguments), self.names, self.method, self.code
        )

    def name_of(self, operand: Node) -> str:
        """What the code calls `operand`."""
        for name, argument in zip(self.names, self.arguments, strict=False):
            if argument is operand:
                return name
            held = list(nodes_in(argument))
            for position, item in enumerate(held):
                if item is operand:
                    return f"{name}[{position}]"
        return ""


def _replaced(argument: Any, rest: Iterator[Node]) -> Any:
    if is_node(argument):
        return next(rest)
    if isinstance(argument, (list, tuple)) and any(True for _ in nodes_in(argument)):
        return type(argument)([_replaced(item, rest) for item in argument])
    return argument
