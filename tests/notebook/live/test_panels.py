"""What a view opens, which node is selected and what it is pinned to: from Python and from the magic line."""

from __future__ import annotations

import json

import pytest
from traitlets import TraitError

from microgradext import grad
from microgradext.notebook.live.panels import PANELS
from microgradext.notebook.result import GradResult
from microgradext.notebook.wire.saved import saved

from ..conftest import Shell

FDE = "a = -2.0\nb = 3.0\nd = a * b\ne = a + b\nf = d * e"


def test_the_magic_line_opens_panels(shell: Shell) -> None:
    shell.run(f"%%grad f -o kept --panel step,Slopes\n{FDE}")
    result = shell["kept"]
    assert isinstance(result, GradResult)
    assert result.panels == ("step", "slopes")
    assert result.widget.panels == ["step", "slopes"]


def test_a_script_opens_panels_and_a_saved_graph_keeps_them() -> None:
    result = grad(FDE, {}, panels=["table"])
    assert json.loads(saved(result.message(1))["graph"])["panels"] == ["table"]


@pytest.mark.parametrize(("name", "said"), [("stpe", "Did you mean step?"), ("", "joined by commas without spaces")])
def test_an_unknown_panel_is_refused(shell: Shell, name: str, said: str) -> None:
    assert said in shell.run(f"%%grad f --panel={name},code\n{FDE}").said
    with pytest.raises(ValueError, match="cod is not a panel; the panels are " + ", ".join(PANELS)):
        grad(FDE, {}, panels=["cod"])


def test_panels_may_be_one_text() -> None:
    assert grad(FDE, {}, panels="step,Slopes").panels == ("step", "slopes")


def test_the_view_refuses_what_does_not_exist_and_keeps_what_it_had() -> None:
    live = grad(FDE, {}).widget
    live.panels, live.selected, live.pinned, live.sliders = ["code"], "d", {"a": 1}, ["b", "b", "a"]
    live.folds = walked = {"turns": {"for i in xs": 7}, "within": "layer 2", "only": {"name": "d", "way": "uses"}}
    for name, wrong, said in [
        ("panels", ["cod"], "Did you mean code"),
        ("selected", "dd", "No node of the picture is called dd"),
        ("pinned", {"q": 1.0}, "q is not an input to pin; the inputs are a, b"),
        ("pinned", {"a": "x"}, "a must be pinned at a number, not at 'x'"),
        ("sliders", ["a", "dd"], "No input is called dd"),
        ("folds", {"open": ["d"]}, "Folds have no 'open'.*Did you mean opened"),
        ("folds", {"opened": "d"}, "\"opened\" of the folds must be a list of names of regions, not 'd'"),
        ("folds", {"turns": {"for i in xs": 0}}, '"turns" of the folds must be turns counted from 1, by loop'),
        ("folds", {"within": None}, '"within" of the folds must be the name of a region, not None'),
        ("folds", {"only": {"name": "d", "way": "up"}}, "must be None, or a name and a way, operands or uses"),
    ]:
        with pytest.raises(TraitError, match=said):
            setattr(live, name, wrong)
    assert (live.panels, live.selected, live.pinned, live.sliders) == (["code"], "d", {"a": 1.0}, ["b", "a"])
    assert live.folds == walked
    live.close()


def test_a_later_run_has_the_groups_and_sliders_that_it_can_have() -> None:
    live = grad(FDE, {}).widget
    live.arrange(("layer 1",), ("b", "gone"), {"opened": ["d"]})
    assert (live.groups, live.sliders, live.folds) == (["layer 1"], ["b"], {"opened": ["d"]})
    live.close()


def test_the_code_and_the_place_of_each_node_cross_the_wire(shell: Shell) -> None:
    shell.run(f"%%grad f -o kept --view none\n{FDE}")
    message = shell["kept"].message(1)
    assert message["listing"] == f"%%grad f -o kept --view none\n{FDE}"
    assert message["first_line"] == 1
    spans = memoryview(message["boxes"]["span"]).cast("i").tolist()
    lines = message["listing"].splitlines()
    for place, source in enumerate(message["boxes"]["source"]):
        line, column, end_line, end_column = spans[4 * place : 4 * place + 4]
        assert line == end_line
        assert lines[line - 1][column:end_column] == source


def test_a_function_is_listed_from_its_own_first_line() -> None:
    def area(a, b):  # type: ignore[no-untyped-def]
        return a * b

    result = grad(area, a=2.0, b=3.0)
    message = result.message(1)
    assert message["listing"].strip().startswith("def area(a, b):")
    line = memoryview(message["boxes"]["span"]).cast("i").tolist()[-4]
    assert message["listing"].splitlines()[line - message["first_line"]].strip() == "return a * b"
