"""`flagbearer invite`: one link for each who has not joined, as codes that a phone can read."""

import csv
import io
import re
import stat
from html import unescape
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from sqlalchemy import select

from bot.program import open_database
from bot.roster.invitation_sheet import csv_of, sheet_of
from bot.roster.invitations import InvitationOptions, invite
from bot.roster.personal_link import PersonalLink, SheetWording
from bot.settings import Settings
from campaign.invitations import hashed
from campaign.links import WayIn
from campaign.texts import Language
from storage.membership.branches import add_branch
from storage.membership.people import add_person, people_called
from storage.settings import write_setting
from storage.tables import invitations, trace
from tests.bot.roster.test_importer import NOW, settings
from tests.campus import CAMPAIGN, TEXTS

__all__ = ["settings"]

SHEET, TABLE = Path("links.html"), Path("links.csv")
WORDING = SheetWording(TEXTS, Language.ZH, CAMPAIGN)


async def two_branches(settings: Settings, *, bot: str | None = "flag_bot") -> None:
    async with open_database(settings.database_url) as database, database.write() as session:
        for number, branch in enumerate(("基础医学部党支部", "药学系党支部")):
            key = await add_branch(session, branch)
            for name in ("王芳", "李娜"):
                await add_person(
                    session, name=f"{name}{number}", at=NOW, branch=key, number=f"{name}{number}"
                )
        if bot is not None:
            await write_setting(session, "bot name", bot)


def read_codes(html: str) -> list[str]:
    """What a scanner reads from each drawing of the page."""
    return [scanned(drawing) for drawing in re.findall(r"<svg.*?</svg>", html)]


def scanned(drawing: str) -> str:
    """Draws the horizontal strokes of which a code consists, and scans the picture."""
    size = int(re.findall(r'viewBox="0 0 (\d+)', drawing)[0])
    (path,) = re.findall(r' d="([^"]+)"', drawing)
    picture = Image.new("L", (size * 4, size * 4), 255)
    pen, x, y = ImageDraw.Draw(picture), 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(value) for value in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "h":
            top = int((y - 0.5) * 4)
            pen.rectangle((int(x * 4), top, int((x + values[0]) * 4) - 1, top + 3), fill=0)
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


async def test_each_person_has_a_code_that_opens_their_link(
    settings: Settings,
) -> None:
    await two_branches(settings)
    good, told = await invite(settings, InvitationOptions(sheet=SHEET, csv=TABLE))
    assert good
    assert "4 个加入链接" in told
    html = SHEET.read_text("utf-8")  # noqa: ASYNC240 - a small file
    table = list(csv.DictReader(io.StringIO(TABLE.read_text("utf-8-sig"))))  # noqa: ASYNC240
    assert [row["姓名"] for row in table] == ["王芳0", "李娜0", "王芳1", "李娜1"]
    assert read_codes(html) == [row["链接"] for row in table]
    async with open_database(settings.database_url) as database, database.read() as session:
        for row in table:
            code = row["链接"].removeprefix("https://t.me/flag_bot?start=")
            (person,) = await people_called(session, row["姓名"])
            found = await session.value(
                select(invitations.c.person_id).where(invitations.c.code_hash == hashed(code))
            )
            assert found == person.id
        acts = await session.rows(select(trace.c.act))
        assert [act.act for act in acts] == ["invited"] * 4


async def test_where_t_me_does_not_open_there_are_other_ways(settings: Settings) -> None:
    """The app's own link, and the bot's name with the line to send to it."""
    await two_branches(settings)
    await invite(settings, InvitationOptions(sheet=SHEET, csv=TABLE))
    page = unescape(SHEET.read_text("utf-8"))  # noqa: ASYNC240 - a small file
    for row in csv.DictReader(io.StringIO(TABLE.read_text("utf-8-sig"))):  # noqa: ASYNC240
        code = row["链接"].partition("?start=")[2]
        assert row["链接（t.me 打不开时）"] == f"tg://resolve?domain=flag_bot&start={code}"
        assert row["机器人用户名"] == "flag_bot"
        assert row["发给机器人的一行"] == f"/start {code}"
        assert f'href="tg://resolve?domain=flag_bot&start={code}"' in page
        assert f"<b>/start {code}</b>" in page
    assert page.count("在 Telegram 里搜 @flag_bot，发给它：") == 4


async def test_the_sheet_needs_nothing_from_outside_and_is_read_by_its_owner_only(
    settings: Settings,
) -> None:
    await two_branches(settings)
    await invite(settings, InvitationOptions(sheet=SHEET))
    html = SHEET.read_text("utf-8")  # noqa: ASYNC240 - a small file
    assert not re.search(r"(\bsrc=|url\(|@import|@font-face|<script|<link)", html)
    assert html.count("<section>") == 2
    assert stat.S_IMODE(SHEET.stat().st_mode) == 0o600  # noqa: ASYNC240


async def test_one_branch_only(settings: Settings) -> None:
    await two_branches(settings)
    good, _ = await invite(settings, InvitationOptions(csv=TABLE, branch="药学系党支部"))
    assert good
    assert TABLE.read_text("utf-8-sig").count("https://") == 2  # noqa: ASYNC240
    good, told = await invite(settings, InvitationOptions(csv=Path("b.csv"), branch="无此支部"))
    assert not good
    assert "没有「无此支部」" in told


async def test_links_made_before_end(settings: Settings) -> None:
    await two_branches(settings)
    await invite(settings, InvitationOptions(csv=TABLE))
    await invite(settings, InvitationOptions(csv=Path("second.csv")))
    async with open_database(settings.database_url) as database, database.read() as session:
        rows = await session.rows(select(invitations.c.expires_at).order_by(invitations.c.made_at))
    assert len(rows) == 8
    assert len({row.expires_at for row in rows[:4]}) == 1
    assert rows[0].expires_at < rows[-1].expires_at


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (InvitationOptions(), "--sheet 或 --csv"),
        (InvitationOptions(sheet=Path("missing/links.html")), "写不了文件"),
        (InvitationOptions(sheet=SHEET, csv=Path("missing/links.csv")), "写不了文件"),
    ],
)
async def test_without_a_place_for_the_links_none_are_made(
    settings: Settings, wish: InvitationOptions, said: str
) -> None:
    await two_branches(settings)
    good, told = await invite(settings, wish)
    assert not good
    assert said in told
    assert not SHEET.exists()  # noqa: ASYNC240
    async with open_database(settings.database_url) as database, database.read() as session:
        assert await session.rows(select(invitations)) == []


async def test_nothing_is_written_over(settings: Settings) -> None:
    await two_branches(settings)
    SHEET.write_text("mine")  # noqa: ASYNC240
    good, told = await invite(settings, InvitationOptions(sheet=SHEET))
    assert not good
    assert "已经存在" in told
    assert SHEET.read_text() == "mine"  # noqa: ASYNC240


async def test_an_unknown_bot_can_be_named(settings: Settings) -> None:
    await two_branches(settings, bot=None)
    good, told = await invite(settings, InvitationOptions(csv=TABLE))
    assert not good
    assert "--bot" in told
    good, _ = await invite(settings, InvitationOptions(csv=TABLE, bot="@other_bot"))
    assert good
    assert "https://t.me/other_bot?start=" in TABLE.read_text("utf-8-sig")  # noqa: ASYNC240


async def test_everybody_has_joined_already(settings: Settings) -> None:
    async with open_database(settings.database_url) as database, database.write() as session:
        await write_setting(session, "bot name", "flag_bot")
    good, told = await invite(settings, InvitationOptions(csv=TABLE))
    assert not good
    assert "没有要邀请的人" in told


NASTY = '<script>alert("&")</script>'


def test_names_are_only_text() -> None:
    way = WayIn("flag_bot", "x")
    link = PersonalLink(NASTY, NASTY, "=HYPERLINK(1)", way)
    html = sheet_of([link], WORDING, until=NOW)
    assert "<script" not in html
    assert unescape(html).count(NASTY) == 2
    (_, row) = csv.reader(io.StringIO(csv_of([link], WORDING)))
    ways = [way.link, way.app_link, "flag_bot", "/start x"]
    assert row == [NASTY, NASTY, "'=HYPERLINK(1)", *ways]
