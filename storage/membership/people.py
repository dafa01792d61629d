"""The people of the campaign: who they are, how they are reached, what they agreed to."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update

from campaign.people import BranchId, HeldRole, Person, PersonId, Role, Standing
from campaign.texts import Language
from storage.database.chunks import chunks
from storage.database.keyset import pages_by_key
from storage.database.session import Found, Session
from storage.tables import people, roles


def _with_roles() -> Select[Any]:
    return select(people, roles.c.role, roles.c.branch_id.label("role_branch")).select_from(
        people.outerjoin(roles, roles.c.person_id == people.c.id)
    )


# Built once: every batch of turns runs it.
_by_telegram_id = _with_roles().where(
    people.c.telegram_id.in_(bindparam("wanted", expanding=True)), people.c.left_at.is_(None)
)


async def people_by_telegram_id(session: Session, telegram_ids: Iterable[int]) -> dict[int, Person]:
    """The people behind these Telegram accounts, by Telegram id; accounts of nobody are missing."""
    wanted = sorted(set(telegram_ids))
    if not wanted:
        return {}
    found = _gathered(await session.rows(_by_telegram_id, {"wanted": wanted}))
    return {person.telegram_id: person for person in found if person.telegram_id is not None}


async def find_person(session: Session, person_id: PersonId) -> Person | None:
    """The person of that id who has not left."""
    return next(iter(await people_of(session, [person_id])), None)


async def people_of(session: Session, wanted: Sequence[PersonId]) -> list[Person]:
    """Those of these people, a page of them at most, who have not left; in the roster's order."""
    question = _with_roles().where(people.c.id.in_(wanted), people.c.left_at.is_(None))
    return _gathered(await session.rows(question.order_by(people.c.id)))


async def name_of(session: Session, person_id: PersonId) -> str | None:
    """The name of that person, also of one who has left."""
    name: str | None = await session.value(select(people.c.name).where(people.c.id == person_id))
    return name


async def people_with_role(
    session: Session, *wanted: Role, branch: BranchId | None = None, reachable: bool = False
) -> list[Person]:
    """Who holds one of these roles (for this branch, if one is given) and has joined.

    `reachable`: only those who have not blocked the bot.
    """
    holders = select(roles.c.person_id).where(roles.c.role.in_([role.value for role in wanted]))
    if branch is not None:
        holders = holders.where(roles.c.branch_id == branch)
    if reachable:
        holders = holders.where(
            roles.c.person_id.in_(select(people.c.id).where(people.c.unreachable_at.is_(None)))
        )
    question = (
        _with_roles()
        .where(
            people.c.id.in_(holders), people.c.telegram_id.is_not(None), people.c.left_at.is_(None)
        )
        .order_by(people.c.id)
    )
    return _gathered(await session.rows(question))


async def joined_people(session: Session) -> AsyncIterator[Person]:
    """Everybody who has joined and not left, in the order of the roster; read page by page."""
    here = (people.c.telegram_id.is_not(None), people.c.left_at.is_(None))
    async for page in pages_by_key(session, select(people.c.id).where(*here), people.c.id):
        first, last = page[0].id, page[-1].id
        these = _with_roles().where(*here, people.c.id.between(first, last))
        for person in _gathered(await session.rows(these.order_by(people.c.id))):
            yield person


async def accounts_of(session: Session, wanted: Sequence[PersonId]) -> list[int]:
    """The Telegram accounts of these people, also of those who have left."""
    found: list[int] = []
    for some in chunks(wanted):
        rows = await session.rows(
            select(people.c.telegram_id).where(
                people.c.id.in_(some), people.c.telegram_id.is_not(None)
            )
        )
        found.extend(row.telegram_id for row in rows)
    return found


async def branches_of(session: Session, wanted: Iterable[PersonId]) -> set[BranchId]:
    """The branches that these people belong to, or hold a role for."""
    found: set[BranchId] = set()
    ids = sorted(set(wanted))
    for some in chunks(ids):
        mine = select(people.c.branch_id).where(people.c.id.in_(some))
        held = select(roles.c.branch_id).where(roles.c.person_id.in_(some))
        rows = await session.rows(mine.union(held))
        found |= {row.branch_id for row in rows if row.branch_id is not None}
    return found


async def people_called(
    session: Session, name: str, *, branch: BranchId | None = None
) -> list[Person]:
    """Who bears exactly this name, in this branch if one is given."""
    question = _with_roles().where(people.c.name == name, people.c.left_at.is_(None))
    if branch is not None:
        question = question.where(people.c.branch_id == branch)
    return _gathered(await session.rows(question.order_by(people.c.id)))


async def count_people(session: Session, *, branch: BranchId | None = None) -> int:
    """How many members are on the roster."""
    question = select(func.count()).select_from(people).where(people.c.left_at.is_(None))
    if branch is not None:
        question = question.where(people.c.branch_id == branch)
    return int(await session.value(question))


async def take_up_account(
    session: Session,
    person_id: PersonId,
    *,
    telegram_id: int,
    language: Language,
    consent: str,
    at: datetime,
) -> bool:
    """The person joins with this Telegram account. False if they, or the account, joined before.

    An account of somebody who has left is free again.
    """
    await session.change(
        update(people)
        .where(people.c.telegram_id == telegram_id, people.c.left_at.is_not(None))
        .values(telegram_id=None, joined_at=None)
    )
    taken = select(people.c.id).where(people.c.telegram_id == telegram_id).exists()
    touched = await session.change(
        update(people)
        .where(people.c.id == person_id, people.c.telegram_id.is_(None), ~taken)
        .values(
            telegram_id=telegram_id,
            language=language.value,
            consent=consent,
            joined_at=at,
            unreachable_at=None,
        )
    )
    return touched == 1


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Somebody who joins: with which account, in which language, agreeing to which notice."""

    person: PersonId
    telegram_id: int
    language: Language
    consent: str
    at: datetime


async def take_up_accounts(session: Session, joining: Sequence[NewAccount]) -> None:
    """Many people join, none of whom, and of whose accounts, has joined before."""
    if not joining:
        return
    await session.change(
        update(people)
        .where(people.c.id == bindparam("of_person"))
        .values(
            telegram_id=bindparam("account"),
            language=bindparam("spoken"),
            consent=bindparam("agreed"),
            joined_at=bindparam("moment"),
            unreachable_at=None,
        ),
        [
            {
                "of_person": one.person,
                "account": one.telegram_id,
                "spoken": one.language.value,
                "agreed": one.consent,
                "moment": one.at,
            }
            for one in joining
        ],
    )


async def add_person(
    session: Session,
    *,
    name: str,
    at: datetime,
    number: str | None = None,
    branch: BranchId | None = None,
    category: str | None = None,
    standing: Standing | None = None,
) -> PersonId:
    """Put somebody on the roster; they join later, by their personal link."""
    person_id: PersonId = await session.insert(
        people,
        name=name,
        number=number,
        branch_id=branch,
        category=category,
        standing=None if standing is None else standing.value,
        language="zh",
        created_at=at,
    )
    return person_id


async def add_people(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[PersonId]:
    """Put many people on the roster, each with the same columns; their ids, in that order."""
    return await session.insert_all(people, rows)


async def change_people(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what a roster says of people, by their `id`; whoever had left is back.

    Every row has the same columns.
    """
    if not rows:
        return
    columns = [name for name in rows[0] if name != "id"]
    await session.change(
        update(people)
        .where(people.c.id == bindparam("of_id"))
        .values({name: bindparam(f"of_{name}") for name in columns} | {"left_at": None}),
        [{f"of_{name}": value for name, value in row.items()} for row in rows],
    )


async def part_with(session: Session, wanted: Sequence[PersonId], *, at: datetime) -> None:
    """Mark people as having left: their records stay, their accounts may do nothing more."""
    for some in chunks(wanted):
        await session.change(update(people).where(people.c.id.in_(some)).values(left_at=at))


async def set_language(session: Session, person_id: PersonId, language: Language) -> None:
    """Address the person in this language from now on."""
    await session.change(
        update(people).where(people.c.id == person_id).values(language=language.value)
    )


async def consent_of(session: Session, person_id: PersonId) -> str | None:
    """Which version of the privacy notice the person agreed to."""
    agreed: str | None = await session.value(
        select(people.c.consent).where(people.c.id == person_id)
    )
    return agreed


async def set_consent(session: Session, person_id: PersonId, version: str) -> None:
    """The person agreed to this version of the privacy notice."""
    await session.change(update(people).where(people.c.id == person_id).values(consent=version))


async def set_reachable(
    session: Session, telegram_ids: Iterable[int], *, unreachable_at: datetime | None
) -> None:
    """Note since when these accounts cannot be written to, or, with None, that they can again."""
    wanted = sorted(set(telegram_ids))
    for some in chunks(wanted):
        await session.change(
            update(people)
            .where(people.c.telegram_id.in_(some))
            .values(unreachable_at=unreachable_at)
        )


def _gathered(rows: Iterable[Found]) -> list[Person]:
    held: dict[PersonId, set[HeldRole]] = {}
    first: dict[PersonId, Found] = {}
    for row in rows:
        first.setdefault(row.id, row)
        mine = held.setdefault(row.id, set())
        if row.role is not None:
            mine.add(HeldRole(Role(row.role), row.role_branch))
    return [_person(row, frozenset(held[row.id])) for row in first.values()]


def _person(row: Found, held: frozenset[HeldRole]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        telegram_id=row.telegram_id,
        branch=row.branch_id,
        category=row.category,
        standing=None if row.standing is None else Standing(row.standing),
        language=Language(row.language),
        joined_at=row.joined_at,
        roles=held,
        consent=row.consent,
    )
