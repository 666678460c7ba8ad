"""The language of the op table: the common subset of Python, NumPy and JavaScript, parsed and checked."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

Expression = "Number | Name | Call"


@dataclass(frozen=True, slots=True)
class Number:
    """A literal."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """An operand, the result `out`, or the constant `pi`."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A primitive, a row of the table, or an operator under its row's name (`x * y` is `mul`)."""

    function: str
    arguments: tuple[Number | Name | Call, ...]


OPERATORS: Mapping[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "div",
    ast.Pow: "pow",
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Eq: "eq",
    ast.NotEq: "ne",
    ast.And: "and",
    ast.Or: "or",
}


def parse(source: str, names: Collection[str], arity: Mapping[str, int]) -> Number | Name | Call:
    """Read `source`, which may use `names` and call the functions of `arity`.

    Raises a SyntaxError that names what is not in the language.

    >>> parse('1 - out * out', ['x', 'out'], {})
    Call(function='sub', arguments=(Number(value=1.0), Call(function='mul', arguments=(Name(name='out'), \
Name(name='out')))))
    """

    def read(node: ast.expr) -> Number | Name | Call:
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return Number(float(value))
            case ast.Name(id=name) if name in names or name == "pi":
                return Name(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return negative(read(operand))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
                return Call(OPERATORS[type(op)], (read(left), read(right)))
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in OPERATORS:
                return Call(OPERATORS[type(op)], (read(left), read(right)))
            case ast.BoolOp(op=op, values=[left, right]):
                return Call(OPERATORS[type(op)], (read(left), read(right)))
            case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]) if len(arguments) == arity.get(
                function
            ):
                return Call(function, tuple([read(argument) for argument in arguments]))
        raise SyntaxError(_refusal(node, source, names, arity))

    return read(ast.parse(source, mode="eval").body)


def negative(operand: Number | Name | Call) -> Number | Call:
    """-operand, folded when it is a literal."""
    return Number(-operand.value) if isinstance(operand, Number) else Call("neg", (operand,))


def substitute(expression: Number | Name | Call, values: Mapping[str, Number | Name | Call]) -> Number | Name | Call:
    """`expression` with each name replaced by its value."""
    match expression:
        case Name(name):
            return values.get(name, expression)
        case Call(function, arguments):
            return Call(function, tuple([substitute(argument, values) for argument in arguments]))
    return expression


def rewrite(expression: Number | Name | Call, rule: Callable[[Call], Number | Name | Call]) -> Number | Name | Call:
    """`expression` with `rule` applied to each call, the innermost first."""
    if not isinstance(expression, Call):
        return expression
    return rule(Call(expression.function, tuple([rewrite(a, rule) for a in expression.arguments])))


def pull(derivative: Number | Name | Call, upstream: Number | Name | Call) -> Number | Name | Call:
    """upstream x derivative, by selection: a branch of `where` that is 0 stays 0.

    A product would turn an infinite upstream gradient into nan (0 x inf) where nothing flows.
    """
    match derivative:
        case Number(0.0):
            return derivative
        case Number(1.0):
            return upstream
        case Call("where", (condition, first, second)):
            return Call("where", (condition, pull(first, upstream), pull(second, upstream)))
        case Call("neg", (operand,)):
            return negative(pull(operand, upstream))
        case Number(-1.0):
            return negative(upstream)
    return Call("mul", (upstream, derivative))


def selects(derivative: Number | Name | Call) -> bool:
    """Whether a 0 of `derivative` may mean that nothing flows, as in a branch of `where`."""
    return derivative == Number(0.0) or (isinstance(derivative, Call) and derivative.function == "where")


def _refusal(node: ast.expr, source: str, names: Collection[str], arity: Mapping[str, int]) -> str:
    text = ast.unparse(node)
    match node:
        case ast.Name(id=name):
            return f"{name!r} in {source!r} is not one of {', '.join(names)}"
        case ast.Call(func=ast.Name(id=function)) if function in arity:
            return f"{function} takes {arity[function]} operands, unlike {text!r}"
        case ast.Call(func=ast.Name(id=function)):
            return f"no operation is called {function!r} in {source!r}"
    return f"{text!r} in {source!r} is not in the language of the op table: write + - * / **, comparisons, calls, where"
