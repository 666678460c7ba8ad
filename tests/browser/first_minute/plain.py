"""What plain Python says about a cell: the number of every name at any point, and the slopes of the last one."""

import ast
import math
from collections.abc import Mapping
from types import CodeType
from typing import Any

FUNCTIONS = {name: getattr(math, name) for name in ("exp", "log", "sqrt", "sin", "cos", "asin", "tanh", "erf")}


class Plain:
    """A cell of assignments, whose inputs are the literals that it assigns."""

    def __init__(self, code: str) -> None:
        self._tree = ast.parse(code)
        self._inputs: dict[str, ast.Assign] = {}
        self.literals: dict[str, str] = {}
        for statement in self._tree.body:
            assert isinstance(statement, ast.Assign)
            assert isinstance(statement.targets[0], ast.Name)
            self._last = statement.targets[0].id
            value = statement.value
            if isinstance(value.operand if isinstance(value, ast.UnaryOp) else value, ast.Constant):
                self._inputs[self._last] = statement
                self.literals[self._last] = ast.get_source_segment(code, value) or ""

    @property
    def output(self) -> str:
        return self._last

    @property
    def point(self) -> dict[str, float]:
        """The numbers as the cell has them."""
        return {name: ast.literal_eval(text) for name, text in self.literals.items()}

    def numbers(self, point: Mapping[str, float]) -> dict[str, float]:
        """Every named number of the cell, with its inputs at a point."""
        names: dict[str, Any] = dict(FUNCTIONS)
        exec(self._moved(point), names)
        return {name: value for name, value in names.items() if isinstance(value, (int, float))}

    def slope(self, point: Mapping[str, float], name: str) -> tuple[float, float]:
        """The derivative of the output by an input, by central differences, and how far off it may be."""
        x = point[name]
        slopes = []
        for relative in (1e-4, 5e-5):
            h = relative * abs(x) or relative
            high, low = (self.numbers({**point, name: x + way * h})[self.output] for way in (1, -1))
            slopes.append((high - low) / (2 * h))
        rounding = 1e-15 * abs(high) / h
        slope = (4 * slopes[1] - slopes[0]) / 3
        return slope, 1e-6 * abs(slope) + abs(slopes[1] - slopes[0]) + 100 * rounding

    def _moved(self, point: Mapping[str, float]) -> CodeType:
        for name, statement in self._inputs.items():
            statement.value = ast.Constant(point[name])
        return compile(ast.fix_missing_locations(self._tree), "<cell>", "exec")
