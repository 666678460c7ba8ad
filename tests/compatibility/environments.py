"""Environments with other versions than those the tests run with: made once, in a folder of their own, and kept."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".environments"
COMMON = ["anywidget", "graphviz", "hypothesis", "ipywidgets", "nbclient", "nbformat", "numpy", "pytest", "resvg-py"]


@dataclass(frozen=True)
class Environment:
    """A Python with packages; `name` is its folder."""

    name: str
    python: str
    packages: tuple[str, ...]

    def run_tests(self, *arguments: str) -> str:
        """Run tests there; pytest's last line. AssertionError, with the end of its output, where one fails."""
        command = [str(self.ready()), "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{self.name}:\n{done.stdout[-4000:]}{done.stderr[-1000:]}"
        return done.stdout.rstrip().rpartition("\n")[2]

    def ready(self) -> Path:
        """The interpreter, once everything is installed."""
        folder = FOLDER / self.name
        python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
        ready, wanted = folder / "ready", "\n".join([self.python, *self.packages])
        if not (ready.exists() and ready.read_text() == wanted):
            subprocess.run([self.python, "-m", "venv", "--clear", str(folder)], check=True)
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, *self.packages], check=True)
            ready.write_text(wanted)
        return python


def other_pythons() -> list[str]:
    """The versions that pyproject.toml names, without the one that runs: '3.12', '3.13'."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", each) for each in project["classifiers"]]
    here = "{}.{}".format(*sys.version_info)
    return [found[1] for found in named if found and found[1] != here]


def interpreter(version: str) -> str | None:
    """A Python of this version that works, on PATH or under pyenv; None where there is none."""
    return next((path for path in _candidates(version) if _version(path) == version), None)


def _candidates(version: str) -> Iterator[str]:
    if found := shutil.which(f"python{version}"):
        yield found
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python")))


def _version(python: str) -> str:
    """What a Python says that it is; nothing where it does not start, as a shim of pyenv's may not."""
    command = [python, "-c", "import sys; print('{}.{}'.format(*sys.version_info))"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""
