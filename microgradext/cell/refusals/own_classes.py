"""Own classes: methods like `__bool__` from which Python takes nothing but a plain answer."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from textwrap import dedent
from typing import Any

from ...engine.frames import is_users_file
from ...engine.refusals.written import Scope, Written

RETURNED = re.compile(
    r"(?:(?P<owner>\w+)\.)?(?P<method>__bool__|__float__).* (?:returned|\(type) (?:Value|Condition)\b"
)
PLAIN = {"__bool__": "bool", "__float__": "float"}
"""What the answer has to be; it may be asked for within these methods."""


def own_class(said: str, written: Written, scope: Scope, words: str) -> str | None:
    """The sentence about a method of the user's class that returns a Value; None if `said` is about something else."""
    found = RETURNED.match(said)
    if found is None:
        return None
    method = found["method"]
    for owner in _classes(written, scope, method):
        name = f"{owner.__name__}.{method}"
        if line := _returned(owner, method):
            return f"{name} (line {line[0]}) has to return a plain {PLAIN[method]}: write {line[1]}"
        break
    else:
        name = f"{found['owner']}.{method}" if found["owner"] else method
    return f"{name}, asked in {words}, has to return a plain {PLAIN[method]}: write return {PLAIN[method]}(…) in it"


def _classes(written: Written, scope: Scope, method: str) -> Iterator[type]:
    names = [each.id for each in ast.walk(written.node) if isinstance(each, ast.Name)] if written.node else []
    for name in names:
        try:
            held: Any = scope(name)
        except KeyError:
            continue
        owner = held if isinstance(held, type) else type(held)
        yield from (each for each in owner.__mro__ if _is_users(vars(each).get(method)))


def _is_users(method: object) -> bool:
    return inspect.isfunction(method) and is_users_file(method.__code__.co_filename)


def _returned(owner: type, method: str) -> tuple[int, str] | None:
    """The line where a method returns, and what to write there; None if it has several, or no source."""
    try:
        lines, first = inspect.getsourcelines(vars(owner)[method])
        tree = ast.parse(dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError):
        return None
    returns = [each for each in ast.walk(tree) if isinstance(each, ast.Return) and each.value is not None]
    if len(returns) != 1 or returns[0].value is None:
        return None
    return first + returns[0].lineno - 1, f"return {PLAIN[method]}({ast.unparse(returns[0].value)})"
