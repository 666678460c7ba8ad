"""The magics `%%grad` and `%grad`: they read their line, call `grad` and show what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import no_var_expand

from ..cell.problem import CellProblem
from ..cell.run import Run, run_cell
from . import live, options
from .cell_source import Source, silenced, source_of
from .errors import raise_as_of_the_cell, raise_syntax_error
from .result import GradResult
from .showing import show

NAME = "grad"


def load(shell: InteractiveShell) -> None:
    """Register the magics."""
    shell.register_magic_function(no_var_expand(_cell_magic(shell)), "cell", NAME)
    shell.register_magic_function(no_var_expand(_line_magic(shell)), "line", NAME)
    live.load(shell)


def unload(shell: InteractiveShell) -> None:
    """Take the magics away; results keep working."""
    for kind in ("cell", "line"):
        shell.magics_manager.magics[kind].pop(NAME, None)
    live.unload(shell)


def _cell_magic(shell: InteractiveShell) -> Any:
    def cell(line: str, cell: str) -> Any:
        wanted = options.read_cell_line(line)
        if wanted.help:
            _print_help()
            return None
        source = source_of(shell, line, cell)
        with _one_line_problems():
            run = _run(shell, source, wanted, wanted.output)
        return _finish(shell, run, wanted, silent=silenced(cell))

    cell.__doc__ = options.HELP
    return cell


def _line_magic(shell: InteractiveShell) -> Any:
    def line(line: str) -> GradResult | None:
        wanted = options.read_expression_line(line)
        if wanted.help:
            _print_help()
            return None
        if not wanted.output:
            raise UsageError("%grad takes an expression, as in %grad a * b; `%grad --help` says more.")
        with _one_line_problems():
            run = _run(shell, source_of(shell, line, wanted.output), wanted)
        if run.error is not None:
            _finish(shell, run, wanted, silent=False)
        return _kept(shell, GradResult(run, shown_as=wanted.view, rankdir=wanted.rankdir), wanted)

    line.__doc__ = options.HELP
    return line


def _run(shell: InteractiveShell, source: Source, wanted: options.Options, output: str = "") -> Run:
    try:
        return run_cell(
            source.text,
            shell.user_ns,
            output=output,
            wrt=wanted.wrt,
            ranges=wanted.sliders,
            filename=source.filename,
            compile_flags=shell.compile.flags,
        )
    except SyntaxError:
        raise_syntax_error(shell)


def _finish(shell: InteractiveShell, run: Run, wanted: options.Options, *, silent: bool) -> Any:
    if run.error is not None:
        _show_after_the_error(shell, run, wanted)
        raise_as_of_the_cell(shell, run.error)
    result = _kept(shell, GradResult(run, shown_as=wanted.view, rankdir=wanted.rankdir), wanted)
    show(result, wanted.view, wanted.rankdir)
    return None if silent else run.last


def _kept(shell: InteractiveShell, result: GradResult, wanted: options.Options) -> GradResult:
    if wanted.out:
        shell.user_ns[wanted.out] = result
    return result


def _show_after_the_error(shell: InteractiveShell, run: Run, wanted: options.Options) -> None:
    """Draw the graph as far as it got, under the traceback."""
    if not run.values:
        return

    def draw(*_: object) -> None:
        shell.events.unregister("post_run_cell", draw)
        show(GradResult(run), wanted.view, wanted.rankdir)

    shell.events.register("post_run_cell", draw)


@contextmanager
def _one_line_problems() -> Iterator[None]:
    try:
        yield
    except CellProblem as problem:
        raise UsageError(str(problem)) from None


def _print_help() -> None:
    print(options.HELP)  # noqa: T201  (what --help is for)
