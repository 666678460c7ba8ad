"""The options of `%%grad`, read from its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast, get_args

from IPython.core.error import UsageError

from ...cell.problem import nearest
from ...interop.libraries import Library
from ..live.panels import checked
from ..showing import ViewName

HELP = """\
%%grad [OUTPUT] [options]

Run the cell, differentiate its output, and show the graph with a slider for each input.

  OUTPUT                 the expression to differentiate; without it the cell's last expression, or the last name bound
  -w, --wrt a,b          inputs by name: numbers, Values or lists of Values of the notebook, or of this cell
  -s, --slider a=-5:5:0.1
                         the range of a slider, lowest:highest or lowest:highest:step; several are joined by commas
  -o, --out NAME         keep the result under this name
  --panel step,slopes    what to open besides the graph: step, slopes, descend, code, table
  --check                also say whether every gradient is right, and if not, which line is wrong;
                         --check=torch and --check=jax compare with PyTorch and with JAX, by name
  --view VIEW            live (default), dot, table, latex or none
  --rankdir LR|TB        direction of --view dot
  --explain a,b          write out the chain rule of these nodes under the picture
  -h, --help             this text

`%config Grad` sets the defaults of --view and --rankdir for the session.

%grad EXPR does the same for one expression of names that exist, and returns the result: r = %grad a * b
"""

TAKES_VALUE = {
    "-w": "wrt",
    "--wrt": "wrt",
    "-s": "slider",
    "--slider": "slider",
    "-o": "out",
    "--out": "out",
    "--panel": "panels",
    "--view": "view",
    "--rankdir": "rankdir",
    "--explain": "explain",
}
ASKS_FOR_HELP = ("-h", "--help")
FLAGS = (*ASKS_FOR_HELP, "--check")
KNOWN = [*TAKES_VALUE, *FLAGS]


@dataclass
class Options:
    """What the line of a magic asks for."""

    output: str = ""
    wrt: list[str] = field(default_factory=list)
    sliders: dict[str, str] = field(default_factory=dict)
    out: str = ""
    panels: tuple[str, ...] = ()
    view: ViewName | None = None  # None: what `%config Grad` says
    rankdir: str = ""
    explain: list[str] = field(default_factory=list)
    check: str = ""  # 'audit', or the library to compare with
    help: bool = False


def read_cell_line(line: str) -> Options:
    """The options of `%%grad`, which may come before and after OUTPUT; raises UsageError for what is wrong.

    >>> read_cell_line("loss -w w,b").wrt
    ['w', 'b']
    """
    options = Options()
    rest = _take_options(line.split(), options)
    end = next((i for i, word in enumerate(rest) if _option(word)), len(rest))
    options.output = " ".join(rest[:end])
    left = _take_options(rest[end:], options)
    if left:
        raise UsageError(f"%%grad: {' '.join(left)} comes after the options: write OUTPUT first, then the options.")
    return options


def read_expression_line(line: str) -> Options:
    """The options of `%grad EXPR`: leading ones are taken, and the rest is the expression as written."""
    options = Options()
    rest = _take_options(line.split(), options)
    # From the first word of the expression on, the text is kept as typed.
    options.output = line[_start_of(line, len(line.split()) - len(rest)) :].strip()
    return options


def _start_of(line: str, words: int) -> int:
    ends = [match.end() for match in re.finditer(r"\S+", line)]
    return ends[words - 1] if words else 0


def _option(word: str) -> bool:
    name = word.partition("=")[0]
    return name in KNOWN or bool(re.match(r"--[A-Za-z]", word))


def _take_options(words: Sequence[str], options: Options) -> list[str]:
    rest = list(words)
    while rest and _option(rest[0]):
        name, joined, value = rest.pop(0).partition("=")
        if name == "--check":
            options.check = _one_of(value, get_args(Library), "--check") if joined else "audit"
        elif name in ASKS_FOR_HELP and not joined:
            options.help = True
        elif name not in TAKES_VALUE:
            raise UsageError(f"%%grad has no option {name}.{nearest(name, KNOWN)} `%%grad --help` lists them.")
        elif not joined and not rest:
            raise UsageError(f"%%grad: {name} needs a value; `%%grad --help` shows how it is written.")
        else:
            _set(options, TAKES_VALUE[name], value if joined else rest.pop(0))
    return rest


def _set(options: Options, name: str, value: str) -> None:
    if name == "wrt":
        options.wrt += _names(value, "-w")
    elif name == "explain":
        options.explain += _names(value, "--explain")
    elif name == "slider":
        options.sliders.update(_sliders(value))
    elif name == "out":
        options.out = _name(value)
    elif name == "panels":
        options.panels = _panels(value)
    elif name == "view":
        options.view = cast(ViewName, _one_of(value, get_args(ViewName), "--view"))
    else:
        options.rankdir = _one_of(value, ("LR", "TB"), "--rankdir")


def _names(value: str, option: str) -> list[str]:
    names = [name.strip() for name in value.split(",")]
    if not all(names):
        raise UsageError(f"%%grad: {option} takes names joined by commas, as in {option} a,b, not {value}")
    return names


def _sliders(value: str) -> dict[str, str]:
    ranges = {}
    for item in value.split(","):
        name, equals, text = item.partition("=")
        if not (name.strip() and equals and text):
            raise UsageError(f"%%grad: -s takes a name and a range, as in -s a=-5:5 or -s a=-5:5:0.1, not {item}")
        ranges[name.strip()] = text
    return ranges


def _panels(value: str) -> tuple[str, ...]:
    try:
        return checked(value)
    except ValueError as problem:
        raise UsageError(f"%%grad: {problem}") from None


def _name(value: str) -> str:
    if not value.isidentifier():
        raise UsageError(f"%%grad: -o takes a name, as in -o result, not {value}")
    return value


def _one_of(value: str, choices: Sequence[str], option: str) -> str:
    if value not in choices:
        raise UsageError(f"%%grad: {option} must be one of {', '.join(choices)}, not {value}.{nearest(value, choices)}")
    return value
