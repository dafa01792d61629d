"""A database goes up and down, holds just what the program's tables say, and is never half done."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import bindparam, inspect, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from campaign.check_ins import CheckInContent
from campaign.people import Role
from storage.check_ins import add_check_in
from storage.database.columns import Json, UtcMoment, metadata
from storage.database.engine import Database
from storage.database.migrate import (
    NewerDatabase,
    current_step,
    known_steps,
    migrate,
    migrate_back,
    newest_step,
    unmigrated_changes,
)
from storage.membership.roles import take_role
from storage.recount import wrong_counters
from storage.tables import inbox, outbox, talks, tallies
from tests.storage.records import a_branch, a_member

FOLDER = Path(__file__).parents[3] / "storage" / "migrations"


async def _tables(url: str) -> set[str]:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda plain: inspect(plain).get_table_names())
    await engine.dispose()
    return set(found)


async def test_up_gives_the_tables_of_the_program(database_url: str) -> None:
    assert await current_step(database_url) is None
    assert await migrate(database_url)
    assert await current_step(database_url) == newest_step()
    assert await _tables(database_url) == {*metadata.tables, "alembic_version"}
    assert await unmigrated_changes(database_url) == []


async def test_a_second_time_there_is_nothing_to_do(database_url: str) -> None:
    await migrate(database_url)
    assert not await migrate(database_url)


async def test_down_takes_everything_away_and_up_again_works(database_url: str) -> None:
    await migrate(database_url)
    await migrate_back(database_url)
    assert await _tables(database_url) == {"alembic_version"}
    assert await migrate(database_url)
    assert await unmigrated_changes(database_url) == []


async def test_a_missing_step_is_noticed(database_url: str) -> None:
    await migrate(database_url)
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE settings ADD COLUMN forgotten TEXT"))
    await engine.dispose()
    (change,) = await unmigrated_changes(database_url)
    assert "forgotten" in str(change)


async def test_what_is_counted_from_now_on_is_counted_once_from_what_is_there(
    database_url: str, now: datetime
) -> None:
    """Back to the step before the counters of coverage, and up again: none of them is lost."""
    await migrate(database_url)
    async with Database.open(database_url) as database, database.write() as session:
        branch = await a_branch(session)
        people = [await a_member(session, now, name=name, branch=branch) for name in "甲乙丙"]
        content = CheckInContent("fine-course", (), "备好一堂课", "", date(2008, 6, 20))
        for who in people[:2]:
            await add_check_in(session, f"c{who.id}", person=who, content=content, at=now)
        await take_role(session, people[1].id, Role.MEMBER, branch=None)
        kept = await session.rows(select(tallies).where(tallies.c.n > 0))
    await migrate_back(database_url, "0003")
    async with Database.open(database_url) as database, database.read() as session:
        left = await session.rows(select(tallies))
        assert {row.kind for row in left} == {"check_in"}
    await migrate(database_url)
    async with Database.open(database_url) as database, database.write() as session:
        again = await session.rows(select(tallies).where(tallies.c.n > 0))
        assert {tuple(row) for row in again} == {tuple(row) for row in kept}
        assert await wrong_counters(session) == []


async def test_codes_that_older_programs_left_are_blanked(database_url: str, now: datetime) -> None:
    """What has ended and carries one; what still waits keeps it, and is blanked when it ends."""
    await migrate(database_url)
    await migrate_back(database_url, "0006")
    ended, at = {"ended_at": now}, {"created_at": now, "priority": 0, "method": "sendMessage"}
    calls: list[dict[str, object]] = [
        {"params": '{"text":"/link@x_bot CODE"}', "state": "sent", **ended},
        {"params": '{"text":"/link@x_bot CODE"}', "state": "waiting", "ended_at": None},
        {"params": '{"text":"好"}', "state": "sent", **ended},
    ]
    updates: list[dict[str, object]] = [
        {"body": f'{{"message":{{"text":"{said}"}}}}', "state": state, "source": f"{state}{said}"}
        for said in ("/start CODE", "/link CODE", "好")
        for state in ("done", "waiting")
    ]
    # The tables of that step, which know less than the program's.
    put_call = text(
        "INSERT INTO outbox"
        " (priority, method, params, fresh, on_doubt, state, created_at, ended_at)"
        " VALUES (:priority, :method, :params, false, 'resend', :state, :created_at, :ended_at)"
    ).bindparams(bindparam("created_at", type_=UtcMoment), bindparam("ended_at", type_=UtcMoment))
    put_update = text(
        "INSERT INTO inbox (source, chat_id, body, received_at, state)"
        " VALUES (:source, 1, :body, :at, :state)"
    ).bindparams(bindparam("at", type_=UtcMoment))
    async with Database.open(database_url) as database, database.write() as session:
        for call in calls:
            await session.change(put_call, {**at, **call})
        for one in updates:
            await session.change(put_update, {**one, "at": now})
    await migrate(database_url)
    async with Database.open(database_url) as database, database.read() as session:
        sent = await session.rows(select(outbox.c.params, outbox.c.secret).order_by(outbox.c.id))
        told = await session.rows(select(inbox.c.state, inbox.c.body).order_by(inbox.c.id))
    assert [(row.params.get("text"), row.secret) for row in sent] == [
        (None, True),
        ("/link@x_bot CODE", True),
        ("好", False),
    ]
    kept = [(row.state, row.body["message"]["text"]) for row in told if row.body]
    assert kept == [
        ("waiting", "/start CODE"),
        ("waiting", "/link CODE"),
        ("done", "好"),
        ("waiting", "好"),
    ]


# A talk's answers as the release before kept them, and what becomes of them.
MARKED = [
    ({"title": "痕迹"}, {"title": "痕迹"}, {}),
    ({"~said": True, "title": "痕", "~body": "半"}, {"title": "痕"},
     {"said": True, "unfinished": {"body": "半"}}),
    ({"~changing": True, "~list": True, "~album": "a", "~albums": ["a", "b"]}, {},
     {"changing": True, "listing": True, "album": "a", "albums": ["a", "b"]}),
    ({"~branches": ["1"], "~branches_page": 2, "~album": None}, {},
     {"unfinished": {"branches": ["1"]}, "pages": {"branches": 2}}),
    ({"~albums": ["a"], "~record": "story:1", "~told": {"a/x": {"n": 1}}}, {},
     {"albums": ["a"], "record": "story:1", "told": {"a/x": {"n": 1}}}),
    ({"title": "\ud83d ~半"}, {"title": "\ud83d ~半"}, {}),
]  # fmt: skip


async def test_marks_that_stood_among_the_answers_get_their_own_field(
    database_url: str, now: datetime
) -> None:
    """Up, back and up again: nothing that was said is lost."""
    await migrate(database_url)
    await migrate_back(database_url, "0008")
    put_talk = text(
        "INSERT INTO talks"
        " (id, telegram_id, flow, version, step, answers, state, started_at, updated_at)"
        " VALUES (:id, 1, 'story', 1, 'title', :answers, 'kept', :at, :at)"
    ).bindparams(bindparam("at", type_=UtcMoment), bindparam("answers", type_=Json))
    async with Database.open(database_url) as database, database.write() as session:
        for place, (answers, _, _) in enumerate(MARKED):
            await session.change(put_talk, {"id": f"t{place}", "answers": answers, "at": now})
    for _ in range(2):
        await migrate(database_url)
        async with Database.open(database_url) as database, database.read() as session:
            rows = await session.rows(select(talks).order_by(talks.c.id))
        found = [(row.answers, row.marks or {}) for row in rows]
        assert found == [(answers, marks) for _, answers, marks in MARKED]
        await migrate_back(database_url, "0008")


async def test_a_newer_database_is_refused(database_url: str) -> None:
    await migrate(database_url)
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
    with pytest.raises(NewerDatabase, match="9999"):
        await migrate(database_url)


async def test_a_step_that_fails_leaves_nothing_of_itself(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables are part of the transaction, on SQLite too: what is there is one whole step."""
    from alembic import op  # noqa: PLC0415 - only here

    real = op.create_table
    made: list[str] = []

    def fail_late(name: str, *columns: object, **how: object) -> object:
        made.append(name)
        if name == "stories":
            raise RuntimeError("the power went")
        return real(name, *columns, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(op, "create_table", fail_late)
    with pytest.raises(RuntimeError):
        await migrate(database_url)
    monkeypatch.undo()
    assert len(made) > 10
    assert await current_step(database_url) == "0001"
    assert not {"people", "branches"} & await _tables(database_url)
    assert await migrate(database_url)
    assert await unmigrated_changes(database_url) == []


def test_the_steps_are_one_line_and_named_after_it() -> None:
    script = ScriptDirectory(str(FOLDER))
    in_order = [step.revision for step in reversed(list(script.walk_revisions()))]
    assert script.get_heads() == [newest_step()]
    assert in_order == known_steps()
    assert all(re.fullmatch(r"\d{4}", step) for step in in_order)
