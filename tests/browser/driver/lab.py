"""A JupyterLab in a browser, for one test: opens notebooks, and keeps a log of all that the pages asked for."""

import json
import shutil
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
from playwright.sync_api import ConsoleMessage, Page, Request, WebError

from tests.browser.driver.notebook import Notebook
from tests.browser.driver.pages import Pages
from tests.browser.driver.server import Server
from tests.patience import PATIENCE

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


class Lab:
    """Opens notebooks; `requests`, `errors` and `console` collect what the pages did meanwhile."""

    def __init__(self, server: Server, pages: Pages, name: str) -> None:
        self.server = server
        self.name = name
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.console: list[str] = []
        self._pages = pages
        self._taken: list[Page] = []
        self._listeners = self._listen()

    def notebook(self, cells: Sequence[str], *, name: str = "notebook") -> Notebook:
        """Open a new notebook of code cells, with a kernel that is ready; nothing has run yet."""
        code = [nbformat.v4.new_code_cell(cell) for cell in cells]
        path = self._place(name)
        nbformat.write(nbformat.v4.new_notebook(cells=code, metadata=KERNEL), path)
        return self._open(path)

    def open(self, notebook: Path) -> Notebook:
        """Open a copy of a notebook file."""
        path = self._place(notebook.stem)
        shutil.copyfile(notebook, path)
        return self._open(path)

    def foreign_requests(self) -> list[str]:
        """What was asked of anything but this server."""
        return [address for address in self.requests if not _local(address)]

    def close_notebooks(self) -> None:
        """Close what is open and end the kernels."""
        while self._taken:
            self._pages.give(self._taken.pop())
        for session in json.loads(self._api("GET", "api/sessions")):
            self._api("DELETE", f"api/sessions/{session['id']}")

    def close(self) -> None:
        """Close all; afterwards the logs stand still."""
        self.close_notebooks()
        for event, listener in self._listeners.items():
            self._pages.context.remove_listener(event, listener)

    def _place(self, name: str) -> Path:
        """A file of its own for each notebook: two with one path would share a kernel."""
        folder = self.server.root / self.name / str(len(self._taken))
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{name}.ipynb"

    def _open(self, path: Path) -> Notebook:
        page = self._pages.take()
        self._taken.append(page)
        inside = path.relative_to(self.server.root).as_posix()
        page.evaluate("path => harness.open(path)", inside)
        return Notebook(page, inside)

    def _listen(self) -> dict[str, Callable[[Any], None]]:
        def request(request: Request) -> None:
            self.requests.append(request.url)

        def error(error: WebError) -> None:
            self.errors.append(error.error.stack or error.error.message)

        def console(message: ConsoleMessage) -> None:
            self.console.append(f"{message.type}: {message.text}")

        listeners: dict[str, Callable[[Any], None]] = {"request": request, "weberror": error, "console": console}
        for event, listener in listeners.items():
            self._pages.context.on(event, listener)  # type: ignore[call-overload]  # one overload for each event's name
        return listeners

    def _api(self, method: str, path: str) -> str:
        request = urllib.request.Request(f"{self.server.address}/{path}", method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            return str(reply.read().decode())


def _local(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("data", "blob", "about") or parts.hostname == "127.0.0.1"
