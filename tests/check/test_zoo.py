"""The zoo: right engines in many styles are called right; of wrong ones the guilty line is named and no other."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from microgradext import gradcheck
from microgradext.check.report import Report

from .by_hand import SLIPS, Slip
from .mutate import Mutant, mutants
from .zoo import ENGINES, Engine, graph, load, same

SHARE = 3
"""Of the mutants of a style one in so many is audited."""


@pytest.mark.parametrize("file", ENGINES, ids=lambda file: file.stem)
def test_a_right_engine_is_called_right(file: Path) -> None:
    engine = load(file.read_text("utf-8"), file.stem)
    report = gradcheck(graph(engine, 0.8, 1.3)[0])
    assert report.ok, str(report)
    assert sum(each.nodes for each in report.checked) > 10


def test_there_are_enough_styles() -> None:
    assert len(ENGINES) >= 15


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_found_by_its_line(slip: Slip) -> None:
    text = next(file for file in ENGINES if file.stem == "closures").read_text("utf-8")
    wrong = text.replace(slip.right, slip.wrong, 1)
    assert wrong != text
    engine = load(wrong.replace("class Value:", "VISITED = set()\n\n\nclass Value:"))
    report = gradcheck(graph(engine, 0.8, 1.3)[0])
    assert report.wrong, str(report)
    for finding in report.wrong:
        assert finding.method == slip.method, str(report)
        assert finding.place is not None
        assert slip.line in finding.place.text, str(report)


def test_mutants_are_found_by_their_line(capsys: pytest.CaptureFixture[str]) -> None:
    verdicts: Counter[str] = Counter()
    missed = []
    for file in ENGINES:
        for mutant, engine in _wrong_ones(file):
            report = gradcheck(graph(engine, 0.8, 1.3)[0], seconds=0.3)
            verdict = _verdict(report, mutant)
            verdicts[verdict] += 1
            if verdict != "line named":
                missed.append(
                    f"{file.stem}: {mutant.what}: {verdict}: {mutant.text.splitlines()[mutant.line - 1].strip()}"
                )
    total = verdicts.total()
    with capsys.disabled():
        print(f"\n{total} wrong engines: " + ", ".join(f"{n} {what} ({n / total:.1%})" for what, n in verdicts.items()))
    assert total >= 300
    assert verdicts["line named"] >= 0.95 * total, "\n".join(missed)
    assert verdicts["not found"] == 0, "\n".join(missed)


def _wrong_ones(file: Path) -> Iterator[tuple[Mutant, Engine]]:
    """Mutants that run, of which it is known that they give other gradients."""
    text = file.read_text("utf-8")
    right = load(text, file.stem)
    for number, mutant in enumerate(mutants(text)):
        if number % SHARE:
            continue
        try:
            engine = load(mutant.text, file.stem)
            graph(engine, 0.8, 1.3)
        except Exception:
            continue
        if not same(right, engine):
            yield mutant, engine


def _verdict(report: Report, mutant: Mutant) -> str:
    if not report.wrong:
        return "not found"
    lines = [finding.place.line if finding.place is not None else 0 for finding in report.wrong]
    if all(line in mutant.lines for line in lines):
        return "line named"
    return "another line named too" if set(lines) & mutant.lines else "another line named"
