"""Notices on their way, written straight into the database: what the chat would have made."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from campaign.notice_audiences import Audience
from campaign.notices import Notice, NoticePart, NoticeState
from campaign.people import Role
from handlers.notices.messages import messages_of
from storage.database.engine import Database
from storage.database.session import Session
from storage.deliveries import add_deliveries, queue_deliveries
from storage.delivery.outbox import OnDoubt, Outgoing, Priority
from storage.membership.people import add_person
from storage.membership.roles import give_role
from storage.notice_audiences import Reached
from storage.notices import add_notice
from storage.tables import deliveries, notices, people

WORDS = "同志们，明天下午三点在报告厅开会。"


async def planned(session: Session, *, at: datetime, account: int) -> Notice:
    """A notice to all members that is due, consented to by a second person."""
    office = [await add_person(session, name=name, at=at) for name in ("周洁", "吴桐")]
    for one in office:
        await give_role(session, one, Role.OFFICE, branch=None, at=at)
    joined = people.update().where(people.c.id == office[0])
    await session.change(joined.values(telegram_id=account, joined_at=at, consent="1"))
    notice = Notice(
        id="notice0000000000",
        author=office[0],
        parts=(NoticePart("text", WORDS),),
        audience=Audience(),
        state=NoticeState.PLANNED,
        send_at=at,
        created_at=at,
        consented_by=office[1],
    )
    await add_notice(session, notice)
    return notice


async def queued(
    database: Database,
    chats: Sequence[int],
    *,
    at: datetime,
    parts: int = 1,
    on_doubt: OnDoubt = OnDoubt.RESEND,
) -> Notice:
    """A notice all of whose calls, one a part and chat, wait in the outbox."""
    async with database.write() as session:
        author = await add_person(session, name="周洁", at=at)
        words = tuple(NoticePart("text", f"{n} {WORDS}") for n in range(parts))
        notice = Notice(
            id="notice0000000000",
            author=author,
            parts=words,
            audience=Audience(),
            state=NoticeState.SENDING,
            send_at=None,
            created_at=at,
            total=len(chats),
        )
        await add_notice(session, notice)
        await add_deliveries(session, notice, [Reached(f"chat:{chat}", chat) for chat in chats])

        def calls(to: Reached) -> list[Outgoing]:
            return [
                Outgoing.of(message, lane=to.chat_id, priority=Priority.NOTICE, on_doubt=on_doubt)
                for message in messages_of(words, to.chat_id or "", heading="")
            ]

        await queue_deliveries(session, notice, calls, limit=len(chats), at=at)
    return notice


async def ends(database: Database) -> dict[str, int]:
    """How many deliveries stand in each state."""
    async with database.read() as session:
        question = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        return {row[0]: row[1] for row in await session.rows(question)}


async def state_of(database: Database) -> str:
    """Where the only notice stands."""
    async with database.read() as session:
        return str(await session.value(select(notices.c.state)))
