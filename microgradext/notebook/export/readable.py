"""Outputs that a page without scripts would show as `<… object>`: LaTeX as its source, JSON as indented text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

SHOWN = ("text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg")
UNREADABLE = re.compile(r"\s*<[^<>]* object( at 0x[0-9a-f]+)?>\s*", re.IGNORECASE)
DOLLARS = re.compile(r"(\$\$?)(?:\s*\\displaystyle\b)?(.*)\1", re.DOTALL)


def readable(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an output; with HTML if a page would otherwise show no more than the name of its class.

    >>> readable({"text/latex": "$x^2$", "text/plain": "<IPython.core.display.Latex object>"})["text/html"]
    '<pre class="microgradext-source">x^2</pre>'
    """
    plain = data.get("text/plain")
    if any(kind in data for kind in SHOWN) or not (plain is None or UNREADABLE.fullmatch(_joined(plain))):
        return dict(data)
    if "text/latex" in data:
        source = _joined(data["text/latex"]).strip()
        formula = DOLLARS.fullmatch(source)
        return {**data, "text/html": _block(formula[2].strip() if formula else source)}
    if "application/json" in data:
        return {**data, "text/html": _block(json.dumps(data["application/json"], indent=2, ensure_ascii=False))}
    return dict(data)


def _block(text: str) -> str:
    return f'<pre class="microgradext-source">{escape(text)}</pre>'


def _joined(text: Any) -> str:
    """A text of a notebook, which may be a list of lines."""
    return "".join(text) if isinstance(text, list) else str(text)
