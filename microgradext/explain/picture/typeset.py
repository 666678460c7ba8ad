r"""A still picture as LaTeX, for a printed notebook: the drawing of `picture`, with what nbconvert's preamble loads.

That is pgf's basic layer and adjustbox. A document without them keeps only what is beside the picture. The text is
stored with every result, so it is short: a one-letter macro for each thing that is drawn.
"""

from collections.abc import Iterator
from dataclasses import replace

from ...engine.frame import Frame
from ...engine.graph import Graph
from ..layout.layout import extent
from ..layout.measures import WORD, Place, Rectangle
from ..rounding import ROUNDING, Flowing, Known, number_of
from ..view import Box, View
from ..words.symbols import LETTERS, literal
from ..words.wording import cut
from . import folds
from .legend import ABOVE, LINE, ROW
from .palette import LIGHT
from .picture import Drawing, drawing, fitting
from .strands import beside
from .stroke import Kind, Stroke, kind_of
from .svg import number

WIDTH = 560  # px; a page of paper is narrower than a window
SIZE = 0.75  # pt for each px
LARGEST = 4000  # px; a larger picture would be illegible on a page, and TeX has no lengths for one of 16,384
MANY = 200  # boxes; of more it pays to find out first whether they fit

COLOURS = {
    "P": LIGHT.positive, "N": LIGHT.negative, "p": LIGHT.positive_ink, "n": LIGHT.negative_ink, "z": LIGHT.zero,
    "q": LIGHT.quiet, "k": LIGHT.ink, "r": LIGHT.rule, "l": LIGHT.line, "f": LIGHT.input,
}  # fmt: skip
INKS: dict[Kind, str] = {"positive": "p", "negative": "n"}
GREYS: dict[Kind, str] = {"zero": "z", "unbounded": "k"}
DASHES: dict[Kind, str] = {"zero": "1.5", "unbounded": "5"}

# y grows downwards in a picture, and upwards on paper.
# \B x y width height {radius}{fill}{border}: a box. \T x y anchor size colour words. \E colour width path: a line.
# \D length line: a dashed one. \K x y colour number: a number on an edge. \N x y width {…} colour label value colour
# gradient: a box with its three lines. \m and \p: a sign that hangs left of the digits.
MACROS = r"""\usepgflibrary{svg.path}\sffamily
\def\B#1#2#3#4#5#6#7{\pgfscope\pgfsetlinewidth{1pt}\pgfsetfillcolor{#6}\pgfsetstrokecolor{#7}%
\pgfsetcornersarced{\pgfpoint{#5pt}{#5pt}}\pgfpathrectangle{\pgfpoint{#1pt}{-#2pt}}{\pgfpoint{#3pt}{-#4pt}}%
\pgfusepath{fill,stroke}\endpgfscope}
\def\T#1#2#3#4#5#6{\pgftext[x=#1pt,y=-#2pt,#3]{\fontsize{#4}{#4}\selectfont\color{#5}#6}}
\def\E#1#2#3{\pgfscope\pgftransformyscale{-1}\pgfsetlinewidth{#2pt}\pgfsetstrokecolor{#1}\pgfpathsvg{#3}\pgfusepath{stroke}\endpgfscope}
\def\D#1#2{\pgfscope\pgfsetdash{{#1pt}{3pt}}{0pt}#2\endpgfscope}
\def\K#1#2#3#4{\T{#1}{#2}{}{10.5}{#3}{\fboxsep1pt\colorbox{white}{$#4$}}}
\def\N#1#2#3#4#5#6#7#8#9{\pgfscope\pgftransformshift{\pgfpoint{#1pt}{-#2pt}}\B00{#3}{58}#4\T{16}{17}{left,base}{11.5}{#5}{#6}%
\T{16}{34.5}{left,base}{12.5}k{$#7$}\T{16}{50.5}{left,base}{11.5}{#8}{$#9$}\endpgfscope}
\def\m{\llap{$-$}}\def\p{\llap{$+$}}\def\X#1{\definecolor{#1}{HTML}}"""

SIGNS = {
    "×": r"\times ", "−": "-", "σ": r"\sigma ", "Σ": r"\Sigma ", "x²": "x^2", "x³": "x^3", "xʸ": "x^y", "≤": r"\le ",
    "≥": r"\ge ", "≠": r"\ne ", "∂": r"\partial ", **{sign: sign for sign in ("+", "/", "1/x", "|x|", "<", ">", "=")},
}  # fmt: skip
ESCAPED = {
    **{c: f"\\{c}" for c in "_{}#$%&"},
    **{c: f"${letter}$" for c, letter in LETTERS.items()},
    "\\": r"\textbackslash{}",
    "^": r"\^{}",
    "~": r"\~{}",
}


def typeset(view: View, graph: Graph, frame: Frame | None) -> str:
    r"""The picture as LaTeX, at most as wide as the line; empty if it is too large for a page.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> from microgradext.explain.view import view
    >>> graph, _ = graph_of(Value(3.0, label="a") * Value(2.0, label="b"))
    >>> typeset(view(graph), graph, None).startswith(r"\ifdefined\adjustbox\ifdefined\pgfpicture")
    True
    """
    if len(view.boxes) > MANY and max(extent(view, WIDTH)) > LARGEST:
        return ""
    drawn = drawing(_without_rows(view), graph, frame, WIDTH)
    if max(drawn.plan.width, drawn.plan.height) > LARGEST:
        return ""
    width = number(max(drawn.plan.width, drawn.legend.width))
    height = number(drawn.plan.height + drawn.legend.height)
    colours = "".join(rf"\X {name}{{{_hex(colour)}}}" for name, colour in COLOURS.items())
    parts = [*_frames(drawn), *_edges(drawn), *_labels(drawn), *_boxes(drawn), *_legend(drawn)]
    return "\n".join(
        [
            r"\ifdefined\adjustbox\ifdefined\pgfpicture\begin{center}" + MACROS,
            rf"{colours}\adjustbox{{scale={SIZE},max totalsize={{\linewidth}}{{0.9\textheight}}}}{{%",
            r"\begin{pgfpicture}%",
            rf"\pgfpathrectangle{{\pgfpoint{{0pt}}{{-{height}pt}}}}{{\pgfpoint{{{width}pt}}{{{height}pt}}}}%",
            rf"\pgfusepath{{use as bounding box}}{''.join(parts)}\end{{pgfpicture}}}}\end{{center}}\fi\fi",
        ]
    )


def _without_rows(view: View) -> View:
    """The view without what is below the boxes of open loops, for which paper has no macros."""
    boxes = [replace(box, fold=replace(box.fold, rows=())) if box.fold else box for box in view.boxes]
    return replace(view, boxes=tuple(boxes))


# ---------------------------------------------------------------- lines


def _edges(drawn: Drawing) -> Iterator[str]:
    for route, lines in zip(drawn.plan.edges, drawn.strands, strict=True):
        for line in lines:
            yield _line(line, beside(route.path, line.offset))


def _line(line: Stroke, path: str) -> str:
    drawn = _macro("E", _hue(line), number(line.width), path)
    return _macro("D", DASHES[line.kind], drawn) if line.kind in DASHES else drawn


def _hue(line: Stroke) -> str:
    return f"{line.kind[0].upper()}!{line.hue}!z" if line.hue else GREYS.get(line.kind, "l")


def _labels(drawn: Drawing) -> Iterator[str]:
    if drawn.plan.detail == "full":
        for route, flow in zip(drawn.plan.edges, drawn.flows, strict=True):
            words = fitting(route, flow)
            if flow is not None and words:
                shown = _signed(flow) if len(words) > 1 else words.replace("−", "-")
                yield _macro("K", route.label_x, route.label_y, _ink(kind_of(flow, drawn.most)), shown)


# ---------------------------------------------------------------- boxes


def _boxes(drawn: Drawing) -> Iterator[str]:
    for index, (box, place) in enumerate(zip(drawn.view.boxes, drawn.plan.boxes, strict=True)):
        if box.kind == "frame":
            continue
        if box.kind == "constant":
            yield _text(place.x + place.width - 4, place.middle + 4, "right,base", 11.5, "q", plain(place.label))
        else:
            yield from _box(drawn, index, box, place)


def _box(drawn: Drawing, index: int, box: Box, place: Place) -> Iterator[str]:
    border = "k" if index == drawn.view.output else "r" if box.kind == "unnamed" else "l"
    look = f"8f{border}" if box.kind == "input" else f"5{{white}}{border}"
    label, ink = plain(place.label), "q" if box.kind == "unnamed" else "k"
    value, gradient = literal(drawn.values[index]), drawn.gradients[index]
    x, y, width = place.x, place.y, place.width
    if box.fold is not None or folds.is_row(place):
        yield _macro("B", x, y, width, place.height) + look
        yield from _fold(box, place, value, gradient)
    elif drawn.plan.detail == "full":
        shown = r"\text{--}" if gradient is None else _hung(_signed(gradient))
        yield _macro("N", x, y, width, look, ink, label, _hung(value), _ink(kind_of(gradient)), shown)
    else:
        yield _macro("B", x, y, width, place.height) + look
        yield _text(x + 7, y + 16, "left,base", 10.5, ink, label)
        yield _text(x + width - 6, y + 16, "right,base", 10.5, "k", f"${value}$")
        yield from _bar(place, gradient, drawn.longest)
    if place.badge is not None:
        yield from _badge(place.badge, box.symbol)


def _frames(drawn: Drawing) -> Iterator[str]:
    """The open folds, the outer ones first."""
    for box, place in reversed([*zip(drawn.view.boxes, drawn.plan.boxes, strict=True)]):
        if box.kind == "frame":
            yield _macro("B", place.x, place.y, place.width, place.height) + "8{white}r"
            yield _text(place.x + folds.BESIDE, place.y + folds.TITLE, "left,base", 11.5, "k", plain(place.label))


def _fold(box: Box, place: Place, value: str, gradient: Flowing) -> Iterator[str]:
    """What a closed fold says, or a row."""
    for said in folds.words(box, place):
        size, ink = (11.5, "k") if said.is_name else (10.5, "q")
        yield _text(said.x, said.y, "left,base", size, ink, plain(said.text))
    if box.fold is None or box.fold.single:
        at = folds.numbers_at(box, place, len(value))
        shown = r"\text{--}" if gradient is None else _signed(gradient)
        yield _text(*at.value, "left,base", 12.5, "k", f"${value}$")
        yield _text(*at.gradient, "left,base", 11.5, _ink(kind_of(gradient)), f"${shown}$")


def _bar(place: Place, gradient: Flowing, longest: float) -> Iterator[str]:
    """The gradient of a compact box."""
    kind, known = kind_of(gradient), number_of(gradient)
    if known is not None and kind in INKS:
        length = abs(known) / longest * (place.width - 12)
        way = f"M{number(place.x + 6)} {number(place.y + place.height - 3)}h{number(length)}"
        yield _macro("E", kind[0].upper(), "2", way)


def _badge(badge: Rectangle, symbol: str) -> Iterator[str]:
    yield _macro("B", badge.x, badge.y, badge.width, badge.height, badge.height / 2) + "{white}l"
    yield _text(badge.x + badge.width / 2, badge.y + badge.height / 2, "", 10, "k", _sign(symbol))


def _sign(glyph: str) -> str:
    return f"${SIGNS[glyph]}$" if glyph in SIGNS else plain(cut(glyph, WORD))


def _legend(drawn: Drawing) -> Iterator[str]:
    for entry in drawn.legend.entries:
        x, y = entry.x, drawn.plan.height + ABOVE + ROW * entry.row + 8
        for line in entry.strands:
            yield _line(line, f"M{number(x)} {number(y - 4 + line.offset)}h{LINE}")
        x += LINE + 5 if entry.strands else 0
        yield _text(x, y, "left,base", 11, _ink(entry.ink), plain(entry.text))


# ---------------------------------------------------------------- words and numbers


def _text(x: float, y: float, anchor: str, size: float, colour: str, words: str) -> str:
    return _macro("T", x, y, anchor, size, colour, words)


def _macro(name: str, *arguments: float | str) -> str:
    texts = [argument if isinstance(argument, str) else number(argument) for argument in arguments]
    return f"\\{name}" + "".join(f"{{{text}}}" for text in texts)


def _signed(x: Known) -> str:
    return f"+{literal(x)}" if x != ROUNDING and x > 0 else literal(x)


def _hung(text: str) -> str:
    return {"-": r"\m ", "+": r"\p "}.get(text[0], text[0]) + text[1:]


def _ink(kind: Kind) -> str:
    return INKS.get(kind, "q")


def _hex(colour: str) -> str:
    return colour.removeprefix("#").upper()


def plain(words: str) -> str:
    """Words as words, whatever they contain; mathematical signs as mathematics."""
    printable = (c if c.isprintable() else " " for c in words)
    return "".join(f"${SIGNS[c]}$" if c in "∂−×≤≥≠" else ESCAPED.get(c, c) for c in printable)
