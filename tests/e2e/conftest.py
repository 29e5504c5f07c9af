"""One Chromium for the session; a small street and its page for each test."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from sandbox.server import running
from tests.e2e.street import TOKEN, OpenPage, Street, Viewer

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
    viewers: list[Viewer] = []
    async with AsyncExitStack() as windows:

        async def opened(width: int = 1440, height: int = 900) -> Viewer:
            context = await browser.new_context(viewport={"width": width, "height": height})
            windows.push_async_callback(context.close)
            viewer = Viewer(await context.new_page(), street.url)
            viewers.append(viewer)
            await viewer.page.goto(street.url)
            await viewer.page.wait_for_selector(".phone .composer")
            return viewer

        yield opened
        for viewer in viewers:
            assert viewer.complaints == []
            assert viewer.strayed == []
