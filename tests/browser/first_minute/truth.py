"""Whether each number that a picture shows is the one that plain Python has for it; what is not is a sentence."""

import math
from collections.abc import Iterator, Mapping

from tests.browser.driver.picture import number
from tests.browser.first_minute.plain import Plain
from tests.browser.first_minute.shown import Node, Row, Shown, is_true

FULL, BRIEF = 5, 3  # digits
NONE = ("–", "…", "")


def untruths(shown: Shown, plain: Plain, point: Mapping[str, float]) -> list[str]:
    """What is wrong in a picture that should be at a point; nothing is said of numbers that plain Python refuses."""
    try:
        numbers = plain.numbers(point)
    except (ArithmeticError, ValueError):
        return []
    return [
        *_result(shown, numbers[plain.output]),
        *(fault for row in shown.rows for fault in _row(row, plain, point)),
        *(fault for node in shown.nodes for fault in _node(node, numbers)),
        *_table(shown, numbers),
        *_code(shown, numbers),
    ]


def ambiguous(shown: Shown) -> list[str]:
    """Names that are called the same although they are not."""
    rows = {row.name: row.called for row in shown.rows}
    named = {node.name.partition(",")[0]: node.called for node in shown.nodes}
    return [
        f"{name} is called {called}, and so is another"
        for names in (rows, named)
        for name, called in names.items()
        if list(names.values()).count(called) > 1
    ]


def _result(shown: Shown, x: float) -> Iterator[str]:
    yield from _number("the result", shown.result[1], x)
    yield from _text("the result", shown.result[0], x, FULL)


def _row(row: Row, plain: Plain, point: Mapping[str, float]) -> Iterator[str]:
    yield from _number(f"the input {row.name}", row.value, point[row.name])
    yield from _text(f"the box of {row.name}", row.box, point[row.name], FULL)
    yield from _text(f"the gradient of {row.name}", row.gradient, number(row.slope), BRIEF)
    try:
        slope, off = plain.slope(point, row.name)
    except (ArithmeticError, ValueError):
        return
    if not abs(number(row.slope) - slope) <= off:
        yield f"the gradient of {row.name} is {row.slope}, and {slope} ± {off} by differences"


def _node(node: Node, numbers: Mapping[str, float]) -> Iterator[str]:
    for name, x in numbers.items():
        if node.is_called(name):
            yield from _number(f"the node {name}", node.value, x)
    yield from _text(f"the node {node.called}", node.drawn, number(node.value), BRIEF)
    if node.gradient not in (None, *NONE):
        yield from _text(f"the gradient of the node {node.called}", node.gradient or "", number(node.slope), BRIEF)


def _table(shown: Shown, numbers: Mapping[str, float]) -> Iterator[str]:
    for name, _, _, value, *_ in shown.table:
        if name in numbers:
            yield from _text(f"{name} in the table", value, numbers[name], FULL)


def _code(shown: Shown, numbers: Mapping[str, float]) -> Iterator[str]:
    for line, value, _ in shown.code:
        name = line.partition(" = ")[0]
        if name in numbers and any(node.is_called(name) for node in shown.nodes):  # what is not drawn has no number
            yield from _text(f"{name} beside the code", value, numbers[name], FULL)


def _number(what: str, text: str, x: float) -> Iterator[str]:
    if not math.isclose(number(text), x, rel_tol=1e-9, abs_tol=1e-12 * abs(x)):
        yield f"{what} is {text}, and {x} in plain Python"


def _text(what: str, text: str, x: float, digits: int) -> Iterator[str]:
    if not is_true(text, x, digits):
        yield f"{what} says {text} for {x}"
