"""Exports: what a notebook file keeps, what a page makes of it, and what is said when it cannot be live."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Sequence
from html import escape, unescape
from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.display import JSON, Latex, Math
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from microgradext import export_html, grad
from microgradext.__main__ import main
from microgradext.notebook.export.pages import Exported, of_notebook, write
from microgradext.notebook.wire.fields import OLDEST, VERSION
from microgradext.notebook.wire.saved import MIME, WIDGET_VIEW, read_saved, saved
from tests.notebook.conftest import Shell

get_exporter = pytest.importorskip("nbconvert.exporters").get_exporter  # not in every environment that runs these

CELL = "%%grad f\na = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e"
TWENTY = """%%grad u
x1 = 2.0
x2 = 0.0
w1 = -3.0
w2 = 1.0
b = 6.8813735870195432
x1w1 = x1 * w1
x2w2 = x2 * w2
s = x1w1 + x2w2
n = s + b
twice = n + n
raised = exp(twice)
below = raised - 1
above = raised + 1
o = below / above
p = o * o
q = p + n
r = q * s
z = tanh(r)
t = z * x1
u = t + w1"""
VIEW = new_output("display_data", {WIDGET_VIEW: {"version_major": 2, "version_minor": 0, "model_id": "m"}})
SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)


def outputs_of(shell: Shell, cell: str) -> list[Any]:
    """What a kernel would send for a cell: the static twin as it is displayed, then the live view."""
    displayed = [new_output("display_data", output.data) for output in shell.run(cell).outputs]
    return [*displayed, VIEW]


def notebook_of(*outputs: Any, source: str = CELL) -> Any:
    return new_notebook(cells=[new_code_cell(source, outputs=list(outputs))])


def graphs_in(html: str) -> list[Any]:
    """The graphs that a page can bring to life."""
    return [json.loads(text) for kind, text in SCRIPT.findall(html) if MIME in kind]


# ---------------------------------------------------------------- the notebook file


def test_a_cell_of_twenty_nodes_adds_less_than_thirty_kilobytes(shell: Shell) -> None:
    outputs = outputs_of(shell, TWENTY)
    with_, without = (len(nbformat.writes(notebook_of(*each, source=TWENTY))) for each in (outputs, []))
    assert len(json.loads(outputs[0].data[MIME]["graph"])["undrawn"]["name"]) >= 20
    assert 0 < with_ - without <= 30 * 1024
    assert len(nbformat.writes(notebook_of(new_output("display_data", {MIME: outputs[0].data[MIME]})))) < 6 * 1024


def test_a_cell_that_runs_again_saves_the_same_bytes_but_for_its_ids(shell: Shell) -> None:
    first, second = (shell.run(CELL).outputs[0].data[MIME] for _ in range(2))
    rids = [json.loads(each["graph"])["rid"] for each in (first, second)]
    assert rids[0] != rids[1]
    assert first["graph"].replace(rids[0], rids[1]) == second["graph"]


def test_what_is_saved_is_the_message_of_the_wire() -> None:
    message = grad("a = -2.0; f = a * a").message(1)

    def buffer(record: dict[str, Any]) -> Any:
        return b64decode(record["base64"]) if record.keys() == {"base64"} else record

    assert json.loads(read_saved(saved(message)), object_hook=buffer) == message


@pytest.mark.parametrize(
    ("kept", "reason"),
    [
        ("text", "not saved by microgradext"),
        ({"version": VERSION}, "not saved by microgradext"),
        ({"version": 1, "graph": "{}"}, f"version 1 .* reads the versions {OLDEST} to {VERSION}: run the cell again"),
        ({"version": VERSION + 1, "graph": "{}"}, f"version {VERSION + 1} .* update microgradext"),
        ({"version": True, "graph": "{}"}, "version True"),
        ({"version": "<b>" * 99, "graph": "{}"}, "version '<b>"),
        ({"version": VERSION, "graph": "{"}, "damaged"),
        ({"version": VERSION, "graph": "[]"}, "damaged"),
        ({"version": VERSION, "graph": 3}, "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_and_stays_a_picture(kept: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as refusal:
        read_saved(kept)
    page = of_notebook(notebook_of(new_output("display_data", {"text/html": "<i>twin</i>", MIME: kept})))
    assert page.pictures == 0
    assert f'<p class="microgradext-still"><b>Not live</b> {escape(str(refusal.value), quote=False)}</p>' in page.html
    assert "<i>twin</i>" in page.html


# ---------------------------------------------------------------- a page of a notebook


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (Latex(r"$$\frac{a}{b} < 1$$"), r"\frac{a}{b} < 1"),
        (Math(r"\sum_i x_i"), r"\sum_i x_i"),
        (JSON({"rate": 0.1, "tags": ["<b>", "é"]}), '"tags": [\n    "<b>",\n    "é"\n  ]'),
    ],
)
@pytest.mark.parametrize("kind", ["display_data", "execute_result"])
def test_what_only_a_script_could_typeset_is_shown_as_text(shell: Shell, shown: object, text: str, kind: str) -> None:
    data, _ = shell.shell.display_formatter.format(shown)  # type: ignore[union-attr]  # made with the shell
    page = of_notebook(notebook_of(new_output(kind, data)))
    assert text in unescape(page.html)
    assert not re.search(r"<b>|object&gt;", page.html)


def test_what_is_readable_as_text_stays_text() -> None:
    page = of_notebook(notebook_of(new_output("display_data", {"text/latex": "$x^{2}$", "text/plain": "x**2"})))
    assert ("x**2" in page.html, "x^{2}" in page.html) == (True, False)


def test_a_page_holds_the_front_end_once_and_every_graph(shell: Shell) -> None:
    cells = [
        new_markdown_cell("# Title\n\nA formula, $x^2 < y$, and `code`."),
        new_code_cell(CELL, outputs=outputs_of(shell, CELL)),
        new_code_cell("more", outputs=[*outputs_of(shell, TWENTY), new_output("stream", text="printed")]),
        new_code_cell("1 / 0", outputs=[new_output("error", ename="ZeroDivisionError", traceback=["\x1b[31mby zero"])]),
        new_code_cell("never run"),
    ]
    page = of_notebook(new_notebook(cells=cells))
    assert page.pictures == 2
    assert [each["title"] for each in graphs_in(page.html)] == ["f", "u"]
    assert len(SCRIPT.findall(page.html)) == 3
    around = SCRIPT.sub("", page.html)
    assert around.count("<!DOCTYPE html>") == around.count("Content-Security-Policy") == 1
    assert not re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", page.html)
    for shown in ("$x^2 &lt; y$", "<code>code</code>", "printed", 'class="ansi-red-fg"', "never"):
        assert shown in page.html
    body = page.html.rpartition("<main")[2]
    assert body.index("microgradext-static-") < body.index(MIME)


def test_formulas_are_in_words_where_nothing_sets_them(shell: Shell) -> None:
    twin, derivation, view = outputs_of(shell, CELL.replace("f\n", "f --explain=b\n", 1))
    page = of_notebook(notebook_of(twin, view, derivation))
    assert "∂f/∂b = ∂f/∂d·∂d/∂b + ∂f/∂e·∂e/∂b" in page.html
    assert r"\begin{aligned}" not in SCRIPT.sub("", page.html)
    assert page.pictures == 1


def test_the_state_of_widgets_is_left_out(shell: Shell) -> None:
    notebook = notebook_of(*outputs_of(shell, CELL))
    state = {"application/vnd.jupyter.widget-state+json": {"state": {"m": {"big": "x" * 1000}}}}
    notebook.metadata["widgets"] = state
    assert "x" * 1000 not in of_notebook(notebook).html
    assert notebook.metadata["widgets"] == state


def test_a_twin_from_before_live_pages_says_what_to_do(shell: Shell) -> None:
    twin, view = outputs_of(shell, CELL)
    del twin.data[MIME]
    page = of_notebook(notebook_of(twin, view))
    assert page.pictures == 0
    assert "from before live pages: run the cell again." in page.html
    assert "microgradext-static" in page.html


def test_a_table_alone_and_the_widget_of_another_are_left_as_they_are(shell: Shell) -> None:
    table = outputs_of(shell, CELL.replace("f", "--view table f", 1))[0]
    other = new_output("display_data", {WIDGET_VIEW: {"model_id": "other"}, "text/plain": "IntSlider(value=0)"})
    page = of_notebook(notebook_of(table, new_output("stream", text="between"), other))
    assert "Not live" not in page.html
    assert "IntSlider(value=0)" in page.html


def test_jupyter_nbconvert_finds_the_exporter(shell: Shell, tmp_path: Path) -> None:
    exporter = get_exporter("microgradext")()
    html, resources = exporter.from_notebook_node(notebook_of(*outputs_of(shell, CELL)))
    assert (len(graphs_in(html)), resources["output_extension"]) == (1, ".html")


@pytest.mark.kernel
def test_the_command_line_runs_a_notebook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = ["%load_ext microgradext", CELL]
    file, page = tmp_path / "lesson.ipynb", tmp_path / "lesson.html"
    nbformat.write(new_notebook(cells=[new_code_cell(each) for each in sources]), file)
    before = file.read_bytes()

    assert main(["export", str(file)]) == 0
    assert "0 live pictures" in (said := capsys.readouterr().out)
    assert "--execute" in said
    assert not graphs_in(page.read_text("utf-8"))

    assert main(["export", str(file), "--execute"]) == 0
    assert re.match(rf"{page}: 1 live picture, \d+ KB\n", capsys.readouterr().out)
    assert len(graphs_in(page.read_text("utf-8"))) == 1
    assert file.read_bytes() == before

    whole = page.read_bytes()
    nbformat.write(new_notebook(cells=[new_code_cell("a = 1\nb = a / 0")]), file)
    assert main(["export", str(file), "--execute"]) == 1
    assert capsys.readouterr().err == "microgradext: the notebook stopped with ZeroDivisionError: division by zero\n"
    assert page.read_bytes() == whole


# ---------------------------------------------------------------- a page of a result


def test_a_result_shows_where_it_stands(tmp_path: Path) -> None:
    result = grad("a = -2.0; b = 3.0; f = a * b")
    result.move([4.0, 5.0])
    (graph,) = graphs_in(export_html(result, tmp_path / "f.html").read_text("utf-8"))
    page = (tmp_path / "f.html").read_text("utf-8")
    assert "<title>f</title>" in page
    assert "<b>20</b>" in page
    assert graph["revision"] == 1


def test_a_label_stays_a_word(tmp_path: Path) -> None:
    from microgradext import Value

    hostile = '</script><script>alert("1")</script>'
    page = export_html(grad(Value(1.0, label=hostile) * 2), tmp_path / "page.html").read_text("utf-8")
    assert len(SCRIPT.findall(page)) == page.count("</script") == 2
    assert graphs_in(page)[0]["inputs"][0]["name"] == hostile


# ---------------------------------------------------------------- what cannot be done


def test_a_fragment_is_of_a_result(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a fragment is made of a single result: name it with `%%grad -o NAME`"):
        export_html(notebook_of(), tmp_path / "page.html", fragment=True)


@pytest.mark.parametrize("text", ["# Markdown", "[]", "{}", "3", '{"nbformat": 4, "nbformat_minor": 5}', "\x00"])
def test_what_is_no_notebook_is_refused(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file.ipynb"
    file.write_text(text)
    assert main(["export", str(file)]) == 1
    assert capsys.readouterr() == ("", f"microgradext: {file} is not a notebook\n")
    assert os.listdir(tmp_path) == ["file.ipynb"]


def refused(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["export", *arguments]) == 1
    out, err = capsys.readouterr()
    assert not out
    return err


def test_a_target_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file.ipynb"
    nbformat.write(new_notebook(), file)
    missing = tmp_path / "missing" / "page.html"
    assert (
        refused([str(file), "-o", str(tmp_path)], capsys)
        == f"microgradext: cannot save to {tmp_path}: it is a folder\n"
    )
    unwritten = f"microgradext: cannot save to {missing}: No such file or directory\n"
    assert refused([str(file), "-o", str(missing)], capsys) == unwritten
    assert refused([str(missing)], capsys) == f"microgradext: {missing}: No such file or directory\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_target_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, page = tmp_path / "file.ipynb", tmp_path / "page.html"
    nbformat.write(new_notebook(), file)
    page.write_text("mine")
    page.chmod(0o444)
    assert refused([str(file), "-o", str(page)], capsys) == f"microgradext: cannot save to {page}: it is read-only\n"
    assert page.read_text() == "mine"


def test_an_export_that_breaks_off_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.html"
    page.write_text("the page of yesterday")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(Exported("the page of today", 0), page)
    assert os.listdir(tmp_path) == ["page.html"]
    assert page.read_text() == "the page of yesterday"


def test_a_lone_surrogate_is_no_reason_to_lose_a_page(tmp_path: Path) -> None:
    output = new_output("stream", text="half a \ud83d pair")
    assert "half a ? pair" in export_html(notebook_of(output), tmp_path / "page.html").read_text("utf-8")


def test_a_missing_nbconvert_is_a_sentence(tmp_path: Path) -> None:
    script = f"""if True:
        import sys
        sys.modules["nbconvert"] = None
        from microgradext import export_html, grad
        export_html(grad("a = 2.0; f = a * a"), {str(tmp_path / "f.html")!r})
        export_html("file.ipynb", "page.html")
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].startswith("ValueError: exporting a notebook needs nbconvert")
    assert graphs_in((tmp_path / "f.html").read_text("utf-8"))


def test_work_and_memory_grow_with_a_notebook_and_no_faster(shell: Shell) -> None:
    import tracemalloc

    size = 10_000_000
    notebook = notebook_of(*outputs_of(shell, CELL), new_output("display_data", {"image/png": "A" * size}))
    tracemalloc.start()
    page = of_notebook(notebook)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert page.pictures == 1
    assert size < len(page.html) < 1.05 * size
    assert peak < 8 * size


@pytest.mark.parametrize("name", ["p.txt", "p.svg", "p.ipynb"])
def test_a_page_is_not_written_under_the_name_of_another_kind_of_file(name: str, tmp_path: Path) -> None:
    result = grad("a = 2.0; b = a * a")
    with pytest.raises(ValueError, match=f"{name!r} is not the name of a page: write 'p.html'"):
        export_html(result, tmp_path / name)
    assert not list(tmp_path.iterdir())
    assert export_html(result, tmp_path / "part.inc", fragment=True).exists()


def test_a_notebook_with_a_broken_output_is_refused_in_a_sentence(tmp_path: Path) -> None:
    broken = new_notebook(cells=[new_code_cell("1")])
    broken.cells[0].outputs = [{"output_type": "display_data", "metadata": {}}]
    (tmp_path / "broken.ipynb").write_text(json.dumps(broken), "utf-8")
    with pytest.raises(ValueError, match=r"broken\.ipynb is not a valid notebook: 'data' is a required property in"):
        export_html(tmp_path / "broken.ipynb", tmp_path / "page.html")
