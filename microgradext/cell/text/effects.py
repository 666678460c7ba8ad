"""Effects: what a cell's text does that cannot be undone and that no audit event reports (`rerun/lasting.py`)."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator, Mapping
from inspect import CO_VARARGS, CO_VARKEYWORDS
from io import TextIOWrapper
from types import CodeType, FunctionType
from typing import Any

from .counts import dotted
from .depth import deep_trees
from .imported import home, imported
from .spans import Spans

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)

CALLS = frozenset({"input", "breakpoint", "get_ipython"})

MODULES = frozenset("matplotlib seaborn plotly httpx IPython.display ipywidgets".split())

METHODS = frozenset(
    "write writelines save savetxt tofile dump to_parquet to_sql write_csv write_parquet"
    " commit execute executemany executescript post".split()
)
"""Methods of files, connections and libraries that write without Python's knowledge."""


def effect_of(tree: ast.AST, namespace: Mapping[str, Any]) -> str:
    """The first call that cannot be undone, with its line, as in 'input (line 3)'; empty when there is none.

    >>> effect_of(ast.parse('y = x\\nimport matplotlib.pyplot as plt\\nplt.plot(y)'), {})
    'plt.plot (line 3)'
    """
    with deep_trees():
        return next((f"{call} (line {line})" for call, line in _effects(tree, namespace)), "")


def effect_in(names: Iterable[str], namespace: Mapping[str, Any], spans: Spans) -> str:
    """The first such call in the functions of a notebook, as in 'input (line 3 of ask)'; empty when there is none.

    Methods of what a function itself has made, such as a file that it has opened, do not count: that was an event.
    """
    trees: dict[str, ast.AST] = {}
    with deep_trees():
        for function in (namespace.get(name) for name in sorted(names)):
            if not isinstance(function, FunctionType) or function.__globals__ is not namespace:
                continue
            code = function.__code__
            made = _made_inside(code)
            if code.co_filename not in trees:
                trees[code.co_filename] = _parsed("\n".join(spans.lines(code.co_filename)))
            for node in ast.walk(trees[code.co_filename]):
                if isinstance(node, FUNCTION) and _first_line(node) == code.co_firstlineno:
                    for call, line in _effects(node, namespace):
                        if call.partition(".")[0] not in made:
                            return f"{call} (line {line} of {function.__name__})"
    return ""


def _made_inside(code: CodeType) -> frozenset[str]:
    """The local variables of a function that are not its parameters."""
    flags = [flag for flag in (CO_VARARGS, CO_VARKEYWORDS) if code.co_flags & flag]
    parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount + len(flags)]
    return frozenset({*code.co_varnames, *code.co_cellvars} - {*parameters})


def _parsed(text: str) -> ast.AST:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the user has seen them
            return ast.parse(text)
    except (SyntaxError, ValueError):  # not the text that was compiled, such as a cell with magics
        return ast.Module([], [])


def _first_line(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> int:
    decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
    return min([node.lineno, *(each.lineno for each in decorators)])


def _effects(tree: ast.AST, namespace: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The calls that cannot be undone, as the user would name them, and their lines."""
    known = imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _prints_to_file(node, namespace):
            yield "print to a file", node.lineno
        elif isinstance(node, ast.Call) and _lasts(node.func, known, namespace):
            yield _said(node.func), node.lineno


def _prints_to_file(call: ast.Call, namespace: Mapping[str, Any]) -> bool:
    """Whether a call prints to a file that an earlier cell has opened."""
    given = [dotted(keyword.value) for keyword in call.keywords if keyword.arg == "file"]
    return dotted(call.func) == "print" and any(isinstance(namespace.get(name), TextIOWrapper) for name in given)


def _lasts(function: ast.expr, known: Mapping[str, str], namespace: Mapping[str, Any]) -> bool:
    if isinstance(function, ast.Attribute) and function.attr in METHODS:
        return True
    name = dotted(function)
    if name in CALLS:
        return True
    root, _, rest = name.partition(".")
    place = known.get(root) or home(namespace.get(root)) or root
    full = f"{place}.{rest}" if rest else place
    return any(full == module or full.startswith(f"{module}.") for module in MODULES)


def said(text: str) -> str:
    """What a call in the text is called, as in 'df.to_csv'; empty if the text is no call.

    >>> said("df.to_csv('a.csv')"), said('a + b')
    ('df.to_csv', '')
    """
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    return _said(node.func) if isinstance(node, ast.Call) else ""


def _said(function: ast.expr) -> str:
    name = dotted(function)
    if any(isinstance(node, ast.Name) and node.id == "get_ipython" for node in ast.walk(function)):
        return "a shell command or magic"
    return name or (f"….{function.attr}" if isinstance(function, ast.Attribute) else "a call")
