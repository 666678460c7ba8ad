"""What people install: the wheel holds the front end, and building it says what it needs."""

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parent.parent
CHECKOUT = ("pyproject.toml", "hatch_build.py", "package.json", "package-lock.json", "README.md", "LICENSE", "js")
FRONT_END = {f"microgradext/static/{name}" for name in ("widget.js", "widget.css", "notebook.css", "stub.js")}
VERSION = json.loads((ROOT / "package.json").read_text())["version"]
SENTENCE = "building microgradext from a checkout needs Node.js 20 or newer"


def hatchling(source: Path, target: str, into: Path) -> Path:
    """Build `wheel` or `sdist` from a source folder as pip would, with what is installed here."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(into)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = into.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return built


def pip_wheel(source: Path, into: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps", "--no-build-isolation"]
    command = [*pip, "--no-index", "--wheel-dir", str(into), str(source)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    wheel = hatchling(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))
    assert wheel.name == f"microgradext-{VERSION}-py3-none-any.whl"
    return zipfile.ZipFile(wheel).namelist()


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked sdist."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(hatchling(ROOT, "sdist", folder)) as archive:
        archive.extractall(folder, filter="data")
    return folder / f"microgradext-{VERSION}"


@pytest.fixture
def no_node(tmp_path: Path) -> dict[str, str]:
    """An environment whose PATH holds nothing."""
    return {"PATH": str(tmp_path / "nothing"), "HOME": str(tmp_path)}


def test_the_wheel_holds_the_front_end_and_the_types(names: list[str]) -> None:
    assert FRONT_END | {"microgradext/py.typed", "microgradext/__init__.py"} <= set(names)


def test_the_wheel_holds_the_package_alone(names: list[str]) -> None:
    foreign = [name for name in names if not name.startswith(("microgradext/", f"microgradext-{VERSION}.dist-info/"))]
    assert not foreign
    assert not [name for name in names if "test" in name or name.endswith((".ts", ".map", ".pyc"))]


def test_an_sdist_needs_no_node(sdist: Path, tmp_path: Path, no_node: dict[str, str]) -> None:
    done = pip_wheel(sdist, tmp_path, no_node)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    assert set(zipfile.ZipFile(wheel).namelist()) >= FRONT_END


def test_a_checkout_without_node_gets_a_sentence(tmp_path: Path, no_node: dict[str, str]) -> None:
    checkout = tmp_path / "checkout"
    bundle_aside = shutil.ignore_patterns("static", "__pycache__")
    shutil.copytree(ROOT / "microgradext", checkout / "microgradext", ignore=bundle_aside)
    for name in CHECKOUT:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, checkout / name)
    done = pip_wheel(checkout, tmp_path, no_node)
    said = done.stdout + done.stderr
    assert done.returncode
    assert said.count(SENTENCE) == 1
    assert "Traceback" not in said


def test_a_source_newer_than_the_bundle_is_built_again(sdist: Path, tmp_path: Path, no_node: dict[str, str]) -> None:
    checkout = shutil.copytree(sdist, tmp_path / "checkout")
    (checkout / "PKG-INFO").unlink()
    assert pip_wheel(checkout, tmp_path, no_node).returncode == 0, "the bundle is new, so nothing needs Node"
    (checkout / "js/widget.ts").touch()
    done = pip_wheel(checkout, tmp_path, no_node)
    assert SENTENCE in done.stdout + done.stderr
