"""A roster in the chat: sent as a file, looked at, decided, carried out; and what comes of it."""

import csv
import io
import re
from pathlib import Path

from sqlalchemy import select

from bot.workers.housekeeping import Housekeeping
from campaign.invitations import hashed
from campaign.people import Role
from campaign.roster.planning.imports import KEEP_TOLD, KEEP_UNDECIDED
from storage.membership.people import people_called
from storage.tables import branches, invitations, outbox, people, roster_imports, trace
from storage.trace import first_broken_row
from tests.campus import Actor, Campus

HEADING = ("工号", "姓名", "所在党支部", "岗位类别", "正式/预备", "党内职务")
BRANCH = "后勤第一党支部"


def sheet(*rows: tuple[str, ...], heading: tuple[str, ...] = HEADING) -> bytes:
    """A CSV as a spreadsheet writes it."""
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([heading, *rows])
    return lines.getvalue().encode("utf-8-sig")


def row(number: int, name: str, *, branch: str = BRANCH, post: str = "") -> tuple[str, ...]:
    return (f"T{number:04}", name, branch, "后勤服务", "正式", post)


def crowd(count: int) -> list[tuple[str, ...]]:
    """So many people with names of their own."""
    given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"
    return [row(n, f"陈{given[n % 24]}{given[n // 24 % 24]}") for n in range(count)]


async def sends(office: Actor, content: bytes, name: str = "名册.csv") -> None:
    await office.does(lambda w: w.speech.send_document(office.user, None, name, content))


async def on_roster(campus: Campus, branch: str = BRANCH) -> set[str]:
    """The names of those who belong to the branch and have not left."""
    async with campus.reading() as session:
        question = (
            select(people.c.name)
            .join(branches, branches.c.id == people.c.branch_id)
            .where(branches.c.name == branch, people.c.left_at.is_(None))
        )
        return {found.name for found in await session.rows(question)}


async def states(campus: Campus) -> list[str]:
    async with campus.reading() as session:
        question = select(roster_imports.c.state).order_by(roster_imports.c.created_at)
        return [found.state for found in await session.rows(question)]


def files_got(actor: Actor) -> dict[str, bytes]:
    """The files that the bot sent, by name."""
    found = {}
    for message in actor.messages:
        if document := message.content.get("document"):
            stored = actor.campus.world.files.by_id(document["file_id"])
            assert stored is not None
            found[str(document["file_name"])] = stored.content
    return found


async def test_nothing_changes_until_import_is_pressed(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(row(1, "陈伟", post="支部书记"), row(2, "李静")))
    assert await on_roster(campus) == set()
    assert "新增 2 人" in office.card.text
    assert "陈伟" in office.card.text
    await office.presses("✓ 导入")
    assert await on_roster(campus) == {"陈伟", "李静"}
    assert "✓ 已导入" in office.card.text
    async with campus.reading() as session:
        (chen,) = await people_called(session, "陈伟")
        assert chen.holds(Role.SECRETARY)
        acts = [one.act for one in await session.rows(select(trace.c.act))]
        assert await first_broken_row(session) is None
    for act in ("roster sent", "roster imported", "branch founded", "person added"):
        assert act in acts


async def test_the_same_sheet_again_changes_nothing(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    for _ in range(2):
        await sends(office, sheet(row(1, "陈伟"), row(2, "李静")))
        if "✓ 导入" in office.card.labels:
            await office.presses("✓ 导入")
    assert "✓ 导入" not in office.card.labels
    assert "新增 0 人" in office.card.text
    assert await on_roster(campus) == {"陈伟", "李静"}


async def test_who_is_missing_stays_unless_the_office_says_otherwise(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(*crowd(30)))
    await office.presses("✓ 导入")
    await sends(office, sheet(*crowd(28), row(90, "新来的")))
    await office.presses("✓ 导入")
    assert len(await on_roster(campus)) == 31
    await sends(office, sheet(*crowd(28), row(90, "新来的")))
    await office.presses("移出")
    assert "：不移出" in " ".join(office.card.labels)
    await office.presses("✓ 导入，移出 2 人")
    assert len(await on_roster(campus)) == 29


async def test_removing_many_asks_for_the_number(campus: Campus) -> None:
    """A tenth of the roster, and more than two: one number, typed; another one is refused."""
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(*crowd(30)))
    await office.presses("✓ 导入")
    await sends(office, sheet(*crowd(24)))
    await office.presses("移出")
    await office.presses("✓ 导入，移出 6 人")
    office.sees("roster_removal.will_leave", n=6)
    await office.says("7")
    office.sees("roster_import.other_number", n=6)
    await office.says("六")
    office.sees("roster_import.no_number")
    assert len(await on_roster(campus)) == 30
    await office.says(" 6 ")
    assert len(await on_roster(campus)) == 24
    assert await states(campus) == ["done", "done"]


async def test_removing_more_than_twenty_takes_a_second_person(campus: Campus) -> None:
    office, other = (
        await campus.office("周洁", branch=None),
        await campus.office("吴桐", branch=None),
    )
    await sends(office, sheet(*crowd(30)))
    await office.presses("✓ 导入")
    await sends(office, sheet(*crowd(5)))
    await office.presses("移出")
    await office.presses("✓ 导入，移出 25 人")
    office.sees("roster_import.asking")
    assert len(await on_roster(campus)) == 30
    assert "周洁" in other.card.text
    await other.presses("✓ 同意导入")
    assert len(await on_roster(campus)) == 5
    other.sees("roster_import.consented", name="吴桐", file="名册.csv")


async def test_the_second_person_may_decline_and_the_author_cannot_consent(campus: Campus) -> None:
    office, other = (
        await campus.office("周洁", branch=None),
        await campus.office("吴桐", branch=None),
    )
    await sends(office, sheet(*crowd(30)))
    await office.presses("✓ 导入")
    await sends(office, sheet(*crowd(5)))
    await office.presses("移出")
    await office.presses("✓ 导入，移出 25 人")
    await other.presses("✕ 不同意")
    assert len(await on_roster(campus)) == 30
    assert any("吴桐没有同意" in message.text for message in office.messages)
    assert (await states(campus))[-1] == "shown"


async def test_dropped_while_it_is_asked_the_second_person_s_card_ends(campus: Campus) -> None:
    """Each in their own language; and who declined has not consented."""
    office = await campus.office("周洁", branch=None)
    other = await campus.office("Wu Tong", branch=None, language="en")
    await sends(office, sheet(*crowd(30)))
    await office.presses("✓ 导入")
    await sends(office, sheet(*crowd(5)))
    await office.presses("移出")
    await office.presses("✓ 导入，移出 25 人")
    await other.presses("✕ Do not agree")
    async with campus.reading() as session:
        consents = await session.rows(select(roster_imports.c.consented_by))
    assert [one.consented_by for one in consents] == [None, None]
    await office.presses("✓ 导入，移出 25 人", on=office.messages[-2])
    assert "✓ Agree" in other.card.labels
    await office.presses("✕ 不导入")
    other.sees("roster_import.dropped")
    assert all("✓ Agree" not in message.labels for message in other.messages)


async def test_alone_in_the_office_more_than_twenty_takes_the_number(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(*crowd(300)))
    await office.presses("✓ 导入")
    await sends(office, sheet(*crowd(278)))
    await office.presses("移出")
    await office.presses("✓ 导入，移出 22 人")
    await office.says("22")
    assert len(await on_roster(campus)) == 278


async def test_a_namesake_with_another_number_is_asked_about(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(row(1, "陈伟"), row(2, "李静")))
    await office.presses("✓ 导入")
    await sends(office, sheet(row(1, "陈伟"), row(77, "李静")))
    assert "✓ 导入" not in office.card.labels
    await office.presses("是同一批人")
    await office.presses("✓ 导入")
    async with campus.reading() as session:
        found = await people_called(session, "李静")
        numbers = await session.rows(select(people.c.number).where(people.c.name == "李静"))
    assert len(found) == 1
    assert [one.number for one in numbers] == ["T0077"]


async def test_a_known_number_with_another_name_may_be_a_new_name(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(row(1, "陈伟"), row(2, "李静")))
    await office.presses("✓ 导入")
    await sends(office, sheet(row(1, "陈伟"), row(2, "李小静")))
    await office.presses("是改了名字")
    await office.presses("✓ 导入")
    assert await on_roster(campus) == {"陈伟", "李小静"}


async def test_a_sheet_that_is_none_is_refused_with_its_cause(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "名册.xls")
    office.sees("roster_import.send_again")
    await sends(office, sheet(("甲", "乙"), heading=("一", "二")))
    office.sees("roster_import.send_again")
    assert await states(campus) == ["refused", "refused"]
    assert await copies(campus) == []


async def test_it_can_be_dropped(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(row(1, "陈伟")))
    await office.presses("✕ 不导入")
    office.sees("roster_import.dropped")
    assert await on_roster(campus) == set()
    assert await copies(campus) == []


async def copies(campus: Campus) -> list[Path]:
    """The copies of sheets that are on disk, after what is done with has been cleared."""
    await campus.rosters.round()
    return [path for path in campus.files.folder.glob("??/*") if path.is_file()]


async def test_the_copy_of_a_sheet_goes_and_later_what_was_told(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(row(1, "陈伟")))
    assert len(await copies(campus)) == 1
    await office.presses("✓ 导入")
    assert await copies(campus) == []
    campus.clock.stand_at(campus.clock.now() + KEEP_TOLD * 2)
    await sends(office, sheet(row(2, "李静")))
    await Housekeeping(campus.database, campus.clock, campus.files).round()
    async with campus.reading() as session:
        kept = await session.rows(
            select(roster_imports.c.report).order_by(roster_imports.c.created_at)
        )
    assert [bool(one.report) for one in kept] == [False, True]


async def test_what_nobody_decides_on_is_dropped_after_a_week(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(row(1, "陈伟")))
    campus.clock.stand_at(campus.clock.now() + KEEP_UNDECIDED * 2)
    assert len(await copies(campus)) == 1
    assert await copies(campus) == []
    await campus.settle()
    office.sees("roster_import.dropped")


async def test_a_roster_that_changed_meanwhile_is_shown_anew(campus: Campus) -> None:
    """Two of the office at once: the second press does not carry out what nobody has seen."""
    office, other = (
        await campus.office("周洁", branch=None),
        await campus.office("吴桐", branch=None),
    )
    await sends(office, sheet(row(1, "陈伟"), row(2, "李静")))
    await sends(other, sheet(row(1, "陈伟"), row(3, "王勇")))
    await other.presses("✓ 导入")
    await office.presses("✓ 导入")
    office.sees("roster_import.changed_meanwhile")
    assert await on_roster(campus) == {"陈伟", "王勇"}
    await office.presses("✓ 导入")
    assert await on_roster(campus) == {"陈伟", "王勇", "李静"}


async def test_a_kill_between_press_and_import_loses_nothing(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(row(1, "陈伟")))
    campus.world.press(office.user, office.card.chat_id, office.card.id, 0)
    await campus.receiver.receive_once()
    await campus.engine.work_once()
    assert (await states(campus)) == ["applying"]
    campus.restart()
    await campus.settle()
    assert await on_roster(campus) == {"陈伟"}
    assert await states(campus) == ["done"]


async def test_a_double_tap_imports_once(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(row(1, "陈伟")))
    await office.presses_twice("✓ 导入")
    async with campus.reading() as session:
        acts = [one.act for one in await session.rows(select(trace.c.act))]
    assert acts.count("roster imported") == 1


async def test_only_the_office_imports(campus: Campus) -> None:
    wang = await campus.member("王芳")
    await sends(wang, sheet(row(1, "陈伟")))
    wang.sees("check_in.offer")
    visitor = campus.visitor("路人")
    await sends(visitor, sheet(row(1, "陈伟")))
    assert await states(campus) == []


async def test_another_member_of_the_office_who_left_cannot_press(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(row(1, "陈伟")))
    await campus.takes_role(office, Role.OFFICE)
    await office.presses("✓ 导入")
    assert await on_roster(campus) == set()


async def test_the_report_and_the_links_come_as_files(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await sends(office, sheet(row(1, "陈伟"), row(2, "李静")))
    await office.presses("📄 全部明细")
    (report,) = [text for name, text in files_got(office).items() if name.endswith("roster.txt")]
    assert "李静" in report.decode("utf-8-sig")
    await office.presses("✓ 导入")
    await office.presses("🔗 取加入链接")
    got = {name.split("-")[-1]: content for name, content in files_got(office).items()}
    table = list(csv.DictReader(io.StringIO(got["invitations.csv"].decode("utf-8-sig"))))
    page = got["invitations.html"].decode()
    assert {one["姓名"] for one in table} == {"陈伟", "李静"}
    async with campus.reading() as session:
        kept = {one.code_hash for one in await session.rows(select(invitations.c.code_hash))}
        orders = await session.rows(
            select(outbox.c.params).where(outbox.c.method == "make", outbox.c.secret)
        )
    for one in table:
        code = one["链接"].partition("?start=")[2]
        assert hashed(code) in kept
        assert f"/start {code}" in page
    assert [order.params for order in orders] == [{}, {}]


async def test_a_link_from_the_chat_lets_its_person_in(campus: Campus) -> None:
    office, newcomer = await campus.office("周洁", branch=None), campus.visitor("小陈")
    await sends(office, sheet(row(1, "陈伟")))
    await office.presses("✓ 导入")
    await office.presses("🔗 取加入链接")
    (table,) = [text for name, text in files_got(office).items() if name.endswith(".csv")]
    (code,) = re.findall(r"\?start=([\w-]+)", table.decode())
    await newcomer.starts(code)
    await newcomer.presses("中文")
    await newcomer.presses("✓ 我同意")
    assert any("陈伟" in message.text for message in newcomer.messages)


async def test_the_page_says_how_and_hands_out_the_empty_sheet(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None)
    await office.says("/people")
    office.sees("roster_import.how")
    await office.presses("📄 取空表")
    assert files_got(office)["名册空表.xlsx"].startswith(b"PK")


async def test_in_english(campus: Campus) -> None:
    office = await campus.office("周洁", branch=None, language="en")
    await sends(office, sheet(row(1, "陈伟")), "roster.csv")
    await office.presses("✓ Import")
    assert "✓ Imported" in office.card.text
