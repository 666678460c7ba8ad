"""Each row of the benchmarks stands for itself: what fails says so, and everything else is kept."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks import parts
from benchmarks.__main__ import PARTS
from benchmarks.parts import measured
from benchmarks.rounds import Failure, Figure, Ratio
from benchmarks.table import table

ROOT = Path(__file__).parents[2]
TROUBLED = "tests.benchmarks.troubled"


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_what_fails_is_a_row_and_the_others_are_kept(tmp_path: Path) -> None:
    results = tmp_path / "results.json"
    done = bench(TROUBLED, "tests.benchmarks.absent", "--limit", "6", "--results", str(results))
    assert done.returncode == 1
    rows = [row for row in json.loads(results.read_text("utf-8"))["rows"] if row["kind"] != "ratio"]
    assert [(row["work"], row.get("reason")) for row in rows] == [
        ("what works", None),
        ("the first half", None),
        ("stops halfway", "ValueError: the second half"),
        ("before the end", None),
        ("ends the interpreter", "its interpreter ended with status 3"),
        ("never answers", "TimeoutError: not done after 6 s"),
        (TROUBLED, "OSError: nothing is left to measure"),
        ("tests.benchmarks.absent", "ModuleNotFoundError: No module named 'tests.benchmarks.absent'"),
    ]
    _, _, printed = done.stdout.partition("\n\n")
    assert "| adding | adding | on |" in printed
    assert "| adding | adding | off |" in printed
    assert "| what works | 1.00 (0.50–2.00) ms |" in printed
    assert "| stops halfway | ValueError: the second half |" in printed
    assert "a word to the person who watches" in done.stderr


def test_what_does_not_hear_its_alarm_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "GRACE", -15.0)  # the interpreter that prints loses its patience first
    rows = list(measured("tests.benchmarks.silent", 20.0))
    assert rows == [Failure("never answers", "stopped, not done after 20 s"), Figure("what works", "ms", 1.0, 0.5, 2.0)]


def test_without_failures_the_status_is_0(tmp_path: Path) -> None:
    done = bench("tests.benchmarks.sound", "--results", str(tmp_path / "results.json"))
    assert (done.returncode, done.stderr) == (0, "a word to the person who watches\n")


def test_a_table_shows_each_kind_of_row() -> None:
    ratio = Ratio("adding", "a peer", "on", 1.0, 2000.0, 2000.0, 1000.0, 3000.0, aim=3.0)
    shown = table([Failure("b", "KeyError: a|b"), ratio, Figure("c", "s", 0.5, 0.25, 1.0, aim=2.0)])
    assert [line for line in shown.splitlines() if line and line[2] in "abc"] == [
        "| adding | a peer | on | 1.00 µs | 2.00 ms | 2,000 (1,000–3,000) | ≥ 3 |",
        "| c | 0.50 (0.25–1.00) s | ≤ 2 |",
        "| b | KeyError: a¦b |",
    ]


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_a_module(part: str) -> None:
    assert find_spec(parts.module(part))
