"""Shell: HTML that holds live pictures and the front end once, runs nothing else and makes no requests."""

from __future__ import annotations

from html import escape

from .. import front_end
from .templates import ARTICLE, DOCUMENT, LIVE, SOURCE, filled


def live(graph: str) -> str:
    """The place for the live view of a saved graph; `graph` is its text."""
    # JSON has a "<" only inside strings, where it may be written like this.
    return filled(LIVE, graph=graph.replace("<", "\\u003c"))


def article(picture: str, *, title: str, code: str, formula: str) -> str:
    """The body of a page of one picture: its title, the code that made it, the picture, and the formula as LaTeX."""
    return filled(
        ARTICLE,
        title=escape(title),
        code=_source("Code", code),
        picture=picture,
        formula=_source("Formula in LaTeX", formula),
    )


def fragment(body: str) -> str:
    """HTML to paste into a page: `body`, which holds live pictures, and the front end.

    A page that forbids scripts has to allow the one whose hash is in the comment.
    """
    script, style = _front_end(front_end.SCRIPT), _front_end(front_end.STYLE)
    allowed = front_end.allowed(script)
    return f'<!-- script-src {allowed} -->\n<style>{style}</style>\n{body}\n<script type="module">{script}</script>\n'


def document(body: str, *, title: str, language: str = "en", styles: str = "") -> str:
    """A whole page around `body`."""
    script = _front_end(front_end.SCRIPT)
    return filled(
        DOCUMENT,
        language=escape(language),
        policy=escape(front_end.policy(script)),
        title=escape(title),
        more=f"<style>{styles}</style>\n" if styles else "",
        style=_front_end(front_end.STYLE),
        script=script,
        body=body,
    )


def cells(styles: str) -> str:
    """The style of a notebook's cells, and what nbconvert adds to it."""
    return _front_end(front_end.NOTEBOOK_STYLE) + styles


def _source(head: str, text: str) -> str:
    return filled(SOURCE, head=head, source=escape(text.strip("\n"))) if text.strip() else ""


def _front_end(name: str) -> str:
    if not front_end.available():
        raise ValueError(front_end.missing("A live page needs"))
    return front_end.text(name)
