"""Program: the user's own tree, compiled and executed."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

from ..engine.recording import Recording
from .inputs.mathematics import mathematics
from .inputs.names import Names
from .refusals.explained import explained
from .scopes.counting import counting
from .scopes.turns import Counted, Turns
from .text.depth import deep_trees
from .text.reading import Reading


@dataclass(frozen=True, slots=True)
class Program:
    """The statements of a cell, its last expression if it ends with one, and the expression asked for, if any."""

    body: CodeType
    last: CodeType | None
    output: CodeType | None


@dataclass(slots=True)
class Attempt:
    """How far the execution got."""

    last: Any = None
    output: Any = None
    error: BaseException | None = None
    scopes: Counted | None = None


def compiled(reading: Reading, expression: ast.Expression | None, filename: str, flags: int, output: str) -> Program:
    """The program of a cell; `output` is the file name of the expression asked for."""
    flags &= ~ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    last = reading.last
    body = ast.Module(reading.tree.body[:-1] if last else reading.tree.body, [])
    with warnings.catch_warnings(), deep_trees():
        warnings.simplefilter("ignore")  # they were issued when the text was read
        return Program(
            compile(body, filename, "exec", flags, dont_inherit=True),
            compile(ast.Expression(last), filename, "eval", flags, dont_inherit=True) if last else None,
            compile(expression, output, "eval", flags, dont_inherit=True) if expression else None,
        )


def execute(program: Program, names: Names, recording: Recording, turns: Turns) -> Attempt:
    """Run the program once; whatever it raises, KeyboardInterrupt and SystemExit too, ends up in the attempt.

    What it raises because its numbers are Values says so in a sentence about the code.
    """
    attempt = Attempt()
    try:
        codes = tuple(_codes(program))
        with mathematics(names.namespace), counting(turns, recording, codes, names) as attempt.scopes, recording:
            attempt.scopes.tree.begin(sys._getframe())
            _execute(program, names, attempt)
    except BaseException as error:  # the user's, and theirs to see
        own = {code.co_filename for code in _codes(program)}
        attempt.error = explained(error, lambda code: code.co_filename in own, recording.plain)
    return attempt


def _execute(program: Program, names: Names, attempt: Attempt) -> None:
    for code in _codes(program):
        names.watch(code)
    exec(program.body, names.namespace, names)
    if program.last:
        attempt.last = eval(program.last, names.namespace, names)
    if program.output:
        attempt.output = eval(program.output, names.namespace, names)


def _codes(program: Program) -> Iterator[CodeType]:
    yield from (code for code in (program.body, program.last, program.output) if code)
