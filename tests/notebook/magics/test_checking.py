"""`%gradcheck` and `%%grad --check` in a real shell."""

from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest

from tests.check.engines_text import LOG
from tests.notebook.conftest import Shell


def drawn(report: Any) -> str:
    """The SVG in the picture of a report."""
    return unquote(unescape(report.picture))


def test_a_class_typed_into_a_cell_is_audited_by_line(shell: Shell) -> None:
    shell.run(LOG)
    shell.run("a = Value(2.0)\nloss = (a * a).log()")
    ran = shell.run("%gradcheck loss")
    report: Any = ran.result.result
    assert not report.ok
    [finding] = report.wrong
    assert finding.method == "Value.log"
    assert finding.place.line == next(
        i for i, line in enumerate(LOG.splitlines(), 1) if "math.log(x) * out.grad" in line
    )
    asked = shell.run("import microgradext\nmicrogradext.gradcheck(loss)").result.result
    assert all(f"line {finding.place.line} of Cell In[1]" in str(each) for each in (report, asked))
    assert "1 / self.data" in ran.out
    assert (shell["a"].grad, shell["loss"].grad) == (0, 0)


def test_hints_hide_what_is_expected(shell: Shell) -> None:
    shell.run(LOG)
    shell.run("a = Value(2.0)\nloss = (a * a).log()")
    ran = shell.run("%gradcheck --hints loss")
    assert "Value.log" in ran.out
    assert "expected" not in ran.out
    assert "1 / self.data" not in ran.out


def test_grad_check_audits_an_operation_written_by_hand(shell: Shell) -> None:
    ran = shell.run(
        "%%grad --check --view none\n"
        "def twice(x):\n"
        "    out = Value(2 * x.data, (x,), 'twice')\n"
        "    def backward():\n"
        "        x.grad += 3 * out.grad\n"
        "    out._backward = backward\n"
        "    return out\n"
        "a = 1.5\n"
        "b = twice(a) * a"
    )
    assert ran.error is None
    [text] = ran.data("text/plain")
    assert "wrong in twice, line 5" in text
    assert shell["a"].grad == 3 * 1.5 + 2 * 1.5  # as the wrong line has it: the cell's own gradients are kept


def test_grad_check_audits_a_cell_that_trains(shell: Shell) -> None:
    ran = shell.run(
        "%%grad loss --check --view none\n"
        "w = 2.0\nx = 3.0\n"
        "for step in range(3):\n"
        "    loss = (w * x - 1.0)**2\n    w.grad = 0.0\n    loss.backward()\n    w.data -= 0.01 * w.grad"
    )
    assert ran.error is None
    [text] = ran.data("text/plain")
    assert text.startswith("loss: right\n")
    assert "w has moved since loss was computed (1.454 → 1.25228); its operations were run again" in text
    assert shell["w"].grad == pytest.approx(20.172)
    [drawn] = ran.data("text/html")
    picture = unquote(drawn[drawn.index("data:image") :])
    assert "7.6" in picture, "the numbers of now"
    assert "11.3" not in picture, "the loss of before"


def test_all_right_is_said_in_one_line(shell: Shell) -> None:
    shell.run("%%grad --view none\na = 1.5\nb = exp(a) * a")
    ran = shell.run("%gradcheck b")
    assert "b: right\n" in ran.out


@pytest.mark.parametrize(
    ("line", "said"),
    [("", "takes a name or an expression"), ("nothing_there", "nothing_there"), ("3 +", "not one"), ("5", "not int")],
)
def test_what_cannot_be_checked_is_said(shell: Shell, line: str, said: str) -> None:
    ran = shell.run(f"%gradcheck {line}")
    assert ran.error is not None
    assert said in ran.said + str(ran.error)


def test_help(shell: Shell) -> None:
    assert "--hints" in shell.run("%gradcheck --help").out


def test_a_cell_is_compared_with_pytorch_by_name(shell: Shell) -> None:
    pytest.importorskip("torch")
    ran = shell.run("%%grad f --check=torch\na = 2.0\nb = 3.0\nd = a * b\nf = tanh(d)")
    assert any("f: PyTorch computes the same" in text for text in ran.data("text/plain"))
    assert "PyTorch computes the same" in str(shell.run("%gradcheck --against torch f").result.result)
    assert "not tensorflow" in shell.run("%gradcheck --against=tensorflow f").said
    assert "not tensorflow" in shell.run("%%grad --check=tensorflow\na = 2.0").said


def test_the_graph_is_drawn_with_the_wrong_nodes_marked(shell: Shell) -> None:
    shell.run(LOG)
    shell.run("a = Value(2.0)\nloss = (a * a).log()")
    report: Any = shell.run("%gradcheck loss").result.result
    drawing, shown = drawn(report), report._repr_html_()
    assert drawing.count(">wrong</text>") == 1
    assert "data:image/svg+xml" in shown
    assert "<details open>" in shown
    assert "<script" not in shown
    assert not report.ok
    assert drawn(report.hints()) == drawing
    shell.run("right = a * a")
    report = shell.run("%gradcheck right").result.result
    assert ">wrong</text>" not in drawn(report)


def test_what_a_notebook_calls_its_values_is_escaped(shell: Shell) -> None:
    shell.run(LOG.replace('"log"', '"<script>alert(1)</script>"'))
    report: Any = shell.run("loss = Value(2.0).log()\n%gradcheck loss").result.result
    assert "<script" not in report._repr_html_()
    assert "<script" not in drawn(report)


def test_our_own_values_are_drawn_by_their_names(shell: Shell) -> None:
    shell.run(
        "from microgradext import Value\n"
        "def twice(x):\n"
        "    out = Value(2 * x.data, (x,), 'twice')\n"
        "    def _backward():\n"
        "        x.grad += 3 * out.grad\n"
        "    out._backward = _backward\n"
        "    return out\n"
        "weight = Value(1.5)\n"
        "loss = twice(weight) * weight"
    )
    report: Any = shell.run("%gradcheck loss").result.result
    assert "weight" in drawn(report)
    assert drawn(report).count(">wrong</text>") == 1


def test_unload_takes_the_check_away(shell: Shell) -> None:
    shell.run("%unload_ext microgradext")
    assert "gradcheck" not in shell.shell.magics_manager.magics["line"]
    hooks = shell.shell.strdispatchers["complete_command"].strs
    assert not any("grad" in name for name in hooks)
    shell.run("%load_ext microgradext")
    assert "%gradcheck" in shell.shell.strdispatchers["complete_command"].strs


STORED = """
class Node:
    def __init__(self, value, parents=(), partials=()):
        self.value, self.grad, self.parents, self.partials = value, 0.0, parents, partials

    def __mul__(self, other):
        return Node(self.value * other.value, (self, other), (other.value, self.value))

    def backward(self):
        self.grad = 1.0
        pending = [self]
        while pending:
            node = pending.pop()
            for each, local in zip(node.parents, node.partials):
                each.grad += local * node.grad
                pending.append(each)

x, y = Node(2.0), Node(5.0)
loss = x * y
"""


def test_an_engine_of_any_shape_is_checked_drawn_and_differentiated(shell: Shell) -> None:
    shell.run(STORED)
    report: Any = shell.run("%gradcheck loss").result.result
    assert report.ok
    assert ">x</text>" in drawn(report)
    for line in ("%grad loss", "%grad x * y", "%grad [loss][0]"):
        result: Any = shell.run(line).result.result
        assert result.grads == {"x": 5.0, "y": 2.0}
    shell.run("class Bare:\n    data, parents = 2.0, ()")
    for magic in ("%grad", "%gradcheck"):
        said = shell.run(f"bare = Bare()\n{magic} bare").said
        assert "Bare: it has a number (`data`) and operands (`parents`), but no gradient" in said


def test_a_report_says_why_a_large_graph_is_not_drawn(shell: Shell) -> None:
    shell.run(STORED)
    shell.run("for _ in range(70): loss = loss * y")
    report: Any = shell.run("%gradcheck loss").result.result
    assert "The graph has 73 nodes and is not drawn" in str(report)
