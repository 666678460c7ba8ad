"""The text of a `%%grad` cell as IPython would compile it: transformed, cached, with its line numbers."""

from __future__ import annotations

import tokenize
from dataclasses import dataclass
from io import StringIO

from IPython.core.interactiveshell import InteractiveShell


@dataclass(frozen=True, slots=True)
class Source:
    """The text that is compiled, and the file name under which tracebacks find it."""

    text: str
    filename: str


def source_of(shell: InteractiveShell, line: str, body: str) -> Source:
    """`body` after a comment in place of the `%%grad` line, so that lines are numbered as in the editor.

    Shell commands and line magics in it are transformed as in any other cell.
    """
    indent = body[: len(body) - len(body.lstrip(" \t"))].rpartition("\n")[2]
    text = shell.transform_cell(f"{indent}# %%grad {line}\n{body}")
    number = len(shell.history_manager.input_hist_parsed) - 1 if shell.history_manager else 0
    return Source(text, shell.compile.cache(text, number))


def silenced(body: str) -> bool:
    """Whether the last thing in `body`, comments aside, is a semicolon."""
    last = ""
    try:
        for token in tokenize.generate_tokens(StringIO(body).readline):
            if token.type not in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.DEDENT):
                last = token.string
    except (tokenize.TokenError, IndentationError):
        return False
    return last == ";"
