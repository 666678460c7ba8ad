"""Identity: types, hashes, and comparisons with `is` and with `case True`, which tell a Value from a number."""

from __future__ import annotations

import ast

from ..constants import constant
from .differences import Difference, Finder, enclosed, is_arithmetic, quoted

SAME = (ast.Is, ast.Eq, ast.In)
OTHER = (ast.IsNot, ast.NotEq, ast.NotIn)
PLAIN = (ast.Is, ast.IsNot, ast.In, ast.NotIn)
"""Comparisons that have a plain answer, whatever is compared."""
CONDITION = frozenset({"bool"})


def identity(tree: ast.AST) -> list[Difference]:
    """Such places.

    >>> [found.sentence for found in identity(ast.parse('type(x) is float'))]
    ['type(x) is float ({line}) is false, for x is a Value while the cell runs: write isinstance(x, float).']
    """
    walk = _Identity()
    walk.visit(tree)
    return walk.found


class _Identity(Finder):
    def __init__(self) -> None:
        super().__init__()
        self._answered: set[ast.expr] = set()
        """Calls of `type` that stand where a Value does as well as a number, or of which something is said already."""

    def visit_Call(self, node: ast.Call) -> None:
        self._answered.add(node.func)  # type(a)(3) makes a Value of the number
        match node:
            case ast.Call(func=ast.Name(id="type"), args=[ast.Name(id=name)]) if node not in self._answered:
                why = "is Value while the cell runs, not the class of its number"
                self.note(node, f"type({name}) ({{line}}) {why}: write type({name}.data).", node.args[0])
            case ast.Call(func=ast.Name(id="type"), args=[ast.Compare() as asked]) if _is_condition(asked):
                why = "is the class of a Value while the cell runs, not bool"
                said = f"{quoted(node)} ({{line}}) {why}: write type(bool({quoted(asked)}))."
                self.note(node, said, _compared(asked))
            case ast.Call(func=ast.Name(id="hash"), args=[asked]) if is_arithmetic(asked):
                why = "is the hash of an object, another one for each Value"
                instead = f"hash({enclosed(asked)}.data)"
                self.note(node, f"{quoted(node)} ({{line}}) {why}: write {instead}.", asked, hashed=True)
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        if len(node.ops) == 1 and isinstance(node.ops[0], SAME + OTHER):
            left, right = node.left, node.comparators[0]
            self._types(node, left, right)
            self._types(node, right, left)
            if isinstance(node.ops[0], ast.Is | ast.IsNot) and _is_truth(right):
                self._truth(node, left, right)
        self.generic_visit(node)

    def visit_Match(self, node: ast.Match) -> None:
        for case in node.cases:
            self._match(case.pattern, node.subject)
        self.generic_visit(node)

    def _match(self, pattern: ast.pattern, subject: ast.expr) -> None:
        """A pattern, and what it is compared with, as far as the text tells."""
        match pattern, subject:
            case ast.MatchSingleton(value=bool() as truth), _ if _is_condition(subject):
                instead = quoted(subject) if truth else f"not {enclosed(subject)}"
                self._never(pattern, truth, quoted(subject), f"if {instead}", subject)
            case ast.MatchOr(patterns=patterns), _:
                for each in patterns:
                    self._match(each, subject)
            case ast.MatchAs(pattern=ast.pattern() as inner), _:
                self._match(inner, subject)
            case ast.MatchSequence(patterns=patterns), ast.Tuple(elts=items) | ast.List(elts=items):
                for each, item in zip(patterns, items, strict=False):
                    self._match(each, item)
            case ast.MatchSequence(patterns=patterns), ast.Name(id=name):
                for each in patterns:
                    if isinstance(each, ast.MatchSingleton) and each.value is not None:
                        self._never(each, each.value, f"what {name} holds", "if", subject, within=True)
            case ast.MatchMapping(keys=keys, patterns=patterns), ast.Dict(keys=shown, values=values):
                by_key = {ast.unparse(key): item for key, item in zip(shown, values, strict=True) if key is not None}
                for key, each in zip(keys, patterns, strict=True):
                    if (found := by_key.get(ast.unparse(key))) is not None:
                        self._match(each, found)

    def _never(
        self, pattern: ast.pattern, truth: bool, held: str, instead: str, subject: ast.expr, *, within: bool = False
    ) -> None:
        said = f"case {truth} ({{line}}) is never taken, for {held} is a Value too: write {instead}."
        self.note(pattern, said, _compared(subject), kinds=_classes(subject), within=within)

    def _types(self, node: ast.Compare, one: ast.expr, kind: ast.expr) -> None:
        match one:
            case ast.Call(func=ast.Name(id="type"), args=[ast.Name(id=name) as asked]):
                kinds = _kinds(kind)
                if isinstance(kind, ast.Name | ast.Tuple):
                    self._answered.add(one)
                if kinds:
                    why = f"is {_answer(node)}, for {name} is a Value while the cell runs"
                    no = "not " if isinstance(node.ops[0], OTHER) else ""
                    instead = f"{no}isinstance({name}, {quoted(kind)})"
                    self.note(node, f"{quoted(node)} ({{line}}) {why}: write {instead}.", asked, kinds=kinds)

    def _truth(self, node: ast.Compare, asked: ast.expr, truth: ast.expr) -> None:
        if _is_condition(asked):
            wanted = ast.literal_eval(truth) == isinstance(node.ops[0], ast.Is)
            instead = quoted(asked) if wanted else f"not {enclosed(asked)}"
            sign = "is" if isinstance(node.ops[0], ast.Is) else "is not"
            why = f"is always {_answer(node)}, for {quoted(asked)} is a Value too"
            said = f"{enclosed(asked)} {sign} {quoted(truth)} ({{line}}) {why}: write {instead}."
            self.note(node, said, _compared(asked), kinds=_classes(asked))


def _answer(node: ast.Compare) -> str:
    return "true" if isinstance(node.ops[0], OTHER) else "false"


def _kinds(kind: ast.expr) -> frozenset[str]:
    """The classes of numbers that a type is compared with."""
    match kind:
        case ast.Name(id="float" | "int" as name):
            return frozenset({name})
        case ast.Tuple(elts=kinds) if all(isinstance(each, ast.Name) for each in kinds):
            return frozenset().union(*(_kinds(each) for each in kinds))
        case _:
            return frozenset()


def _is_truth(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)


def _is_condition(node: ast.expr) -> bool:
    """Whether an expression is a name, or a comparison that is a Value if one of its sides is one."""
    match node:
        case ast.Name():
            return True
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            sides = all(constant(side) is not None or is_arithmetic(side) for side in (left, right))
            return sides and not isinstance(op, PLAIN)
        case _:
            return False


def _compared(node: ast.expr) -> ast.expr:
    match node:
        case ast.Compare(left=left, comparators=[right]):
            return ast.Tuple([left, right], ast.Load())
        case _:
            return node


def _classes(node: ast.expr) -> frozenset[str]:
    """What a name has to hold; the sides of a comparison may be any number."""
    return CONDITION if isinstance(node, ast.Name) else frozenset()
