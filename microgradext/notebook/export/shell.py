"""Shell: HTML that holds live pictures and the front end once, runs nothing else and makes no requests."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from ..live.widget import MISSING, STATIC
from ..wire.saved import MIME

FILES = ("page.js", "page.css", "widget.css")


def live(graph: str) -> str:
    """The place for the live view of a saved graph; `graph` is its text."""
    # JSON has a "<" only inside strings, where it may be written like this.
    text = graph.replace("<", "\\u003c")
    return f'<div class="microgradext-graph"><script type="{MIME}">{text}</script></div>'


def fragment(body: str) -> str:
    """HTML to paste into a page: `body`, which holds live pictures, and the front end.

    A page that forbids scripts has to allow the one whose hash is in the comment.
    """
    script = _front_end("page.js")
    return f"<!-- script-src {_hash(script)} -->\n{_style('widget.css')}\n{body}\n{_script(script)}\n"


def document(body: str, *, title: str, language: str = "en", styles: str = "") -> str:
    """A whole page around `body`; `styles` is additional CSS."""
    script = _front_end("page.js")
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{escape(language)}">',
            "<head>",
            '<meta charset="utf-8">',
            # The policy comes before anything that it applies to.
            f'<meta http-equiv="Content-Security-Policy" content="{policy(script)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(title)}</title>",
            _style("page.css", styles),
            _style("widget.css"),
            "</head>",
            "<body>",
            f'<main class="jp-Notebook">{body}</main>',
            _script(script),
            "</body>",
            "</html>",
            "",
        ]
    )


def policy(script: str) -> str:
    """What a page may do: run this one script, use its own styles, and show pictures that it contains."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src 'unsafe-inline'; img-src data:; media-src data:; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _script(script: str) -> str:
    return f'<script type="module">{script}</script>'


def _style(name: str, more: str = "") -> str:
    return f"<style>{_front_end(name)}{more}</style>"


def _front_end(name: str) -> str:
    if not all((STATIC / each).exists() for each in FILES):
        raise ValueError(MISSING.replace("The live view needs its", "A live page needs the"))
    return (STATIC / name).read_text("utf-8")
