"""Explained: an error that code gets because its numbers are Values, in a sentence about the code."""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Callable, Iterator
from opcode import opmap
from pathlib import PurePath
from types import CodeType, TracebackType
from typing import Any

from ...engine.frames import PACKAGE, is_users_file
from ...engine.refusals.plainly import Kind, holds_value, resolved
from ...engine.refusals.sentences import name_of, refusal
from ...engine.refusals.written import Scope, Written, scope_of, written_at
from ...engine.value import Value
from .own_classes import own_class
from .plain_words import in_plain_words
from .trial import Unsafe, tried

EXPLAINED = (TypeError, AttributeError, ValueError, LookupError, struct.error)
"""What is raised because of Values is one of these, or speaks of them."""

OF_LIBRARIES = re.compile(
    r"ufunc|dtype|no callable|coerce|\bValue\(\)|Rational instance|seed types|boolean ndarray|are valid indices"
    r"|(not|must be) a float|'(int|float)' object has no attribute"
)
"""How libraries speak of objects that are no numbers to them."""

WITHIN = "within"

OF_NUMPY = re.compile(r"ufunc|dtype|no callable")
"""How NumPy speaks of operators."""

PYTHONS = ("builtins.", "io.", "_io.", "IPython.", "__main__.", "microgradext.")
"""What may be called there is not a library's."""


def explained(error: BaseException, owns: Callable[[CodeType], bool], kind: Kind | None) -> BaseException:
    """The error that the user is to see: `error` itself, or one of its class with a sentence about their code.

    `owns` says which code is the cell's own. `kind` gives the class of the number that a Value stands for in a cell
    that is written with numbers; None in one that is written with Values.
    """
    place = _place(error)
    if place is None or not isinstance(error, Exception):
        return error if kind is None else _with_numbers(error, kind)
    trace, is_ours = place
    frame = trace.tb_frame
    try:
        if not (is_ours or isinstance(error, EXPLAINED) or in_plain_words(error)):
            return error
        written, scope = written_at(frame.f_code, trace.tb_lasti), scope_of(frame)
        found = _Found(error, written, scope, _words(frame.f_code, written.line, owns), kind, is_ours)
        replaced = found.replaced()
    except Exception:  # objects of the user's are looked at, and may raise anything
        return error
    return error if replaced is None else _instead_of(error, replaced)


class _Found:
    """An error, and where in the user's code it arose."""

    def __init__(
        self, error: Exception, written: Written, scope: Scope, words: str, kind: Kind | None, is_ours: str
    ) -> None:
        self.error, self.written, self.scope, self.words = error, written, scope, words
        self.kind: Kind = kind or (lambda _: float)
        self.plainly = kind is not None
        self.within = is_ours == WITHIN
        self.is_ours = (
            "" if self.within else is_ours
        )  # the function of this package that has raised it; empty if none has

    def replaced(self) -> Exception | None:
        """The error to show instead, or None."""
        said = str(self.error)
        if (own := own_class(said, self.written, self.scope, self.words)) is not None:
            return TypeError(f"{own}.")
        if self.is_ours == "__float__":
            return TypeError(f"{self._refusal()}.")
        named = in_plain_words(self.error)
        speaks = bool(self.within or named or OF_LIBRARIES.search(said))
        if not (self.is_ours or speaks or self._holds_values()):
            return None
        try:
            plain = tried(self.written, self.scope, self.kind)
        except Unsafe:
            return self._untried(said, named)
        if plain is None:
            return self._worded(f"{self._refusal()}.")
        if self.is_ours:
            return self._placed(said)
        return plain if self.plainly and speaks and repr(plain) != repr(self.error) else None

    def _untried(self, said: str, named: str) -> Exception | None:
        if self._of_a_library() and (self.is_ours == "__index__" or named or OF_LIBRARIES.search(said)):
            return self._worded(f"{self._refusal()}.")
        operator = not isinstance(self.written.node, ast.Call | ast.Attribute) and OF_NUMPY.search(said)
        if self.is_ours == "__array_ufunc__" or operator:
            return self._worded(f"{self._refusal()}.")
        if self.is_ours:
            return self._placed(said)
        return self._worded(named) if named and self.plainly else None

    def _of_a_library(self) -> bool:
        """Whether the code calls a function of a module, or a method of an object, that is not Python's own."""
        node = self.written.node
        if not isinstance(node, ast.Call):
            return False
        full = name_of(node.func, self.scope)
        if full or not isinstance(node.func, ast.Attribute):
            return bool(full) and not full.startswith(PYTHONS)
        owner = resolved(node.func.value, self.scope)
        return not isinstance(owner, Value) and (owner is None or type(owner).__module__ != "builtins")

    def _placed(self, said: str) -> Exception | None:
        """What this package says, with the place; a sentence with a full stop is complete."""
        return None if said.endswith(".") else self._worded(f"{said} ({self.words}).")

    def _worded(self, text: str) -> Exception:
        return worded(self.error, text)

    def _refusal(self) -> str:
        return refusal(self.written, self.scope, self.kind, self.words)

    def _holds_values(self) -> bool:
        node = self.written.node
        names = [each.id for each in ast.walk(node) if isinstance(each, ast.Name)] if node is not None else []
        return any(holds_value(held) for held in _held(names, self.scope))


def _held(names: list[str], scope: Scope) -> Iterator[Any]:
    for name in names:
        try:
            yield scope(name)
        except KeyError:
            continue


def _with_numbers(error: BaseException, kind: Kind) -> BaseException:
    """The user's own error, with the numbers in place of the Values that it was raised with."""
    if any(isinstance(each, Value) for each in error.args):
        error.args = tuple(kind(each)(each._data) if isinstance(each, Value) else each for each in error.args)
    return error


def worded(error: Exception, text: str) -> Exception:
    """An error of the same class that says `text`, or of the first of its bases that can; none that a library hides."""
    for each in type(error).__mro__:
        if "._" in each.__module__:
            continue
        try:
            made = each(text)
        except Exception:  # a class that is made of more than a text
            continue
        if isinstance(made, Exception) and str(made) == text:
            return made
    return TypeError(text)


def _place(error: BaseException) -> tuple[TracebackType, str] | None:
    """Where in the user's code an error arose, and which function of ours raised it; None if the user's did.

    `WITHIN` stands for an error that Python raised in one of ours.
    """
    found, innermost, trace = None, None, error.__traceback__
    while trace is not None:
        if is_users_file(trace.tb_frame.f_code.co_filename):
            found = trace
        innermost, trace = trace, trace.tb_next
    if found is None or innermost is None:
        return None
    code = innermost.tb_frame.f_code
    raises = code.co_code[innermost.tb_lasti] == opmap["RAISE_VARARGS"]
    if found is innermost and raises:
        return None
    within = code.co_filename.startswith(str(PACKAGE))
    return found, (code.co_name if raises else WITHIN) if within else ""


def _words(code: CodeType, line: int, owns: Callable[[CodeType], bool]) -> str:
    if owns(code):
        return f"line {line}"
    home = code.co_name if code.co_name.isidentifier() else PurePath(code.co_filename).name
    return f"line {line} of {home}"


def _instead_of(error: BaseException, shown: Exception) -> Exception:
    """`shown`, with the traceback of `error`, which stays its context but is not displayed."""
    shown.__context__, shown.__suppress_context__ = error, True
    return shown.with_traceback(error.__traceback__)
