"""`%gradcheck` and `%%grad --check`: the line is read, `gradcheck` asked, and cells are called as the notebook does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell

from ..check.gradcheck import gradcheck
from ..check.report import Finding, Report
from ..check.shape import is_node
from .errors import raise_as_of_the_cell

HELP = """\
%gradcheck [--hints] NAME | EXPR

Is this gradient right, and if not, which line is wrong? Takes a Value of ours or of any class of micrograd's shape
(data, grad, _prev, _op, _backward), and gives the report: r = %gradcheck loss

  --hints     which method, line and operand is wrong, without the number or the expression that is expected
  -h, --help  this text

For a function, call `gradcheck(f, a=2.0)`.
"""


def check_line(shell: InteractiveShell, line: str) -> Report:
    """The report on what the line names."""
    words = line.split(maxsplit=1)
    hints = bool(words) and words[0] == "--hints"
    text = (words[1:] or [""])[0] if hints else line.strip()
    if not text:
        raise UsageError(
            "%gradcheck takes a name or an expression, as in %gradcheck loss; `%gradcheck --help` says more."
        )
    if text.startswith("-") and not text.startswith("- ") and text.lstrip("-")[:1].isalpha() and text.startswith("--"):
        raise UsageError(f"%gradcheck has no option {text.split()[0]}; `%gradcheck --help` lists them.")
    try:
        target = eval(compile(text, "<gradcheck>", "eval"), shell.user_ns)
    except SyntaxError:
        raise UsageError(f"%gradcheck takes an expression, and {text} is none.") from None
    except Exception as error:
        raise_as_of_the_cell(shell, error)
    try:
        return named(checked(shell, target, reveal=not hints, title=text), shell)
    except TypeError as error:
        raise UsageError(f"{error}.") from None


def checked(shell: InteractiveShell, target: Any, *, reveal: bool = True, title: str = "") -> Report:
    """The report on `target`, with the names that the notebook has for its inputs."""
    names = {name: value for name, value in shell.user_ns.items() if not name.startswith("_") and is_node(value)}
    report = gradcheck(target, names, reveal=reveal) if is_node(target) else gradcheck(target, reveal=reveal)
    return replace(report, target=title) if title else report


def named(report: Report, shell: InteractiveShell) -> Report:
    """The same with cells called `In[3]` instead of by the file that stands for them."""
    return replace(report, findings=tuple([_named(finding, shell) for finding in report.findings]))


def _named(finding: Finding, shell: InteractiveShell) -> Finding:
    call = getattr(shell.compile, "format_code_name", None)  # since IPython 8
    found = call(finding.place.file) if call is not None and finding.place is not None else None
    if found is None or finding.place is None:
        return finding
    return replace(finding, place=replace(finding.place, name=" ".join(found)))
