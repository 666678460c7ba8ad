"""A computation as LaTeX: a line for each named value, with the unnamed ones written into it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..engine.graph import Graph, Node
from .symbols import literal, operator, symbol

READABLE = 4000  # characters; nobody reads or pastes a longer formula
LINES = 80  # more are cut in the middle
LONGEST = 240  # characters of LaTeX; a longer unnamed value gets a line and a letter of its own

# How tightly each construct binds.
CASES, COMPARE, ADD, MULTIPLY, POWER, ATOM = range(6)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula, and how tightly it binds."""

    text: str
    level: int = ATOM


def formula(graph: Graph) -> str:
    r"""How the output is made, as aligned lines of LaTeX without the dollar signs.

    >>> from microgradext.engine.graph import graph_of
    >>> from microgradext.engine.value import Value
    >>> a, b = Value(2.0, label="a"), Value(3.0, label="beta")
    >>> f = (a + b) * a
    >>> f.label = "f"
    >>> print(formula(graph_of(f)[0]))
    \begin{aligned}
    f &= (a + \beta) \cdot a
    \end{aligned}
    """
    lines = _lines(graph)
    if len(lines) > LINES:
        lines = [*lines[: LINES // 2], r"&\;\;\vdots", *lines[-LINES // 2 :]]
    return "\n".join([r"\begin{aligned}", " \\\\\n".join(lines), r"\end{aligned}"])


def _lines(graph: Graph) -> list[str]:
    lines: list[str] = []
    pieces: list[Piece] = []
    wanted = _ancestors(graph)
    for index, node in enumerate(graph.nodes):
        made = _made(node, pieces) if index in wanted else Piece("")
        name = _name(graph, index, made)
        if name and index in wanted and (node.operands or index == graph.output):
            lines.append(f"{name} &= {made.text}")
        pieces.append(_named(name) if name else made)
    return lines


def _ancestors(graph: Graph) -> set[int]:
    reached = {graph.output}
    for index in range(graph.output, -1, -1):
        if index in reached:
            reached.update(graph.nodes[index].operands)
    return reached


def _name(graph: Graph, index: int, made: Piece) -> str:
    node = graph.nodes[index]
    if node.label:
        return symbol(node.label)
    if index == graph.output:
        return "y"
    unwritten = len(made.text) > LONGEST or not (node.operands or node.kind == "constant")
    return f"v_{{{index}}}" if unwritten else ""


def _named(text: str) -> Piece:
    return Piece(text, POWER if "^" in text else ATOM)


def _made(node: Node, pieces: Sequence[Piece]) -> Piece:
    if not node.operands:
        return _number(node.data)
    operands = [pieces[operand] for operand in node.operands]
    write = WRITERS.get(node.row)
    return write(operands) if write else _call(operator(node.row or node.symbol), operands)


def _number(x: float) -> Piece:
    text = literal(x)
    return Piece(text, ADD if text.startswith("-") else MULTIPLY if "cdot" in text else ATOM)


# ---------------------------------------------------------------- brackets


def _within(piece: Piece, level: int) -> str:
    """The text, in brackets where it binds less tightly than `level`."""
    return piece.text if piece.level >= level else _bracketed(piece.text)


def _after(piece: Piece, level: int) -> str:
    """The same behind an operator, where a minus must not follow it."""
    return _bracketed(piece.text) if piece.text.startswith("-") else _within(piece, level)


def _bracketed(text: str) -> str:
    tall = any(sign in text for sign in (r"\frac", r"\begin", r"\sqrt"))
    return rf"\left({text}\right)" if tall else f"({text})"


# ---------------------------------------------------------------- operations

Writer = Callable[[Sequence[Piece]], Piece]


def _call(name: str, operands: Sequence[Piece]) -> Piece:
    return Piece(name + _bracketed(", ".join(operand.text for operand in operands)), POWER)


def _infix(sign: str, level: int, right: int) -> Writer:
    """`right` is how tightly the right operand must bind: more than the left one where the order matters."""
    return lambda o: Piece(f"{_within(o[0], level)} {sign} {_after(o[1], right)}", level)


def _raised(exponent: str) -> Writer:
    return lambda o: Piece(f"{_within(o[0], ATOM)}^{{{exponent or o[1].text}}}", POWER)


def _function(name: str) -> Writer:
    return lambda o: _call(name, o)


def _sum(operands: Sequence[Piece]) -> Piece:
    first, *others = operands
    return Piece(" + ".join([_within(first, ADD), *(_after(other, ADD) for other in others)]), ADD)


def _where(operands: Sequence[Piece]) -> Piece:
    condition, first, second = (operand.text for operand in operands)
    branches = rf"{first} & \text{{if }} {condition} \\ {second} & \text{{otherwise}}"
    return Piece(rf"\begin{{cases}}{branches}\end{{cases}}", CASES)


def _hypotenuse(operands: Sequence[Piece]) -> Piece:
    x, y = (_within(operand, ATOM) for operand in operands)
    return Piece(rf"\sqrt{{{x}^{{2}} + {y}^{{2}}}}", ATOM)


WRITERS: Mapping[str, Writer] = {
    "add": _infix("+", ADD, ADD),
    "sub": _infix("-", ADD, MULTIPLY),
    "mul": _infix(r"\cdot", MULTIPLY, MULTIPLY),
    "mod": _infix(r"\bmod", MULTIPLY, POWER),
    "sum": _sum,
    "neg": lambda o: Piece(f"-{_after(o[0], MULTIPLY)}", ADD),
    "div": lambda o: Piece(rf"\frac{{{o[0].text}}}{{{o[1].text}}}", POWER),
    "reciprocal": lambda o: Piece(rf"\frac{{1}}{{{o[0].text}}}", POWER),
    "floordiv": lambda o: Piece(rf"\left\lfloor \frac{{{o[0].text}}}{{{o[1].text}}} \right\rfloor"),
    "pow": _raised(""),
    "square": _raised("2"),
    "cube": _raised("3"),
    "exp": lambda o: Piece(f"e^{{{o[0].text}}}", POWER),
    "expm1": lambda o: Piece(f"e^{{{o[0].text}}} - 1", ADD),
    "log1p": lambda o: Piece(rf"\ln{_bracketed('1 + ' + _after(o[0], ADD))}", POWER),
    "abs": lambda o: Piece(rf"\left|{o[0].text}\right|"),
    "sqrt": lambda o: Piece(rf"\sqrt{{{o[0].text}}}"),
    "cbrt": lambda o: Piece(rf"\sqrt[3]{{{o[0].text}}}"),
    "floor": lambda o: Piece(rf"\left\lfloor {o[0].text} \right\rfloor"),
    "ceil": lambda o: Piece(rf"\left\lceil {o[0].text} \right\rceil"),
    "hypot": _hypotenuse,
    "where": _where,
    "log": _function(r"\ln"),
    "log2": _function(r"\log_{2}"),
    "log10": _function(r"\log_{10}"),
    "sign": _function(r"\operatorname{sgn}"),
    "sigmoid": _function(r"\sigma"),
    "logical_not": lambda o: Piece(rf"\lnot {_within(o[0], POWER)}", COMPARE),
    **{name: _function(f"\\{name}") for name in "sin cos tan sinh cosh tanh min max".split()},
    **{name: _function(f"\\arc{name[1:]}") for name in ("asin", "acos", "atan")},
    **{
        name: _infix(sign, COMPARE, ADD)
        for name, sign in {
            "lt": "<", "le": r"\le", "gt": ">", "ge": r"\ge", "eq": "=", "ne": r"\ne",
            "logical_and": r"\land", "logical_or": r"\lor",
        }.items()
    },
}  # fmt: skip
