"""`%gradcheck` and `%%grad --check`: they read the line and call `gradcheck`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast, get_args

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

from ...check.against.compare import Comparison
from ...check.gradcheck import gradcheck
from ...check.report.report import Report
from ...interop.libraries import Library
from ...interop.shape import is_node
from .errors import raise_as_of_the_cell
from .pictured import pictured

LIBRARIES = get_args(Library)
HELP = """\
%gradcheck [--hints | --against LIBRARY] NAME | EXPR

Is this gradient right, and if not, which line is wrong? Takes a Value of microgradext or of any class of micrograd's
shape (a number, a gradient, operands; a backward step if it has one), and returns the report: r = %gradcheck loss

  --hints              which method, line and operand is wrong, without the expected number or expression
  --against torch|jax  every value and every gradient beside that library's, by name
  -h, --help           this text

For a function, call `gradcheck(f, a=2.0)`.
"""


def check_line(shell: InteractiveShell, line: str) -> Report | Comparison:
    """The report on what the line names, or its comparison with a library."""
    option, text = _read(line)
    try:
        target = eval(compile(text, "<gradcheck>", "eval"), shell.user_ns)
    except SyntaxError:
        raise UsageError(f"%gradcheck takes an expression; {text} is not one.") from None
    except Exception as error:
        raise_as_of_the_cell(shell, error)
    try:
        if option in LIBRARIES:
            return compared(shell, target, cast(Library, option), title=text)
        return checked(shell, target, reveal=option != "--hints", title=text)
    except (TypeError, ValueError, ImportError) as error:
        raise UsageError(f"{error}.") from None


def _read(line: str) -> tuple[str, str]:
    """The option, or the library to compare with, and the expression."""
    words = line.replace("--against=", "--against ", 1).split(maxsplit=1)
    option, text = ("", line.strip()) if not words or not words[0].startswith("--") else (words[0], "".join(words[1:]))
    if option == "--against":
        option, _, text = text.partition(" ")
        if option not in LIBRARIES:
            raise UsageError(f"%gradcheck: --against must be one of {', '.join(LIBRARIES)}, not {option or 'nothing'}.")
    elif option not in ("", "--hints"):
        raise UsageError(f"%gradcheck has no option {option}; `%gradcheck --help` lists them.")
    if not text.strip():
        raise UsageError(
            "%gradcheck takes a name or an expression, as in %gradcheck loss; `%gradcheck --help` says more."
        )
    return option, text.strip()


def checked(shell: InteractiveShell, target: Any, *, reveal: bool = True, title: str = "") -> Report:
    """The report on `target`, with the names that the notebook has for its inputs."""
    names = _names(shell)
    report = gradcheck(target, names, reveal=reveal) if is_node(target) else gradcheck(target, reveal=reveal)
    report = replace(report, target=title) if title else report
    return pictured(report, target, names) if is_node(target) else report


def compared(shell: InteractiveShell, target: Any, library: Library, *, title: str) -> Comparison:
    """`target` compared with a library, with the names that the notebook has for its Values."""
    return replace(gradcheck(target, _names(shell), against=library), title=title)


def _names(shell: InteractiveShell) -> dict[str, Any]:
    return {name: value for name, value in shell.user_ns.items() if not name.startswith("_") and is_node(value)}
