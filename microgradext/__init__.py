"""Live computation graphs, with gradients and sliders, from ordinary mathematics in a notebook cell.

`%load_ext microgradext`, then write mathematics in a `%%grad` cell; or call `grad` in a script.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from . import moved

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from . import nn as nn
    from . import optim as optim
    from .check.gradcheck import gradcheck as gradcheck
    from .engine.frame import Frame as Frame
    from .engine.functions import acos as acos
    from .engine.functions import asin as asin
    from .engine.functions import atan as atan
    from .engine.functions import atan2 as atan2
    from .engine.functions import cbrt as cbrt
    from .engine.functions import ceil as ceil
    from .engine.functions import clip as clip
    from .engine.functions import cos as cos
    from .engine.functions import cosh as cosh
    from .engine.functions import dot as dot
    from .engine.functions import e as e
    from .engine.functions import erf as erf
    from .engine.functions import exp as exp
    from .engine.functions import expm1 as expm1
    from .engine.functions import floor as floor
    from .engine.functions import gelu as gelu
    from .engine.functions import hypot as hypot
    from .engine.functions import inf as inf
    from .engine.functions import leaky_relu as leaky_relu
    from .engine.functions import log as log
    from .engine.functions import log1p as log1p
    from .engine.functions import log2 as log2
    from .engine.functions import log10 as log10
    from .engine.functions import logsumexp as logsumexp
    from .engine.functions import max as max
    from .engine.functions import mean as mean
    from .engine.functions import min as min
    from .engine.functions import nan as nan
    from .engine.functions import pi as pi
    from .engine.functions import relu as relu
    from .engine.functions import sigmoid as sigmoid
    from .engine.functions import sign as sign
    from .engine.functions import sin as sin
    from .engine.functions import sinh as sinh
    from .engine.functions import softmax as softmax
    from .engine.functions import softplus as softplus
    from .engine.functions import sqrt as sqrt
    from .engine.functions import square as square
    from .engine.functions import sum as sum
    from .engine.functions import tan as tan
    from .engine.functions import tanh as tanh
    from .engine.functions import tau as tau
    from .engine.functions import where as where
    from .engine.guards import PathLeft as PathLeft
    from .engine.tape.tape import Tape as Tape
    from .engine.value import Value as Value
    from .explain.chain_rule.deriving import explain as explain
    from .explain.picture.dot import draw_dot as draw_dot
    from .interop.trace import trace as trace
    from .notebook.export_html import export_html as export_html
    from .notebook.grad import grad as grad
    from .notebook.result import GradResult as GradResult
    from .training import train as train

_FUNCTIONS = (
    "acos asin atan atan2 cbrt ceil clip cos cosh dot e erf exp expm1 floor gelu hypot inf leaky_relu log log1p log10"
    " log2 logsumexp max mean min nan pi relu sigmoid sign sin sinh softmax softplus sqrt square sum tan tanh tau where"
).split()

_HOMES = {
    **dict.fromkeys(_FUNCTIONS, "engine.functions"),
    "Frame": "engine.frame",
    "GradResult": "notebook.result",
    "PathLeft": "engine.guards",
    "Tape": "engine.tape.tape",
    "Value": "engine.value",
    "draw_dot": "explain.picture.dot",
    "export_html": "notebook.export_html",
    "grad": "notebook.grad",
    "trace": "interop.trace",
    "gradcheck": "check.gradcheck",
    "train": "training",
}
"""Where each public name lives; a room is imported when one of its names is first used."""

_ROOMS = ("explain", "nn", "optim")

__all__ = [*sorted(_HOMES), *_ROOMS]


moved.answer()


def __getattr__(name: str) -> object:
    if name in _ROOMS:
        return import_module(f".{name}", __name__)
    if name == "__version__":
        from importlib.metadata import version

        return version(__name__)
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    thing: object = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = thing
    return thing


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Register the magics `%%grad` and `%grad`; `%load_ext microgradext` calls this."""
    from .notebook.magics.magics import load

    load(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Remove the magics; `%unload_ext microgradext` calls this."""
    from .notebook.magics.magics import unload

    unload(shell)
