"""The tests again with other versions: of IPython and ipykernel in a notebook, of Python in engine and cell."""

from __future__ import annotations

import sys

import pytest

from .environments import COMMON, Environment, interpreter, other_pythons

pytestmark = pytest.mark.thorough

NOTEBOOK = {
    "oldest": ("ipython==7.34.0", "ipykernel==6.29.5"),
    "middle": ("ipython==8.39.*", "ipykernel==7.1.*"),
}
ENGINE = ("ipython", "numba>=0.60")


@pytest.mark.parametrize("name", NOTEBOOK)
def test_the_notebook_tests_pass_with_other_versions_of_ipython(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    environment = Environment(name, sys.executable, (*COMMON, *NOTEBOOK[name]))
    # Random cells are of the wire and the engine, whatever IPython is.
    said = environment.run_tests("tests/notebook", "--ignore=tests/notebook/test_random_cells.py")
    with capsys.disabled():
        print(f"\n{', '.join(NOTEBOOK[name])}: {said}")


@pytest.mark.parametrize("version", other_pythons())
def test_engine_and_cell_pass_with_other_versions_of_python(version: str, capsys: pytest.CaptureFixture[str]) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} is found on this machine")
    said = Environment(f"python{version}", python, (*COMMON, *ENGINE)).run_tests("tests/engine", "tests/cell")
    with capsys.disabled():
        print(f"\nPython {version} ({python}): {said}")
