"""The magics in a real kernel, seen as a front end sees them: outputs, their order, errors."""

from __future__ import annotations

import re
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from microgradext.notebook.wire.saved import MIME
from tests.patience import STARTING

pytestmark = pytest.mark.kernel

WIDGET = "application/vnd.jupyter.widget-view+json"


class Kernel:
    """Runs notebooks of the given cells in one kernel, after `%load_ext`."""

    def run(self, *cells: str, allow_errors: bool = True) -> list[list[Any]]:
        """The outputs of each cell."""
        made: Any = [nbformat.v4.new_code_cell(cell) for cell in ("%load_ext microgradext", *cells)]
        notebook = nbformat.v4.new_notebook(cells=made)
        NotebookClient(notebook, timeout=STARTING, startup_timeout=STARTING, allow_errors=allow_errors).execute()
        return [cell["outputs"] for cell in notebook["cells"][1:]]


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    return Kernel()


def plain(text: str) -> str:
    """The text without a terminal's colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_outputs_come_as_two_the_static_one_first(kernel: Kernel) -> None:
    (static, live), (numbers,) = kernel.run("%%grad f\na = 3.0\nf = a + a", "a.data, a.grad, f.data")
    assert set(static["data"]) == {"text/html", "text/latex", "text/plain", MIME}
    assert set(live["data"]) == {WIDGET}
    assert numbers["data"]["text/plain"] == "(3.0, 2.0, 6.0)"


def test_a_semicolon_and_a_last_expression(kernel: Kernel) -> None:
    shown, silent = kernel.run("%%grad\na = 3.0\nb = a * a\n'the end'", "%%grad\na = 3.0\nb = a * a\n'the end';")
    assert [o["output_type"] for o in shown] == ["display_data", "display_data", "execute_result"]
    assert [o["output_type"] for o in silent] == ["display_data", "display_data"]


def test_an_error_is_the_users_with_the_graph_so_far_under_it(kernel: Kernel) -> None:
    (outputs,) = kernel.run("%%grad\na = 2.0\nb = a * 3\nc = b / missing")
    assert [o["output_type"] for o in outputs] == ["error", "display_data", "display_data"]
    error = outputs[0]
    assert (error["ename"], error["evalue"]) == ("NameError", "name 'missing' is not defined")
    trace = plain("\n".join(error["traceback"]))
    assert "----> 4 c = b / missing" in trace
    assert "microgradext" not in trace
    assert "run_cell_magic" not in trace


def test_an_error_in_a_called_function_shows_that_function(kernel: Kernel) -> None:
    _, outputs = kernel.run("def f(x):\n    return x / 'a'", "%%grad\na = 2.0\nb = f(a)")
    trace = plain("\n".join(outputs[0]["traceback"]))
    assert "----> 3 b = f(a)" in trace
    assert "----> 2     return x / 'a'" in trace
    assert "operators" not in trace


def test_a_line_is_said_with_the_name_of_its_cell(kernel: Kernel) -> None:
    audited = (
        "%%grad --check --view=none\n"
        "from microgradext import Value\n"
        "def twice(x):\n"
        "    out = Value(2 * x.data, (x,), 'twice')\n"
        "    def step():\n"
        "        x.grad += 3 * out.grad\n"
        "    out._backward = step\n"
        "    return out\n"
        "a = 1.5\n"
        "b = twice(a) * a\n\n"
    )
    asked = "%gradcheck b", "from microgradext import gradcheck\ngradcheck(thrice)"
    shown = kernel.run(audited, audited.partition("\n")[2].replace("1.5", "Value(1.5)"), "thrice = twice(a)", *asked)
    [[report], _, _, [again], [by_call]] = shown
    for output, line in ((report, "6 of Cell In[2]"), (again, "5 of Cell In[3]"), (by_call, "5 of Cell In[3]")):
        for kind in ("text/plain", "text/html"):
            assert f"wrong in twice, line {line}" in output["data"][kind]


def test_a_lambda_of_another_cell_is_said_with_the_name_of_that_cell(kernel: Kernel) -> None:
    cells = "half = lambda x: float(x) / 2", "%%grad --out=r\na = 3.0\nb = half(a) * a", "r.tape"
    _, _, (refusal,) = kernel.run(*cells)
    assert "float(x) is read as a plain number (line 1 of Cell In[2])" in refusal["evalue"]


def test_a_syntax_error_is_one_output(kernel: Kernel) -> None:
    (outputs,) = kernel.run("%%grad\na = 2.0\nb = (a +")
    assert [o["output_type"] for o in outputs] == ["error"]
    assert outputs[0]["ename"] == "SyntaxError"
    assert "microgradext" not in plain("\n".join(outputs[0]["traceback"]))


@pytest.mark.parametrize("cell", ["%%grad\na = 1 / 0.\nb = a.missing", "%%grad\nx = (", "%%grad q\na = 1.0\nb = a * a"])
def test_run_all_stops(kernel: Kernel, cell: str) -> None:
    with pytest.raises(CellExecutionError):
        kernel.run(cell, "print('not reached')", allow_errors=False)


def test_a_wrong_option_is_one_line(kernel: Kernel) -> None:
    (outputs,) = kernel.run("%%grad --veiw dot\na = 1.0")
    text = plain("".join(o.get("text", "") + "".join(o.get("traceback", "")) for o in outputs))
    assert text.strip().count("\n") == 0
    assert "--view" in text
