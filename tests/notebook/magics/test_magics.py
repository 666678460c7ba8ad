"""The magics in a real IPython shell."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.error import UsageError

from microgradext import Value
from microgradext.notebook.result import GradResult

from ..conftest import Shell

FDE = "a = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e"


def test_a_cell_binds_its_names_as_values_with_gradients(shell: Shell) -> None:
    ran = shell.run(f"%%grad f\n{FDE}")
    assert ran.error is None
    assert [shell[name].data for name in "abdef"] == [-2.0, 3.0, -6.0, 1.0, -6.0]
    assert [shell[name].grad for name in "abdef"] == [-3.0, -8.0, 1.0, -6.0, 1.0]


def test_a_cell_displays_text_and_html_and_returns_nothing(shell: Shell) -> None:
    ran = shell.run(f"%%grad f\n{FDE}")
    assert ran.result.result is None
    assert len(ran.data("text/html")) == 1
    assert "<script" not in ran.data("text/html")[0]
    (text,) = ran.data("text/plain")
    assert "-8" in text.replace("\u2212", "-")


def test_dash_o_keeps_the_result_and_line_magic_gives_it(shell: Shell) -> None:
    shell.run(f"%%grad f -o kept --view none\n{FDE}")
    assert isinstance(shell["kept"], GradResult)
    assert shell["kept"].grads == {"a": -3.0, "b": -8.0}
    shell.run("a = 4.0\nr = %grad a * a + b")
    assert shell["r"].value.data == 19.0
    assert shell["r"].grads["a"] == 8.0


def test_braces_and_dollars_on_the_line_are_left_alone(shell: Shell) -> None:
    shell.run("d = {'x': 1.0}")
    ran = shell.run("%%grad probs['{a}'] -o kept\na = 2.0\nprobs = {'{a}': a * a}")
    assert ran.error is None
    assert shell["kept"].value.data == 4.0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--veiw live", "--view"),
        ("--view lvie", "live"),
        ("-w", "needs a value"),
        ("-s a", "range"),
        ("-s a=5", "a=5"),
        ("-s a=5:-5", "a=5:-5"),
        ("-s a=x:y", "x"),
        ("-s q=1:2", "q"),
        ("-w q", "q"),
        ("g", "g"),
        ("probs", "probs[0]"),
        ("--rankdir XY", "LR"),
        ("-o 2x", "2x"),
        ("--explain q", "q"),
        ("--explain a,", "--explain"),
        ("--explain 2", "constant"),
    ],
)
def test_a_wrong_line_is_answered_in_one_line(shell: Shell, line: str, said: str) -> None:
    ran = shell.run(f"%%grad {line}\n{FDE}\nprobs = [f, e]")
    assert isinstance(ran.error, UsageError)
    assert said in str(ran.error)
    assert ran.said.count("\n") <= 1
    assert not ran.outputs


def test_explain_writes_the_chain_rule_under_the_picture(shell: Shell) -> None:
    ran = shell.run(f"%%grad f --explain=b,d\n{FDE}")
    assert ran.error is None
    picture, derived = ran.outputs
    assert "text/html" in picture.data
    assert derived.data["text/latex"].startswith("$$\n\\begin{aligned}")
    assert "∂f/∂b = ∂f/∂d·∂d/∂b + ∂f/∂e·∂e/∂b" in derived.data["text/plain"]
    assert "∂f/∂d" in derived.data["text/plain"]


def test_explain_on_a_line_and_without_a_picture(shell: Shell) -> None:
    shell.run("a, b = 2.0, 3.0")
    ran = shell.run("%grad --explain=a --view none a * b")
    assert "= 3" in ran.data("text/plain")[-1]
    ran = shell.run(f"%%grad f --explain=a --view none\n{FDE}")
    assert [list(output.data) for output in ran.outputs] == [["text/plain", "text/latex"]]


def test_a_cell_that_raises_is_shown_without_the_derivation(shell: Shell) -> None:
    ran = shell.run("%%grad --explain=a\na = 2.0\nb = a * 2\nb / None")
    assert isinstance(ran.error, TypeError)
    assert len(ran.data("text/html")) == 1
    assert "∂b/∂a = ∂b/∂b" not in "".join(ran.data("text/plain"))


def test_help_is_printed_and_nothing_runs(shell: Shell) -> None:
    ran = shell.run("%%grad --help\nmarker = 1.0")
    assert "--wrt" in ran.out
    assert "marker" not in shell


def test_the_last_expression_is_shown_as_python_would(shell: Shell) -> None:
    assert shell.run("%%grad\na = 2.0\nb = a * a\n[1, 2]").result.result == [1, 2]
    assert shell.run("%%grad\na = 2.0\nb = a * a\n[1, 2];").result.result is None


def test_line_magics_and_shell_commands_work_in_the_body(shell: Shell) -> None:
    ran = shell.run("%%grad f\na = 2.0\nlisting = !echo hello\n%time b = a * 3\nf = b * b")
    assert ran.error is None
    assert shell["listing"] == ["hello"]
    assert shell["a"].grad == 36.0


def test_an_exception_is_the_users_own(shell: Shell) -> None:
    ran = shell.run("%%grad\na = 2.0\nb = a * 3\nc = undefined_name\nd = b * b")
    assert isinstance(ran.error, NameError)
    assert shell["b"].data == 6.0
    assert "microgradext" not in ran.out.replace("undefined_name", "")
    assert "----> 4" in ran.out
    assert ran.data("text/html"), "the partial graph is drawn"


def test_an_exception_below_our_own_code_shows_none_of_it(shell: Shell) -> None:
    ran = shell.run("%%grad\na = 2.0\nb = a + 'x'")
    assert isinstance(ran.error, TypeError)
    assert "operators.py" not in ran.said
    assert "----> 3" in ran.out


def test_a_syntax_error_is_shown_once_at_its_place(shell: Shell) -> None:
    ran = shell.run("%%grad\na = 2.0\nb = a +")
    assert type(ran.error).__name__ == "SyntaxError"
    assert ran.said.count("SyntaxError") == 1
    assert "microgradext" not in ran.said
    assert "line 3" in ran.said


def test_an_error_because_of_values_is_shown_once_in_words_of_the_code(shell: Shell) -> None:
    pytest.importorskip("numpy")
    ran = shell.run("%%grad\nimport numpy as np\na = 2.0\ny = a * np.linalg.inv([[a, 1.0], [1.0, a]])[0, 0]")
    assert type(ran.error) is TypeError
    assert ran.said.count("Traceback") == 1
    assert "np.linalg.inv([[a, 1.0], [1.0, a]]) (line 4) works with plain numbers only" in ran.said
    assert "ufunc" not in ran.said
    assert "microgradext/" not in ran.said


def test_await_is_refused_with_pythons_sentence(shell: Shell) -> None:
    ran = shell.run("%%grad\nimport asyncio\nawait asyncio.sleep(0)")
    assert "'await' outside function" in ran.said


def test_a_cell_that_branches_on_data_follows_its_input_through_the_branches(shell: Shell) -> None:
    shell.run("%%grad y -o kept\nx = 2.0\nif x > 0:\n    y = x * x\nelse:\n    y = -x")
    x = shell["x"]
    assert shell["kept"].move([3.0]) is False
    assert (shell["y"].data, x.grad) == (9.0, 6.0)
    assert shell["kept"].move([-4.0]) is True
    assert (shell["y"].data, shell["x"].grad) == (4.0, -1.0)
    assert shell["x"] is x


def test_a_move_that_raises_leaves_everything_as_it_was(shell: Shell) -> None:
    shell.run("%%grad y -o kept\nx = 2.0\nif x < 0:\n    raise KeyError('below')\ny = x * x")
    with pytest.raises(ValueError, match="line 4: KeyError"):
        shell["kept"].move([-1.0])
    assert (shell["x"].data, shell["x"].grad, shell["y"].data) == (2.0, 4.0, 4.0)
    shell["kept"].move([3.0])
    assert shell["y"].data == 9.0


def test_unload_takes_the_magics_away_and_reload_brings_them_back(shell: Shell) -> None:
    shell.run("%unload_ext microgradext")
    assert isinstance(shell.run("%%grad\na = 1.0").error, UsageError)
    shell.run("%load_ext microgradext")
    assert shell.run("%%grad\na = 1.0\nb = a * a").error is None
    assert shell.run("%reload_ext microgradext").error is None
    assert shell.run("%%grad\na = 1.0\nb = a * a").error is None


def test_nothing_of_ours_stays_in_the_namespace(shell: Shell) -> None:
    shell.run("%%grad\na = 1.0\nb = exp(a)")
    assert "exp" not in shell
    assert isinstance(shell.run("exp(1.0)").error, NameError)


def test_time_and_capture_stack_above(shell: Shell) -> None:
    ran = shell.run(f"%%time\n%%grad f\n{FDE}")
    assert ran.error is None
    assert "Wall time" in ran.out
    shell.run(f"%%capture caught\n%%grad f\n{FDE}")
    assert shell["caught"].outputs


def test_moving_writes_values_gradients_and_local_derivatives(shell: Shell) -> None:
    shell.run(f"%%grad f -o kept\n{FDE}")
    shell["kept"].move([1.0, 4.0])
    assert shell["f"].data == 20.0
    assert (shell["a"].grad, shell["b"].grad) == (24.0, 9.0)
    values = [shell[name] for name in "ab"]
    for value in values:
        value.grad = 0.0
    shell["f"].backward()
    assert [value.grad for value in values] == [24.0, 9.0]


def test_views(shell: Shell) -> None:
    assert shell.run(f"%%grad f --view latex\n{FDE}").data("text/latex")[0].startswith("$$")
    assert "<img" not in shell.run(f"%%grad f --view table\n{FDE}").data("text/html")[0]
    assert not shell.run(f"%%grad f --view none\n{FDE}").outputs


def program(folder: Path, does: str) -> Path:
    """A folder with a program `dot`."""
    (dot := folder / "dot").write_text(f"#!/bin/sh\n{does}\n")
    dot.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("does", "says"),
    [("cat >/dev/null; echo '<svg>drawn</svg>'", ""), ("exit 1", "could not be run"), (None, "could not be run")],
)
def test_a_view_by_graphviz_is_there_with_or_without_its_program(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str | None, says: str
) -> None:
    monkeypatch.setenv("PATH", f"{program(tmp_path, does)}:{os.environ['PATH']}" if does else str(tmp_path))
    [output] = shell.run(f"%%grad f --view dot\n{FDE}").outputs
    assert output.data.keys() == {"text/html", "text/latex", "text/plain"}  # no SVG, which would need inkscape
    assert "<img" in output.data["text/html"]
    assert ("drawn" in output.data["text/html"]) is not bool(says)
    assert says in output.data["text/plain"]
    assert "d     a * b" in output.data["text/plain"]


def test_where_there_are_no_processes_a_view_by_graphviz_is_ours(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError(138, "emscripten does not support processes")

    monkeypatch.setattr(subprocess, "Popen", refuses)
    [output] = shell.run(f"%%grad f --view dot\n{FDE}").outputs
    assert "could not be run" in output.data["text/plain"]
    assert (
        "could not be run" in shell.run("from microgradext import draw_dot\ndisplay(draw_dot(f))").data("text/html")[0]
    )


def test_a_value_of_the_notebook_is_taken_as_it_is(shell: Shell) -> None:
    shell.shell.user_ns["Value"] = Value
    shell.run("w = Value(2.0, label='w')\nk = 3.0")
    shell.run("%%grad y -w w,k -o kept\ny = w * k")
    assert shell["kept"].grads == {"w": 3.0, "k": 2.0}


def test_config_sets_how_results_are_shown(shell: Shell) -> None:
    shell.run("%config Grad.view = 'none'")
    assert not shell.run(f"%%grad f\n{FDE}").outputs
    assert shell.run(f"%%grad f --view table\n{FDE}").outputs
    assert "Grad" in shell.run("%config").out


def test_tab_offers_options_values_and_names(shell: Shell) -> None:
    shell.run("weights = 1.0")

    def offered(line: str) -> set[str]:
        with provisionalcompleter():
            return {found.text for found in shell.shell.Completer.completions(line, len(line))}

    assert "--view" in offered("%%grad --v")
    assert "table" in offered("%%grad --view t")
    assert "weights" in offered("%%grad wei")
    assert "--hints" in offered("%gradcheck --h")
    assert "--view" not in offered("%gradcheck --")
    assert "torch" in offered("%gradcheck --against t")
    assert "weights" in offered("%gradcheck --hints wei")


def test_autoreload_leaves_everything_as_it_is(shell: Shell) -> None:
    shell.run("%load_ext autoreload\n%autoreload 2")
    shell.run(f"%%grad f\n{FDE}")
    ran = shell.run("%%grad g\ng = f * 2\n")
    assert ran.error is None
    assert shell["g"].data == -12.0


def test_the_line_magic_draws_values_of_another_class(shell: Shell) -> None:
    pytest.importorskip("micrograd")
    shell.run("from micrograd.engine import Value as V\nx = V(2.0)\ny = V(3.0)\nz = x * y + x")
    shell.run("r = %grad z")
    assert shell["r"].grads == {"x": 4.0, "y": 2.0}
    assert (shell["x"].grad, shell["z"].data) == (0, 8.0)
    assert "`%grad z` in another cell" in shell.run("%%grad z\nq = 1.0").said
