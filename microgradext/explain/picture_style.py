"""The style sheet inside a still picture: plain colours, no variables, so that every renderer of SVG reads it."""

from collections.abc import Iterable, Mapping

from .palette import DARK, LIGHT, Palette, Theme
from .strokes import Stroke, mixed

FONT = "system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif"
CODE = "ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace"

SHAPES = {
    "text": f"font:12px {FONT};font-variant-numeric:tabular-nums lining-nums",
    ".l": f"font:700 11.5px {CODE}",
    ".unnamed .l": "font-weight:400",
    ".v": "font-size:12.5px;font-weight:500",
    ".g": "font-size:11.5px",
    ".k": f"font:11.5px {CODE};text-anchor:end",
    ".s": "text-anchor:middle;dominant-baseline:central",
    ".word": "font-size:10.5px",
    ".c": "font-size:10.5px;text-anchor:middle",
    ".q": "font-size:11px",
    ".e": "fill:none",
    ".output>rect:first-child": "stroke-width:1.5",
    ".e.zero": "stroke-dasharray:1.5 3.5",
    ".e.unbounded": "stroke-dasharray:5 3",
}
COMPACT = {
    ".l": "font-size:10.5px",
    ".k": "font-size:10.5px",
    ".v": "font-size:10.5px;font-weight:400;text-anchor:end",
    ".s": "font-size:10px",
    ".word": "font-size:8.5px",
}


def style(theme: Theme, lines: Mapping[str, Stroke]) -> str:
    """The rules of a picture with these strokes by class; 'auto' asks for the reader's preference."""
    root = f".mg-{theme}"
    rules = [*_rules(root, SHAPES), *_rules(f"{root}.compact", COMPACT)]
    rules += _rules(root, _colours(DARK if theme == "dark" else LIGHT, lines))
    if theme == "auto":
        rules += ["@media (prefers-color-scheme:dark){", *_rules(root, _colours(DARK, lines)), "}"]
    return "".join(rules)


def _rules(root: str, rules: Mapping[str, str]) -> Iterable[str]:
    return [f"{root} {selector}{{{declarations}}}" for selector, declarations in rules.items()]


def _colours(palette: Palette, lines: Mapping[str, Stroke]) -> dict[str, str]:
    inks = {"positive": palette.positive_ink, "negative": palette.negative_ink}
    hues = {"positive": palette.positive, "negative": palette.negative}
    return {
        ".bg": f"fill:{palette.background}",
        "text": f"fill:{palette.ink}",
        ".n rect": f"fill:{palette.node};stroke:{palette.line}",
        ".unnamed rect": f"stroke:{palette.rule}",
        ".input rect": f"fill:{palette.input}",
        ".output>rect:first-child": f"stroke:{palette.ink}",
        ".n .b": f"fill:{palette.background};stroke:{palette.line}",
        ".chip": f"fill:{palette.background}",
        ".unnamed .l": f"fill:{palette.quiet}",
        **dict.fromkeys((".k", ".g", ".c", ".q"), f"fill:{palette.quiet}"),
        **{f"text.{kind}": f"fill:{ink}" for kind, ink in inks.items()},
        **{f".n rect.{kind}": f"fill:{hue};stroke:none" for kind, hue in hues.items()},
        ".e.zero": f"stroke:{palette.zero}",
        ".e.unbounded": f"stroke:{palette.ink}",
        ".e.unknown": f"stroke:{palette.line}",
        **{
            f".{name}": f"stroke:{mixed(hues[line.kind], palette.zero, line.hue)}"
            for name, line in sorted(lines.items())
            if line.hue
        },
    }
