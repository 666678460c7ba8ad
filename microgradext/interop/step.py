"""What a node passes back to its operands: by its step backward, or by the local derivatives that it stores."""

from __future__ import annotations

import dis
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, partial
from types import CodeType, FunctionType, MethodType
from typing import Any, TypeGuard, cast

from ..engine.value import Value
from .shape import Node, attributes, is_number, number, operands_name, operands_of

STEPS = ("_backward", "backward_fn", "_backward_fn", "_vjp", "grad_fn")
"""Where engines keep a node's own step backward, micrograd's name first."""

PARTIALS = re.compile(
    r"_*(local_?(grad|gradient|deriv|derivative|jacobian|partial)s?|locals?|partial(_derivative|_grad)?s?|deriv(ative)?s?"
    r"|jacobians?|grads)_*"
)
"""Matches the names of attributes that store local derivatives: `_local_grads`, `partials`."""

STEP = re.compile(
    r"_*(back(ward)?|bwd?|back_?prop|pull_?back|grad|vjp|adjoint|chain(_rule)?)(_?(fn|func|function|step|rule|op))?_*"
)
"""Matches other names of attributes that hold a step: `_grad_fn`, `_back`."""

COUNTS = re.compile(r"use|count|degree|order|index|place|pos|version")
"""Found in the names of attributes that may keep a number for each operand which is no derivative."""


# ---------------------------------------------------------------- stored


def partials_of(node: Node, operands: Sequence[Node] = ()) -> list[float] | None:
    """The local derivatives that `node` stores, in the order of its `operands`; None where it stores none.

    They may be in a sequence beside the operands, in pairs with them, or in a dict keyed by them or their identities.

    >>> from types import SimpleNamespace as Theirs
    >>> a = Theirs(data=3.0, grad=0.0, _prev=())
    >>> partials_of(Theirs(data=9.0, grad=0.0, _prev=(a, a), _local_grads=(3.0, 3.0)))
    [3.0, 3.0]
    """
    operands = operands or operands_of(node)
    if isinstance(node, Value) or not operands:
        return None
    name = operands_name(node)
    in_order = len(operands) == 1 or not isinstance(getattr(node, name, None), Set)
    for held, is_within in _beside(node, name, operands):
        found = _read(held, operands, in_order)
        if found is not None and not (is_within and _are_places(found) and not _has_a_float(held)):
            return found
    return None


def _beside(node: Node, name: str, operands: Sequence[Node]) -> Iterator[tuple[object, bool]]:
    """What may hold the local derivatives of `node`; whether it is what holds its operands, `name`, which is first."""
    if name:
        yield getattr(node, name), True
    for each, held in attributes(node):
        if each != name and (_is_for_partials(each) or (_is_by_identity(held, operands) and not COUNTS.search(each))):
            yield held, False


@lru_cache(maxsize=256)
def _is_for_partials(name: str) -> bool:
    return PARTIALS.fullmatch(name) is not None


def _is_by_identity(held: object, operands: Sequence[Node]) -> bool:
    """Whether `held` is a dict that has the identities of just these operands for keys."""
    return isinstance(held, dict) and bool(held) and held.keys() == {id(each) for each in operands}


def _are_places(numbers: Sequence[float]) -> bool:
    """Whether the numbers beside operands seem only to count them."""
    return list(numbers) == list(range(len(numbers)))


def _has_a_float(held: object) -> bool:
    """Whether any number in a dict, or in pairs, is no plain count."""
    items = list(held.items()) if isinstance(held, Mapping) else list(held) if isinstance(held, Collection) else []
    return any(isinstance(each, float) for item in items if isinstance(item, (tuple, list)) for each in item)


def _read(held: object, operands: Sequence[Node], in_order: bool) -> list[float] | None:
    """The local derivatives that an attribute holds; None where it holds something else."""
    if isinstance(held, Mapping):
        pairs = _keyed(held, operands)
        return None if pairs is None else _paired(pairs, operands)
    if not isinstance(held, Collection) or isinstance(held, (str, bytes)):
        return None
    found = _paired(list(held), operands)
    return _parallel(list(held), operands) if found is None and in_order else found


def _keyed(held: Mapping[Any, Any], operands: Sequence[Node]) -> list[tuple[Node, Any]] | None:
    """The items of a dict whose keys are the operands or their identities; None for any other."""
    known = {id(each): each for each in operands}
    if _is_by_identity(held, operands):
        # Where an operand is used twice, the dict does not tell whether its one number is for each use or for both.
        return [(known[key], held[key]) for key in held] if len(known) == len(operands) else None
    return list(held.items()) if all(id(key) in known for key in held) else None


def _parallel(held: Sequence[Any], operands: Sequence[Node]) -> list[float] | None:
    if len(held) != len(operands) or not all(map(_is_local, held)):
        return None
    return [number(item) for item in held]


def _paired(held: Sequence[Any], operands: Sequence[Node]) -> list[float] | None:
    """The numbers paired with operands; where pairs are in another order, an operand's first place gets its total."""
    pairs = [pair for item in held if (pair := _pair(item, {id(each) for each in operands})) is not None]
    if len(pairs) != len(held) or {key for key, _ in pairs} != {id(each) for each in operands}:
        return None
    if [key for key, _ in pairs] == [id(operand) for operand in operands]:
        return [local for _, local in pairs]
    totals: dict[int, float] = {}
    for key, local in pairs:
        totals[key] = totals.get(key, 0.0) + local
    return [totals.pop(id(operand), 0.0) for operand in operands]


def _pair(item: object, operands: set[int]) -> tuple[int, float] | None:
    """An operand, by identity, and its number, in either order."""
    if not isinstance(item, (tuple, list)) or len(item) != 2:
        return None
    for one, other in (item, item[::-1]):
        if id(one) in operands and _is_local(other):
            return id(one), number(other)
    return None


def _is_local(thing: object) -> bool:
    """Whether `thing` may be a local derivative: a number that is not the answer to a question."""
    return is_number(thing) and not isinstance(thing, bool)


# ---------------------------------------------------------------- the step


@dataclass(slots=True, eq=False)  # not frozen, which takes three times as long: every node of a graph has one
class Step:
    """A node's step backward: what adds its contributions to the gradients of its operands."""

    call: Callable[[], object]
    code: CodeType | None  # None where it is not Python
    function: object = None  # as the engine keeps it
    parts: tuple[CodeType, ...] = ()  # where there is a function for each operand, their code
    called: str = ""  # its name, where the function does not tell
    closed: Mapping[str, object] | None = None  # what it closes over, where that is more than the function does

    @property
    def name(self) -> str:
        """`Value.log`, where it was written."""
        return self.called or _owner(getattr(self.function, "func", self.function))  # functools.partial

    @property
    def held(self) -> Collection[object]:
        """What it closes over, without the names."""
        function: Any = self.function
        if (
            self.closed is None
            and type(function) is FunctionType
            and not (function.__defaults__ or function.__kwdefaults__)
        ):
            try:
                return [cell.cell_contents for cell in function.__closure__ or ()]
            except ValueError:  # not bound yet
                pass
        return self.cells.values()

    @property
    def cells(self) -> Mapping[str, object]:
        """What it closes over, defaults included."""
        return _cells(self.function) if self.closed is None else self.closed


def step_of(node: Node, operands: Sequence[Node] | None = None) -> Step | None:
    """The step backward of `node`, whose operands may be known already; None where its engine has none."""
    step = _kept_step(node)
    if step is None:
        return None if isinstance(node, Value) else _of_functions(node)
    bare = getattr(step, "__func__", step)
    function = getattr(bare, "func", bare)  # functools.partial
    return Step(_fitting(step, node, operands), getattr(function, "__code__", None), bare)


def _kept_step(node: Node) -> Callable[..., Any] | None:
    """What `node` keeps as its step: under a usual name, under one like it, or whatever it is that writes gradients."""
    for name in STEPS:
        step = getattr(node, name, None)
        if callable(step):
            return cast("Callable[..., Any]", step)
    own = [(name, held) for name, held in attributes(node) if _is_function(held)]
    named = [held for name, held in own if STEP.fullmatch(name)]
    writing = [held for _, held in own if writes_gradients(_code_of(held))]
    return next(iter([*named, *writing]), None)


def _is_function(thing: Any) -> TypeGuard[Callable[..., Any]]:
    return isinstance(thing, (FunctionType, MethodType, partial))


def _code_of(function: Any) -> CodeType | None:
    bare = getattr(function, "__func__", function)
    return getattr(getattr(bare, "func", bare), "__code__", None)


@lru_cache(maxsize=256)
def writes_gradients(code: CodeType | None) -> bool:
    """Whether a function sets an attribute `grad`."""
    if code is None:
        return False
    return any(each.opname == "STORE_ATTR" and each.argval == "grad" for each in dis.get_instructions(code))


def _of_functions(node: Node) -> Step | None:
    """The step that the functions beside the operands make together: each turns the upstream gradient into a share."""
    operands = operands_of(node)
    name = operands_name(node) if operands else ""
    in_order = len(operands) == 1 or not isinstance(getattr(node, name, None), Set)
    for held, _ in _beside(node, name, operands) if operands else ():
        pairs = _functions(held, operands, in_order)
        if pairs:
            codes = tuple([code for _, function in pairs if (code := _code_of(function)) is not None])
            cells: dict[str, object] = {}
            for _, function in pairs:
                cells.update(_cells(function))
            first = pairs[0][1]
            call = partial(_add_shares, node, pairs)
            return Step(call, codes[0] if codes else None, first, codes, _owner(first), cells)
    return None


def _functions(held: Any, operands: Sequence[Node], in_order: bool) -> list[tuple[Node, Callable[..., Any]]]:
    """The operands with their functions; none where `held` holds something else."""
    known = {id(each) for each in operands}
    if isinstance(held, Mapping):
        items: list[Any] = _keyed(held, operands) or []
    elif isinstance(held, (list, tuple)):
        items = list(held)
    else:
        return []
    if in_order and len(items) == len(operands) and all(map(_is_function, items)):
        items = list(zip(operands, items, strict=True))
    twos = [tuple(item) for item in items if isinstance(item, (list, tuple)) and len(item) == 2]
    pairs = [(one, other) if id(one) in known else (other, one) for one, other in twos]
    fit = bool(pairs) and len(pairs) == len(items) and {id(each) for each, _ in pairs} == known
    return pairs if fit and all(_is_function(function) for _, function in pairs) else []


def _add_shares(node: Node, pairs: Sequence[tuple[Node, Callable[..., Any]]]) -> None:
    for operand, function in pairs:
        code = _code_of(function)
        takes = code is not None and code.co_argcount > len(getattr(function, "__defaults__", None) or ())
        share = function(node.grad) if takes else function() * node.grad
        object.__setattr__(operand, "grad", (operand.grad or 0.0) + share)


NODES = ("self", "out", "node", "v", "value", "result", "res", "n", "o", "ctx")
"""What engines call a step's argument when it is the node; any other name may be the node's gradient."""


NO_ARGUMENTS: Sequence[tuple[Any, ...]] = [()]


def _fitting(step: Callable[..., object], node: Node, operands: Sequence[Node] | None = None) -> Callable[[], object]:
    """`step` with the arguments that it asks for: the node, its gradient, or both; what it returns is added."""
    function: Any = getattr(step, "__func__", step)
    code = getattr(function, "__code__", None)
    forms = _forms(function, function is not step, node) if code is not None and code.co_argcount else NO_ARGUMENTS
    if isinstance(node, Value) and forms == NO_ARGUMENTS:
        return step

    def call() -> None:
        before = [(operand, operand.grad) for operand in (operands_of(node) if operands is None else operands)]
        given = step() if forms is NO_ARGUMENTS else _called(step, node, forms)
        if given is not None:
            _add_returned(given, before)

    return call


def _forms(function: Any, is_bound: bool, node: Node) -> Sequence[tuple[Any, ...]]:
    code, defaults = function.__code__, function.__defaults__ or ()
    names = code.co_varnames[is_bound : code.co_argcount]
    asked = names[: len(names) - len(defaults)]
    if len(asked) == 2:
        return [(node, "grad"), ("grad", node)]
    if asked or (defaults and type(defaults[0]) in (int, float)):  # a default may hold on to the node
        return [(node,), ("grad",)] if asked and asked[0] in NODES else [("grad",), (node,)]
    return NO_ARGUMENTS


def _called(step: Callable[..., object], node: Node, forms: Sequence[tuple[Any, ...]]) -> object:
    """`step` called in the first form that it takes."""
    if len(forms) == 1:
        return step(*forms[0])
    first: Exception | None = None
    for form in forms:
        try:
            return step(*[node.grad if each == "grad" else each for each in form])
        except (TypeError, AttributeError) as error:
            first = first or error
    assert first is not None
    raise first


def _add_returned(given: Any, before: Sequence[tuple[Node, Any]]) -> None:
    """Add what a step returns instead of adding it itself: a number for each operand."""
    if any(operand.grad is not grad and operand.grad != grad for operand, grad in before):
        return
    shares: list[Any] = list(given) if isinstance(given, (tuple, list)) else [given]
    if not shares or not all(map(is_number, shares)):
        return
    if len(before) == 1:  # a set keeps `a + a` as one
        shares = [sum(shares)]
    if len(shares) == len(before):
        for (operand, _), share in zip(before, shares, strict=True):
            object.__setattr__(operand, "grad", (operand.grad or 0.0) + share)


def _owner(function: object) -> str:
    return str(getattr(function, "__qualname__", type(function).__name__)).partition(".<locals>")[0]


def _cells(function: Any) -> dict[str, object]:
    code = getattr(function, "__code__", None)
    if code is None:
        inner = getattr(getattr(function, "func", None), "__code__", None)  # functools.partial
        return {} if inner is None else {**dict(zip(inner.co_varnames, function.args)), **function.keywords}  # noqa: B905
    if not function.__defaults__ and not function.__kwdefaults__:  # nearly always so
        try:
            return {n: cell.cell_contents for n, cell in zip(code.co_freevars, function.__closure__ or (), strict=True)}
        except ValueError:
            pass
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
