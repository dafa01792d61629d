"""Who an audience of a notice is: counted before it is sent, and listed in slices for sending."""

from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from campaign.definition import Month
from campaign.notice_audiences import Audience, Count, Lack
from campaign.people import PersonId, Role
from campaign.texts import Language
from storage.database.session import Session
from storage.groups import GroupState
from storage.records import still_counts
from storage.tables import check_ins, groups, people, roles, stories


@dataclass(frozen=True, slots=True)
class Reached:
    """A chat that gets a notice, named by `whom`; the channel's chat is the program's setting.

    A person without a chat has not joined. `topic`: the topic of a group in which the bot speaks.
    `language`: the person's.
    """

    whom: str
    chat_id: int | None
    person: PersonId | None = None
    topic: int | None = None
    language: Language = Language.ZH

    @property
    def is_away(self) -> bool:
        """Whether it is a person who cannot be written to, not having joined."""
        return self.person is not None and self.chat_id is None


async def count_audience(
    session: Session, audience: Audience, *, month: Month, has_channel: bool
) -> Count:
    """How many recipients an audience has now; `month` is the one in which things are lacking."""
    reached = away = in_groups = 0
    if audience.people:
        question = select(func.count(), func.count(people.c.telegram_id)).select_from(people)
        row = await session.row(question.where(*_those(audience, month)))
        everybody, reached = (0, 0) if row is None else (row[0], row[1])
        away = everybody - reached
    if audience.groups:
        in_groups = int(await session.value(_bound(audience).with_only_columns(func.count())))
    channel = int(audience.channel and has_channel)
    return Count(people=reached, groups=in_groups, channel=channel, out_of_reach=away)


async def people_reached(
    session: Session, audience: Audience, *, month: Month, after: PersonId, limit: int
) -> list[Reached]:
    """At most `limit` people of an audience, joined or not, in the order of ids after `after`."""
    if not audience.people:
        return []
    question = (
        select(people.c.id, people.c.telegram_id)
        .where(people.c.id > after, *_those(audience, month))
        .order_by(people.c.id)
        .limit(limit)
    )
    rows = await session.rows(question)
    return [Reached(f"person:{row.id}", row.telegram_id, row.id) for row in rows]


async def chats_reached(session: Session, audience: Audience) -> list[Reached]:
    """The groups and the channel of an audience."""
    found = []
    if audience.groups:
        question = _bound(audience).order_by(groups.c.branch_id)
        rows = await session.rows(question)
        found = [Reached(f"group:{row.branch_id}", row.chat_id) for row in rows]
    return [*found, Reached("channel", None)] if audience.channel else found


def _those(audience: Audience, month: Month) -> list[ColumnElement[bool]]:
    wanted = [people.c.left_at.is_(None), _holds(audience)]
    if audience.branches and not audience.roles:
        wanted.append(people.c.branch_id.in_(audience.branches))
    if audience.categories:
        wanted.append(people.c.category.in_(audience.categories))
    if Lack.CHECK_IN in audience.lacking:
        wanted.append(~_has_check_in(month))
    if Lack.STORY in audience.lacking:
        wanted.append(~_has_story(month))
    return wanted


def _holds(audience: Audience) -> ColumnElement[bool]:
    """A member; or a holder of one of the roles: of those for a branch, in one of the branches."""
    names = [role.value for role in audience.roles or (Role.MEMBER,)]
    held = and_(roles.c.person_id == people.c.id, roles.c.role.in_(names))
    if audience.branches and audience.roles:
        there = people.c.branch_id.in_(audience.branches)
        local = roles.c.branch_id.in_(audience.branches)
        held = and_(held, or_(local, and_(roles.c.branch_id.is_(None), there)))
    return select(roles.c.id).where(held).exists()


def _has_check_in(month: Month) -> ColumnElement[bool]:
    return (
        select(check_ins.c.id)
        .where(
            check_ins.c.person_id == people.c.id,
            check_ins.c.month == month,
            still_counts(check_ins),
        )
        .exists()
    )


def _has_story(month: Month) -> ColumnElement[bool]:
    return (
        select(stories.c.id)
        .where(
            stories.c.author_id == people.c.id,
            stories.c.month == month,
            still_counts(stories),
        )
        .exists()
    )


def _bound(audience: Audience) -> Select[tuple[int, int]]:
    question = select(groups.c.branch_id, groups.c.chat_id).where(
        groups.c.state == GroupState.BOUND.value
    )
    if audience.branches:
        question = question.where(groups.c.branch_id.in_(audience.branches))
    return question
