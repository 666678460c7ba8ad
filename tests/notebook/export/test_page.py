"""A page of one picture: titled, with its code and its formula; its own style and script before anything foreign."""

from __future__ import annotations

import re
import subprocess
import sys
from html import escape
from pathlib import Path

import pytest

from microgradext import Value, export_html, grad
from microgradext.notebook import front_end
from microgradext.notebook.export import shell
from microgradext.notebook.export.templates import filled

CODE = "a = -2.0\nb = 3.0\nf = a * b if a < b else b"


def page(tmp_path: Path, result: object) -> str:
    return export_html(result, tmp_path / "f.html").read_text("utf-8")  # type: ignore[arg-type]  # as each test says


def test_it_has_title_code_and_formula(tmp_path: Path) -> None:
    result = grad(CODE, {})
    text = page(tmp_path, result)
    assert "<title>f</title>" in text
    body = text.rpartition("<main")[2]
    parts = ["<h1>f</h1>", escape(CODE), "microgradext-static", "microgradext-graph", f">{escape(result.latex)}"]
    assert sorted(parts, key=body.index) == parts


def test_without_code_there_is_none_and_without_an_output_no_formula(tmp_path: Path) -> None:
    a = Value(2.0, label="a")
    assert "<h2>Code</h2>" not in page(tmp_path, grad(a * a))
    fragment = export_html(grad(CODE, {}), tmp_path / "f.inc", fragment=True).read_text("utf-8")
    assert "<h2>" not in fragment.partition("</style>")[2].partition('<script type="module">')[0]


@pytest.mark.parametrize("hole", ["{{body}}", "{{script}}", "{{title}}"])
def test_what_fills_a_hole_is_not_looked_at_again(hole: str, tmp_path: Path) -> None:
    text = page(tmp_path, grad(f"a = 2.0  # {hole}\nf = a * a", {}))
    assert text.rpartition("<main")[2].count(hole) == 2  # the code, and the code in the graph
    assert filled("{{one}}{{two}}", one=hole, two="2") == f"{hole}2"


def test_the_front_end_comes_before_the_body() -> None:
    body = '</main><style>x</style><script type="module">y</script>'
    text = shell.document(body, title="</title><script>z</script>", styles="w")
    script = front_end.text(front_end.SCRIPT)
    assert re.findall("<script[^>]*>", text)[0] == '<script id="microgradext-script" type="module">'
    assert text.index(f'<style id="microgradext-style">{front_end.text(front_end.STYLE)}</style>') < text.index(script)
    assert text.index(script) < text.index(body)
    assert front_end.allowed(script) in front_end.policy(script)


def test_the_page_has_the_same_templates() -> None:
    check = [sys.executable, "-m", "microgradext.notebook.export.generate", "--check"]
    assert subprocess.run(check, capture_output=True, text=True, check=False).stderr == ""
