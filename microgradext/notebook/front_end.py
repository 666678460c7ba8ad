"""The front end as text: one script, which is both the widget and the script of an exported page, and its style.

A widget of a notebook brings only the stub along, which finds the rest in a model that all widgets share.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"
MISSING = "{what} its front end, which is not in this installation: run `make build` in the checkout."
SCRIPT, STYLE, NOTEBOOK_STYLE, STUB = "widget.js", "widget.css", "notebook.css", "stub.js"


def available() -> bool:
    """Whether the front end was built."""
    return all((STATIC / name).exists() for name in (SCRIPT, STYLE, NOTEBOOK_STYLE, STUB))


def missing(what: str) -> str:
    """What to do about a front end that was not built; `what` needs it, as in "The live view needs"."""
    return MISSING.format(what=what)


@cache
def text(name: str, otherwise: str = "") -> str:
    """The text of a file of the front end, or `otherwise` if it was not built."""
    path = STATIC / name
    return path.read_text("utf-8") if path.exists() else otherwise


def allowed(script: str) -> str:
    """A script as a Content-Security-Policy names it: by its hash."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def policy(script: str) -> str:
    """What a page may do: run this one script, use its own styles, and show pictures that it contains."""
    return (
        f"default-src 'none'; script-src {allowed(script)}; style-src 'unsafe-inline'; img-src data:; "
        "media-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )
