"""Groups and their bindings: one row a chat, and a move that may be told twice."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage.database.engine import Database
from storage.groups import (
    Group,
    GroupState,
    end_group,
    find_group,
    group_of_branch,
    groups_unbound_since,
    lock_groups,
    move_group,
    save_group,
)
from storage.membership.branches import add_branch

OLD, NEW = -100, -1_000_000_000_100


async def a_group(
    database: Database, now: datetime, *, chat_id: int = OLD, state: GroupState = GroupState.BOUND
) -> Group:
    async with database.write() as session:
        branch = await add_branch(session, f"支部{chat_id}")
        bound = branch if state in (GroupState.BOUND, GroupState.SUSPENDED) else None
        group = Group(chat_id, "支部群", "group", bound, state, False, now)
        await save_group(session, group)
    return group


async def test_a_group_is_written_and_written_over(database: Database, now: datetime) -> None:
    group = await a_group(database, now)
    renamed = replace(group, title="新名" * 200, admin=True, topic=7)
    async with database.write() as session:
        await save_group(session, renamed)
        assert await find_group(session, OLD) == replace(renamed, title=("新名" * 200)[:255])
        assert await find_group(session, NEW) is None


async def test_the_group_of_a_branch_is_the_bound_one(database: Database, now: datetime) -> None:
    group = await a_group(database, now)
    async with database.write() as session:
        assert await group_of_branch(session, group.branch or 0) == group
        await end_group(session, OLD, GroupState.SUSPENDED, at=now)
        assert await group_of_branch(session, group.branch or 0) is None


async def test_a_suspended_group_remembers_its_branch_and_a_left_one_does_not(
    database: Database, now: datetime, soon: datetime
) -> None:
    group = await a_group(database, now)
    async with database.write() as session:
        await end_group(session, OLD, GroupState.SUSPENDED, at=soon)
        found = await find_group(session, OLD)
        assert found == replace(group, state=GroupState.SUSPENDED, since=soon)
        await end_group(session, OLD, GroupState.LEFT, at=soon)
        found = await find_group(session, OLD)
        assert found is not None
        assert found.branch is None


async def test_unbound_groups_are_found_by_how_long_they_wait(
    database: Database, now: datetime
) -> None:
    for number in range(3):
        moment = now + timedelta(minutes=number)
        await a_group(database, moment, chat_id=-number - 1, state=GroupState.UNBOUND)
    await a_group(database, now, chat_id=-9)
    async with database.read() as session:
        found = await groups_unbound_since(session, now + timedelta(minutes=1))
        one = await groups_unbound_since(session, now + timedelta(minutes=9), limit=1)
    assert [group.chat_id for group in found] == [-1, -2]
    assert [group.chat_id for group in one] == [-1]


@pytest.mark.parametrize("met", [None, GroupState.UNBOUND, GroupState.BOUND, GroupState.LEFT])
async def test_a_move_comes_to_the_same_whatever_was_known_of_the_new_chat(
    database: Database, now: datetime, met: GroupState | None
) -> None:
    group = await a_group(database, now)
    there = None if met is None else await a_group(database, now, chat_id=NEW, state=met)
    async with database.write() as session:
        await lock_groups(session)
        assert await move_group(session, old=OLD, new=NEW)
        assert not await move_group(session, old=OLD, new=NEW)
        assert await find_group(session, OLD) is None
        found = await find_group(session, NEW)
    assert found is not None
    assert found.state is GroupState.BOUND
    kept = there if there is not None and met is GroupState.BOUND else group
    assert found.branch == kept.branch


async def test_a_move_of_an_unknown_chat_is_nothing(database: Database) -> None:
    async with database.write() as session:
        assert not await move_group(session, old=OLD, new=NEW)
        assert await find_group(session, NEW) is None
