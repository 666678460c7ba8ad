"""marimo's display protocol: the live view in marimo, a picture anywhere else that knows the protocol."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from microgradext import grad


def test_without_marimo_it_is_the_static_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "marimo", raising=False)
    result = grad("a = 2.0\nf = a * a")
    shown: Any = result._display_()
    assert shown._mime_() == ("text/html", result.html())


def test_in_marimo_it_is_the_live_view() -> None:
    marimo = pytest.importorskip("marimo")
    formatting = pytest.importorskip("marimo._output.formatting")
    result = grad("a = 2.0\nf = a * a")
    assert isinstance(result._display_(), marimo.ui.anywidget)
    formatted = formatting.try_format(result)
    assert formatted.mimetype == "text/html"
    assert "marimo-anywidget" in formatted.data
