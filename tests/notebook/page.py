"""The page's part of a live view without a browser: the front end's own decoder, tape and guards, run in Node."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ENTRY = """export { alone } from "./js/tape/alone"; export { decodeGraph } from "./js/wire/protocol";
export { Replay } from "./js/tape/replay";"""


@dataclass(frozen=True)
class Shown:
    """What the page shows."""

    stale: bool  # the numbers are from another point, grey on the screen: the kernel is being asked
    output: float
    gradients: tuple[float | None, ...]  # of the inputs; None where the page shows none


class Page:
    """One page; while it is entered, it can be shown graphs and moved."""

    def __init__(self, folder: Path) -> None:
        bundle = folder / "replay-bundle.mjs"
        build = ["node_modules/.bin/esbuild", "--bundle", "--format=esm", "--log-level=error", f"--outfile={bundle}"]
        subprocess.run(build, cwd=ROOT, input=ENTRY.encode(), check=True)
        command = ["node", str(HERE / "replay.mjs"), bundle.as_uri()]
        self._node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._node.communicate()

    def graph(self, message: Mapping[str, Any], *, alone: bool = False) -> Shown:
        """A graph arrives from the kernel, or is in a page that has none."""
        return self._say(graph=message, alone=alone)

    def move(self, point: Sequence[float]) -> Shown:
        """The sliders stand at `point`."""
        return self._say(point=[repr(x).replace("inf", "Infinity") for x in point])

    def confirm(self, point: Sequence[float]) -> Shown:
        """The kernel answers that the path at `point` is the same."""
        return self._say(confirm=[repr(x).replace("inf", "Infinity") for x in point])

    def _say(self, **message: Any) -> Shown:
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps(message, default=_packed) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        gradients = tuple(None if text in ("null", "undefined") else float(text) for text in answer["gradients"])
        return Shown(answer["stale"], float(answer["output"]), gradients)


def _packed(buffer: bytes) -> dict[str, str]:
    return {"base64": base64.b64encode(buffer).decode()}
