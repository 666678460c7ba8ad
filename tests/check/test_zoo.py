"""The zoo: right engines in many styles are called right; in wrong ones, only the guilty line is named."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from microgradext import gradcheck
from microgradext.check.report.report import Report
from tests.examples import share

from .by_hand import SLIPS, Slip
from .guilt import is_guilty
from .mutate import Mutant, mutants
from .zoo import ENGINES, WATCH, Engine, graph, load, same

NAMED = "method and line named"
MUTANTS = share(40)
"""How many of a hundred mutants of a style are audited; there are about 1,700 in all."""


@pytest.mark.parametrize("file", ENGINES, ids=lambda file: file.stem)
def test_a_right_engine_is_called_right(file: Path) -> None:
    engine = load(file.read_text("utf-8"), file.stem)
    report = gradcheck(graph(engine, 0.8, 1.3)[0])
    assert report.ok, str(report)
    assert sum(each.nodes for each in report.checked) > 10


def test_there_are_enough_styles() -> None:
    assert len(ENGINES) >= 20


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


def test_mutants_are_found_by_method_and_line_and_nothing_innocent_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    verdicts: Counter[str] = Counter()
    missed = []
    with WATCH:
        for file in ENGINES:
            for mutant, engine in _wrong_ones(file):
                report = gradcheck(graph(engine, 0.8, 1.3)[0], seconds=1.0)
                verdict = _verdict(report, mutant)
                verdicts[verdict] += 1
                if verdict != NAMED:
                    line = mutant.text.splitlines()[mutant.line - 1].strip()
                    missed.append(f"{file.stem}: {mutant.what}: {verdict}: {line}")
    total = verdicts.total()
    with capsys.disabled():
        print(f"\n{total} wrong engines: " + ", ".join(f"{n} {what} ({n / total:.1%})" for what, n in verdicts.items()))
    assert total >= share(400)
    assert verdicts[NAMED] >= (0.98 if MUTANTS == 40 else 0.95) * total, "\n".join(missed)
    assert set(verdicts) <= {NAMED, "only the method named"}, "\n".join(missed)


def _wrong_ones(file: Path) -> Iterator[tuple[Mutant, Engine]]:
    """Mutants that run and are known to give other gradients."""
    text = file.read_text("utf-8")
    right = load(text, file.stem)
    for number, mutant in enumerate(mutants(text)):
        if number * MUTANTS % 100 >= MUTANTS:
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
    if not all(is_guilty(finding.method, mutant.line, mutant.text) for finding in report.wrong):
        return "an innocent method named"
    lines = {finding.place.line for finding in report.wrong if finding.place is not None}
    if lines - mutant.lines:
        return "an innocent line named"
    return NAMED if lines else "only the method named"


def test_who_is_guilty_is_known_from_the_text() -> None:
    text = next(file for file in ENGINES if file.stem == "helpers").read_text("utf-8")
    at = {part: text[: text.index(part)].count("\n") + 1 for part in ("df(self", "dy(self", "1 / x,", "seen.add")}
    guilty = {
        part: [m for m in ("log", "exp", "__mul__", "backward") if is_guilty(f"Value.{m}", line, text)]
        for part, line in at.items()
    }
    assert guilty == {"df(self": ["log", "exp"], "dy(self": ["__mul__"], "1 / x,": ["log"], "seen.add": ["backward"]}
