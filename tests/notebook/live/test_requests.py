"""Which request runs, asked of shells that tell more or less of it: none of them costs the cell."""

from __future__ import annotations

from types import SimpleNamespace as Host
from typing import Any

import pytest

from microgradext.notebook.live.views import request

REQUEST = {"header": {"msg_id": "m1"}, "metadata": {"cellId": "c1"}}
TELLS = Host(get_parent=lambda: REQUEST)
HOSTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "a terminal": (Host(), {}),
    "ipykernel 7": (Host(kernel=Host(), get_parent=lambda: REQUEST), REQUEST),
    "ipykernel 6": (Host(kernel=Host(), parent_header=REQUEST), REQUEST),
    "JupyterLite": (Host(kernel=TELLS), REQUEST),
    "one that tells nothing": (Host(kernel=Host()), {}),
    "one that tells something else": (Host(kernel=Host(get_parent=lambda: None), parent_header="m1"), {}),
}


@pytest.mark.parametrize("name", HOSTS)
def test_a_shell_is_asked_for_what_it_can_tell(name: str) -> None:
    shell, expected = HOSTS[name]
    assert request(shell) == expected
