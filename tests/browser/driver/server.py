"""A Jupyter server on the loopback, with none of the user's settings: JupyterLab, one for a run of the suite."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.patience import PATIENCE, STARTING

ROOT = Path(__file__).parents[3]
FOLDERS = (
    "HOME",
    "IPYTHONDIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
)
SETTINGS = {
    # No question about news over the picture, and nothing asked of the network.
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    # A test says when it saves.
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}


class Server:
    """The process of `program`; `root` is the folder it serves, `address` where.

    A context manager: the process and its kernels end with the block.
    """

    def __init__(self, folder: Path, program: Sequence[str] = (sys.executable, "-m", "jupyterlab")) -> None:
        self.root = folder / "notebooks"
        self.log = folder / "server.log"
        self.address = f"http://127.0.0.1:{_free_port()}"
        self._program = program
        # A program of another environment finds the package here too.
        self._environment = os.environ | _fresh_folders(folder) | {"PYTHONPATH": str(ROOT)}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.root.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command(), env=self._environment, cwd=self.root, stdout=log, stderr=log
            )
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _command(self) -> list[str]:
        return [
            *(*self._program, "--no-browser", "--allow-root"),
            *("--ip=127.0.0.1", f"--port={self.address.rpartition(':')[2]}", "--ServerApp.port_retries=0"),
            *("--IdentityProvider.token=", "--ServerApp.password=", "--ServerApp.disable_check_xsrf=True"),
            f"--ServerApp.root_dir={self.root}",
            "--LabApp.expose_app_in_browser=True",
            "--JupyterNotebookApp.expose_app_in_browser=True",
        ]

    def _wait(self) -> None:
        assert self._process is not None
        end = time.monotonic() + STARTING
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(
                    f"{self._program[-1]} did not start:\n{self.log.read_text(errors='replace')[-3000:]}"
                )
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/api", timeout=PATIENCE) as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _fresh_folders(folder: Path) -> dict[str, str]:
    places = {name: folder / name.lower() for name in FOLDERS}
    for place in places.values():
        place.mkdir(parents=True)
    for plugin, settings in SETTINGS.items():
        file = places["JUPYTERLAB_SETTINGS_DIR"] / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings))
    return {name: str(place) for name, place in places.items()}
