"""The shape of micrograd: what a node of any engine is, what it was made from, and its step backward."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any

from ..engine.node import CONSTANT
from ..engine.value import Value

Node = Any
"""An object with `data` and `grad`, of a class that need not know of us."""

OPERANDS = (
    "_prev",
    "_children",
    "prev",
    "children",
    "_parents",
    "parents",
    "_inputs",
    "inputs",
    "_operands",
    "operands",
)
"""Where engines keep what a node was made from, micrograd's name first."""

STEPS = ("_backward", "backward_fn", "_backward_fn", "_vjp", "grad_fn")
"""Where engines keep a node's own step backward, micrograd's name first."""

DEEP = 3
"""Nodes are looked for so far inside lists, tuples, sets and dicts."""


def is_node(thing: object) -> bool:
    """Whether `thing` has `data` and `grad`, one number each."""
    if isinstance(thing, Value):
        return True
    if isinstance(thing, (type, ModuleType, FunctionType, int, float, str)) or is_tensor(thing):
        return False  # a tensor of PyTorch's has both, and no steps
    return hasattr(thing, "grad") and hasattr(thing, "data") and not getattr(thing, "shape", ())


def is_tensor(thing: object) -> bool:
    """Whether `thing` is a tensor of PyTorch's."""
    return hasattr(thing, "retain_grad") and hasattr(thing, "requires_grad")


def wants_gradient(node: Node) -> bool:
    """Whether `node` is to get a gradient; an engine may have some that are not."""
    return getattr(node, "requires_grad", True) is not False


def is_constant(node: Node) -> bool:
    """Whether `node` is one of our numbers without a name."""
    return isinstance(node, Value) and node._code == CONSTANT


def nodes_in(thing: object, depth: int = DEEP) -> Iterator[Node]:
    """The nodes that `thing` is or holds."""
    if isinstance(thing, (int, float, str)) or thing is None:
        return
    if is_node(thing):
        yield thing
    elif depth and isinstance(thing, (list, tuple, set, frozenset, Mapping)):
        for item in thing.values() if isinstance(thing, Mapping) else thing:
            yield from nodes_in(item, depth - 1)


def operands_of(node: Node) -> list[Node]:
    """What `node` says that it was made from, repeats kept where the engine keeps them."""
    for name in OPERANDS:
        if hasattr(node, name):
            kept = getattr(node, name)
            return list(nodes_in(kept)) if not callable(kept) else []
    return [other for _, held in attributes(node) for other in nodes_in(held) if other is not node]


def attributes(node: Node) -> Iterator[tuple[str, object]]:
    """The attributes that `node` itself holds, in its dict and in slots."""
    yield from getattr(node, "__dict__", {}).items()
    for name in slots(type(node)):
        if hasattr(node, name):
            yield name, getattr(node, name)


def slots(cls: type) -> Iterator[str]:
    """The slots of a class and of its bases that hold something of the user's."""
    for base in cls.__mro__:
        declared = base.__dict__.get("__slots__", ())
        for name in (declared,) if isinstance(declared, str) else declared:
            if name not in ("__dict__", "__weakref__"):
                yield f"_{base.__name__.lstrip('_')}{name}" if name[:2] == "__" and name[-2:] != "__" else name


@dataclass(frozen=True, slots=True)
class Step:
    """A node's step backward: what adds its contributions to the gradients of its operands."""

    call: Callable[[], object]
    code: CodeType | None  # None where it is not Python
    name: str  # `Value.log`, where it was written
    cells: Mapping[str, object]  # what it closes over, defaults included


def step_of(node: Node) -> Step | None:
    """The step backward of `node`; None where its engine has none."""
    for name in STEPS:
        step = getattr(node, name, None)
        if callable(step):
            function = getattr(step, "__func__", step)
            function = getattr(function, "func", function)  # functools.partial
            code = getattr(function, "__code__", None)
            return Step(_fitting(step, node), code, _owner(function), _cells(getattr(step, "__func__", step)))
    return None


NODES = ("self", "out", "node", "v", "value", "result", "res", "n", "o", "ctx")
"""What engines call the argument of a step that is the node; any other name may be its gradient."""


def _fitting(step: Callable[..., object], node: Node) -> Callable[[], object]:
    """`step` with the arguments that it asks for: the node, its gradient, or both; what it gives back is added."""
    function: Any = getattr(step, "__func__", step)
    code = getattr(function, "__code__", None)
    if code is None:
        return step
    names = code.co_varnames[function is not step : code.co_argcount]
    defaults = function.__defaults__ or ()
    asked = names[: len(names) - len(defaults)]
    if not asked and not (defaults and type(defaults[0]) in (int, float)):  # a default may hold on to the node
        return step
    both = [(node, "grad"), ("grad", node)]
    forms = both if len(asked) == 2 else [(node,), ("grad",)] if asked and asked[0] in NODES else [("grad",), (node,)]

    def call() -> None:
        before = [(operand, operand.grad) for operand in operands_of(node)]
        _add_returned(_called(step, node, forms), before)

    return call


def _called(step: Callable[..., object], node: Node, forms: Sequence[tuple[Any, ...]]) -> object:
    """`step` called in the first form that it takes."""
    first: Exception | None = None
    for form in forms:
        try:
            return step(*[node.grad if each == "grad" else each for each in form])
        except (TypeError, AttributeError) as error:
            first = first or error
    assert first is not None
    raise first


def _add_returned(given: object, before: Sequence[tuple[Node, Any]]) -> None:
    """Add what a step gives back instead of adding it itself: a number for each operand."""
    if any(operand.grad is not grad and operand.grad != grad for operand, grad in before):
        return
    shares = [given] if isinstance(given, (int, float)) else list(given) if isinstance(given, (tuple, list)) else []
    if len(shares) == len(before) and all(isinstance(share, (int, float)) for share in shares):
        for (operand, _), share in zip(before, shares, strict=True):
            object.__setattr__(operand, "grad", operand.grad + share)


def _owner(function: object) -> str:
    return str(getattr(function, "__qualname__", type(function).__name__)).partition(".<locals>")[0]


def _cells(function: Any) -> dict[str, object]:
    code = getattr(function, "__code__", None)
    if code is None:
        inner = getattr(getattr(function, "func", None), "__code__", None)  # functools.partial
        return {} if inner is None else {**dict(zip(inner.co_varnames, function.args)), **function.keywords}  # noqa: B905
    found: dict[str, object] = {}
    defaults = function.__defaults__ or ()
    found.update(zip(code.co_varnames[code.co_argcount - len(defaults) : code.co_argcount], defaults, strict=True))
    found.update(function.__kwdefaults__ or {})
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:  # not bound yet
            continue
    return found


@dataclass(frozen=True, slots=True)
class Walk:
    """What a node was made from: every node after its operands; `cycle` is one node of a cycle, if there is one."""

    nodes: tuple[Node, ...]
    cycle: Node | None


def walk(roots: Iterable[Node], operands: Callable[[Node], Iterable[Node]] = operands_of) -> Walk:
    """The nodes that `roots` were made from, and they themselves."""
    order: list[Node] = []
    state: dict[int, int] = {}  # 1 entered, 2 left
    cycle = None
    pending = list(roots)
    while pending:
        node = pending[-1]
        if id(node) not in state:
            state[id(node)] = 1
            for operand in operands(node):
                seen = state.get(id(operand))
                if seen is None:
                    pending.append(operand)
                elif seen == 1:
                    cycle = operand
        else:
            pending.pop()
            if state[id(node)] == 1:
                state[id(node)] = 2
                order.append(node)
    return Walk(tuple(order), cycle)


def number(thing: object) -> float:
    """`thing` as a float, nan for what is not one real number."""
    if type(thing) is float:
        return thing
    if isinstance(thing, complex):
        return math.nan
    try:
        return float(thing)  # type: ignore[arg-type]  # that is the question
    except (TypeError, ValueError, OverflowError):
        return math.nan


def op_of(node: Node) -> str:
    """The name that `node` gives its operation; its class where it gives none."""
    for name in ("_op", "op"):
        named = getattr(node, name, None)
        if isinstance(named, str) and named:
            return named
    return "" if not operands_of(node) else type(node).__name__


def label_of(node: Node) -> str:
    """The name that the user gave `node`."""
    for name in ("label", "name", "_label", "_name"):
        named = getattr(node, name, None)
        if isinstance(named, str) and named:
            return named
    return ""
