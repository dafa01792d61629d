"""`flagbearer import`: a dry run, everything or nothing, in both languages, and traced."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.program import open_database
from bot.roster.importer import ImportOptions, import_roster
from bot.settings import Settings
from campaign.people import Role
from campaign.roster.planning.questions import Answers
from campaign.texts import Language
from storage.database.session import Session
from storage.membership.people import people_called, take_up_account
from storage.membership.roles import give_role
from storage.tables import outbox, people, trace
from storage.trace import first_broken_row

HEADING = "学号,姓名,所在党支部,岗位类别,正式/预备,职务\n"
WANG = "1001,王　芳,基础医学部党支部,教学科研,正式,支部书记\n"
LI = "1002,李娜,基础医学部党支部,教学科研,预备,党员\n"
ZHAO = "1003,赵敏,机关党支部,党政管理,正式,党员、党委办公室\n"
PLAIN = ImportOptions(Path("roster.csv"))
NOW = datetime(2008, 6, 23, 1, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an empty folder, whatever the environment says."""
    monkeypatch.chdir(tmp_path)
    return Settings(_env_file=None, data=tmp_path / "data", database=None, campaign=None, now=None)


def answering(**answers: Any) -> ImportOptions:
    """Options with these answers, as the flags of the command line give them."""
    return replace(PLAIN, answers=Answers(**answers))


async def imported(
    settings: Settings, *lines: str, wish: ImportOptions = PLAIN, apply: bool = True
) -> tuple[bool, str]:
    PLAIN.file.write_text(HEADING + "".join(lines), "utf-8")
    good, told = await import_roster(settings, replace(wish, apply=apply))
    return good, "\n".join(told)


async def counted(settings: Settings) -> int:
    async with open_database(settings.database_url) as database, database.read() as session:
        return int(await session.value(select(func.count()).select_from(people)))


async def test_a_dry_run_tells_everything_and_changes_nothing(settings: Settings) -> None:
    good, told = await imported(settings, WANG, LI, ZHAO, apply=False)
    assert good
    assert "新支部 2 个：基础医学部党支部、机关党支部" in told
    assert "第 2 行　王芳　基础医学部党支部　编号 1001、教学科研、正式党员、支部书记" in told
    assert "第 3 行　李娜　基础医学部党支部　编号 1002、教学科研、预备党员" in told
    assert "导入后有 1 个支部没有书记：机关党支部。" in told
    assert told.endswith("确认无误后加 --apply 导入。")
    assert await counted(settings) == 0


async def test_with_apply_the_people_are_there_and_traced_without_names(
    settings: Settings,
) -> None:
    good, told = await imported(settings, WANG, LI, ZHAO)
    assert good
    assert told.endswith("✓ 已导入：新增 3 人，变更 0 人，移出 0 人。")
    async with open_database(settings.database_url) as database, database.read() as session:
        (wang,) = await people_called(session, "王芳")
        rows = await session.rows(select(trace).order_by(trace.c.number))
        assert await first_broken_row(session) is None
    assert wang.leads(wang.branch or 0)
    assert rows[0].act == "roster imported"
    assert rows[0].after["added"] == 3
    assert [row.act for row in rows].count("person added") == 3
    # The hashes aside: their digits may be any.
    kept = "".join(f"{row.subject}{row.before}{row.after}" for row in rows)
    assert "王芳" not in kept
    assert "1001" not in kept


async def test_the_same_file_again_changes_nothing(settings: Settings) -> None:
    await imported(settings, WANG, LI)
    good, told = await imported(settings, WANG, LI)
    assert good
    assert told.endswith("与库中一致，不用导入。")
    assert await counted(settings) == 2


async def test_one_bad_row_and_nobody_is_imported(settings: Settings) -> None:
    bad = "1004,,后勤党支部,后勤服务,正式,党员\n"
    good, told = await imported(settings, WANG, bad, LI)
    assert not good
    assert told.splitlines()[0] == "有 1 处问题，什么都没有导入："
    assert "第 3 行「姓名」：这一格不能空着。" in told
    assert await counted(settings) == 0


async def test_a_change_is_told_with_before_and_after(settings: Settings) -> None:
    await imported(settings, WANG, LI)
    moved = "1002,李娜,药学系党支部,学生,正式,副书记\n"
    _, told = await imported(settings, WANG, moved, wish=replace(PLAIN, language=Language.EN))
    assert "Row 3  李娜" in told
    assert "branch: 基础医学部党支部 → 药学系党支部" in told
    assert "category: Teaching and research → Students" in told
    assert "standing: probationary member → full member" in told
    assert "role: member → deputy secretary (药学系党支部), member" in told


async def test_a_renamed_person_needs_a_word(settings: Settings) -> None:
    await imported(settings, WANG)
    renamed = WANG.replace("王　芳", "王芬")
    good, told = await imported(settings, renamed)
    assert not good
    assert "确实改了名，请加 --renames。" in told
    good, _ = await imported(settings, renamed, wish=answering(renames=True))
    assert good
    assert await counted(settings) == 1


async def test_missing_people_are_kept_unless_their_removal_is_asked_for(
    settings: Settings,
) -> None:
    await imported(settings, WANG, LI)
    _, told = await imported(settings, WANG)
    assert "名册里没有了 1 人\n  李娜　基础医学部党支部\n（保留）" in told
    assert "要移出请加 --remove-missing。" in told
    removing = answering(remove_missing=True)
    _, told = await imported(settings, WANG, wish=removing)
    assert "移出 1 人" in told
    _, told = await imported(settings, WANG, LI)
    assert "重新加入名册" in told
    assert await counted(settings) == 2


async def test_removing_many_needs_the_number(settings: Settings) -> None:
    """Three of four: the flag is told, and nothing is written without it, or with another."""
    more = [
        f"100{n},{name},机关党支部,党政管理,正式,党员\n" for n, name in ((4, "孙伟"), (5, "周宁"))
    ]
    await imported(settings, WANG, LI, *more)
    for wish in (answering(remove_missing=True), answering(remove_missing=True, removing=2)):
        good, told = await imported(settings, WANG, wish=wish)
        assert not good
        assert "确实要移出，请加 --removing 3。" in told
        assert told.endswith("什么都没有导入。")
    good, told = await imported(settings, WANG, wish=answering(remove_missing=True), apply=False)
    assert good
    assert told.endswith("先回答问题，再加 --apply 导入。")
    good, told = await imported(settings, WANG, wish=answering(remove_missing=True, removing=3))
    assert good
    assert told.endswith("移出 3 人。")


async def test_a_namesake_and_a_look_alike_branch_are_asked_about(settings: Settings) -> None:
    await imported(settings, WANG, LI)
    official = WANG.replace("基础", "中共某某大学委员会基础")
    other = LI.replace("1002", "S1002").replace("基础", "中共某某大学委员会基础")
    good, told = await imported(settings, official, other)
    assert not good
    assert "「中共某某大学委员会基础医学部党支部」是库里的「基础医学部党支部」换了写法吗？" in told
    assert "「李娜」（编号 S1002）就是库里的「李娜」（编号 1002）吗？" in told
    assert "--same-branches" in told
    assert "--same-people" in told
    good, told = await imported(
        settings, official, other, wish=answering(same_branches=True, same_people=True)
    )
    assert good
    assert "支部改名：基础医学部党支部 → 中共某某大学委员会基础医学部党支部" in told
    assert "工号/学号：1002 → S1002" in told
    assert await counted(settings) == 2


async def test_whose_rights_change_gets_another_menu(settings: Settings) -> None:
    """And who left gets none; others get no call at all."""
    await imported(settings, WANG, LI, ZHAO)
    async with open_database(settings.database_url) as database, database.write() as session:
        accounts = [
            await joins(session, name, number)
            for number, name in enumerate(("王芳", "李娜", "赵敏"), start=1)
        ]
    promoted = LI.replace("党员", "副书记")
    await imported(settings, WANG, promoted, wish=answering(remove_missing=True))
    async with open_database(settings.database_url) as database, database.read() as session:
        calls = await session.rows(select(outbox.c.method, outbox.c.params))
        left = await session.rows(select(people.c.name).where(people.c.left_at.is_not(None)))
    assert accounts == [1, 2, 3]
    # Zhao is the only one of the office who has joined, so nothing at all was imported.
    assert calls == []
    assert left == []
    await imported(settings, WANG, promoted, ZHAO)
    other = "1005,钱进,机关党支部,党政管理,正式,党委办公室\n"
    async with open_database(settings.database_url) as database, database.write() as session:
        (wang,) = await people_called(session, "王芳")
        await give_role(session, wang.id, Role.OFFICE, branch=None, at=NOW)
    office = WANG.replace("支部书记", "支部书记、党委办公室")
    await imported(settings, office, promoted, other, wish=answering(remove_missing=True))
    async with open_database(settings.database_url) as database, database.read() as session:
        calls = await session.rows(select(outbox.c.method, outbox.c.params).order_by(outbox.c.id))
    assert [(call.method, call.params["account"]) for call in calls] == [
        ("menu", 2),
        ("no_menu", 3),
    ]
    assert "link" in [command for command, _ in calls[0].params["commands"]]


async def joins(session: Session, name: str, account: int) -> int:
    (person,) = await people_called(session, name)
    await take_up_account(
        session, person.id, telegram_id=account, language=Language.ZH, consent="1", at=NOW
    )
    return account


async def test_a_file_that_is_no_roster_is_told_in_one_sentence(settings: Settings) -> None:
    PLAIN.file.write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    good, told = await import_roster(settings, PLAIN)
    assert not good
    (line,) = told
    assert line.startswith("这不是表格文件。可以用 .xlsx、.xls、.ods 或 CSV")


async def test_of_many_people_thirty_are_named(settings: Settings) -> None:
    many = [f"2{n:03},张{n},后勤党支部,后勤服务,正式,党员\n" for n in range(31)]
    _, told = await imported(settings, *many, apply=False)
    assert "张29" in told
    assert "张30" not in told
    assert "……另有 1 人" in told
    assert "……这样的还有 1 处" in told
