"""Every cell of the tour, at many points: each number in the page is what Python computes there."""

import pytest

from microgradext import GradResult
from tests.browser.driver.agreement import agree, close, points
from tests.browser.driver.lab import Lab
from tests.browser.driver.picture import CellPicture, picture
from tests.browser.driver.tour import TourCell, tour


@pytest.mark.parametrize("cell", tour(), ids=lambda cell: cell.name)
def test_the_page_and_python_agree(lab: Lab, cell: TourCell) -> None:
    notebook = lab.notebook(cell.cells)
    notebook.run_all()
    live, result = picture(notebook, -1), cell.result()
    agree(live, result)
    for point in points(live, result):
        live.move_all(point)
        agree(live, result)
    kernel_agrees(live, result)

    first, *_, last = [*result.inputs, *result.inputs]
    live.drag(first, 0.8)
    agree(live, result)
    live.slider(last).press("ArrowLeft")
    live.painted()
    agree(live, result)
    kernel_agrees(live, result)

    notebook.shutdown_kernel()
    for point in points(live, result, count=3):
        live.move_all(point)
        agree(live, result)


def kernel_agrees(live: CellPicture, result: GradResult) -> None:
    """Hold the notebook's own Values to the page, as a cell sees them that is run when the kernel has caught up."""
    shown = live.by_node()
    named = {node: name for node, name in _names(result).items() if node in shown}
    point = f"[{', '.join(f'{named[node]}.data' for node in result.graph.inputs)}]"
    live.notebook.until(point, close([shown[node].value for node in result.graph.inputs]))
    pairs = live.notebook.kernel_value(f"[({', '.join(f'{name}.data, {name}.grad' for name in named.values())})]")[0]
    for node, (value, gradient) in zip(named, zip(pairs[::2], pairs[1::2], strict=True), strict=True):
        assert value == close(shown[node].value)
        if shown[node].gradient is not None:
            assert gradient == close(shown[node].gradient)


def _names(result: GradResult) -> dict[int, str]:
    """Node → a name that the next cell can use; a Value bound by a loop belongs to its last pass."""
    inside = {node: name for name, node in zip(result.inputs, result.graph.inputs, strict=True)}
    output = result.graph.nodes[result.graph.output]
    return inside | ({result.graph.output: output.label} if output.label else {})
