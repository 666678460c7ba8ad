"""One page for all twins."""

from collections.abc import Iterator

import pytest

from .page import Page


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with Page(tmp_path_factory.mktemp("twins")) as page:
        yield page
