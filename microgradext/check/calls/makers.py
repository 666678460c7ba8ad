"""Makers: the functions that may have made a node, and the arguments that they may have been given."""

from __future__ import annotations

import inspect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

from ...interop.shape import Node, attributes, is_node, nodes_in, number_name, op_of, operands_of
from ...interop.step import Step, writes_gradients
from .call import Call

NOT_OPERATIONS = frozenset(
    "backward zero_grad __init__ __new__ __repr__ __str__ __hash__ __bool__ __eq__ __format__ __del__ __setattr__"
    " __getattr__ __getattribute__ __init_subclass__ __subclasshook__ __reduce__ __reduce_ex__ __sizeof__ __dir__"
    " __class_getitem__ __delattr__ __getstate__ __ne__ draw show plot print step update train".split()
)
NUMBERS = (2, 3, -1, 0.5, 1, 4, -2, 0, 5, 10, -0.5, 1.5, -3, 0.1, 0.01)
"""Guesses for a number that left no trace; a guess counts only when it makes the same node."""


REST = 5
"""How unlikely a function is that neither holds the step, nor names the operation, nor mentions the class."""
POSITIONAL = inspect.Parameter.POSITIONAL_OR_KEYWORD


@dataclass(frozen=True, slots=True)
class Maker:
    """A function that may have made a node."""

    function: Callable[..., Any]
    method: str
    parameters: tuple[inspect.Parameter, ...]
    names: tuple[str, ...]
    code: CodeType | None

    def calls(self, node: Node, step: Step | None) -> Iterator[Call]:
        """Its calls that may have made `node`, most likely ones first."""
        for arguments in _arguments(self.parameters, node, step):
            names = self.names
            if len(arguments) > len(names) or (names and self.parameters[-1].kind is inspect.Parameter.VAR_POSITIONAL):
                first = names[:-1]
                names = (*first, *[f"{names[-1]}[{i}]" for i in range(len(arguments) - len(first))])
            yield Call(self.function, arguments, names, self.method, self.code)


def makers(node: Node, step: Step | None, functions: Sequence[FunctionType]) -> Iterator[Maker]:
    """The functions that may have made `node`, most likely ones first."""
    found: list[tuple[tuple[int, bool], Maker]] = []
    operands = len(operands_of(node))
    for function, method in _candidates(node, step, functions):
        maker = _maker(function, method)
        if maker is None:
            continue
        unlikeliness = _unlikeliness(maker, node, step)
        is_stranger = "." not in method and function not in functions
        if unlikeliness < REST or not is_stranger:  # no other function of the notebook is called to see what it does
            asked = [each for each in maker.parameters if each.default is each.empty]
            found.append(((unlikeliness, len(asked) != operands), maker))
    yield from (maker for _, maker in sorted(found, key=lambda pair: pair[0]))


def _candidates(node: Node, step: Step | None, functions: Sequence[FunctionType]) -> Iterator[tuple[Any, str]]:
    cls = type(node)
    seen: set[int] = set()
    reachable = [*functions, *_functions_of(getattr(step.function, "__globals__", {}) if step is not None else {})]
    for base in cls.__mro__[:-1]:
        if base.__module__.startswith("microgradext."):
            continue
        for name, held in vars(base).items():
            function = inspect.unwrap(held.__func__ if isinstance(held, (staticmethod, classmethod)) else held)
            if isinstance(function, FunctionType) and name not in NOT_OPERATIONS and id(function) not in seen:
                seen.add(id(function))
                bound = getattr(cls, name) if isinstance(held, (staticmethod, classmethod)) else held
                yield bound, f"{base.__name__}.{name}"
    yield cls, cls.__name__
    for function in reachable:
        if id(function) not in seen:
            seen.add(id(function))
            yield function, function.__qualname__


def _functions_of(names: dict[str, Any]) -> list[FunctionType]:
    return [item for item in list(names.values()) if isinstance(item, FunctionType) and item.__globals__ is names]


def _maker(function: Any, method: str) -> Maker | None:
    inner = getattr(function, "__func__", function)
    code = getattr(inspect.unwrap(inner) if callable(inner) else inner, "__code__", None)
    if isinstance(function, type):
        code = getattr(vars(function).get("__init__"), "__code__", None)
    try:
        parameters = tuple(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None
    return Maker(function, method, parameters, tuple([each.name for each in parameters]), code)


def _unlikeliness(maker: Maker, node: Node, step: Step | None) -> int:
    """0 for the function in which the step was written; then those that name the operation; then the rest."""
    codes = list(_codes_in(maker.code)) if maker.code is not None else []
    if step is not None and is_written_in(step, maker.code) and not _takes_functions(maker, step):
        return 0
    op, name = op_of(node), maker.method.rpartition(".")[2].strip("_").lower()
    constants = {text for code in codes for text in code.co_consts if isinstance(text, str)}
    if isinstance(maker.function, type):
        return 1 if step is not None and step.name.startswith(f"{maker.method}.") else 4
    if op and (op in constants or op.lower() == name):
        return 1
    if op and any(op.startswith(text) for text in constants if text and not text.isspace()):
        return 2
    return 3 if _mentions(codes, type(node).__name__) else REST


def is_written_in(step: Step, code: CodeType | None) -> bool:
    """Whether the code of a step stands inside that of a function."""
    return code is not None and any(each is step.code for each in itertools.islice(_codes_in(code), 1, None))


def holds_a_step(code: CodeType | None) -> bool:
    """Whether a function inside the one with this code writes gradients."""
    return code is not None and any(map(writes_gradients, itertools.islice(_codes_in(code), 1, None)))


def is_named_in(step: Step, code: CodeType | None) -> bool:
    """Whether the step is a function of the module, and another function names it."""
    name, path = getattr(step.code, "co_name", ""), getattr(step.code, "co_qualname", ".")
    return code is not None and name == path and any(name in each.co_names for each in _codes_in(code))


def _takes_functions(maker: Maker, step: Step) -> bool:
    """Whether it is a helper to which each operation gives its own functions."""
    return any(callable(step.cells.get(each.name)) and not is_node(step.cells[each.name]) for each in maker.parameters)


def _mentions(codes: Iterable[CodeType], name: str) -> bool:
    return any(name in code.co_names for code in codes)


def _codes_in(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes_in(constant)


def _arguments(parameters: Sequence[inspect.Parameter], node: Node, step: Step | None) -> Iterator[tuple[Any, ...]]:
    cells = {} if step is None else {name: item for name, item in step.cells.items() if item is not node}
    needed = [each for each in parameters if each.kind is POSITIONAL or each.kind is inspect.Parameter.POSITIONAL_ONLY]
    if all(each.name in cells for each in needed) and needed:
        yield tuple([cells[each.name] for each in needed])
    if any(each.kind is each.KEYWORD_ONLY and each.default is each.empty for each in parameters):
        return
    operands = _operands(node, step)
    # Not its own number: a helper that is handed the result does not compute it.
    kept = {name: item for name, item in attributes(node) if name not in (number_name(node), "grad")}
    yield from _by_name(needed, {**kept, **cells}, operands)
    numbers = list(_numbers(node, cells))
    variable = bool(parameters) and parameters[-1].kind is inspect.Parameter.VAR_POSITIONAL
    rows = [tuple(operands)] if len(operands) > 3 else list(itertools.permutations(operands))
    if len(operands) == 1:  # a set keeps `a + a` as one
        rows.insert(0, (operands[0], operands[0]))
    for row in rows:
        yield from _in_order(needed, row, numbers, variable)


def _operands(node: Node, step: Step | None) -> list[Node]:
    found = [operand for operand in operands_of(node) if operand is not node]
    known = {id(operand) for operand in found}
    for item in () if step is None else step.cells.values():
        for other in nodes_in(item):
            if other is not node and id(other) not in known:
                known.add(id(other))
                found.append(other)
    return found


def _by_name(
    needed: Sequence[inspect.Parameter], named: dict[str, object], operands: Sequence[Node]
) -> Iterator[tuple[Any, ...]]:
    """Take for each parameter what the step closes over under its name; `self`, if unused, is the operand left."""
    left = [operand for operand in operands if not any(operand is named.get(each.name) for each in needed)]
    missing = [each for each in needed if each.name not in named and each.default is each.empty]
    if len(missing) <= len(left):
        rest = dict(zip([each.name for each in missing], left, strict=False))
        known = {**named, **rest}
        full = [known.get(each.name, each.default) for each in needed]
        if full:
            yield tuple(full)


def _in_order(
    needed: Sequence[inspect.Parameter], operands: tuple[Node, ...], numbers: Sequence[float], variable: bool
) -> Iterator[tuple[Any, ...]]:
    required = [each for each in needed if each.default is each.empty]
    if variable and len(needed) <= len(operands):
        yield operands
    if len(required) <= len(operands) <= len(needed):
        yield operands
    if len(required) == 1:
        yield (list(operands),)
        yield (tuple(operands),)
    if len(operands) == 1 and len(needed) == 2:
        for each in numbers:
            yield operands[0], each
            yield each, operands[0]
    if len(operands) == 1 and len(needed) == 3:
        for pair in itertools.islice(itertools.permutations(numbers, 2), 40):
            yield operands[0], *pair
    if len(operands) == 2 and len(needed) == 3:
        for each in numbers[:10]:
            yield *operands, each


def _numbers(node: Node, cells: Any) -> Iterator[float]:
    held = [*cells.values(), *(item for name, item in attributes(node) if name not in (number_name(node), "grad"))]
    yield from (item for item in held if isinstance(item, (int, float)) and not isinstance(item, bool))
    for text in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", op_of(node)):
        yield float(text) if "." in text or "e" in text else int(text)
    yield from NUMBERS
