"""A point as Python that runs as it is: for each input, or each container of inputs, an assignment.

Twin: js/save/assignments.ts
"""

from __future__ import annotations

import keyword
import math
import re
from collections.abc import Iterator, Mapping, Sequence

Tree = dict[str, "float | Tree"]
"""What is at each step from a name to a number: `w`, then `['a']`, `[0]` or `.x`."""

STRING = "|".join(
    rf"{quote}(?:[^{quote}\\\x00-\x1f]|\\(?:[\\'\"nrt]|x[0-9a-f]{{2}}|u[0-9a-f]{{4}}|U00(?:0[0-9a-f]|10)[0-9a-f]{{4}}))*{quote}"
    for quote in "'\""
)
ATOM = rf"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?|True|False|None|{STRING})"
STEP = re.compile(rf"\.(?P<name>[^.[\]]+)|\[(?:{ATOM}|\({ATOM}(?:, {ATOM})*,?\))\]")
ROOT = re.compile(r"[^.[\]]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
NAMESPACE = "from types import SimpleNamespace\n\n"


def assignments(point: Mapping[str, float]) -> str:
    """Inputs by name as assignments, those of a list, a dict or an object together; a comment if no code has that name.

    >>> print(assignments({"a": -2.0, "w[0]": 1.0, "w[1]": 0.5, "d['k']": 3.0}), end="")
    a = -2.0
    w = [1.0, 0.5]
    d = {'k': 3.0}
    """
    roots: Tree = {}
    for name, x in point.items():
        if not _put(roots, _steps(name), x):
            roots[f"# {CONTROL.sub(' ', name)}"] = x
    lines = "".join(f"{root} = {_written(inner)}\n" for root, inner in roots.items())
    return (NAMESPACE if any(map(_has_attributes, roots.values())) else "") + lines


def _steps(name: str) -> list[str]:
    """The steps that lead there; none if it is not how code would reach a number."""
    root = ROOT.match(name)
    found = [root[0], *_further(name, root.end())] if root else []
    names = [step.removeprefix(".") for step in found if not step.startswith("[")]
    return found if "".join(found) == name and all(map(_is_name, names)) else []


def _further(name: str, start: int) -> Iterator[str]:
    while step := STEP.match(name, start):
        yield step[0]
        start = step.end()


def _is_name(text: str) -> bool:
    return text.isidentifier() and not keyword.iskeyword(text)


def _put(tree: Tree, steps: Sequence[str], x: float) -> bool:
    """Put a number there, unless another is in its way."""
    for step in steps[:-1]:
        inner = tree.setdefault(step, {}) if _fits(tree, step) else None
        if not isinstance(inner, dict):
            return False
        tree = inner
    if not steps or steps[-1] in tree or not _fits(tree, steps[-1]):
        return False
    tree[steps[-1]] = x
    return True


def _fits(tree: Tree, step: str) -> bool:
    """Whether all steps from there are attributes, or none is."""
    return next(iter(tree), step).startswith(".") == step.startswith(".")


def _has_attributes(of: float | Tree) -> bool:
    return isinstance(of, dict) and (next(iter(of)).startswith(".") or any(map(_has_attributes, of.values())))


def _written(of: float | Tree) -> str:
    if not isinstance(of, dict):
        return repr(of) if math.isfinite(of) else f'float("{of}")'
    if next(iter(of)).startswith("."):
        return f"SimpleNamespace({', '.join(f'{step[1:]}={_written(inner)}' for step, inner in of.items())})"
    items = [of.get(f"[{i}]") for i in range(len(of))]
    listed = [_written(item) for item in items if item is not None]
    if len(listed) == len(items):
        return f"[{', '.join(listed)}]"
    return f"{{{', '.join(f'{step[1:-1]}: {_written(inner)}' for step, inner in of.items())}}}"
