"""`flagbearer broadcast`: counted, handed in, sent by the running bot, followed to the end."""

from collections.abc import AsyncIterator, Coroutine
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli import app
from bot.commands.broadcast import _show, _watch
from bot.commands.notice import HandedIn, NoticeFigures, NoticeOrder, follow, order_notice
from bot.program import open_database
from bot.settings import Settings
from campaign.texts import Language
from storage.database.engine import Database
from storage.settings import write_setting
from storage.tables import deliveries, notices, people, trace
from tests.campus import TEXTS, Actor, Campus
from tests.demo.pictures import PNG
from tests.handlers.notices_told import WORDS, broadcasts, crowd, got, notice_state, states
from tests.handlers.walks import acts_of

NINE = "2008-06-23T09:00:00+08:00"


@pytest.fixture
async def campus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Campus]:
    """A campus on a migrated database, as the command line finds it by its settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FLAGBEARER_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    url = f"sqlite+aiosqlite:///{tmp_path / 'data' / 'flagbearer.sqlite3'}"
    async with open_database(url):
        pass
    async with Database.open(url) as database:
        yield Campus(database, tmp_path / "data")


def settings(**more: object) -> Settings:
    return Settings(now=NINE, data=Path("data"), **more)  # type: ignore[arg-type]


def order(**more: object) -> NoticeOrder:
    given: dict[str, object] = {
        "text": WORDS, "files": (), "to": ("all",), "at": None, "author": "周洁", "send": True,
    }  # fmt: skip
    return NoticeOrder(**{**given, **more})  # type: ignore[arg-type]


def write(name: str, content: bytes) -> None:
    Path(name).write_bytes(content)


def keys(handed: HandedIn) -> list[str]:
    return [line.key for line in handed.lines]


async def figures(notice: str | None) -> list[NoticeFigures]:
    assert notice is not None
    return [one async for one in follow(settings(), notice)]


async def test_without_send_it_is_only_counted(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await campus.office("周洁")
    handed = await order_notice(settings(), order(send=False))
    assert (handed.good, handed.notice) == (True, None)
    assert keys(handed) == ["broadcasting.count", "broadcast.goes_at", "broadcasting.dry_run"]
    await campus.settle()
    assert got(wang) == 0
    assert await acts_of(campus) == []


async def test_the_running_bot_sends_it_and_the_author_sees_how_it_goes(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    handed = await order_notice(settings(), order())
    assert handed.notice is not None
    await campus.settle()
    assert got(wang) == 1
    assert office.card.text.startswith("📣 已发完")
    assert await acts_of(campus) == ["notice handed in", "notice opened", "notice done"]
    (end,) = await figures(handed.notice)
    assert (end.ended, end.sent, end.total) == (1, 1, 1)


async def test_it_is_the_same_by_chat_and_by_the_command_line(campus: Campus) -> None:
    """The same rows, the same trace, the same deliveries."""
    await campus.member("王芳")
    await campus.secretary("李娜", branch="药学系党支部")
    office = await campus.office("周洁")
    async with campus.database.write() as session:
        await write_setting(session, "salt", "salt")
    await broadcasts(office, "全体党员", "支部群")
    by_chat = await told_of_notice(campus, "done")
    async with campus.database.write() as session:
        await session.change(notices.update().values(state="declined"))
    await order_notice(settings(), order(to=("all", "groups")))
    await campus.settle()
    assert await told_of_notice(campus, "done") == by_chat
    assert got(office) == 1


async def told_of_notice(campus: Campus, state: str) -> dict[str, list[dict[str, object]]]:
    """Everything that is kept of the one notice in that state, but for keys and its moment."""
    async with campus.reading() as session:
        (notice,) = await session.rows(select(notices).where(notices.c.state == state))
        mine = deliveries.c.notice_id == notice.id
        ends = await session.rows(select(deliveries).where(mine).order_by(deliveries.c.id))
        of_it = trace.c.subject == f"notice:{notice.id}"
        acts = await session.rows(select(trace).where(of_it).order_by(trace.c.number))
    keys = {"id", "card_id", "notice_id", "number", "hash", "subject", "created_at", "at"}
    found = {"notice": [notice], "deliveries": ends, "trace": acts}
    return {
        name: [
            {key: value for key, value in row._asdict().items() if key not in keys} for row in rows
        ]
        for name, rows in found.items()
    }


async def test_files_go_to_the_author_first_and_then_by_their_id(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    write("表.xlsx", b"PK sheet")
    write("图.png", PNG)
    await order_notice(settings(), order(files=(Path("表.xlsx"), Path("图.png"))))
    await campus.settle()
    assert [m.kind for m in wang.messages] == ["text", "document", "photo"]
    assert wang.messages[1].content["document"]["file_name"] == "表.xlsx"
    mine = [m for m in office.messages if m.kind == "document"]
    assert [m.content["document"]["file_id"] for m in mine] == [
        wang.messages[1].content["document"]["file_id"]
    ]
    assert campus.server.calls["senddocument"] == 2
    assert await notice_state(campus) == "done"


async def test_a_file_that_telegram_refuses_stops_it(campus: Campus) -> None:
    wang, office = await campus.member("王芳"), await campus.office("周洁")
    write("图.png", b"no picture at all")
    await order_notice(settings(), order(files=(Path("图.png"),)))
    await campus.settle()
    assert got(wang) == 0
    assert await notice_state(campus) == "cancelled"
    assert office.reads("broadcast.not_uploaded") in [m.text for m in office.messages]


async def test_above_two_hundred_the_second_person_is_asked_in_chat(campus: Campus) -> None:
    await crowd(campus, 201)
    await campus.office("周洁")
    alone = await order_notice(settings(), order())
    assert (alone.good, keys(alone)) == (False, ["broadcast.no_second_person"])
    other: Actor = await campus.office("吴桐")
    handed = await order_notice(settings(), order())
    assert "broadcast.second_needed" in keys(handed)
    await campus.settle()
    assert await notice_state(campus) == "asking"
    await other.presses("✓ 同意发送")
    campus.stands_at("2008-06-23 09:01")
    await campus.settle()
    assert await states(campus) == {"sent": 201}


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"author": "李娜"}, "broadcasting.nobody_of_office"),
        ({"author": "吴桐"}, "broadcasting.several_of_office"),
        ({"text": " "}, "broadcasting.nothing_to_say"),
        ({"text": None}, "broadcasting.nothing_to_say"),
        ({"text": "长" * 4097}, "broadcasting.text_too_long"),
        ({"files": (Path("x"),) * 10}, "broadcast.too_many"),
        ({"files": (Path("x"),)}, "broadcasting.no_file"),
        ({"files": (Path("empty"),)}, "broadcasting.file_size"),
        ({"at": "尽快"}, "broadcast.no_such_moment"),
        ({"at": "2008-06-22 09:00"}, "broadcast.moment_is_past"),
        ({"at": "今晚11点"}, "broadcasting.quiet"),
        ({"to": ("branch:没有",)}, "broadcasting.no_such_target"),
        ({"to": ("everybody",)}, "broadcasting.no_such_target"),
        ({"to": ("all", "role:member")}, "broadcasting.all_or_some"),
        ({"to": ("channel",)}, "broadcast.no_channel"),
        ({"to": ("role:leader",)}, "broadcast.nobody"),
    ],
)
async def test_what_will_not_do_is_said_and_nothing_is_kept(
    campus: Campus, more: dict[str, object], key: str
) -> None:
    write("empty", b"")
    await campus.member("王芳")
    for name in ("周洁", "吴桐", "吴桐"):
        await campus.office(name)
    handed = await order_notice(settings(), order(**more))
    assert (handed.good, handed.notice, keys(handed)) == (False, None, [key])
    assert await acts_of(campus) == []
    for language in Language:
        assert all(TEXTS.say(line, language) for line in handed.lines)


@pytest.mark.parametrize(
    ("to", "reached"),
    [
        (("all",), "王李"),
        (("branch:药学系党支部",), "李"),
        (("category:学生",), "李"),
        (("category:students", "branch:基础医学部党支部"), ""),
        (("role:secretary",), "李"),
        (("no-story",), "王李"),
        (("no-check-in", "category:teaching"), "王"),
    ],
)
async def test_targets_are_combined(campus: Campus, to: tuple[str, ...], reached: str) -> None:
    wang = await campus.member("王芳")
    li = await campus.secretary("李娜", branch="药学系党支部")
    async with campus.database.write() as session:
        change = people.update().where(people.c.id == li.person)
        await session.change(change.values(category="students"))
    await campus.office("周洁", branch=None)
    handed = await order_notice(settings(), order(to=to))
    await campus.settle()
    assert "".join(key for key, one in (("王", wang), ("李", li)) if got(one)) == reached
    assert handed.good == bool(reached)


async def test_it_waits_for_its_moment(campus: Campus) -> None:
    wang, _ = await campus.member("王芳"), await campus.office("周洁")
    await order_notice(settings(), order(at="10:00"))
    await campus.settle()
    assert (got(wang), await notice_state(campus)) == (0, "planned")
    campus.stands_at("2008-06-23 10:00")
    await campus.settle()
    assert got(wang) == 1


def test_the_command_counts_and_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FLAGBEARER_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FLAGBEARER_NOW", NINE)
    done = CliRunner().invoke(app, ["broadcast", "--as", "周洁", "--to", "all", "--text", "好"])
    assert (done.exit_code, "周洁" in done.output) == (1, True)


async def test_the_bar_ends_with_a_line_that_tells_how_many(
    campus: Campus, capsys: pytest.CaptureFixture[str]
) -> None:
    await campus.member("王芳")
    await campus.office("周洁")
    handed = await order_notice(settings(), order())
    assert handed.notice is not None
    await campus.settle()
    await _show(settings(), handed.notice, "zh")
    told = capsys.readouterr().out
    assert told.strip().endswith("已发完：已送达 1 / 1")
    assert "1/1" in told


def test_who_stops_watching_does_not_stop_the_sending(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(watching: Coroutine[object, object, None]) -> None:
        watching.close()
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.commands.broadcast.asyncio.run", stopped)
    _watch(settings(), "none", "en")
    assert "goes on sending" in capsys.readouterr().out
