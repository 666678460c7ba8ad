"""Graphviz as micrograd draws it, for our Values and for any that look like micrograd's."""

import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import graphviz
import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgradext.engine.value import Value
from microgradext.explain.picture import dot as dot_module
from microgradext.explain.picture.dot import draw_dot
from microgradext.interop.shape import named_op
from microgradext.interop.trace import trace
from tests.explain.picture.lookalike import Micrograd


def test_trace_gives_operands_first_and_every_edge() -> None:
    a, b = Value(-2.0, label="a"), Value(3.0, label="b")
    d, e = a * b, a + b
    f = d * e
    nodes, edges = trace(f)
    assert nodes == [a, b, d, e, f]
    assert edges == [(a, d), (b, d), (a, e), (b, e), (d, f), (e, f)]


def test_both_arrows_of_a_plus_a_are_drawn() -> None:
    a = Value(3.0, label="a")
    assert draw_dot(a + a).source.count("n0 -> n1_op") == 2


def test_micrograds_own_values_are_drawn() -> None:
    a, b = Micrograd(2), Micrograd(3.0)
    source = draw_dot(a * b + a).source
    assert '"{ data 2.0000 | grad 0.0000 }"' in source
    assert '"{ data 8.0000 | grad 0.0000 }"' in source
    assert 'label="*"' in source


def test_operands_in_a_set_are_drawn_in_the_same_order_in_every_process() -> None:
    program = """
from tests.explain.picture.lookalike import Micrograd
from microgradext.explain.picture.dot import draw_dot
import random
junk = [object() for _ in range(random.randrange(1000))]
x = [Micrograd(i / 7) for i in random.sample(range(6), 6)]
x.sort(key=lambda v: v.data)
print(draw_dot((x[0] * x[1] + x[2] * x[3]) * (x[4] + x[5]) + x[0]).source)
"""
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True) for _ in range(4)
    ]
    assert len({run.stdout for run in runs}) == 1


def test_numbers_are_never_hidden_by_rounding() -> None:
    value = Value(1e-06, label="a")
    value.grad = -4.9e-05
    source = draw_dot(value).source
    assert "data 1e-06" in source
    assert "grad -4.9e-05" in source
    value.data, value.grad = float("nan"), float("-inf")
    assert "data nan | grad -inf" in draw_dot(value).source


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("x|y", r"x\|y"),
        ("<out>", r"\<out\>"),
        ("a{b}", r"a\{b\}"),
        ("back\\slash", r"back\\slash"),
        ('say "a"', r"say \"a\""),
        ("two\nlines", r"two\nlines"),
        ("&lt;", "&amp;lt;"),
        ("\N{GREEK SMALL LETTER ALPHA}₁ 漢", "α₁ 漢"),
        ("bell\x07", "bell "),
    ],
)
def test_labels_stand_for_themselves(label: str, shown: str) -> None:
    assert f'"{{ {shown} | data' in draw_dot(Value(1.0, label=label)).source


@given(st.text())
def test_no_label_breaks_out_of_its_record(label: str) -> None:
    line = next(line for line in draw_dot(Value(1.0, label=label)).source.splitlines() if "n0 [" in line)
    inside = line.split('label="{ ', 1)[1].rsplit(" | data", 1)[0] if label else ""
    bare = inside.replace("\\\\", "")
    for special in '{}|<>"':
        assert bare.count(special) == bare.count("\\" + special)


@pytest.mark.parametrize("options", [{"format": "nonsense"}, {"rankdir": "UP"}])
def test_a_wrong_format_or_direction_is_refused_in_a_sentence(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"(format|rankdir) must be .*, not '(nonsense|UP)'"):
        draw_dot(Value(1.0), **options)


def test_what_is_not_a_value_is_refused_in_a_sentence() -> None:
    with pytest.raises(TypeError, match="draw a Value, not float"):
        draw_dot(3.0)


def test_importing_it_does_not_import_graphviz() -> None:
    program = "import sys, microgradext.explain.picture.dot; sys.exit('graphviz' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_chain_of_100_000_does_not_recurse() -> None:
    value = Value(0.0)
    for _ in range(100_000):
        value = -value
    nodes, edges = trace(value)
    assert len(nodes) == 100_001
    assert len(edges) == 100_000


def test_without_the_program_a_notebook_gets_our_picture_and_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    a = Value(3.0, label="a")
    drawn = draw_dot(a + a)
    assert isinstance(drawn, graphviz.Digraph)
    bundle = drawn._repr_mimebundle_()
    assert "dot could not be run" in bundle["text/plain"]
    assert drawn.source in bundle["text/plain"]
    assert '<img alt="Computation graph" src="data:image/svg+xml,' in bundle["text/html"]
    assert bundle["text/latex"].count(r"\begin{pgfpicture}") == 1
    copied: Any = drawn.copy()
    assert "dot could not be run" in copied._repr_mimebundle_()["text/plain"]


def test_its_drawing_is_an_image_which_nbconvert_does_not_convert(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in = tmp_path / "dot"
    stand_in.write_text("#!/bin/sh\ncat >/dev/null; echo '<svg>drawn</svg>'\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    a = Value(3.0, label="a")
    bundle: Any = draw_dot(a + a)._repr_mimebundle_()
    assert bundle.keys() == {"text/html", "text/latex", "text/plain"}
    assert "%3Csvg%3Edrawn" in bundle["text/html"]
    assert r"\begin{pgfpicture}" in bundle["text/latex"]


def test_a_terminal_prints_the_source_and_no_address() -> None:
    drawn = draw_dot(Value(3.0, label="a") * 2.0)
    assert repr(drawn) == "digraph {"


def test_escaping_covers_all_that_is_special() -> None:
    assert dot_module._escaped("{|}<>\\", record=True) == r"\{\|\}\<\>\\"


def as_graphviz_writes_it(root: Any, rankdir: str = "LR") -> str:
    """The same drawing, each of its lines written and quoted by graphviz itself."""
    nodes, edges = trace(root)
    dot = graphviz.Digraph(graph_attr={"rankdir": rankdir})
    names = {id(node): f"n{index}" for index, node in enumerate(nodes)}
    ends = {id(node): names[id(node)] + ("_op" if named_op(node) else "") for node in nodes}
    for node in nodes:
        name, op = names[id(node)], named_op(node)
        dot.node(name, label=dot_module._record(node)[1:-1], shape="record")
        if op:
            dot.node(f"{name}_op", label=graphviz.nohtml(dot_module._escaped(op, record=False)))
            dot.edge(f"{name}_op", name)
    for operand, node in edges:
        dot.edge(names[id(operand)], ends[id(node)])
    return str(dot.source)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.text() | st.sampled_from(["+", "node", "2", "<b>"]),
                          st.text(), st.floats()), min_size=1, max_size=8))  # fmt: skip
def test_the_text_is_what_graphviz_would_write(made: list[tuple[int, int, str, str, float]]) -> None:
    values = [Value(1.5, label="a")]
    for one, other, op, label, data in made:
        operands = (values[one % len(values)], values[other % len(values)])
        values.append(Value(data, operands, op, label) if op else operands[0] * operands[1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # graphviz warns of a backslash at the end
        assert draw_dot(values[-1]).source == as_graphviz_writes_it(values[-1])
