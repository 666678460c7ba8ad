"""The style sheet inside a still picture: plain colours without variables, so that every SVG renderer reads it.

It is stored with every picture, so it is short: no rule for what is not drawn, and equal neighbours share one.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from ..layout.measures import Detail
from .palette import DARK, LIGHT, Palette, Theme
from .stroke import Stroke, mixed

FONT = "system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif"
CODE = "ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace"

SHAPES = {
    "text": f"font:12px {FONT};font-variant-numeric:tabular-nums lining-nums",
    ".l": f"font:700 11.5px {CODE}",
    ".k": f"font:11.5px {CODE};text-anchor:end",
    ".u .l": "font-weight:400",
    ".v": "font-size:12.5px;font-weight:500",
    ".s": "text-anchor:middle;dominant-baseline:central",
    ".word": "font-size:10.5px",
    ".q": "font-size:11px",
    ".e": "fill:none",
    ".o>rect:first-child": "stroke-width:1.5",
}
FULL = {".g": "font-size:11.5px", ".c": "font-size:10.5px;text-anchor:middle"}
COMPACT = {
    ".l": f"font:700 10.5px {CODE}",
    ".k": f"font:10.5px {CODE};text-anchor:end",
    ".v": "font-size:10.5px;text-anchor:end",
    ".s": "font-size:10px;text-anchor:middle;dominant-baseline:central",
    ".word": "font-size:8.5px",
}
MARKS = {
    ".w>rect:first-child": "stroke-width:2",
    ".e.w": "stroke-width:2.5",
    ".x": "font-size:10.5px;font-weight:600;text-anchor:end",
}
FOLDS = {
    ".t": "font-size:11.5px;font-weight:600",
    ".f": f"font:10.5px {CODE};white-space:pre",
    ".n .q": "font-size:10.5px",
    ".m": "text-anchor:end",
}
ROWS = {
    ".fr path": "fill:none",
    ".cv": "stroke-linecap:round;stroke-linejoin:round",
    ".hl": "stroke-dasharray:1 2",
    ".lv": "stroke-dasharray:3 2",
    ".bu": "stroke-dasharray:3 2",
}
DASHES = {"zero": "1.5 3.5", "unbounded": "5 3"}


def root(theme: Theme) -> str:
    """The class of the picture, which begins every rule, so that a picture in a page changes nothing else there."""
    return f"m{theme[0]}"


class Drawn(NamedTuple):
    """What needs rules only where it is."""

    wrong: bool = False
    folds: bool = False
    rows: bool = False  # of what the turns of a loop hand on


def style(theme: Theme, detail: Detail, lines: Mapping[str, Stroke], drawn: Drawn) -> str:
    """The rules for these strokes by class, and for what else is drawn; 'auto' follows the reader's wish."""
    shapes = SHAPES | (FULL if detail == "full" else COMPACT)
    dashes = {f".e.{kind}": f"stroke-dasharray:{dash}" for kind, dash in DASHES.items() if kind in lines}
    marks = (MARKS if drawn.wrong else {}) | (FOLDS if drawn.folds else {}) | (ROWS if drawn.rows else {})
    rules = [*_rules(theme, shapes | dashes | marks), *_rules(theme, _all(_own(theme), detail, lines, drawn))]
    if theme == "auto":
        dark = _rules(theme, _all(DARK, detail, lines, drawn))
        rules += ["@media (prefers-color-scheme:dark){", *dark, "}"]
    return re.sub(r"#(.)\1(.)\2(.)\3\b", r"#\1\2\3", "".join(rules))


def _all(palette: Palette, detail: Detail, lines: Mapping[str, Stroke], drawn: Drawn) -> dict[str, str]:
    red = "#ff8a80" if palette is DARK else "#b3261e"
    wrong = (
        {".w>rect:first-child": f"stroke:{red}", ".e.w": f"stroke:{red}", "text.x": f"fill:{red}"}
        if drawn.wrong
        else {}
    )
    sheets = dict.fromkeys((".sh", ".fr rect"), f"fill:{palette.background};stroke:{palette.rule}")
    folds = sheets | {".f": f"fill:{palette.quiet}"}
    rows = {
        ".sl": f"stroke:{palette.rule}",
        **dict.fromkeys((".cv", ".hl", ".lv", ".bu"), f"stroke:{palette.quiet}"),
        ".fr .bp": f"fill:{palette.positive}",
        ".fr .bn": f"fill:{palette.negative}",
    }
    return _colours(palette, detail, lines) | wrong | (folds if drawn.folds else {}) | (rows if drawn.rows else {})


def _own(theme: Theme) -> Palette:
    return DARK if theme == "dark" else LIGHT


def _rules(theme: Theme, rules: Mapping[str, str]) -> Iterator[str]:
    for declarations, alike in groupby(rules.items(), key=lambda rule: rule[1]):
        yield f"{','.join(f'.{root(theme)} {selector}' for selector, _ in alike)}{{{declarations}}}"


def _colours(palette: Palette, detail: Detail, lines: Mapping[str, Stroke]) -> dict[str, str]:
    inks = {"positive": palette.positive_ink, "negative": palette.negative_ink}
    hues = {"positive": palette.positive, "negative": palette.negative}
    greys = {"zero": palette.zero, "unbounded": palette.ink, "unknown": palette.line}
    bars = {f".n rect.{kind[0]}": f"fill:{hue};stroke:none" for kind, hue in hues.items()}
    return {
        ".bg": f"fill:{palette.background}",
        ".chip": f"fill:{palette.background}",
        "text": f"fill:{palette.ink}",
        ".n rect": f"fill:{palette.node};stroke:{palette.line}",
        ".u rect": f"stroke:{palette.rule}",
        ".i rect": f"fill:{palette.input}",
        ".o>rect:first-child": f"stroke:{palette.ink}",
        ".n .b": f"fill:{palette.background};stroke:{palette.line}",
        **dict.fromkeys((".u .l", ".k", ".g", ".c", ".q"), f"fill:{palette.quiet}"),
        **{f"text.{kind[0]}": f"fill:{ink}" for kind, ink in inks.items()},
        **(bars if detail == "compact" else {}),
        **{f".e.{kind}": f"stroke:{colour}" for kind, colour in greys.items() if kind in lines},
        **{
            f".{name}": f"stroke:{mixed(hues[line.kind], palette.zero, line.hue)}"
            for name, line in sorted(lines.items())
            if line.hue
        },
    }
