"""The harness itself, on a notebook that holds nothing of ours: what later browser tests lean on."""

import math

import pytest
from playwright.sync_api import expect

from tests.browser.driver.evidence import leave
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import box

SLIDER = """\
import ipywidgets
slider = ipywidgets.FloatSlider(1.0, min=0, max=10, step=0.5, description="x")
double = ipywidgets.Label("2.0")
slider.observe(lambda change: setattr(double, "value", str(2 * change.new)), "value")
ipywidgets.VBox([slider, double])"""


def test_a_slider_in_the_page_reaches_the_kernel_and_back(lab: Lab) -> None:
    notebook = lab.notebook([SLIDER, "print('second cell')"])
    notebook.run_all()
    handle = notebook.output(0).locator(".noUi-handle")
    handle.focus()
    handle.press("ArrowRight")
    expect(notebook.output(0).locator(".widget-label").last).to_have_text("3.0")
    assert notebook.kernel_value("slider.value") == 1.5

    track = box(notebook.output(0).locator(".noUi-connects"))
    handle.hover()
    notebook.page.mouse.down()
    notebook.page.mouse.move(track["x"] + track["width"], track["y"], steps=5)
    notebook.page.mouse.up()
    expect(notebook.output(0).locator(".widget-label").last).to_have_text("20.0")
    expect(notebook.output(1)).to_have_text("second cell")


def test_an_error_in_a_cell_fails_at_once_with_its_text(lab: Lab) -> None:
    notebook = lab.notebook(["x = 1", "1 / 0", "z = 2"])
    with pytest.raises(AssertionError, match="ZeroDivisionError: division by zero"):
        notebook.run_all()
    assert len(notebook.run_all(allow_errors=True)) == 1
    notebook.set_cell(1, "y = x")
    notebook.run_cell(1)
    notebook.add_cell("y += 10")
    notebook.run_cell(-1)
    assert notebook.kernel_value("y") == 11


def test_the_kernel_answers_every_float_as_it_is(lab: Lab) -> None:
    notebook = lab.notebook(["numbers = [0.1 + 0.2, float('inf'), float('nan'), -0.0]"])
    notebook.run_all()
    third, infinite, nan, zero = notebook.kernel_value("numbers")
    assert (third, infinite) == (0.1 + 0.2, math.inf)
    assert math.isnan(nan)
    assert math.copysign(1, zero) == -1
    notebook.restart_kernel()
    with pytest.raises(AssertionError, match="NameError"):
        notebook.kernel_value("numbers")


def test_themes_and_widths_are_what_was_asked_for(lab: Lab) -> None:
    notebook = lab.notebook(["print('words ' * 60)"])
    notebook.run_all()
    for theme, light in (("dark", "false"), ("light", "true")):
        notebook.theme(theme)  # type: ignore[arg-type]  # the pairs lose their literals
        expect(notebook.page.locator("body")).to_have_attribute("data-jp-theme-light", light)
    for width in (420, 760, 1400):
        notebook.width(width)
        assert round(box(notebook.output(0).locator(".jp-OutputArea-output"))["width"]) == width
    assert notebook.screenshot("harness").stat().st_size > 1000


def test_a_saved_notebook_reopens_on_its_kernel(lab: Lab) -> None:
    notebook = lab.notebook(["x = 1\nprint('kept')"])
    notebook.run_all()
    notebook.save()
    notebook.reload()
    expect(notebook.output(0)).to_have_text("kept")
    assert notebook.kernel_value("x") == 1


def test_a_notebook_that_was_reopened_behind_ours_is_not_taken_for_it(lab: Lab) -> None:
    other = lab.notebook(["print('another')"], name="other")
    notebook = lab.notebook(["print('ours')"])
    notebook.page.evaluate("path => harness.open(path)", other.path)
    notebook.page.evaluate("path => harness.open(path)", notebook.path)
    notebook.run_all()
    assert notebook.page.locator(".jp-Notebook").count() == 2
    expect(notebook.output(0)).to_have_text("ours")


def test_a_failed_test_leaves_pictures_and_what_the_pages_said(lab: Lab) -> None:
    notebook = lab.notebook(["1 + 1"])
    notebook.page.evaluate("console.warn('as the test wants'); setTimeout(() => { throw Error('and this') })")
    notebook.page.wait_for_function("true")
    files = list(leave("harness"))
    try:
        said = "".join(file.read_text("utf-8") for file in files if file.suffix == ".txt")
        assert "warning: as the test wants" in said
        assert "thrown: Error: and this" in said
        assert any(file.stat().st_size > 1000 for file in files if file.suffix == ".png")
    finally:
        for file in files:
            file.unlink()


def test_a_request_to_another_machine_is_noticed(lab: Lab) -> None:
    notebook = lab.notebook([])
    asked = "fetch('https://example.org/x').catch(() => fetch('data:,y')).then(() => 'done')"
    assert notebook.page.evaluate(asked) == "done"
    assert lab.foreign_requests() == ["https://example.org/x"]
    lab.requests.clear()
