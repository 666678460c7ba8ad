"""What plain Python says about a cell: the number of every name at any point, and the slopes of the last one."""

import ast
import math
from collections.abc import Mapping
from types import CodeType
from typing import Any

FUNCTIONS = {name: getattr(math, name) for name in ("exp", "log", "sqrt", "sin", "cos", "asin", "tanh", "erf")}


class Plain:
    """A cell whose inputs are the literals that it assigns, alone or in a list."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._tree = ast.parse(code)
        self._places: dict[str, tuple[list[Any], int] | ast.Assign] = {}
        self.literals: dict[str, str] = {}
        for statement in self._tree.body:
            assert isinstance(statement, ast.Assign)
            assert isinstance(statement.targets[0], ast.Name)
            self._last = statement.targets[0].id
            self._find(self._last, statement)

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
        flat: dict[str, float] = {}
        for name, value in names.items():
            if isinstance(value, list):
                flat.update({f"{name}[{i}]": item for i, item in enumerate(value)})
            elif isinstance(value, (int, float)):
                flat[name] = value
        return flat

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

    def _find(self, name: str, statement: ast.Assign) -> None:
        value = statement.value
        if isinstance(value, ast.List):
            for i, item in enumerate(value.elts):
                self._note(f"{name}[{i}]", item, (value.elts, i))
        else:
            self._note(name, value, statement)

    def _note(self, name: str, value: ast.expr, place: tuple[list[Any], int] | ast.Assign) -> None:
        size = value.operand if isinstance(value, ast.UnaryOp) else value
        if isinstance(size, ast.Constant):
            self._places[name] = place
            self.literals[name] = ast.get_source_segment(self._code, value) or ""

    def _moved(self, point: Mapping[str, float]) -> CodeType:
        for name, place in self._places.items():
            moved = ast.Constant(point[name])
            if isinstance(place, ast.Assign):
                place.value = moved
            else:
                place[0][place[1]] = moved
        return compile(ast.fix_missing_locations(self._tree), "<cell>", "exec")
