"""Whom reminders go to: each branch with its group and those who lead it, and the office.

A tick never reads the whole school: `recipients_version` changes whenever a recipient may be new,
`untold` lists those whom a reminder has not reached yet, and `recipients_of` reads only the chats
that are told now.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, cast, literal, select

from campaign.people import BranchId, PersonId, Role
from campaign.texts import Language
from storage.database.chunks import chunks
from storage.database.session import Found, Session
from storage.groups import MUTE, GroupState
from storage.settings import count_up, read_setting
from storage.tables import branches, groups, people, reminders, roles

VERSION = "recipients"
LEADING = (Role.SECRETARY.value, Role.DEPUTY.value)


class Chat(NamedTuple):
    """The group of a branch, or the private chat of a person, whatever posts they hold."""

    branch: BranchId | None = None
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A chat that reminders go to, named by `whom` for as long as the branch or the post lasts.

    `chat_id` is None where nobody can be reached: no group is bound, the person has not joined or
    has blocked the bot. `since` is the moment from which the chat hears of what is due; `topic` the
    topic of a group where the bot speaks, if it is not the general one. `instead_of`: the title of
    a group that cannot be written to; the chat is that of `stand_in`, who passes it on.
    """

    whom: str
    chat_id: int | None
    language: Language
    since: datetime | None = None
    branch: BranchId | None = None
    branch_name: str = ""
    person: PersonId | None = None
    topic: int | None = None
    instead_of: str | None = None
    stand_in: PersonId | None = None

    @property
    def read_by(self) -> PersonId | None:
        """The person in whose private chat it is read; None for a group."""
        return self.stand_in if self.person is None else self.person


@dataclass(frozen=True, slots=True)
class Audiences:
    """All recipients of reminders, each kind in the order of their ids."""

    groups: tuple[Recipient, ...]
    secretaries: tuple[Recipient, ...]
    office: tuple[Recipient, ...]

    @property
    def branches(self) -> dict[BranchId, str]:
        """The names of all branches."""
        return {one.branch: one.branch_name for one in self.groups if one.branch is not None}


async def find_audiences(session: Session) -> Audiences:
    """Groups, secretaries with their deputies, and the office, in three queries.

    It reads the whole school, so it is for lists that somebody asked to see.
    """
    posts = [_of_post(row) for row in await session.rows(_POSTS.order_by(*_ORDER))]
    return Audiences(
        groups=tuple(await _groups(session, None)),
        secretaries=_once(one for one in posts if one.branch is not None),
        office=_once(one for one in posts if one.branch is None),
    )


async def recipients_of(session: Session, chats: Collection[Chat]) -> dict[str, Recipient]:
    """The recipients behind these chats, by `whom`; a branch or post that is gone is missing."""
    found: list[Recipient] = []
    for some in chunks([chat.branch for chat in chats if chat.branch is not None]):
        found += await _groups(session, some)
    for some in chunks([chat.person for chat in chats if chat.person is not None]):
        question = _POSTS.where(people.c.id.in_(some)).order_by(*_ORDER)
        found += [_of_post(row) for row in await session.rows(question)]
    return {one.whom: one for one in found}


def chat_of(whom: str) -> Chat:
    """The chat of a recipient, from how the ledger names them."""
    kind, *ids = whom.split(":")
    return Chat(branch=int(ids[0])) if kind == "group" else Chat(person=int(ids[-1]))


async def untold(session: Session, kind: str, *, rule: str, stands_for: str) -> list[str]:
    """The recipients of a kind (`group`, `secretary`, `office`) whom the ledger lacks.

    That is, for the reminder of this rule that stands for this.
    """
    question, whom = _BY_KIND[kind]
    known = select(reminders.c.id).where(
        reminders.c.rule == rule, reminders.c.stands_for == stands_for, reminders.c.whom == whom
    )
    return list(
        dict.fromkeys(row.whom for row in await session.rows(question.where(~known.exists())))
    )


async def recipients_version(session: Session) -> str:
    """A text that changes whenever somebody may have come who is to be reminded."""
    return await read_setting(session, VERSION) or "0"


async def note_new_recipients(session: Session) -> None:
    """Change that version: where a branch is founded, a post given, or somebody comes back."""
    await count_up(session, VERSION)


_POSTS: Select[*tuple[Any, ...]] = (
    select(
        people.c.id,
        people.c.telegram_id,
        people.c.language,
        people.c.joined_at,
        people.c.unreachable_at,
        roles.c.role,
        roles.c.branch_id,
        roles.c.given_at,
        branches.c.name.label("branch_name"),
    )
    .join(roles, roles.c.person_id == people.c.id)
    .outerjoin(branches, branches.c.id == roles.c.branch_id)
    .where(
        people.c.left_at.is_(None),
        (roles.c.role == Role.OFFICE.value)
        | (roles.c.role.in_(LEADING) & roles.c.branch_id.is_not(None)),
    )
)
_ORDER = (people.c.id, roles.c.id)
# Of several, the last row counts: the one with the lowest id.
_LEADING_THERE = (
    select(
        people.c.id,
        roles.c.branch_id,
        roles.c.role,
        people.c.language,
        people.c.telegram_id,
        people.c.joined_at,
        people.c.unreachable_at,
    )
    .join(people, people.c.id == roles.c.person_id)
    .where(people.c.left_at.is_(None), roles.c.role.in_(LEADING), roles.c.branch_id.is_not(None))
    .order_by(people.c.id.desc(), roles.c.id.desc())
)
_GROUPS = (
    select(
        branches.c.id,
        branches.c.name,
        groups.c.chat_id,
        groups.c.since,
        groups.c.topic_id,
        groups.c.state,
        groups.c.closed,
        groups.c.title,
        groups.c.language,
    )
    .outerjoin(
        groups,
        (groups.c.branch_id == branches.c.id)
        & groups.c.state.in_([GroupState.BOUND.value, GroupState.SUSPENDED.value]),
    )
    # Of several, the last row counts: the bound one.
    .order_by(branches.c.id, groups.c.state.desc(), groups.c.since)
)


def _named(kind: str, *ids: ColumnElement[Any]) -> ColumnElement[str]:
    """How the ledger names a recipient; a column of text, as the ledger's is."""
    name: ColumnElement[str] = literal(kind)
    for one in ids:
        name = name + ":" + cast(one, String)
    return name


def _of_roles(whom: ColumnElement[str], held: ColumnElement[bool]) -> Select[str]:
    return (
        select(whom.label("whom"))
        .select_from(roles)
        .join(people, people.c.id == roles.c.person_id)
        .where(people.c.left_at.is_(None), held)
        .order_by(people.c.id, roles.c.id)
    )


def _asked(kind: str) -> tuple[Select[str], ColumnElement[str]]:
    if kind == "group":
        whom = _named(kind, branches.c.id)
        return select(whom.label("whom")).order_by(branches.c.id), whom
    if kind == "secretary":
        whom = _named(kind, roles.c.branch_id, roles.c.person_id)
        return _of_roles(whom, roles.c.role.in_(LEADING) & roles.c.branch_id.is_not(None)), whom
    whom = _named(kind, roles.c.person_id)
    return _of_roles(whom, roles.c.role == Role.OFFICE.value), whom


_BY_KIND = {kind: _asked(kind) for kind in ("group", "secretary", "office")}


async def _groups(session: Session, wanted: Sequence[BranchId] | None) -> list[Recipient]:
    """The groups of these branches, or of all, each addressed in its own language.

    For a group that the bot cannot write to, its secretary stands in, else a deputy, else the
    office; for a group that put the bot out, the office does not.
    """
    found, leading = _GROUPS, _LEADING_THERE
    if wanted is not None:
        found = found.where(branches.c.id.in_(wanted))
        leading = leading.where(roles.c.branch_id.in_(wanted))
    rows = {row.id: row for row in await session.rows(found)}.values()
    mute = {row.id: row for row in rows if _is_mute(row)}
    told = [_group(row) for row in rows]
    if not mute:
        return told
    stand_ins = _stand_ins(await session.rows(leading))
    office = await _of_the_office(session)
    return [
        one
        if one.branch not in mute
        else _instead(one, mute[one.branch], stand_ins.get(one.branch or 0), office)
        for one in told
    ]


def _is_mute(row: Found) -> bool:
    """Whether the branch has a group in which the bot can say nothing now."""
    return row.state == GroupState.SUSPENDED.value or row.closed in MUTE


def _stand_ins(there: Iterable[Found]) -> dict[BranchId, Found]:
    """Who can be reached for a branch: a secretary before a deputy."""
    reached = [row for row in there if _private_chat(row) is not None]
    in_order = sorted(reached, key=lambda row: row.role == Role.SECRETARY.value)
    return {row.branch_id: row for row in in_order}


async def _of_the_office(session: Session) -> Found | None:
    question = _POSTS.where(
        roles.c.role == Role.OFFICE.value,
        people.c.joined_at.is_not(None),
        people.c.unreachable_at.is_(None),
    )
    return await session.row(question.order_by(*_ORDER).limit(1))


def _instead(
    group: Recipient, bound: Found, leading: Found | None, office: Found | None
) -> Recipient:
    """Whoever passes on to the group what the bot cannot say there."""
    put_out = bound.state == GroupState.SUSPENDED.value
    there = leading if leading is not None or put_out else office
    if there is None:
        return replace(group, chat_id=None)
    return replace(
        group,
        chat_id=_private_chat(there),
        language=Language(there.language),
        topic=None,
        instead_of=bound.title,
        stand_in=there.id,
    )


def _group(row: Found) -> Recipient:
    return Recipient(
        whom=f"group:{row.id}",
        chat_id=row.chat_id,
        since=row.since,
        language=Language(row.language or Language.ZH),
        branch=row.id,
        branch_name=row.name,
        topic=row.topic_id,
    )


def _of_post(row: Found) -> Recipient:
    is_office = row.role == Role.OFFICE.value
    return Recipient(
        whom=f"office:{row.id}" if is_office else f"secretary:{row.branch_id}:{row.id}",
        chat_id=_private_chat(row),
        since=_since(row),
        language=Language(row.language),
        branch=None if is_office else row.branch_id,
        branch_name="" if is_office else row.branch_name,
        person=row.id,
    )


def _private_chat(row: Found) -> int | None:
    chat: int | None = row.telegram_id
    return None if row.unreachable_at is not None or row.joined_at is None else chat


def _since(row: Found) -> datetime:
    since: datetime = row.given_at
    return since if row.joined_at is None else max(since, row.joined_at)


def _once(found: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Somebody who is secretary and deputy of one branch by mistake is told once all the same."""
    return tuple({one.whom: one for one in found}.values())
