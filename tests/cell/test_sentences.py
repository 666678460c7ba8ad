"""Every sentence that a cell can get is produced here, names its line and is in words of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import microgradext

from .sentences.errors import ERRORS
from .sentences.inputs import INPUTS
from .sentences.moves import MOVES
from .sentences.noticed import NOTICED
from .sentences.options import OPTIONS
from .sentences.outputs import OUTPUTS
from .sentences.row import Row
from .sentences.says import SAYS

PACKAGE = Path(microgradext.__file__).parent
ENGINE = "conversions functions making applied archive refusals/sentences".split()
FILES = [*sorted((PACKAGE / "cell").rglob("*.py")), *[PACKAGE / "engine" / f"{name}.py" for name in ENGINE]]

TABLE = [*INPUTS, *OPTIONS, *OUTPUTS, *MOVES, *NOTICED, *SAYS, *ERRORS]

LINE = re.compile(r"\blines? \d")
ENDS = re.compile(r"[.?]$|\W$|\d$")
WORDS = re.compile(r"[a-z]{2,}")
INSIDES = re.compile(
    r"(?<![\w.])_(?!backward|prev|op)[a-z]|__array|__float__\(|\bValue\(data|Condition|\bdtype|ufunc|NotImplemented|microgradext\.(engine|cell)"
)
"""Names of ours and of NumPy's insides, which no sentence holds."""

NOT_SAID = {
    "'this run stopped before anything was computed, so there is no graph'": "to a program that goes on after an error",
    "'This point is on another path through the code, and there is no code to run again.'": "about a Value",
    """f"{name} is not an input; the inputs are {', '.join(inputs)}.{nearest(name, inputs)}\"""": "to a program",
    "f\"this run has {counted(expected, 'input')}, but the point has {counted(len(point), 'number')}\"": "to a program",
    "'the last expression'": "where Python keeps no columns",
    "'not a constant expression'": "never; it is caught",
    "f'{called(data)} is already a Value'": "outside of cells",
    "f'{name} needs at least one operand'": "never; functions ask first",
    "f'np.{ufunc.__name__} has no derivative here: write it with the functions of microgradext'": "outside of cells",
    '"write v.data for its number alone, or a formula with microgradext\'s functions (exp, sin, sqrt …)"': "outside",
    "'Recording the graph of'": "while a large cell is at work",
    "'Computing the gradients of'": "while a large cell is at work",
    "f'Running: {made:,} operations so far …'": "while a large cell is at work",
    "f'{called(value)} would become a plain number here and lose its gradient: {instead}'": "outside of cells",
}
"""Texts that no cell gets, and to whom they are said."""


@pytest.fixture(scope="module")
def everything() -> list[str]:
    """All that is said to the cells of the table."""
    return [said for row in TABLE for said in row.sentences()]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.said[:40])
def test_a_sentence_is_said_with_its_line_and_in_words_of_the_code(row: Row) -> None:
    said = row.sentences()
    found = [each for each in said if row.said in each]
    assert found, said
    assert bool(LINE.search(found[0])) or not row.place
    assert ENDS.search(found[0])
    assert not INSIDES.search(found[0])


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_every_sentence_of_a_file_is_said_to_a_cell_of_the_table(file: Path, everything: list[str]) -> None:
    passed = {ast.unparse(ast.parse(text, mode="eval")) for text in NOT_SAID}  # as this version of Python quotes it
    missing = [
        f"line {line}: {template}"
        for line, template, pattern in templates(file)
        if template not in passed and not any(pattern.search(said) for said in everything)
    ]
    assert not missing, "give each a row in sentences.py:\n" + "\n".join(missing)


def templates(file: Path) -> Iterator[tuple[int, str, re.Pattern[str]]]:
    """The texts in a file that have three words or more, and what they match once they are filled in."""
    tree = ast.parse(file.read_text("utf-8"))
    passed = {id(part) for node in ast.walk(tree) for part in _no_sentences(node)}
    for node in ast.walk(tree):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        texts = [part.value if isinstance(part, ast.Constant) else None for part in parts]
        if id(node) in passed or not any(isinstance(text, str) for text in texts):
            continue
        if len(WORDS.findall(" ".join(text for text in texts if isinstance(text, str)))) >= 3:
            pattern = "".join(
                re.escape(text).replace(r"\{line\}", ".*").replace(r"\{plain\}", ".*")
                if isinstance(text, str)
                else ".*"
                for text in texts
            )
            yield node.lineno, ast.unparse(node), re.compile(pattern)  # type: ignore[attr-defined]  # an expression


def _no_sentences(node: ast.AST) -> Iterator[ast.AST]:
    """The docstrings, lists of words and patterns of `node`, and the parts of its texts."""
    match node:
        case ast.Expr(value=ast.Constant()):
            yield node.value
        case ast.Call(func=ast.Attribute(attr="split" | "compile")):
            yield from ast.walk(node)
        case ast.Assign(targets=[ast.Attribute(attr="__doc__")]):
            yield from ast.walk(node)
        case ast.JoinedStr():
            yield from (part for child in node.values for part in ast.walk(child) if isinstance(part, ast.Constant))
