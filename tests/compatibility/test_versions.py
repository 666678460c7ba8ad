"""The notebook tests again, with the oldest IPython and with other ipykernels, each in an environment of its own.

The environments are made once, beside the interpreter that runs the tests, and kept.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMON = ["anywidget", "graphviz", "hypothesis", "ipywidgets", "nbclient", "nbformat", "numpy", "pytest", "resvg-py"]
VERSIONS = {
    "oldest": ["ipython==7.34.0", "ipykernel==6.29.5"],
    "middle": ["ipython==8.39.*", "ipykernel==7.1.*"],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", VERSIONS)
def test_the_notebook_tests_pass_with_other_versions(name: str) -> None:
    python = _environment(name)
    command = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/notebook"]
    command += ["--ignore=tests/notebook/test_random_cells.py"]  # of the wire and the engine, whatever IPython is
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def _environment(name: str) -> Path:
    """The interpreter of an environment with these versions."""
    folder = Path(sys.prefix) / "versions" / name
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    ready = folder / "ready"
    wanted = "\n".join([*COMMON, *VERSIONS[name]])
    if not (ready.exists() and ready.read_text() == wanted):
        venv.create(folder, clear=True, with_pip=True)
        install = [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *COMMON,
            *VERSIONS[name],
        ]
        subprocess.run(install, check=True)
        ready.write_text(wanted)
    return python
