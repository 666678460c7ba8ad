"""Formulas: what functions that take no Values are in arithmetic and in functions that have a derivative here."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ..names import METHODS, UFUNCS
from ..ops import TABLE
from .plainly import is_sequence, resolved
from .written import Scope

OF_NUMBERS: Mapping[str, str] = {
    "math.fmod": "{0} - {1} * int({0} / {1})",
    "math.remainder": "{0} - {1} * round({0} / {1})",
    "math.copysign": "abs({0}) if {1} >= 0 else -abs({0})",
    "math.erfc": "1 - erf({0})",
    "math.modf": "({0} - int({0}), int({0}))",
    "math.ldexp": "{0} * 2 ** {1}",
    "numpy.fmod": "{0} - {1} * int({0} / {1})",
    "numpy.copysign": "abs({0}) if {1} >= 0 else -abs({0})",
    "numpy.heaviside": "where({0} == 0, {1}, {0} > 0)",
    "numpy.fmax": "max({0}, {1})",
    "numpy.fmin": "min({0}, {1})",
    "numpy.divmod": "divmod({0}, {1})",
    "numpy.arcsinh": "log({0} + sqrt({0} ** 2 + 1))",
    "numpy.arccosh": "log({0} + sqrt({0} ** 2 - 1))",
    "numpy.arctanh": "log((1 + {0}) / (1 - {0})) / 2",
    "numpy.allclose": "abs({0} - {1}) <= 1e-08 + 1e-05 * abs({1})",
    "numpy.isclose": "abs({0} - {1}) <= 1e-08 + 1e-05 * abs({1})",
    "numpy.logaddexp": "logsumexp([{0}, {1}])",
    "numpy.sinc": "sin(pi * {0}) / (pi * {0})",
    "random.gauss": "{0} + {1} * {callee}()",
    "random.normalvariate": "{0} + {1} * {callee}()",
    "random.expovariate": "{callee}(1) / {0}",
    "numpy.random.normal": "{0} + {1} * {callee}()",
    "numpy.random.uniform": "{0} + ({1} - {0}) * {callee}()",
    "numpy.random.exponential": "{0} * {callee}()",
}
"""Functions of one or two numbers."""

OF_SEQUENCES: Mapping[str, str] = {
    "statistics.mean": "mean({0})",
    "statistics.fmean": "mean({0})",
    "statistics.geometric_mean": "exp(mean(log({0})))",
    "statistics.harmonic_mean": "1 / mean([1 / x for x in {0}])",
    "statistics.pvariance": "mean([(x - mean({0})) ** 2 for x in {0}])",
    "statistics.pstdev": "sqrt(mean([(x - mean({0})) ** 2 for x in {0}]))",
    "statistics.variance": "sum([(x - mean({0})) ** 2 for x in {0}]) / (len({0}) - 1)",
    "statistics.stdev": "sqrt(sum([(x - mean({0})) ** 2 for x in {0}]) / (len({0}) - 1))",
    **{
        f"numpy.{name}": "{module}.array([{callee}(x) for x in {0}])"
        for name in "isnan isinf isfinite rint round around trunc exp2 deg2rad rad2deg degrees radians".split()
    },
    **{
        f"numpy.{name}": f"{{module}}.array({row}({{0}}))"
        for row, made in TABLE.items()
        if made.arity == 1 and row not in {*METHODS, "reciprocal", "logical_not"}
        for name in [row, *(each for each in UFUNCS if UFUNCS[each] == row)]
    },
}
"""Functions of a list or an array of one dimension, in which numbers may stand beside Values."""


def formula(name: str, call: ast.Call, scope: Scope) -> str:
    """What a call of the function with a full name is in a formula; empty if that is not known."""
    if call.keywords or any(isinstance(each, ast.Starred) for each in call.args):
        return ""
    several = any(isinstance(each, ast.List | ast.Tuple) or is_sequence(resolved(each, scope)) for each in call.args)
    several = several or any(isinstance(each, ast.Call) for each in call.args)  # of which nothing is known
    known = (OF_SEQUENCES if several else OF_NUMBERS).get(name, "")
    count = 1 + max((place for place in range(2) if f"{{{place}}}" in known), default=-1)
    module = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    if len(call.args) != count or ("{module}" in known and not module):
        return ""
    made = known.format(*[bracketed(each) for each in call.args], callee=ast.unparse(call.func), module=module)
    return "" if made == ast.unparse(call) else made


def bracketed(node: ast.expr) -> str:
    """The text of an expression, as an operand."""
    text = ast.unparse(node)
    simple = isinstance(node, ast.Name | ast.Constant | ast.Call | ast.Attribute | ast.Subscript | ast.List)
    return text if simple else f"({text})"
