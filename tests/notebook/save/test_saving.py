"""result.save: each file is what its reader expects, and what cannot be written is refused in a sentence."""

from __future__ import annotations

import csv
import math
import os
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext import GradResult, export_html, grad
from microgradext.notebook.save.assignments import assignments
from microgradext.notebook.save.sheet import sheet

CELL = "a = -2.0\nb = 1 / 3\nd = a * b\ne = a + b\nf = d * e"


@pytest.fixture
def result() -> GradResult:
    return grad(CELL)


def test_a_picture_as_svg_needs_nothing_around_it(result: GradResult, tmp_path: Path) -> None:
    result.save(tmp_path / "f.svg")
    text = (tmp_path / "f.svg").read_text("utf-8")
    assert ElementTree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
    assert "prefers-color-scheme" not in text
    assert not re.search(r"var\(|url\(|href", text)


def test_a_picture_as_png_has_two_pixels_for_one(result: GradResult, tmp_path: Path) -> None:
    result.save(str(tmp_path / "f.PNG"))
    content = (tmp_path / "f.PNG").read_bytes()
    assert content.startswith(b"\x89PNG")
    width = int.from_bytes(content[16:20], "big")
    result.save(tmp_path / "f.svg")
    drawing = ElementTree.parse(tmp_path / "f.svg").getroot()
    assert width == 2 * int(drawing.attrib["width"])


def test_without_the_rasteriser_it_says_what_to_do(
    result: GradResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(ImportError, match=r"pip install 'microgradext\[png\]'.* or save a \.svg instead"):
        result.save(tmp_path / "f.png")
    assert not list(tmp_path.iterdir())


def test_a_page_that_lives(result: GradResult, tmp_path: Path) -> None:
    result.save(tmp_path / "f.html")
    assert export_html(result, tmp_path / "g.html").read_bytes() == (tmp_path / "f.html").read_bytes()


def test_the_formula(result: GradResult, tmp_path: Path) -> None:
    result.save(tmp_path / "f.tex")
    text = (tmp_path / "f.tex").read_text()
    assert text.startswith("\\[\n\\begin{aligned}")
    assert r"f &= d \cdot e" in text


def test_the_point_as_python_puts_the_inputs_back(tmp_path: Path) -> None:
    result = grad(
        "x = 2.0\nw = [Value(1 / 3), Value(-1e-7), Value(0.0)]\ny = x * w[0] + w[1] + w[2]", {"Value": _value()}
    )
    result.set(x=float("inf"))
    result.save(tmp_path / "f.py")
    names: dict[str, object] = {}
    exec((tmp_path / "f.py").read_text(), names)
    assert names["x"] == math.inf
    assert names["w"] == [1 / 3, -1e-7, 0.0]


def _value() -> object:
    from microgradext import Value

    return Value


def test_what_python_cannot_assign_is_a_comment() -> None:
    point = {"a⁽¹⁾": 1.0, "d['k']": float("nan"), "x y": 3.0, "in": 4.0, "d": 5.0, "d.x": 6.0, "two\nlines": 7.0}
    assert assignments(point) == (
        "# a⁽¹⁾ = 1.0\nd = {'k': float(\"nan\")}\n# x y = 3.0\n# in = 4.0\n# d = 5.0\n# d.x = 6.0\n# two lines = 7.0\n"
    )


KEYS = st.integers(-3, 3) | st.text(max_size=3)
STEPS = (KEYS | st.tuples(KEYS) | st.tuples(KEYS, KEYS)).map(lambda key: f"[{key!r}]") | st.sampled_from([".x", ".b"])
PLACES = st.builds(lambda root, steps: root + "".join(steps), st.sampled_from("abw"), st.lists(STEPS, max_size=4))


@given(st.dictionaries(PLACES, st.floats(allow_nan=False), max_size=9))
def test_a_point_as_python_runs_as_it_is(point: dict[str, float]) -> None:
    names: dict[str, object] = {}
    exec(text := assignments(point), names)
    for name, x in point.items():
        if f"\n# {name} = " not in text:  # another is in its way, such as a for a[0]
            assert eval(name, names) == x
        alone: dict[str, object] = {}
        exec(assignments({name: x}), alone)
        assert eval(name, alone) == x


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("w = {'a': Value(1.0), 'b': Value(2.0)}\ny = w['a'] * w['b']", "w = {'a': 1.0, 'b': 2.0}"),
        ("m = [[Value(1.0)], [Value(2.0), Value(3.0)]]\ny = m[0][0] * m[1][0] * m[1][1]", "m = [[1.0], [2.0, 3.0]]"),
        ("w = [0.5, Value(2.0)]\ny = w[0] * w[1]", "w = {1: 2.0}"),
        ("x = Value(2.0, label='model.x')\ny = x * x", "model = SimpleNamespace(x=2.0)"),
    ],
)
def test_containers_are_written_whole(tmp_path: Path, code: str, line: str) -> None:
    grad(code, {"Value": _value()}).save(tmp_path / "f.py")
    assert (tmp_path / "f.py").read_text().splitlines()[-1] == line


def test_the_values_have_every_digit(result: GradResult, tmp_path: Path) -> None:
    result.set(a=0.1)
    result.save(tmp_path / "f.csv")
    with (tmp_path / "f.csv").open(newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert {name: float(row["value"]) for name, row in rows.items()} == {
        name: value.data for name, value in result.values.items()
    }
    assert {name: float(rows[name]["gradient"]) for name in "ab"} == result.grads
    assert (rows["d"]["expression"], rows["d"]["line"]) == ("a * b", "3")


def test_a_value_is_written_whether_it_is_drawn_or_not(tmp_path: Path) -> None:
    result = grad("a = 2.0\nx = [a * 3]\nfor i in range(1000):\n    x.append(x[-1] * 1.001)\ny = x[-1] + a + a + a")
    result.save(tmp_path / "f.csv")
    rows = list(csv.DictReader((tmp_path / "f.csv").read_text("utf-8").splitlines()))
    computed = [value.data for value, node in zip(result.moving.run.values, result.graph.nodes, strict=True)
                if node.kind != "constant"]  # fmt: skip
    assert len(rows) == len(computed)
    assert len(result.view.boxes) < 10
    assert [float(row["value"]) for row in rows] == computed
    assert {(row["expression"], row["line"]) for row in rows[2:-3]} == {("x[-1] * 1.001", "4")}


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_no_name_is_a_formula_in_a_spreadsheet(name: str) -> None:
    result = grad("a = 1.0\nb = -a")
    result.value.label = name
    result = grad(result.value)
    rows = list(csv.reader(sheet(result.view, result.graph, result.frame()).splitlines()))
    assert [name_ for name_, *_ in rows[1:]] == ["a", f"'{name}"]
    assert rows[2][1].startswith("'") is rows[2][1].lstrip("'").startswith(("-", "−"))


@pytest.mark.parametrize("path", ["f.jpeg", "f", "f.svg.zip"])
def test_another_suffix_is_told_which_there_are(result: GradResult, tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match=r"f.*: a result can be saved as \.svg, \.png, \.tex, \.py, \.csv, \.html$"):
        result.save(tmp_path / path)


def test_where_it_cannot_be_written_it_says_so(
    result: GradResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileNotFoundError, match=r"cannot save to .*missing/f\.svg: No such file"):
        result.save(tmp_path / "missing/f.svg")
    (tmp_path / "f.svg").write_text("before")
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # the suite may run as root, who may write anything
    with pytest.raises(PermissionError, match=r"cannot save to .*f\.svg: it is read-only"):
        result.save(tmp_path / "f.svg")
    assert (tmp_path / "f.svg").read_text() == "before"


def test_an_interrupted_save_leaves_what_was_there(
    result: GradResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "f.csv"
    target.write_text("before")
    target.chmod(0o640)

    def interrupted(one: object, other: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(os, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            result.save(target)
    assert (target.read_text(), list(tmp_path.iterdir())) == ("before", [target])
    result.save(target)
    assert (target.read_text() != "before", target.stat().st_mode & 0o777) == (True, 0o640)
