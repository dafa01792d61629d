"""Whom reminders go to: each branch with its group and those who lead it, and the office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from campaign.people import BranchId, PersonId, Role
from campaign.texts import Language
from storage.groups import GroupState
from storage.session import Found, Session
from storage.tables import branches, groups, people, roles


@dataclass(frozen=True, slots=True)
class Recipient:
    """A chat that reminders go to, named by `whom` for as long as the branch or the post lasts.

    `chat_id` is None where nobody can be reached: no group is bound, the person has not joined or
    has blocked the bot. `since` is the moment from which the chat hears of what is due; `topic` the
    topic of a group where the bot speaks, if it is not the general one.
    """

    whom: str
    chat_id: int | None
    language: Language
    since: datetime | None = None
    branch: BranchId | None = None
    branch_name: str = ""
    person: PersonId | None = None
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Audiences:
    """Everybody, each in the order of their ids."""

    groups: tuple[Recipient, ...]
    secretaries: tuple[Recipient, ...]
    office: tuple[Recipient, ...]

    @property
    def branches(self) -> dict[BranchId, str]:
        """The names of all branches."""
        return {one.branch: one.branch_name for one in self.groups if one.branch is not None}


async def find_audiences(session: Session) -> Audiences:
    """Groups, secretaries with their deputies, and the office: three questions.

    A group is spoken to in the language of its secretary, for it has none of its own.
    """
    posts = await session.rows(_POSTS)
    leading = [row for row in posts if row.role != Role.OFFICE.value]
    speaks = {row.branch_id: Language(row.language) for row in reversed(leading)}
    bound = {row.branch_id: row for row in await session.rows(_BOUND)}
    found = await session.rows(select(branches).order_by(branches.c.id))
    names = {row.id: row.name for row in found}
    return Audiences(
        groups=tuple(
            _group(row, bound.get(row.id), speaks.get(row.id, Language.ZH)) for row in found
        ),
        secretaries=_once(
            _leading(row, names[row.branch_id]) for row in leading if row.branch_id in names
        ),
        office=_once(_of_office(row) for row in posts if row.role == Role.OFFICE.value),
    )


_POSTS = (
    select(
        people.c.id,
        people.c.telegram_id,
        people.c.language,
        people.c.joined_at,
        people.c.unreachable_at,
        roles.c.role,
        roles.c.branch_id,
        roles.c.given_at,
    )
    .join(roles, roles.c.person_id == people.c.id)
    .where(
        roles.c.role.in_([role.value for role in (Role.SECRETARY, Role.DEPUTY, Role.OFFICE)]),
        people.c.left_at.is_(None),
    )
    .order_by(people.c.id, roles.c.id)
)
_BOUND = select(groups.c.branch_id, groups.c.chat_id, groups.c.since, groups.c.topic_id).where(
    groups.c.state == GroupState.BOUND.value
)


def _group(branch: Found, bound: Found | None, language: Language) -> Recipient:
    return Recipient(
        whom=f"group:{branch.id}",
        chat_id=None if bound is None else bound.chat_id,
        since=None if bound is None else bound.since,
        language=language,
        branch=branch.id,
        branch_name=branch.name,
        topic=None if bound is None else bound.topic_id,
    )


def _leading(row: Found, branch_name: str) -> Recipient:
    return Recipient(
        whom=f"secretary:{row.branch_id}:{row.id}",
        chat_id=_private_chat(row),
        since=_since(row),
        language=Language(row.language),
        branch=row.branch_id,
        branch_name=branch_name,
        person=row.id,
    )


def _of_office(row: Found) -> Recipient:
    return Recipient(
        whom=f"office:{row.id}",
        chat_id=_private_chat(row),
        since=_since(row),
        language=Language(row.language),
        person=row.id,
    )


def _private_chat(row: Found) -> int | None:
    chat: int | None = row.telegram_id
    return None if row.unreachable_at is not None or row.joined_at is None else chat


def _since(row: Found) -> datetime:
    since: datetime = row.given_at
    return since if row.joined_at is None else max(since, row.joined_at)


def _once(found: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Somebody may be secretary and deputy of one branch by mistake: told once all the same."""
    return tuple({one.whom: one for one in found}.values())
