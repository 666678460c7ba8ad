"""The verdict on an operation does not depend on the point: each is tried at a thousand random ones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from microgradext.check.calls.call import Call
from microgradext.check.calls.remake import Remaker, kind_of
from microgradext.check.calls.time_limit import Watch
from microgradext.check.operation.difference import judge
from microgradext.check.operation.trial import Setting, Trial, attempt, expected
from microgradext.interop.shape import operands_of, walk
from microgradext.interop.step import step_of

from .by_hand import SLIPS, Slip
from .zoo import ENGINES, graph, load

POINTS = 1000
STYLES = [file for file in ENGINES if file.stem in ("closures", "function_classes")]
CLOSURES = next(file for file in STYLES if file.stem == "closures").read_text("utf-8")

OF_THE_PASS = ("Value.backward",)
NOT_AT_A_POINT = ("an operand is not kept", "operands from a set", "stale variable")
"""Wrong because of what a graph holds; alone and with two operands, these steps are right."""
HABITS = ("missing upstream", "set for add")
"""Wrong at every point; others are right where the wrong derivative has the right value, like `relu`'s on one side."""


def calls(text: str) -> dict[str, Call]:
    """Each operation of an engine, by method, as the audit runs it again."""
    found: dict[str, Call] = {}
    remaker, seen = Remaker(), set[object]()
    for node in walk([graph(load(text), 0.8, 1.3)[0]]).nodes:
        kind = kind_of(node, step_of(node))
        if operands_of(node) and kind not in seen:
            seen.add(kind)
            call = remaker(node)
            assert call is not None
            if len({id(each) for each in call.operands}) == len(call.operands):
                found[f"{call.method} {[x for x in call.arguments if isinstance(x, (int, float))]}"] = call
    return found


def trials(call: Call, watch: Watch) -> Iterator[tuple[Trial, set[str]]]:
    """What happens at random points between 0.01 and 10, of both signs; points without a value are left out."""
    chance = random.Random(7)
    for _ in range(POINTS):
        point = tuple([chance.choice((-1, 1)) * 10 ** chance.uniform(-2, 1) for _ in call.operands])
        setting = Setting(call, tuple(call.operands), point)
        trial = attempt(setting, watch)
        if trial is not None and trial.error is None:
            verdicts = {judge(*each) for each in zip(trial.applied, expected(setting, watch), strict=True)}
            yield trial, verdicts | {"wrong" for habit in trial.habits if habit} | {"wrong" for _ in trial.strangers}
        elif trial is not None:
            yield trial, {"wrong"}


@pytest.mark.parametrize("file", STYLES, ids=lambda file: file.stem)
def test_what_is_right_is_right_everywhere(file: Path) -> None:
    with Watch(2.0) as watch:
        for name, call in calls(file.read_text("utf-8")).items():
            tried = list(trials(call, watch))
            assert len(tried) > 400, name
            for trial, verdicts in tried:
                assert verdicts == {"right"}, f"{name} at {trial.setting.point}: {verdicts}"


@pytest.mark.parametrize(
    "slip",
    [slip for slip in SLIPS if slip.method not in OF_THE_PASS and slip.name not in NOT_AT_A_POINT],
    ids=lambda slip: slip.name,
)
def test_what_is_wrong_is_wrong_wherever_it_differs(slip: Slip) -> None:
    wrong, right = calls(CLOSURES.replace(slip.right, slip.wrong, 1)), calls(CLOSURES)
    with Watch(2.0) as watch:
        for name in (name for name in wrong if name.startswith(slip.method + " ")):
            tried = list(trials(wrong[name], watch))
            missed = [trial for trial, verdicts in tried if "wrong" not in verdicts]
            assert len(tried) > 400
            assert len(missed) < len(tried) * (0 if slip.name in HABITS else 0.6) or not missed, name
            for trial in missed:
                setting = Setting(right[name], tuple(right[name].operands), trial.setting.point)
                innocent = attempt(setting, watch)
                assert innocent is not None
                assert trial.applied == pytest.approx(innocent.applied, rel=2e-5, abs=1e-6), (name, setting.point)
