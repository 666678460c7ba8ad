"""The browser fixtures: one JupyterLab and one Chromium for the whole run, one notebook at least for each test."""

import re
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.driver import evidence
from tests.browser.driver.chromium import chromium
from tests.browser.driver.lab import Lab
from tests.browser.driver.notebook import SCREENSHOTS
from tests.browser.driver.pages import VIEWPORT, Pages
from tests.browser.driver.server import Server
from tests.patience import PATIENCE

HERE = Path(__file__).parent

expect.set_options(timeout=1000 * PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_runtest_setup() -> None:
    evidence.begin()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Name beside a failure the files with what the browser showed and said."""
    report = yield
    if report.failed and report.when != "teardown" and HERE in item.path.parents:
        files = list(evidence.leave(named(item)))
        report.sections.append(("the browser", "\n".join(map(str, files))))
        evidence.close_others()
    return report


def named(item: pytest.Item) -> str:
    """The name of a test as that of a file."""
    return re.sub(r"\W+", "-", item.name).strip("-")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("jupyter")) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    SCREENSHOTS.mkdir(exist_ok=True)
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=VIEWPORT)
    evidence.watch(context, shared=True)
    yield context
    context.close()


@pytest.fixture(scope="session")
def pages(context: BrowserContext, server: Server) -> Pages:
    return Pages(context, server.address)


@pytest.fixture
def lab(server: Server, pages: Pages, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """A JupyterLab for one test; afterwards nothing foreign was asked for and our code threw nothing."""
    lab = Lab(server, pages, named(request.node))
    yield lab
    lab.close()
    assert not lab.foreign_requests()
    # The front end runs from a blob: what JupyterLab itself throws on closing is not ours.
    assert not [error for error in lab.errors if "blob:" in error]
