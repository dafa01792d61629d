"""The two long conversations, act by act, so that every test can stop at every step of both."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from storage.tables import check_ins, stories, trace
from tests.campus import Actor, Campus

Act = Callable[[Actor], Awaitable[None]]

BODY = "那天夜里下着大雪，王老师冒雪赶到医院，守了学生整整一夜。" * 3


@dataclass(frozen=True)
class Walk:
    """A conversation from its command to its ending.

    `stops` are its steps, each with the act that answers it. `table` is where its record lies.
    """

    flow: str
    command: str
    stops: Sequence[tuple[str, Act]]
    table: str

    @property
    def steps(self) -> list[str]:
        return [step for step, _ in self.stops]

    async def up_to(self, actor: Actor, step: str) -> None:
        """Begin, and answer everything before that step."""
        await actor.says(self.command)
        await self.on(actor, self.steps[0], step)

    async def on(self, actor: Actor, begin: str, end: str | None = None) -> None:
        """Answer from one step on, up to another or to the ending."""
        at = self.steps.index(begin)
        stop = len(self.stops) if end is None else self.steps.index(end)
        for _, act in self.stops[at:stop]:
            await act(actor)

    def asks(self, actor: Actor, step: str) -> None:
        """The last card asks for that step."""
        actor.sees(f"{self.flow}.{step}.ask")


def presses(label: str) -> Act:
    async def act(actor: Actor) -> None:
        await actor.presses(label)

    return act


def says(text: str) -> Act:
    async def act(actor: Actor) -> None:
        await actor.says(text)

    return act


def writes(text: str) -> Act:
    """A text over several messages, and Done."""

    async def act(actor: Actor) -> None:
        await actor.says(text)
        await actor.presses("✓ 写完了")

    return act


CHECK_IN = Walk(
    "check_in",
    "/checkin",
    (
        ("activity", presses("打造精品课程")),
        ("themes", presses("✓ 选好了")),
        ("done", says("给新课程写完了全部教案。")),
        ("effect", presses("跳过")),
        ("evidence", presses("跳过")),
        ("confirm", presses("✓ 提交")),
    ),
    "check_ins",
)
STORY = Walk(
    "submit_story",
    "/story",
    (
        ("kind", presses("每月一党员")),
        ("about", says("李明")),
        ("title", says("雪夜")),
        ("body", writes(BODY)),
        ("pictures", presses("跳过")),
        ("consent", presses("可以发表，不署名")),
        ("confirm", presses("✓ 提交")),
    ),
    "stories",
)
WALKS = (CHECK_IN, STORY)
TABLES = {"check_ins": check_ins, "stories": stories}


async def contents(campus: Campus, walk: Walk) -> list[object]:
    """What the walk's table holds, oldest first."""
    table = TABLES[walk.table]
    async with campus.reading() as session:
        rows = await session.rows(select(table.c.content).order_by(table.c.created_at))
    return [row.content for row in rows]


async def acts_of(campus: Campus) -> list[str]:
    """What the trace tells, oldest first."""
    async with campus.reading() as session:
        rows = await session.rows(select(trace.c.act).order_by(trace.c.number))
    return [row.act for row in rows]
