"""The front end's build, as hatch-jupyter-builder calls it: bundle `js/` when the bundle is missing or older."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BUNDLE = [ROOT / "microgradext/static" / name for name in ("widget.js", "widget.css", "notebook.css", "stub.js")]
MANIFESTS = ("package.json", "package-lock.json", "tsconfig.json")
OLDEST_NODE = 20

NEEDS_NODE = (
    f"building microgradext from a checkout needs Node.js {OLDEST_NODE} or newer with npm "
    "(an installed release does not): install it from https://nodejs.org and try again."
)


def build_front_end(target: str, version: str) -> None:
    """Bundle the front end unless the bundle is newer than everything it is made of.

    An sdist contains its bundle and is built without Node. Failures raise `SystemExit`, because pip then shows the
    sentence and no traceback.
    """
    if _from_sdist() or not is_stale():
        return
    npm = shutil.which("npm")
    if npm is None or _node_version() < OLDEST_NODE:
        raise SystemExit(NEEDS_NODE)
    if _node_modules_are_stale():
        _run(npm, "install", "--no-save", "--no-audit", "--no-fund")
    _run(npm, "run", "--silent", "build")


def is_stale() -> bool:
    """Whether the bundle is missing, or older than a source or a manifest."""
    if not all(file.exists() for file in BUNDLE):
        return True
    built = min(file.stat().st_mtime for file in BUNDLE)
    return any(source.stat().st_mtime > built for source in _sources())


def _sources() -> list[Path]:
    manifests = [ROOT / name for name in MANIFESTS if (ROOT / name).exists()]
    return manifests + [file for file in (ROOT / "js").rglob("*") if file.is_file()]


def _from_sdist() -> bool:
    return (ROOT / "PKG-INFO").exists() and all(file.exists() for file in BUNDLE)


def _node_modules_are_stale() -> bool:
    installed, wanted = ROOT / "node_modules/.package-lock.json", ROOT / "package-lock.json"
    return not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime


def _node_version() -> int:
    """Node's major version, 0 when there is no Node."""
    node = shutil.which("node")
    if node is None:
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def _run(npm: str, *arguments: str) -> None:
    finished = subprocess.run([npm, *arguments], cwd=ROOT, check=False)
    if finished.returncode:
        raise SystemExit(f"building microgradext's front end failed: npm {' '.join(arguments)} (see its output above)")
