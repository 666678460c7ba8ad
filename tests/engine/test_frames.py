"""Whose code is running."""

from __future__ import annotations

import abc
import json
from pathlib import Path

import numpy as np
import pytest

import microgradext
from microgradext.engine.frames import is_users_file

PACKAGE = Path(microgradext.__file__).parent


@pytest.mark.parametrize(
    "file",
    ["<cell 12ab>", "<ipython-input-3-0a>", "<stdin>", __file__, f"{PACKAGE}-notebooks/mine.py", f"{PACKAGE}2.py"],
)
def test_code_of_the_users(file: str) -> None:
    assert is_users_file(file)


@pytest.mark.parametrize(
    "file", [json.__file__, abc.__file__, np.__file__, str(PACKAGE / "nn.py"), "<frozen abc>", "<__array_function__>"]
)
def test_code_of_libraries(file: str) -> None:
    assert not is_users_file(file)
