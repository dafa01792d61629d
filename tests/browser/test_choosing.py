"""Choosing who one is: filters by role and post, in the page's language."""

from __future__ import annotations

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.room import Room

PEOPLE = (
    ("罗静", "党员 · 教学科研 · 基础医学部党支部", "member · teaching · 基础医学部党支部"),
    ("陈淑珍", "党员 · 离退休 · 离退休第一党支部", "member · retired · 离退休第一党支部"),
    ("高健", "支部书记 · 离退休 · 离退休第一党支部", "secretary · retired · 离退休第一党支部"),
    ("林颖", "访客 · 还没有加入", "visitor · not joined yet"),
)


@pytest_asyncio.fixture(loop_scope="session")
async def page(room: Room, open_page: OpenPage) -> Page:
    """Nobody is chosen yet; four people to choose from."""
    for user in room.world.people:
        room.world.people.deactivate(user)
    for number, (name, note, note_en) in enumerate(PEOPLE, start=201):
        room.world.add_user(name, id=number, note=note, note_en=note_en)
    page = await open_page()
    await page.goto(f"{room.root}/?key={room.new_key()}")
    return page


async def names(page: Page) -> list[str]:
    return await page.locator("#people .person b").all_inner_texts()


async def test_roles_and_posts_narrow_the_list_and_a_visitor_is_no_post(page: Page) -> None:
    await expect(page.locator("#people .person")).to_have_count(4)
    roles, posts = page.locator(".chips").nth(0), page.locator(".chips").nth(1)
    assert await roles.locator("button").all_inner_texts() == ["全部", "党员", "支部书记", "访客"]
    assert await posts.locator("button").all_inner_texts() == ["全部", "教学科研", "离退休"]
    await roles.get_by_role("button", name="党员").click()
    assert await names(page) == ["罗静", "陈淑珍"]
    await posts.get_by_role("button", name="离退休").click()
    assert await names(page) == ["陈淑珍"]


async def test_in_english_everybody_is_told_in_english_and_found_in_both(page: Page) -> None:
    roles = page.locator(".chips").nth(0)
    await roles.get_by_role("button", name="访客").click()
    await expect(page.locator("#people .person")).to_have_count(1)
    await page.click("#language")
    await expect(page.locator("#people .person")).to_have_count(4)
    assert await roles.locator("button").all_inner_texts() == [
        "All",
        "member",
        "secretary",
        "visitor",
    ]
    await page.fill("#search", "retired")
    assert await names(page) == ["陈淑珍", "高健"]
    await page.fill("#search", "书记")
    assert await names(page) == ["高健"]
    await expect(page.locator("#people .person small")).to_contain_text("secretary · retired")
