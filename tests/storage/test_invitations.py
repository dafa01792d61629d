"""Codes are kept as hashes, work once, and end."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from campaign.invitations import LIFE, WITHIN, Purpose, hashed
from campaign.people import BranchId, PersonId, Role
from campaign.texts import Language
from storage.database.engine import Database
from storage.database.session import Session
from storage.invitations import (
    WRONG_CODE,
    account_subject,
    add_group_code,
    ensure_office_code,
    find_invitation,
    invite_people,
    new_code,
    people_to_invite,
    use_invitation,
    wrong_guesses,
)
from storage.membership.branches import add_branch
from storage.membership.people import add_person, take_up_account
from storage.membership.roles import give_role
from storage.tables import invitations, people
from storage.trace import Act, append_trace


async def a_person(
    database: Database, name: str, now: datetime, *, branch: BranchId | None = None
) -> PersonId:
    async with database.write() as session:
        return await add_person(session, name=name, at=now, branch=branch)


def test_a_code_has_128_random_bits_and_fits_into_a_deep_link() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", code) for code in codes)


async def test_only_the_hash_is_kept(database: Database, now: datetime) -> None:
    wang = await a_person(database, "王芳", now)
    code = new_code()
    async with database.write() as session:
        assert await invite_people(session, {wang: code}, at=now) == now + LIFE
    async with database.read() as session:
        (row,) = await session.rows(select(invitations))
    assert code not in str(row)
    assert row.code_hash == hashed(code)
    assert (row.purpose, row.person_id, row.used_at) == ("person", wang, None)


async def test_new_links_end_the_older_ones_of_the_same_people_only(
    database: Database, now: datetime, soon: datetime
) -> None:
    wang, li = await a_person(database, "王芳", now), await a_person(database, "李娜", now)
    async with database.write() as session:
        await invite_people(session, {wang: "w1", li: "l1"}, at=now)
        await invite_people(session, {wang: "w2"}, at=soon)
        ends = {c: (await find_invitation(session, hashed(c))) for c in ("w1", "l1", "w2")}
    assert ends["w1"] is not None
    assert ends["l1"] is not None
    assert ends["w2"] is not None
    assert ends["w1"].expires_at == soon
    assert ends["l1"].expires_at == now + LIFE
    assert ends["w2"].expires_at == soon + LIFE


async def test_a_code_is_used_once(database: Database, now: datetime, soon: datetime) -> None:
    wang = await a_person(database, "王芳", now)
    async with database.write() as session:
        await invite_people(session, {wang: "w1"}, at=now)
        assert await use_invitation(session, hashed("w1"), by=7, at=soon)
        assert not await use_invitation(session, hashed("w1"), by=8, at=soon)
        found = await find_invitation(session, hashed("w1"))
    assert found is not None
    assert (found.used_by, found.used_at) == (7, soon)


@pytest.mark.parametrize(("late", "works"), [(timedelta(seconds=-1), True), (timedelta(), False)])
async def test_a_code_ends(database: Database, now: datetime, late: timedelta, works: bool) -> None:
    wang = await a_person(database, "王芳", now)
    async with database.write() as session:
        until = await invite_people(session, {wang: "w1"}, at=now)
        assert await use_invitation(session, hashed("w1"), by=7, at=until + late) is works


async def test_whoever_joined_or_left_is_not_invited(database: Database, now: datetime) -> None:
    async with database.write() as session:
        branch = await add_branch(session, "药学系党支部")
    wang = await a_person(database, "王芳", now, branch=branch)
    await a_person(database, "李娜", now)
    joined = await a_person(database, "张伟", now)
    async with database.write() as session:
        await take_up_account(
            session, joined, telegram_id=7, language=Language.ZH, consent="1", at=now
        )
        everybody = await people_to_invite(session)
        of_branch = await people_to_invite(session, branch=branch)
    assert {one.name for one in everybody} == {"王芳", "李娜"}
    assert [(one.person, one.branch) for one in of_branch] == [(wang, "药学系党支部")]


async def test_a_branch_s_newer_group_code_ends_its_older(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        one, other = await add_branch(session, "甲"), await add_branch(session, "乙")
        for code, branch, at in (("a1", one, now), ("b1", other, now), ("a2", one, soon)):
            await add_group_code(session, code, branch=branch, at=at, life=LIFE)
        found = [await find_invitation(session, hashed(code)) for code in ("a1", "b1", "a2")]
    assert [one.expires_at for one in found if one] == [soon, now + LIFE, soon + LIFE]
    assert {one.purpose for one in found if one} == {Purpose.GROUP}


async def test_the_operator_s_code_is_kept_until_the_office_joins(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        assert await ensure_office_code(session, "chosen-code", now) == "chosen-code"
        assert await ensure_office_code(session, "chosen-code", soon) == "chosen-code"
        found = await find_invitation(session, hashed("chosen-code"))
    assert found is not None
    assert (found.purpose, found.expires_at) == (Purpose.OFFICE, soon + LIFE)


async def test_a_code_made_anew_ends_the_one_before(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        first = await ensure_office_code(session, None, now)
        second = await ensure_office_code(session, None, soon)
        assert first is not None
        assert second is not None
        assert first != second
        assert not await use_invitation(session, hashed(first), by=7, at=soon)
        assert await use_invitation(session, hashed(second), by=7, at=soon)


async def test_no_code_is_made_once_the_office_has_joined(
    database: Database, now: datetime
) -> None:
    """Being on the roster with the role is not enough."""
    zhao = await a_person(database, "赵敏", now)
    async with database.write() as session:
        await give_role(session, zhao, Role.OFFICE, branch=None, at=now)
        assert await ensure_office_code(session, None, now) is not None
        await take_up_account(
            session, zhao, telegram_id=7, language=Language.ZH, consent="1", at=now
        )
        assert await ensure_office_code(session, "chosen-code", now) is None


async def test_a_chosen_code_opens_again_after_the_office_left(
    database: Database, now: datetime, soon: datetime
) -> None:
    async with database.write() as session:
        await ensure_office_code(session, "chosen-code", now)
        assert await use_invitation(session, hashed("chosen-code"), by=7, at=now)
        await ensure_office_code(session, "chosen-code", soon)
        assert await use_invitation(session, hashed("chosen-code"), by=8, at=soon)


async def test_wrong_guesses_of_the_last_hour_are_counted_by_account(
    database: Database, now: datetime
) -> None:
    async with database.write() as session:
        for account in (7, 7, 8):
            act = Act(None, WRONG_CODE, account_subject(account))
            await append_trace(session, [act], at=now, salt=b"")
        assert await wrong_guesses(session, 7, now=now) == 2
        assert await wrong_guesses(session, 8, now=now) == 1
        assert await wrong_guesses(session, 7, now=now + WITHIN) == 0


async def test_an_account_whose_person_left_is_free_again(
    database: Database, now: datetime
) -> None:
    old, new = await a_person(database, "王芳", now), await a_person(database, "王芳", now)

    async def joins(session: Session, person: PersonId) -> bool:
        return await take_up_account(
            session, person, telegram_id=7, language=Language.ZH, consent="1", at=now
        )

    async with database.write() as session:
        assert await joins(session, old)
        assert not await joins(session, new)
        await session.change(people.update().where(people.c.id == old).values(left_at=now))
        assert await joins(session, new)
