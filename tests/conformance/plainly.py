"""A cell as plain Python: no Value anywhere, floats and ints as they are written."""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from .earlier import earlier_names
from .snapshot import NOTHING, Held, number_of, snapshot

FILE = "<plain cell>"
ARITHMETIC = ("math domain error", "math range error", "Result too large")


@dataclass(frozen=True)
class Plain:
    """What a cell comes to in plain Python."""

    output: Any  # the last expression, or what `out` holds
    names: Mapping[str, Any]
    printed: str
    error: BaseException | None
    path: int  # equal for runs that took the same lines in the same order
    beyond: bool  # Python raised where ours go on (IEEE numbers, text of NumPy's), or went on with a complex number


def plainly(source: str, *, only_output: bool = False) -> Plain:
    """Run the text of a cell where the earlier cell has run; `only_output` leaves the names out."""
    names, path, printed = earlier_names(source), _Path(), io.StringIO()
    body, last = _compiled(source)
    output, error, before = NOTHING, None, sys.gettrace()
    try:
        with redirect_stdout(printed):
            sys.settrace(path.enter)
            exec(body, names)
            output = eval(last, names) if last else names.get("out", NOTHING)
    except Exception as raised:  # the cell's own
        error = raised
    finally:
        sys.settrace(before)
    kept = {} if only_output else snapshot(names)
    result = number_of(output)
    beyond = path.beyond or "complex" in str(error) or "np.float64" in str(error)
    beyond = beyond or isinstance(result, complex) or any(_has_complex(item) for item in kept.values())
    return Plain(result, kept, printed.getvalue(), error, hash(tuple(path.lines)), beyond)


def _compiled(source: str) -> tuple[CodeType, CodeType | None]:
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    body = compile(tree, FILE, "exec")
    return body, compile(ast.Expression(last.value), FILE, "eval") if isinstance(last, ast.Expr) else None


@dataclass
class _Path:
    lines: list[int] = field(default_factory=list)
    beyond: bool = False

    def enter(self, frame: FrameType, event: str, details: Any) -> Any:
        """Python's trace function: follow the code of the cells, and no library's."""
        file = frame.f_code.co_filename
        return self.follow if file == FILE or file.startswith("<earlier") else None

    def follow(self, frame: FrameType, event: str, details: Any) -> Any:
        """Note each line, and each error of arithmetic, caught or not."""
        if event == "line":
            self.lines.append(frame.f_lineno)
        elif event == "exception":
            kind, error, _ = details
            self.beyond |= issubclass(kind, ArithmeticError) or str(error) in ARITHMETIC or "complex" in str(error)
        return self.follow


def _has_complex(item: Any) -> bool:
    return isinstance(item, complex) or (isinstance(item, Held) and any(map(_has_complex, item.items)))
