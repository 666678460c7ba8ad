"""What control flow looked at, in the words of the text."""

from __future__ import annotations

import collections
import itertools

import pytest

from microgradext import Value
from microgradext.cell.text.decisions import Decisions
from microgradext.cell.text.spans import Spans
from microgradext.engine.recording import Recording

NAMES = {"itertools": itertools, "Counter": collections.Counter}


def reasons(text: str) -> list[str]:
    """What is said of each guard of some code about `a`, which is 2, and `b`, which is 3."""
    spans = Spans({"<decided>": text})
    with Recording() as recording:
        exec(compile(text, "<decided>", "exec"), {**NAMES, "a": Value(2.0), "b": Value(3.0)})
    decisions = Decisions(spans)
    return [decisions.of(guard).because(bool(guard.expected)) for guard in recording.guards]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("if a > 1: y = 1", "a > 1 was True"),
        ("if a: y = 1", "a was True"),
        ("if not a: y = 1", "a was True"),
        ("y = 3 if a - 2 else 4", "a - 2 was False"),
        ("y = a * 2 / (1 - b) if a else b", "a was True"),
        ("while a - 2: pass", "a - 2 was False"),
        ("y = not a", "a was True"),
        ("assert a", "a was True"),
        ("y = [v for v in (a,) if v]", "v was True"),
        ("y = 1 < a < 3", "of a condition in 1 < a < 3"),
        ("match a:\n    case 0.0: y = 1", "the match with 0.0 was False"),
        ("y = sorted([a, b])", "of a comparison in sorted([a, b])"),
        ("y = max(a, b)", "of a comparison in max(a, b)"),
        ("y = any([a])", "of the truth of a number in any([a])"),
        ("y = [a] == [b]", "of a comparison in [a] == [b]"),
        ("for v in filter(lambda v: v > 1, [a]): pass", "of a comparison in filter(lambda v: v > 1, [a])"),
        ("y = Counter(x=a) + Counter(x=b)", "of a comparison in Counter(x=a) + Counter(x=b)"),
        (f"y = sorted({['a'] * 30})".replace("'", ""), "of a comparison in sorted(…)"),
    ],
)
def test_a_decision_is_told_as_it_is_written(text: str, said: str) -> None:
    assert reasons(text)[-1] == said
