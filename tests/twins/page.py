"""The page's halves of the twins, run in Node: asked by name what they make of a case from Python."""

from __future__ import annotations

import base64
import json
import math
import subprocess
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HALVES = ROOT / "tests" / "js" / "twins.ts"


class Page:
    """The front end's own functions; while it is entered, `page("layout", view, 670)` calls one."""

    def __init__(self, folder: Path) -> None:
        bundle = folder / "twins.mjs"
        build = ["node_modules/.bin/esbuild", "--bundle", "--format=esm", "--log-level=error", f"--outfile={bundle}"]
        subprocess.run([*build, str(HALVES)], cwd=ROOT, check=True)
        command = ["node", str(HERE / "page.mjs"), bundle.as_uri()]
        self._node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._node.communicate()

    def __call__(self, half: str, *asked: Any) -> Any:
        """What a half makes of a case; numbers that are not finite arrive as floats."""
        questions, answers = self._node.stdin, self._node.stdout
        assert questions
        assert answers
        questions.write(json.dumps(_packed([half, *asked]), allow_nan=False) + "\n")
        questions.flush()
        return json.loads(answers.readline(), object_hook=_unpacked)


def as_the_page_has_it(value: Any) -> Any:
    """Records with the page's names and without what the page leaves out: None, and that an edge has no `flows`."""
    if is_dataclass(value) and not isinstance(value, type):
        return as_the_page_has_it(asdict(value))
    if isinstance(value, dict):
        return {
            _camel(key): as_the_page_has_it(item)
            for key, item in value.items()
            if item is not None and (key, item) != ("flows", ())
        }
    return [as_the_page_has_it(item) for item in value] if isinstance(value, list | tuple) else value


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)


def _packed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _packed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_packed(item) for item in value]
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"}
    return value


def _unpacked(record: dict[str, Any]) -> Any:
    return float(record["float"]) if record.keys() == {"float"} else record
