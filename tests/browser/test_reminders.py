"""The clock goes to the next reminder; its button opens the task, which is marked as done."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page, expect

from bot.commands.demo import Demo, open_demo
from bot.demo.college.college import make_college
from bot.settings import Settings
from tests.browser.college import ANSWERED_WITHIN, words
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.room import open_chat
from tests.campus import CAMPAIGN

COLLEGE = make_college()
BRANCH = next(one for one in COLLEGE.branches if one.group is not None and one.bound)
SECRETARY = COLLEGE.joined(BRANCH.name)[0]
DUTY = next(
    item.name.zh
    for phase in CAMPAIGN.phases
    for item in phase.checklist
    if item.id == "spring-inspection"
)
# Reminders that come before that of the inspection, at most.
REMINDERS_BEFORE = 6


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    stop = asyncio.Event()
    settings = Settings(_env_file=None, data=tmp_path, listen="127.0.0.1:0")
    async with open_demo(settings, stop=stop) as opened:
        task = asyncio.create_task(opened.program.run(stop))
        yield opened
        stop.set()
        await asyncio.wait_for(task, 15)


async def enter(page: Page, demo: Demo) -> None:
    """Become the secretary of a branch."""
    await page.goto(demo.address)
    await page.fill("#search", SECRETARY.name)
    await page.click(f"[data-person='{SECRETARY.account}']")


async def go_to_next(page: Page) -> None:
    """By the bell in the strip; what is to come stands there first."""
    before = await page.inner_text("#strip time")
    await page.click("#look-ahead")
    await expect(page.locator("#ahead li").first).to_be_visible()
    await page.locator(".dialog .row button").last.click()
    await expect(page.locator("#strip time")).not_to_have_text(before)


async def test_from_the_secretary_s_reminder_to_the_duty_done(
    demo: Demo, open_page: OpenPage
) -> None:
    """What the secretary does is told to the secretary, in private."""
    page = await open_page(size=PHONE)
    await enter(page, demo)
    await open_chat(page, SECRETARY.account or 0)
    reminder = page.locator(".block:not(.mine) .bubble").filter(has_text=DUTY)
    for _ in range(REMINDERS_BEFORE):
        await go_to_next(page)
        with contextlib.suppress(AssertionError):
            await expect(reminder.last).to_be_visible(timeout=3_000)
            break
    newest = page.locator(".block:not(.mine) .bubble").last
    await expect(newest).to_contain_text(DUTY, timeout=ANSWERED_WITHIN)

    await page.locator(".keys button").last.click()

    await expect(newest).to_contain_text("7月11日截止", timeout=ANSWERED_WITHIN)
    await page.locator(".keys button").filter(has_text=words("duty.mark")).last.click()
    await expect(newest).to_contain_text("已完成", timeout=ANSWERED_WITHIN)
