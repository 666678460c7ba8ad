"""Expressions as source code: Python, Python with IEEE results, NumPy, TypeScript."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .. import ieee
from ..ops import PRIMITIVES, TABLE
from .expression import Call, Name, Number, rewrite, substitute

# How tightly each construct binds; a call binds tightest.
_SELECT, _OR, _AND, _COMPARE, _ADD, _MULTIPLY, _NEGATE, _ATOM = range(8)
_INFIX: Mapping[str, tuple[str, int]] = {
    "or": ("or", _OR),
    "and": ("and", _AND),
    "lt": ("<", _COMPARE),
    "le": ("<=", _COMPARE),
    "gt": (">", _COMPARE),
    "ge": (">=", _COMPARE),
    "eq": ("==", _COMPARE),
    "ne": ("!=", _COMPARE),
    "add": ("+", _ADD),
    "sub": ("-", _ADD),
    "mul": ("*", _MULTIPLY),
    "div": ("/", _MULTIPLY),
}
CONDITIONS = frozenset("or and lt le gt ge eq ne".split())


@dataclass(frozen=True)
class Target:
    """How one language writes what other languages write differently."""

    select: Callable[[str, str, str], str]  # condition, then, otherwise
    call: Callable[[str, tuple[str, ...]], str]
    select_level: int = _SELECT
    infix: Mapping[str, tuple[str, int]] = field(default_factory=lambda: _INFIX)
    rename: Mapping[str, str] = field(default_factory=dict)  # names of operands
    number: Callable[[float], str] = repr


def _plain_call(function: str, arguments: tuple[str, ...]) -> str:
    return f"{function}({', '.join(arguments)})"


def _python_call(function: str, arguments: tuple[str, ...]) -> str:
    called = _plain_call(function, arguments)
    # Python's floor and ceil give ints, which have no -0.
    return f"copysign({called}, {arguments[0]})" if function in ("floor", "ceil") else called


PYTHON = Target(
    lambda c, a, b: f"{a} if {c} else {b}",
    _python_call,
    infix={**_INFIX, "mod": ("%", _MULTIPLY), "floordiv": ("//", _MULTIPLY)},
)
"""Fast, and raises where C would give inf or nan."""

IEEE = Target(
    lambda c, a, b: f"{a} if {c} else {b}",
    lambda f, a: _plain_call(f if f in ("abs",) else f"ieee.{f}", a),
    infix={name: form for name, form in _INFIX.items() if name != "div"},
)
"""Never raises: `ieee` supplies the primitives."""

_NUMPY = {
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "atan2": "arctan2",
    "pow": "power",
    "floordiv": "floor_divide",
}
NUMPY = Target(
    lambda c, a, b: f"np.where({c}, {a}, {b})",
    lambda f, a: _plain_call("erf" if f == "erf" else f"np.{_NUMPY.get(f, f)}", a),
    select_level=_ATOM,
    infix={**_INFIX, "and": ("&", _AND), "or": ("|", _OR)},
)

_OF_NUMPY = frozenset("cbrt floor ceil".split())
COMPILED = Target(
    lambda c, a, b: f"{a} if {c} else {b}",
    lambda f, a: _plain_call(f if f in ("abs", "mod", "floordiv") else f"{'np' if f in _OF_NUMPY else 'math'}.{f}", a),
)
"""What numba compiles, with division as in C; `mod` and `floordiv` are supplied."""

_JS_OWN = frozenset("erf pow mod floordiv".split())
TYPESCRIPT = Target(
    lambda c, a, b: f"{c} ? {a} : {b}",
    lambda f, a: _plain_call(f if f in _JS_OWN else f"Math.{f}", a),
    infix={
        **_INFIX,
        "eq": ("===", _COMPARE),
        "ne": ("!==", _COMPARE),
        "and": ("&&", _AND),
        "or": ("||", _OR),
    },
    number=lambda value: repr(value).removesuffix(".0"),
)


def inline(expression: Number | Name | Call) -> Number | Name | Call:
    """`expression` with calls to composite rows replaced by their forward expressions."""

    def rule(call: Call) -> Number | Name | Call:
        if call.function in PRIMITIVES:
            return call
        row = TABLE[call.function]
        return inline(substitute(row.forward, dict(zip(row.operands, call.arguments, strict=True))))

    return rewrite(expression, rule)


def fold(expression: Number | Name | Call) -> Number | Name | Call:
    """`expression` with its constant parts computed."""

    def constant(node: Number | Name | Call) -> Number | Name | Call:
        return Number(math.pi) if node == Name("pi") else node

    def rule(call: Call) -> Number | Name | Call:
        arguments = tuple([constant(argument) for argument in call.arguments])
        if call.function in CONDITIONS or call.function == "where":
            return Call(call.function, arguments)
        numbers = [argument.value for argument in arguments if isinstance(argument, Number)]
        if len(numbers) == len(arguments):
            return Number(ieee.compute(call.function, *numbers))
        return Call(call.function, arguments)

    return rewrite(expression, rule)


def emit(expression: Number | Name | Call, target: Target) -> str:
    """`expression`, its composite rows inlined and its constants folded, in the language of `target`.

    >>> from microgradext.engine.ops import TABLE
    >>> emit(TABLE["relu"].forward, PYTHON)
    '0.0 if x <= 0.0 else x'
    """
    return written(fold(inline(expression)), target)


def written(expression: Number | Name | Call, target: Target) -> str:
    """`expression`, which is made of primitives, in the language of `target`."""
    return _text(expression, target)[0]


def _text(node: Number | Name | Call, target: Target) -> tuple[str, int]:
    match node:
        case Number(value):
            return target.number(value), _NEGATE if value < 0 else _ATOM
        case Name(name):
            return target.rename.get(name, name), _ATOM
        case Call("where", (condition, first, second)):
            inside = _SELECT if target.select_level == _ATOM else _OR
            texts = (
                _condition(condition, target),
                _within(first, target, inside),
                _within(second, target, _SELECT),
            )
            return target.select(*texts), target.select_level
        case Call("neg", (operand,)):
            return f"-{_within(operand, target, _NEGATE)}", _NEGATE
        case Call("and" | "or" as function, (left, right)):
            word, level = target.infix[function]
            return f"{_condition(left, target, _ATOM)} {word} {_condition(right, target, _ATOM)}", level
        case Call(function, (left, right)) if function in target.infix:
            sign, level = target.infix[function]
            return f"{_within(left, target, level)} {sign} {_within(right, target, level + 1)}", level
        case Call(function, arguments):
            texts_ = tuple([_text(argument, target)[0] for argument in arguments])
            return target.call(function, texts_), _ATOM


def _within(node: Number | Name | Call, target: Target, level: int) -> str:
    text, own = _text(node, target)
    return text if own >= level else f"({text})"


def _condition(node: Number | Name | Call, target: Target, level: int = _OR) -> str:
    # A number as a condition: nan counts as true in Python and NumPy, and must not be falsy in JavaScript.
    truth = isinstance(node, Call) and node.function in CONDITIONS
    return _within(node if truth else Call("ne", (node, Number(0.0))), target, level)
