"""One Chromium for the session; a small street and its page for each test."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from sandbox.server import running
from tests.e2e.street import TOKEN, OpenPage, Street, Viewer
from tests.e2e.town import Town, running_town

expect.set_options(timeout=30_000)  # ms: for a busy machine; what comes at once costs nothing
_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's Chromium, or the one that $CHROMIUM names; without one the test fails and says what to install."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).is_file():
        pytest.fail(f"找不到浏览器 {path}：请先 apt-get install chromium fonts-noto-cjk，或用 CHROMIUM 指明位置")
    return path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """Started once."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield launched
        await launched.close()


@pytest_asyncio.fixture(loop_scope="session")
async def street(tmp_path: Path) -> AsyncIterator[Street]:
    """A sandbox with a few people and groups, and a bot that the test itself plays."""
    async with running(tmp_path / "world", token=TOKEN) as sandbox, Street(sandbox.url) as made:
        await made.settle_in()
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, street: Street) -> AsyncIterator[OpenPage]:
    """Opens the street's page in a window of that size; in the end nothing may have gone wrong in it."""
    async with windows_on(browser, street.url) as opened:
        yield opened


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A `hehuo` as a newcomer starts it; its tests stay out of each other's way in groups of their own."""
    with running_town(tmp_path_factory.mktemp("town") / "data", "--port", "0") as running_one:
        yield running_one


@pytest_asyncio.fixture(loop_scope="session")
async def open_town(browser: Browser, town: Town) -> AsyncIterator[OpenPage]:
    """Opens the page of the running `hehuo`, as `open_page` does."""
    async with windows_on(browser, town.url) as opened:
        yield opened


@asynccontextmanager
async def windows_on(browser: Browser, url: str) -> AsyncIterator[OpenPage]:
    """Opens that page in windows which are closed in the end, and looked at for what went wrong."""
    viewers: list[Viewer] = []
    async with AsyncExitStack() as windows:

        async def opened(width: int = 1440, height: int = 900) -> Viewer:
            context = await browser.new_context(viewport={"width": width, "height": height})
            windows.push_async_callback(context.close)
            viewer = Viewer(await context.new_page(), url)
            viewers.append(viewer)
            await viewer.page.goto(url)
            await viewer.page.wait_for_selector(".phone .composer")
            return viewer

        yield opened
        for viewer in viewers:
            assert viewer.complaints == []
            assert viewer.strayed == []
