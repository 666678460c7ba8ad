"""What a cell ends with and is not its output is told, with what is."""

from __future__ import annotations

import pytest

from microgradext.cell.moving import MovingRun

from ..cells import cell


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("x > 2", "x > 2 is not the output: it is a comparison; the output is x."),
        ("y = x > 2", "y is not the output: it is a comparison; the output is x."),
        ("y = [x * 2]", "y is not the output: it is a list; the output is x. End the cell with y[0] to choose it."),
        ("y = {'k': x * 2}", "End the cell with y['k'] to choose it."),
        (
            "import numpy as np\ny = x * np.array([1.0, 2.0])\ny",
            "y is not the output: it is an array; the output is x. End the cell with y[0] to choose it.",
        ),
        ("x * 2, x * 3", "(x * 2, x * 3) is not the output: it is a tuple; the output is x."),
        ("print(x * 2)", "print(x * 2) is not the output: it is not a number; the output is x."),
        ("import numpy as np\nnp.array([x, 1.0])", "np.array([x, 1.0]) is not the output: it is not a number;"),
        ("y = x * 2\nz = [y * 2, y * 3]", "z is not the output: it is a list; the output is y. End the cell with z[0]"),
        ("int(x) * 3", "int(x) * 3 is not the output: int cut the graph in line 2; compute without it."),
        ("k = int(x)\nz = k * 3\nw = 1 - z", "w is not the output: int cut the graph in line 2; compute without it."),
        ("def f(v):\n    return int(v)\ny = 2 * f(x)", "y is not the output: int cut the graph in line 3;"),
        (
            "y = x * 2\nround(y) + 1",
            "round(y) + 1 is not the output: round cut the graph in line 3; compute without it.",
        ),
        ("y = [x * 2]\nprint(y)", "y is not the output: it is a list; the output is x."),
    ],
)
def test_what_the_cell_ends_with_is_told_if_it_is_not_the_output(end: str, said: str) -> None:
    assert said in cell(f"x = 3.0\n{end}").notes


@pytest.mark.parametrize(
    "end",
    [
        "y = x * 2",
        "x",
        "x * 2",
        "y = x * 2\nprint(y)",
        "y = x * 2\nhist = [y]",
        "y = x * 2\nhist = [x, y.data]",
        "y = x * 2\nok = y > 2",
        "y = x * 2\ny > 2",
        "y = x * 2\nprint('done')",
        "y = x * 2\nround(y, 2)",
        "y = x * 2\ny.data * 100",
        "ys = [x.data]\ny = x * 2\nn = len(ys)",
        "print('done')",
        "",
    ],
)
def test_nothing_is_told_where_the_output_is_what_anybody_would_expect(end: str) -> None:
    assert "is not the output" not in cell(f"x = 3.0\n{end}").notes


def test_an_input_of_a_name_that_was_bound_again_goes_by_the_name() -> None:
    moving = MovingRun(cell("a = 2.0\nwhile a > 0.4:\n    a /= 2\nb = a * 1", wrt=["a"]).run)
    assert list(moving.inputs) == ["a⁽¹⁾"]
    assert moving.point_with({"a": 1.0}) == moving.point_with({"a⁽¹⁾": 1.0}) == [1.0]
    several = MovingRun(cell("a = 2.0\nb = a * 1\na = 3.0\nc = a * b\na = c * 2").run)
    assert len(several.inputs) == 2
    with pytest.raises(ValueError, match=r"^a is not an input; the inputs are"):
        several.point_with({"a": 1.0})
