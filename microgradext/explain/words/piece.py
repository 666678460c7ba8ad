"""A part of a formula, as code or as LaTeX."""

from dataclasses import dataclass

ATOM = 9
"""The tightest level: a name, a call, something in brackets. Code and LaTeX have their own levels below it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text, and how tightly it binds."""

    text: str
    level: int = ATOM
