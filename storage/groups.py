"""The chats of branches: which group belongs to which branch, and whether the bot is in it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, delete, func, or_, select, update

from campaign.people import BranchId
from campaign.texts import Language
from storage.database.session import Found, Session
from storage.tables import branches, groups


class Closed(StrEnum):
    """Why the bot cannot write in a group as it should.

    TOPIC: its topic is closed, and the general one takes what is said; TOPICS: the general one is
    closed too. MEDIA: it may send text only; RIGHT: it may not send anything.
    """

    TOPIC = "topic"
    TOPICS = "topics"
    MEDIA = "media"
    RIGHT = "right"


# Nothing at all arrives in a group that is closed like this.
MUTE = frozenset({Closed.TOPICS, Closed.RIGHT})


class GroupState(StrEnum):
    """UNBOUND is left after a while; SUSPENDED: the bot was put out; LEFT: it left by itself."""

    UNBOUND = "unbound"
    BOUND = "bound"
    SUSPENDED = "suspended"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Group:
    """A group that the bot is or was in. `since` is when it came into its state.

    `topic` is the one in which the group was bound and is reminded; None: the general one.
    `closed`, since `closed_at`: why the bot cannot write there as it should; None: it can.
    `language`: in which the group is reminded, whichever its secretary reads.
    """

    chat_id: int
    title: str
    kind: str
    branch: BranchId | None
    state: GroupState
    admin: bool
    since: datetime
    topic: int | None = None
    closed: Closed | None = None
    closed_at: datetime | None = None
    language: Language = Language.ZH


async def lock_groups(session: Session) -> None:
    """Let one transaction at a time change bindings, whichever chats they concern."""
    await session.lock("groups")


async def find_group(session: Session, chat_id: int) -> Group | None:
    """The group of that chat."""
    row = await session.row(select(groups).where(groups.c.chat_id == chat_id))
    return None if row is None else _group(row)


async def group_of_branch(session: Session, branch: BranchId) -> Group | None:
    """The group that is bound to the branch."""
    bound = GroupState.BOUND.value
    row = await session.row(
        select(groups).where(groups.c.branch_id == branch, groups.c.state == bound)
    )
    return None if row is None else _group(row)


async def groups_unbound_since(
    session: Session, moment: datetime, *, limit: int = 100
) -> list[Group]:
    """At most `limit` groups that have been without a branch since that moment or longer."""
    question = (
        select(groups)
        .where(groups.c.state == GroupState.UNBOUND.value, groups.c.since <= moment)
        .order_by(groups.c.since)
        .limit(limit)
    )
    return [_group(row) for row in await session.rows(question)]


async def closed_among(session: Session, chats: Collection[int]) -> set[int]:
    """Which of these chats are groups that could not be written to when it was last tried."""
    if not chats:
        return set()
    closed = groups.c.closed.is_not(None)
    found = await session.rows(
        select(groups.c.chat_id).where(groups.c.chat_id.in_(sorted(chats)), closed)
    )
    return {row.chat_id for row in found}


async def groups_out_of_reach(
    session: Session, *, limit: int, skip: int = 0
) -> list[tuple[Group, str]]:
    """Groups of branches that do not hear all that they should, with the branches' names.

    The bot cannot write there, or was put out and the branch has no other group. At most `limit`,
    after `skip` rows.
    """
    question = (
        select(groups, branches.c.name)
        .join(branches, branches.c.id == groups.c.branch_id)
        .where(_OUT_OF_REACH)
        .order_by(branches.c.id, groups.c.chat_id)
    )
    rows = await session.rows(question.offset(skip).limit(limit))
    return [(_group(row), row.name) for row in rows]


async def count_out_of_reach(session: Session) -> int:
    """How many groups of branches do not hear all that they should."""
    found = select(func.count()).select_from(groups).where(_OUT_OF_REACH)
    return int(await session.value(found))


_other = groups.alias("other")
_has_another = (
    select(_other.c.chat_id)
    .where(_other.c.branch_id == groups.c.branch_id, _other.c.state == GroupState.BOUND.value)
    .exists()
)
_OUT_OF_REACH = or_(
    and_(groups.c.state == GroupState.BOUND.value, groups.c.closed.is_not(None)),
    and_(
        groups.c.state == GroupState.SUSPENDED.value,
        groups.c.branch_id.is_not(None),
        ~_has_another,
    ),
)


async def save_group(session: Session, group: Group) -> None:
    """Store the group as it is now."""
    row = {
        "chat_id": group.chat_id, "title": group.title[:255], "kind": group.kind,
        "branch_id": group.branch, "state": group.state.value, "admin": group.admin,
        "since": group.since, "topic_id": group.topic,
        "closed": None if group.closed is None else group.closed.value,
        "closed_at": group.closed_at, "language": group.language.value,
    }  # fmt: skip
    overwrite = [name for name in row if name != "chat_id"]
    await session.upsert(groups, [row], on=["chat_id"], overwrite=overwrite)


async def set_group_language(session: Session, chat_id: int, language: Language) -> None:
    """From now on the group is reminded in that language."""
    values = {"language": language.value}
    await session.change(update(groups).where(groups.c.chat_id == chat_id).values(values))


async def move_group(session: Session, *, old: int, new: int) -> bool:
    """The group became a supergroup: what was bound to the old chat is bound to the new one.

    Called twice, or once the new chat is known, it has the same effect. False if nothing moved.
    """
    before, there = await find_group(session, old), await find_group(session, new)
    if before is None:
        return False
    await session.change(delete(groups).where(groups.c.chat_id == old))
    if there is None or there.state is not GroupState.BOUND:
        await save_group(
            session,
            Group(
                new,
                before.title,
                "supergroup",
                before.branch,
                _revived(before, there),
                before.admin if there is None else there.admin,
                before.since,
                before.topic,
                language=before.language,
            ),
        )
    return True


async def end_group(session: Session, chat_id: int, state: GroupState, *, at: datetime) -> None:
    """The bot is out of the group; a suspended one keeps its branch for when the bot is back."""
    values: dict[str, object] = {
        "state": state.value,
        "since": at,
        "admin": False,
        "closed": None,
        "closed_at": None,
    }
    if state is GroupState.LEFT:
        values["branch_id"] = None
    await session.change(update(groups).where(groups.c.chat_id == chat_id).values(values))


def _revived(before: Group, there: Group | None) -> GroupState:
    """A binding that was only suspended by the move itself holds again."""
    if before.branch is not None:
        return GroupState.BOUND
    return before.state if there is None else there.state


def _group(row: Found) -> Group:
    return Group(
        chat_id=row.chat_id,
        title=row.title,
        kind=row.kind,
        branch=row.branch_id,
        state=GroupState(row.state),
        admin=row.admin,
        since=row.since,
        topic=row.topic_id,
        closed=None if row.closed is None else Closed(row.closed),
        closed_at=row.closed_at,
        language=Language(row.language),
    )
