"""The office hands its roster to the bot: last term's, then this term's; report and links come."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from playwright.async_api import expect
from sqlalchemy import select

from bot.demo.college.college import Someone, make_college
from campaign.people import Role
from storage.tables import branches, people
from tests.browser.college import Somebody, words
from tests.browser.conftest import PHONE
from tests.browser.demo_campus import Campus, campus
from tests.campus import CAMPAIGN, TEXTS

__all__ = ["campus"]

COLLEGE = make_college()
OFFICE = next(one for one in COLLEGE.people if Role.OFFICE in one.roles)
NEW_BRANCH = "继续教育学院党支部"
FRESHMEN = ("蒋新一", "沈新二", "韩新三", "杨新四", "朱新五")
HEADING = ("序号", "所属党组织", "姓名", "员工工号", "人员类别", "政治面貌", "党内职务")
Row = tuple[str, ...]


def row_of(one: Someone) -> Row:
    category = CAMPAIGN.category(one.category).name.zh
    standing = "中共党员" if one.standing == "full" else "中共预备党员"
    roles = [TEXTS.template(f"people.role_{role}", OFFICE.language) for role in sorted(one.roles)]
    return (one.branch, one.name, one.number, category, standing, "、".join(roles))


def newcomers() -> list[Row]:
    category = CAMPAIGN.category("students").name.zh
    return [
        (NEW_BRANCH, name, f"N{at:03}", category, "中共预备党员", "支部书记" if at == 0 else "")
        for at, name in enumerate(FRESHMEN)
    ]


def write(path: Path, rows: Sequence[Row]) -> Path:
    """As an office keeps it: a title, a heading, numbered rows, and who filled it in."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["党员花名册"])
    sheet.append(HEADING)
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *row])
    sheet.append([])
    sheet.append(["填表人：周老师", "", "", "审核人："])
    book.save(path)
    return path


async def sends(office: Somebody, path: Path) -> None:
    page = office.page
    await page.click("#attach")
    async with page.expect_file_chooser() as chooser:
        await page.click("#attach-file")
    await (await chooser.value).set_files(path)
    await expect(page.locator("#tray figure")).to_have_count(1)
    await page.focus("#text")
    await page.keyboard.press("Enter")


async def downloaded(office: Somebody, name: str) -> bytes:
    """A file that the bot sent, as the browser saves it."""
    link = office.page.locator("a.file").filter(has_text=name).last
    await expect(link).to_be_visible(timeout=30_000)
    async with office.page.expect_download() as download:
        await link.click()
    return Path(await (await download.value).path()).read_bytes()  # noqa: ASYNC240


async def of_branch(campus: Campus, name: str) -> dict[str, str | None]:
    """Who belongs to the branch now, and their standing."""
    async with campus.demo.program.database.read() as session:
        question = (
            select(people.c.name, people.c.standing)
            .join(branches, branches.c.id == people.c.branch_id)
            .where(branches.c.name == name, people.c.left_at.is_(None))
        )
        return {one.name: one.standing for one in await session.rows(question)}


async def test_last_term_s_roster_and_then_this_term_s(campus: Campus, tmp_path: Path) -> None:
    office = await campus.enter(OFFICE, size=PHONE)
    await office.opens(OFFICE.account or 0)
    known = [row_of(one) for one in COLLEGE.people if one.branch]
    await sends(office, write(tmp_path / "上学期.xlsx", [*known, *newcomers()]))
    await office.reads("新增 5 人")
    await office.reads("填表人")
    assert await of_branch(campus, NEW_BRANCH) == {}
    await office.presses("✓ 导入")
    await office.reads("✓ 已导入")
    assert set(await of_branch(campus, NEW_BRANCH)) == set(FRESHMEN)

    first, second, third, *rest = newcomers()
    changed = [
        (*first[:4], "中共党员", first[5]),
        (*second[:5], "副书记"),
        (*third[:3], CAMPAIGN.category("logistics").name.zh, *third[4:]),
        *rest[:-1],
    ]
    await sends(office, write(tmp_path / "本学期.xlsx", [*known, *changed]))
    await office.reads("变更 3 人")
    await office.presses("移出")
    await office.presses("✓ 导入，移出 1 人")
    await office.reads("✓ 已导入")
    now = await of_branch(campus, NEW_BRANCH)
    assert set(now) == set(FRESHMEN[:-1])
    assert now[FRESHMEN[0]] == "full"

    await office.presses(words("roster_import.report"))
    report = (await downloaded(office, "roster.txt")).decode("utf-8-sig")
    assert all(name in report for name in (FRESHMEN[0], FRESHMEN[1], FRESHMEN[2], FRESHMEN[4]))
    await office.presses(words("roster_import.invite"))
    page = (await downloaded(office, "invitations.html")).decode()
    table = (await downloaded(office, "invitations.csv")).decode("utf-8-sig")
    invited = {one["姓名"] for one in csv.DictReader(io.StringIO(table))}
    assert set(FRESHMEN[:-1]) <= invited
    assert FRESHMEN[-1] not in invited
    assert page.count("tg://resolve?domain=") >= len(invited)
