"""Effects: what a cell does that cannot be undone, judged by its text; such a cell runs again only on demand."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from .counts import dotted
from .depth import deep_trees

CALLS = frozenset({"open", "input", "breakpoint", "get_ipython"})

MODULES = frozenset(
    "matplotlib seaborn plotly requests httpx urllib http socket smtplib ftplib subprocess shutil sqlite3 webbrowser"
    " IPython.display ipywidgets".split()
)

FUNCTIONS = frozenset(
    "os.system os.popen os.remove os.unlink os.rename os.replace os.mkdir os.makedirs os.rmdir".split()
)

METHODS = frozenset(
    "write writelines write_text write_bytes unlink touch mkdir rmdir savefig save savetxt tofile dump to_csv to_json"
    " to_pickle to_excel to_parquet to_sql commit execute post".split()
)


def effect_of(tree: ast.AST, namespace: Mapping[str, Any]) -> str:
    """The first call that cannot be undone, with its line, as in 'open (line 3)'; empty when there is none.

    >>> effect_of(ast.parse('y = x\\nimport matplotlib.pyplot as plt\\nplt.plot(y)'), {})
    'plt.plot (line 3)'
    """
    with deep_trees():
        known = imported(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _lasts(node.func, known, namespace):
                return f"{_said(node.func)} (line {node.lineno})"
    return ""


def _lasts(function: ast.expr, known: Mapping[str, str], namespace: Mapping[str, Any]) -> bool:
    if isinstance(function, ast.Attribute) and function.attr in METHODS:
        return True
    name = dotted(function)
    if name in CALLS:
        return True
    root, _, rest = name.partition(".")
    place = known.get(root) or home(namespace.get(root)) or root
    full = f"{place}.{rest}" if rest else place
    return full in FUNCTIONS or any(full == module or full.startswith(f"{module}.") for module in MODULES)


def imported(tree: ast.AST) -> dict[str, str]:
    """What each imported name stands for: `plt` for `matplotlib.pyplot`."""
    found = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found.update({alias.asname: alias.name for alias in names if alias.asname})
                roots = [alias.name.partition(".")[0] for alias in names if not alias.asname]
                found.update(zip(roots, roots, strict=True))
            case ast.ImportFrom(module=str() as module, names=names):
                found.update({alias.asname or alias.name: f"{module}.{alias.name}" for alias in names})
    return found


def home(item: Any) -> str:
    """The dotted name of a module, or of a function in a module, that an earlier cell imported."""
    if isinstance(item, ModuleType):
        return item.__name__
    module, name = getattr(item, "__module__", None), getattr(item, "__qualname__", None)
    return f"{module}.{name}" if isinstance(module, str) and isinstance(name, str) else ""


def _said(function: ast.expr) -> str:
    name = dotted(function)
    if name == "get_ipython":
        return "a shell command or magic"
    return name or (f"….{function.attr}" if isinstance(function, ast.Attribute) else "a call")
