"""Names and expressions as they are shown: a node's code in one line, and ∂…/∂….

The code is the node's own source text if that is known; otherwise it is written from the node's operands.

Twin: js/words/wording.ts
"""

import re
from collections.abc import Callable, Iterator, Sequence

from ...engine.graph import Graph, Node
from .numbers import MINUS, ungrouped

ELLIPSIS = "…"
THEN = "›"  # between the scopes of a node, and before what it does there
INFIX = frozenset("+ − × / // < ≤ > ≥ = ≠ and or mod".split())
RAISED = frozenset("x² x³ xʸ 1/x".split())
OPERATORS = frozenset("+-*/%@<>=|&^")  # before which a line of code may end
OPENING = frozenset(",([{")  # and behind which
LEVELS = 4  # of operations in one expression
LONGEST = 60  # characters of an expression


def cut(text: str, room: int) -> str:
    """The text in at most `room` (≥ 3) characters, its middle replaced by an ellipsis if need be.

    >>> cut("softmax(logits)[0]", 10)
    'softm…)[0]'
    """
    return text if len(text) <= room else _split(text, room, room // 2)


def cut_all(names: Sequence[str], room: int) -> list[str]:
    """The names in at most `room` (≥ 3) characters, cut in the middle so that different ones stay different.

    >>> cut_all(["encoder_layer_0_weight", "encoder_layer_1_weight", "b"], 14)
    ['encod…0_weight', 'encod…1_weight', 'b']
    """
    return [cut_among(name, room, names) for name in names]


def cut_among(name: str, room: int, names: Sequence[str]) -> str:
    """The name in at most `room` characters, cut so that it can be taken for no other of `names`.

    It is cut in the middle, else nearer to an end, else in two places. Where all that is not enough, it is longer.
    What stands after the last `›` stays whole if there is room.
    """
    if len(name) <= room:
        return name
    others = [other for other in dict.fromkeys(names) if other != name]
    return next((text for text in _cuts(name, room) if not any(_stands_for(text, other) for other in others)), name)


def broken(code: str, room: int, lines: int) -> tuple[str, ...]:
    """The code in at most `lines` lines of at most `room` characters, its middle replaced by an ellipsis if need be.

    It is broken at spaces, else before operators, so that a line ends where one would pause; and if there is a choice,
    into lines of much the same length.

    >>> broken("loss - (y*log(p) + (1 - y)*log(1 - p))", 34, 2)
    ('loss - (y*log(p) +', '(1 - y)*log(1 - p))')
    """
    for most in range(min(len(code), room * lines), room, -1):
        text = cut(code, most)
        whole, _ = _lines(text, room)
        if len(whole) <= lines:
            widths = [_lines(text, width) for width in range(room // 2, room + 1)]
            fitting = [(found, pause) for found, pause in widths if len(found) == len(whole)]
            return max(fitting, key=lambda pair: pair[1])[0]  # the first of the best, whose lines are the shortest
    return (cut(code, room),)


def _lines(code: str, room: int) -> tuple[tuple[str, ...], int]:
    """The code in lines, and where they end: all of them at spaces (2), at spaces or operators (1), or anywhere (0)."""
    lines: list[str] = []
    pause = 2
    while len(code) > room:
        end = _end(code, room)
        pause = min(pause, 2 if code[end] == " " else int(_is_pause(code, end)))
        lines.append(code[:end])
        code = code[end:].lstrip(" ")
    return (*lines, code), pause


def _end(code: str, room: int) -> int:
    """Where to end a line of `room` characters: in its second half, if there is a place."""
    space = code.rfind(" ", max(1, room // 2), room + 1)
    if space > 0:
        return space
    return next((end for end in range(room, room // 2, -1) if _is_pause(code, end)), room)


def _is_pause(code: str, end: int) -> bool:
    return code[end - 1] in OPENING or (code[end] in OPERATORS and code[end - 1] not in OPERATORS)


def _cuts(name: str, room: int) -> Iterator[str]:
    """The ways to cut a name, the best first; those that are longer than `room` come last."""
    middle, last = room // 2, room - 2
    if name.rfind(THEN) >= max(len(name) - room, 0):
        yield _without_scopes(name, room)
    for away in range(room):
        heads = [middle + away, middle - away] if away else [middle]
        yield from [_split(name, room, head) for head in heads if 1 <= head <= last]
    side = max(1, (room - 2) // 4)
    window = room - 2 - 2 * side
    if window > 0:
        for start in range(side + 1, len(name) - side - window):
            yield ELLIPSIS.join([name[:side], name[start : start + window], name[len(name) - side :]])
    for longer in range(room + 1, len(name)):
        yield _split(name, longer, longer // 2)


def _without_scopes(name: str, room: int) -> str:
    """The end of a name, from the beginning of a word on, so that what a node does stays whole."""
    start = len(name) - room + 1
    space = name.find(" ", start - 1)
    return ELLIPSIS + name[space + 1 if 0 <= space < name.rfind(THEN) else start :]


def _split(text: str, room: int, head: int) -> str:
    return text[:head] + ELLIPSIS + text[len(text) - (room - 1 - head) :]


def _stands_for(text: str, name: str) -> bool:
    """Whether a text could be the name with something left out at each ellipsis."""
    first, *inner, last = text.split(ELLIPSIS)
    end = len(name) - len(last)
    at = len(first)
    if end < at or not (name.startswith(first) and name.endswith(last)):
        return False
    for part in inner:
        found = name.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def expression(graph: Graph, index: int, levels: int = LEVELS, number: Callable[[float], str] = ungrouped) -> str:
    """What made a node, as code such as `a * b` or `tanh(n)`; empty for a leaf without source text.

    Without source text it is written from the names of the operands; unnamed ones
    more than `levels` deep become `…`. `number` writes constants.
    """
    node = graph.nodes[index]
    if node.span is not None and node.span.text:
        return cut(" ".join(node.span.text.split()), LONGEST)
    return from_operands(graph, index, levels, number)


def from_operands(graph: Graph, index: int, levels: int = LEVELS, number: Callable[[float], str] = ungrouped) -> str:
    """A node written from the names of its operands, whatever its source text; unnamed ones as in `expression`."""
    return cut(_written(graph, graph.nodes[index], levels, number), LONGEST)


def _written(graph: Graph, node: Node, levels: int, number: Callable[[float], str]) -> str:
    """The node written from the names of its operands; unnamed ones are written out too, the deepest as `…`."""
    if not node.operands:
        return ""
    operands = [
        _operand(graph, graph.nodes[operand], node, slot, levels, number) for slot, operand in enumerate(node.operands)
    ]
    return applied(node.symbol, operands)


def _operand(graph: Graph, node: Node, outer: Node, slot: int, levels: int, number: Callable[[float], str]) -> str:
    if node.kind == "constant":
        text = number(node.data)
        return f"({text})" if text.startswith(MINUS) and _misreads_minus(outer, slot) else text
    if node.label or levels == 1 or not node.operands:
        return node.label or ELLIPSIS
    text = _written(graph, node, levels - 1, number)
    return f"({text})" if _needs_brackets(node.symbol, outer.symbol) else text


def _misreads_minus(outer: Node, slot: int) -> bool:
    """Whether a negative number would be misread there: −2 ** x is −(2 ** x), and a − −2 is hard to read."""
    if outer.symbol in RAISED:
        return slot == 0
    return outer.symbol in INFIX and (slot > 0 or len(outer.operands) == 1)


def _needs_brackets(inner: str, outer: str) -> bool:
    if outer in RAISED and inner in RAISED:
        return True
    if inner == "1/x":
        inner = "/"
    if inner not in INFIX or outer not in INFIX | RAISED:
        return False
    binds = outer == "+" if inner in ("+", "−") else inner in ("×", "/") and outer in ("+", "−")
    return not binds


def derivative(of: str, by: str) -> str:
    """The text `∂f/∂node`; an expression is put in parentheses, a name is not.

    >>> derivative("f", "b"), derivative("a * b", "a")
    ('∂f/∂b', '∂(a * b)/∂a')
    """
    return f"∂{_factor(of)}/∂{_factor(by)}"


def _factor(text: str) -> str:
    short_text = cut(text, 16)
    return short_text if re.fullmatch(r"[\w.\[\]⁽⁾₀-₉⁰-⁹¹²³]*", short_text) else f"({short_text})"


def applied(symbol: str, operands: list[str]) -> str:
    """An op written around its operands.

    >>> applied("×", ["a", "b"]), applied("x²", ["n"]), applied("tanh", ["n"])
    ('a × b', 'n²', 'tanh(n)')
    """
    if len(operands) == 2 and symbol in INFIX:
        return f"{operands[0]} {symbol} {operands[1]}"
    if symbol == "−":
        return f"−{operands[0]}"
    if symbol == "xʸ" and len(operands) == 2:
        return f"{operands[0]} ** {operands[1]}"
    if len(operands) == 1 and "x" in symbol and not symbol.isalpha():
        return symbol.replace("x", operands[0])
    return f"{symbol}({', '.join(operands)})"
