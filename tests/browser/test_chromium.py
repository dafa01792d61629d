"""The browser that the tests stand on is there, and it tells of faults in a page."""

import pytest
from playwright.async_api import Browser

from tests.browser.conftest import PHONE, OpenPage, chromium_program, note_faults


async def test_pages_are_apart_and_sized(open_page: OpenPage) -> None:
    desktop, phone = await open_page(), await open_page(size=PHONE, locale="en-US")
    await phone.set_content("<p>一面旗</p>")
    assert await phone.inner_text("p") == "一面旗"
    assert await phone.evaluate("[innerWidth, navigator.language]") == [390, "en-US"]
    assert await desktop.evaluate("[innerWidth, navigator.language]") == [1280, "zh-CN"]


@pytest.mark.parametrize(
    ("page_with_a_fault", "words"),
    [
        ("<script>throw new Error('broken')</script>", "broken"),
        (
            "<meta http-equiv=content-security-policy content=\"img-src 'none'\"><img src=/x.png>",
            "Content Security Policy",
        ),
    ],
)
async def test_faults_of_a_page_are_noted(
    chromium: Browser, page_with_a_fault: str, words: str
) -> None:
    faults: list[str] = []
    page = await chromium.new_page()
    note_faults(page, faults)
    await page.route(
        "**/*", lambda route: route.fulfill(body=page_with_a_fault, content_type="text/html")
    )
    await page.goto("http://flagbearer.test/")
    await page.close()
    assert len(faults) == 1
    assert words in faults[0]


def test_a_missing_browser_is_a_failure_only_where_one_was_promised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("FLAGBEARER_REQUIRE_CHROMIUM", "1")
    with pytest.raises(pytest.fail.Exception):
        chromium_program()
    monkeypatch.delenv("FLAGBEARER_REQUIRE_CHROMIUM")
    with pytest.raises(pytest.skip.Exception):
        chromium_program()
