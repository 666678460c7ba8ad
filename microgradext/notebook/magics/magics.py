"""The magics `%%grad`, `%grad` and `%gradcheck`: they read their line, call one function and show its result."""

from __future__ import annotations

from typing import Any, cast

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import no_var_expand
from IPython.display import display

from ...cell.doing import CHECKING, DRAWING, Doing
from ...cell.problem import CellProblem
from ...cell.run import Run, run_cell
from ...check.against.compare import compare
from ...interop.libraries import Library
from ..interrupts import interruptible
from ..live import views
from ..result import GradResult
from ..showing import show
from . import cell_names, completion, options, settings
from .cell_source import Source, silenced, source_of
from .errors import raise_as_of_the_cell, raise_syntax_error
from .foreign import foreign
from .progress import Progress

NAME = "grad"
CHECK = "gradcheck"


def load(shell: InteractiveShell) -> None:
    """Register the magics, their completion and their settings."""
    magics: Any = Magics(shell, settings.load(shell))
    shell.register_magic_function(magics.cell, "cell", NAME)
    shell.register_magic_function(magics.line, "line", NAME)
    shell.register_magic_function(magics.check, "line", CHECK)
    completion.load(shell)
    cell_names.load(shell)
    views.load(shell)


def unload(shell: InteractiveShell) -> None:
    """Remove the magics; results keep working."""
    for kind in ("cell", "line"):
        shell.magics_manager.magics[kind].pop(NAME, None)
    shell.magics_manager.magics["line"].pop(CHECK, None)
    settings.unload(shell)
    completion.unload(shell)
    cell_names.unload(shell)
    views.unload(shell)


class Magics:
    """The magics of one shell."""

    def __init__(self, shell: InteractiveShell, defaults: settings.Grad) -> None:
        self._shell = shell
        self._defaults = defaults

    @no_var_expand
    def cell(self, line: str, cell: str) -> Any:
        """Run the cell and show its graph; return the last expression, unless it is a Value or silenced."""
        wanted = options.read_cell_line(line)
        if wanted.help:
            _print_help()
            return None
        try:
            drawn = (wanted.view or self._defaults.view) != "none"
            with interruptible(), Progress(self._shell, replaced=drawn) as doing:
                views.close_earlier()
                run = self._run(source_of(self._shell, line, cell), wanted, wanted.output, doing)
                result = self._result(run, wanted)
                doing.begin(DRAWING, result.graph.columns.operations_in_all())
                show(result)
                if wanted.check:
                    doing.begin(CHECKING, result.graph.columns.operations_in_all())
                    self._show_check(result, wanted.check)
        except KeyboardInterrupt as error:
            raise_as_of_the_cell(self._shell, error)
        return None if silenced(cell) else run.last

    @no_var_expand
    def line(self, line: str) -> GradResult | None:
        """The result of differentiating an expression of names that exist."""
        wanted = options.read_expression_line(line)
        if wanted.help:
            _print_help()
            return None
        if not wanted.output:
            raise UsageError("%grad takes an expression, as in %grad a * b; `%grad --help` says more.")
        try:
            with interruptible(), Progress(self._shell, replaced=False) as doing:
                views.close_earlier()
                run = foreign(wanted.output, self._shell.user_ns)
                run = run or self._run(source_of(self._shell, line, wanted.output), wanted, doing=doing)
                return self._result(run, wanted)
        except KeyboardInterrupt as error:
            raise_as_of_the_cell(self._shell, error)

    @no_var_expand
    def check(self, line: str) -> Any:
        """The report on a Value: is its gradient right, and if not, which line is wrong?"""
        from . import checking  # imported when used: the audit is a room of its own

        if line.split()[:1] in (["-h"], ["--help"]):
            print(checking.HELP)  # noqa: T201  (what --help is for)
            return None
        return checking.check_line(self._shell, line)

    cell.__doc__ = line.__doc__ = options.HELP

    def _show_check(self, result: GradResult, kind: str) -> None:
        from . import checking

        if kind == "audit":
            display(checking.checked(self._shell, result.moving.made_output, title=result.title))
            return
        try:
            display(compare(result.graph, cast(Library, kind), result.title))
        except (ValueError, ImportError) as problem:
            raise UsageError(f"{problem}.") from None

    def _run(self, source: Source, wanted: options.Options, output: str = "", doing: Doing | None = None) -> Run:
        try:
            run = run_cell(
                source.text,
                self._shell.user_ns,
                output=output,
                wrt=wanted.wrt,
                ranges=wanted.sliders,
                filename=source.filename,
                compile_flags=self._shell.compile.flags,
                doing=doing,
            )
        except SyntaxError:
            raise_syntax_error(self._shell)
        except CellProblem as problem:
            raise UsageError(str(problem)) from None
        if run.error is not None:
            self._show_under_the_error(run, wanted)
            raise_as_of_the_cell(self._shell, run.error)
        return run

    def _result(self, run: Run, wanted: options.Options) -> GradResult:
        view, rankdir = wanted.view or self._defaults.view, wanted.rankdir or self._defaults.rankdir
        result = GradResult(run, shown_as=view, rankdir=rankdir, panels=views.panels_for(wanted.panels))
        if wanted.out:
            self._shell.user_ns[wanted.out] = result
        if wanted.explain and not run.stopped:
            try:
                result.explain_with(wanted.explain)
            except ValueError as problem:
                raise UsageError(f"--explain: {problem}") from None
        return result

    def _show_under_the_error(self, run: Run, wanted: options.Options) -> None:
        """Draw the graph as far as it got, once the cell has ended; nothing under an interrupt, which has no graph."""
        if run.graph is None:
            return
        events, result = self._shell.events, self._result(run, wanted)

        def draw(_: object) -> None:
            events.unregister("post_run_cell", draw)
            show(result)

        events.register("post_run_cell", draw)


def _print_help() -> None:
    print(options.HELP)  # noqa: T201  (what --help is for)
