"""A real Chromium for the tests in this folder, driven by Playwright's async interface.

Playwright's objects belong to the loop that made them and a browser is dear to start: so everything
asynchronous in this folder runs in the loop of the whole session. An async fixture of your own
says `@pytest_asyncio.fixture(loop_scope="session")`; the tests are marked here.
"""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Error, Page, async_playwright

from tests.browser.room import Room, open_room

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# Root needs no sandbox here; the rest keeps Chromium from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = (1280, 800)
PHONE = (390, 844)
OpenPage = Callable[..., Awaitable[Page]]
Scheme = Literal["light", "dark"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if pytest_asyncio.is_async_test(item):
                # In front of the mark that auto mode has set.
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def chromium_program() -> str:
    """Where Chromium is; a test without one is skipped, but fails where one was promised."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    if os.environ.get("FLAGBEARER_REQUIRE_CHROMIUM") == "1":
        pytest.fail("Chromium was promised by FLAGBEARER_REQUIRE_CHROMIUM=1 and is not there")
    pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")


def note_faults(page: Page, faults: list[str]) -> None:
    """Write down each uncaught error of a page, and each break of its own content policy."""

    def note_error(error: Error) -> None:
        faults.append(str(error))

    def note_refusal(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    page.on("pageerror", note_error)
    page.on("console", note_refusal)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser, without a window."""
    program = chromium_program()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(chromium: Browser) -> AsyncIterator[OpenPage]:
    """`await open_page(size=PHONE, locale="en-US", scheme="dark")`: a fresh page.

    It has cookies of its own. The test fails if a page ran into an uncaught error or against its
    own content policy.
    """
    faults: list[str] = []

    async def opened(
        size: tuple[int, int] = DESKTOP, locale: str = "zh-CN", scheme: Scheme = "light"
    ) -> Page:
        width, height = size
        context = await chromium.new_context(
            viewport={"width": width, "height": height},
            locale=locale,
            timezone_id="Asia/Shanghai",
            has_touch=size == PHONE,
            color_scheme=scheme,
        )
        page = await context.new_page()
        note_faults(page, faults)
        return page

    yield opened
    for context in chromium.contexts:
        await context.close()
    assert faults == []


@pytest_asyncio.fixture(loop_scope="session")
async def room() -> AsyncIterator[Room]:
    """A served demo whose bot the test plays."""
    async with open_room() as opened:
        yield opened
