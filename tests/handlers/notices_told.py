"""Notices in chat tests: an office at work, and what people got."""

from sqlalchemy import func, select

from campaign.people import Role
from storage.tables import deliveries, notices, people, roles
from tests.campus import Actor, Campus

WORDS = "同志们，明天下午三点在报告厅开会。"


async def up_to_audience(office: Actor, *texts: str) -> None:
    """Write the notice."""
    await office.says("/broadcast")
    for text in texts or (WORDS,):
        await office.says(text)
    await office.presses("发完了")


async def up_to_preview(office: Actor, *ticks: str) -> None:
    """To these, at once."""
    await up_to_audience(office)
    for tick in ticks or ("全体党员",):
        await office.presses(tick)
    await office.presses("✓ 选好了")
    await office.presses("现在")


async def broadcasts(office: Actor, *ticks: str) -> None:
    """The whole way, as the hand knows it."""
    await up_to_preview(office, *ticks)
    await office.presses("✓ 发送")


def got(actor: Actor, text: str = WORDS) -> int:
    """How often somebody got the notice, below its heading."""
    return sum(is_notice(message.text, text) for message in actor.messages)


def is_notice(received: str, text: str = WORDS) -> bool:
    """Whether it is this notice, with a heading that names its sender."""
    heading, _, rest = received.partition("\n\n")
    return rest == text and heading.startswith("📣")


async def states(campus: Campus) -> dict[str, int]:
    """How many deliveries stand in each state."""
    async with campus.reading() as session:
        question = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        return {row[0]: row[1] for row in await session.rows(question)}


async def notice_state(campus: Campus) -> str:
    """Where the only notice stands."""
    async with campus.reading() as session:
        (row,) = await session.rows(select(notices.c.state))
    return str(row.state)


async def crowd(campus: Campus, count: int, *, blocked: int = 0) -> None:
    """So many members more who have joined, written in a few statements; some block the bot."""
    now = campus.clock.now()
    users = [campus.world.add_user(f"党员{n}") for n in range(count)]
    for user in users:
        campus.world.chats[user.id].started = True
    for user in users[:blocked]:
        campus.world.memberships.block(user)
    rows = [
        {
            "name": user.first_name,
            "telegram_id": user.id,
            "language": "zh",
            "consent": "1",
            "category": "teaching",
            "joined_at": now,
            "created_at": now,
        }
        for user in users
    ]
    async with campus.database.write() as session:
        for person in await session.insert_all(people, rows):
            session.add(
                roles, person_id=person, role=Role.MEMBER.value, branch_id=None, given_at=now
            )
