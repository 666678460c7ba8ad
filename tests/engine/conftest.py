"""What the engine is compared with: the page's evaluator, started once for the suite, and PyTorch."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.engine.page import Page


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with Page(tmp_path_factory.mktemp("page")) as page:
        yield page


@pytest.fixture(scope="session")
def torch() -> Any:
    """PyTorch; a test that asks for it is skipped where it is not installed, as with other versions of Python."""
    return pytest.importorskip("torch", reason="PyTorch is not installed here")
