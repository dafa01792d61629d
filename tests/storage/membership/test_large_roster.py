"""A school with more people and branches than any bound that used to stand here: all are known."""

from datetime import datetime

import pytest
from sqlalchemy import insert

from campaign.definition import Month
from campaign.notice_audiences import Audience
from campaign.people import Role
from campaign.roster.planning.plan import plan_import
from campaign.roster.rows import Roster, RosterRow
from campaign.roster.words import Column
from storage.audiences import find_audiences, untold
from storage.database.engine import Database
from storage.database.keyset import pages_by_key
from storage.groups import GroupState
from storage.invitations import people_to_invite
from storage.membership.branches import branch_names
from storage.membership.people import accounts_of, joined_people, people_with_role, set_reachable
from storage.membership.roster import carry_out, known_people
from storage.notice_audiences import chats_reached, count_audience
from storage.tables import branches, groups, people, roles

BRANCHES, PEOPLE, OFFICE, JOINED = 5_100, 50_100, 150, 50_000
ADDED = 12_000


@pytest.fixture
async def large(database: Database, now: datetime) -> Database:
    """Each branch has a secretary and a group; of 50,100 people all but a hundred have joined."""
    secretaries = range(1, BRANCHES + 1)
    tables = {
        branches: [{"id": n, "name": f"第{n}党支部"} for n in secretaries],
        people: [_person(n, now) for n in range(1, PEOPLE + 1)],
        roles: [
            *_held(range(1, PEOPLE + 1), "member", now),
            *(
                {**one, "branch_id": one["person_id"]}
                for one in _held(secretaries, "secretary", now)
            ),
            *_held(range(PEOPLE - OFFICE + 1, PEOPLE + 1), "office", now),
        ],
        groups: [
            {
                "chat_id": -n,
                "title": "群",
                "kind": "group",
                "branch_id": n,
                "admin": False,
                "state": GroupState.BOUND.value,
                "since": now,
            }
            for n in secretaries
        ],
    }
    async with database.write() as session:
        for table, rows in tables.items():
            await session.change(insert(table), rows)
    return database


def _person(number: int, now: datetime) -> dict[str, object]:
    account = number if number <= JOINED else None
    return {
        "id": number,
        "number": f"{number}",
        "name": f"党员{number}",
        "created_at": now,
        "branch_id": number % BRANCHES + 1,
        "category": "teaching",
        "standing": "full",
        "telegram_id": account,
        "joined_at": now if account else None,
        "language": "zh",
    }


def _held(who: range, role: str, now: datetime) -> list[dict[str, object]]:
    return [{"person_id": n, "role": role, "branch_id": None, "given_at": now} for n in who]


async def whoever_asks_knows_everybody(large: Database) -> None:
    async with large.read() as session:
        assert len(await known_people(session)) == PEOPLE
        assert len(await branch_names(session)) == BRANCHES
        assert len([one async for one in joined_people(session)]) == JOINED
        assert len(await people_with_role(session, Role.OFFICE)) == OFFICE - (PEOPLE - JOINED)
        assert len(await people_with_role(session, Role.SECRETARY)) == BRANCHES
        found = await find_audiences(session)
        assert len(found.branches) == len(found.groups) == len(found.secretaries) == BRANCHES
        assert len(found.office) == OFFICE
        for kind, n in {"group": BRANCHES, "secretary": BRANCHES, "office": OFFICE}.items():
            assert len(await untold(session, kind, rule="gap", stands_for="a")) == n
        assert len(await accounts_of(session, range(1, PEOPLE + 1))) == JOINED
        assert len(await people_to_invite(session)) == PEOPLE - JOINED


@pytest.mark.timeout(300)
async def test_a_school_beyond_every_old_bound_is_known_whole(
    large: Database, now: datetime
) -> None:
    """One test, for it takes seconds to write so many down."""
    await whoever_asks_knows_everybody(large)
    await a_notice_knows_all_groups_and_people(large)
    await an_import_finds_the_last_on_the_roster_unchanged(large)
    await many_are_changed_at_once(large, now)


async def a_notice_knows_all_groups_and_people(large: Database) -> None:
    everything = Audience(people=True, groups=True)
    async with large.read() as session:
        assert len(await chats_reached(session, everything)) == BRANCHES
        count = await count_audience(session, everything, month=Month(2008, 6), has_channel=False)
    assert (count.people, count.groups, count.out_of_reach) == (JOINED, BRANCHES, PEOPLE - JOINED)


async def an_import_finds_the_last_on_the_roster_unchanged(large: Database) -> None:
    """Whoever lay behind the bound was new to it, and broke on the unique number."""
    row = RosterRow(
        2, f"党员{PEOPLE}", f"{PEOPLE}", f"第{PEOPLE % BRANCHES + 1}党支部", "teaching", None, None
    )
    roster = Roster((row,), frozenset(Column), ())
    async with large.read() as session:
        names = (await branch_names(session)).values()
        plan = plan_import(roster, await known_people(session), branches=names)
    assert (plan.faults, plan.added, plan.unchanged) == ((), (), 1)


async def many_are_changed_at_once(large: Database, now: datetime) -> None:
    """More than SQLite and PostgreSQL take values in one statement (32,766 and 65,535)."""
    async with large.write() as session:
        await set_reachable(session, range(1, PEOPLE + 1), unreachable_at=now)
        found = await session.rows(people.select().where(people.c.unreachable_at.is_(None)))
    assert len(found) == PEOPLE - JOINED


async def test_many_are_added_at_once(database: Database, now: datetime) -> None:
    """In one statement they would be 60,000 values."""
    rows = tuple(
        RosterRow(
            n,
            f"党员{n}",
            f"{n}",
            f"第{n % BRANCHES}党支部",
            "teaching",
            None,
            frozenset({Role.MEMBER}),
        )
        for n in range(1, ADDED + 1)
    )
    async with database.write() as session:
        plan = plan_import(Roster(rows, frozenset(Column), ()), [], branches=())
        await carry_out(session, plan, at=now)
        assert len(await known_people(session)) == ADDED


async def test_pages_by_two_keys_miss_and_repeat_nothing(database: Database, now: datetime) -> None:
    held = [
        {"person_id": n, "role": role, "branch_id": None, "given_at": now}
        for n in range(1, 8)
        for role in ("member", "office")
    ]
    async with database.write() as session:
        await session.change(
            insert(people), [_person(n, now) | {"branch_id": None} for n in range(1, 8)]
        )
        await session.change(insert(roles), held)
        for size in (1, 3, 7, 14, 15):
            pages = pages_by_key(session, roles.select(), roles.c.role, roles.c.id, size=size)
            read = [(row.role, row.person_id) async for page in pages for row in page]
            assert read == [(r, n) for r in ("member", "office") for n in range(1, 8)]
