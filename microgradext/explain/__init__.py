"""A graph for people to read: what is drawn of it and where, as SVG, Graphviz DOT, LaTeX and text.

`microgradext.explain(value_or_result, wrt=None)` writes out the chain rule of a node: see `deriving.explain`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .chain_rule.asked import Asked
    from .chain_rule.derivation import Derivation
    from .chain_rule.deriving import Explainable


class _Room(ModuleType):
    """This package, made callable: Python binds its name in `microgradext`, where people expect a function."""

    def __call__(self, target: Explainable, wrt: Asked | None = None) -> Derivation:
        """The chain rule of a node: see `microgradext.explain.chain_rule.deriving.explain`."""
        from .chain_rule.deriving import explain

        return explain(target, wrt)


sys.modules[__name__].__class__ = _Room
