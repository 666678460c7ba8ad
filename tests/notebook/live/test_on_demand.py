"""A move that was stopped before it did what cannot be undone: the view says so, and the next question is a click."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from microgradext import grad

WHY = "open (line 2) cannot be undone, so the cell runs again only on demand."


def test_the_view_learns_that_moves_wait_for_a_click(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    view = grad("x = 2.0\nif x < 1: open('note.txt', 'w').close()\ny = x * 3", names).widget
    view.asked = {"seq": 1, "revision": 1, "point": struct.pack("<d", 0.5)}
    assert (view.answered["problem"], view.answered["input"], view.answered["revision"]) == (WHY, 0, 2)
    assert (view.graph["revision"], view.graph["mode"], view.graph["why"]) == (2, "click", WHY)
    assert (names["x"].data, Path("note.txt").exists()) == (2.0, False)
    view.asked = {"seq": 2, "revision": 2, "point": struct.pack("<d", 0.5)}  # `Run again` asks for the same point
    assert (view.answered["problem"], names["y"].data, Path("note.txt").exists()) == ("", 1.5, True)


def test_a_view_that_follows_code_learns_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    view = grad("x = 2.0\nif x < 1: open('note.txt', 'w').close()\ny = x * 3", names).widget
    names["x"].data = 0.5
    assert view.follow(gradients=True)
    assert (view.answered["problem"], view.graph["mode"]) == (WHY, "click")
    assert not Path("note.txt").exists()
