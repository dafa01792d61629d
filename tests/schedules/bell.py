"""The tick, rung by hand at the moments of a test."""

from datetime import date, datetime
from typing import SupportsIndex, overload

from sqlalchemy import select

from bot.demo.fake_telegram.world.chats import DemoChat
from bot.demo.fake_telegram.world.messages import Message
from campaign.calendar import Calendar
from campaign.check_ins import CheckInContent
from campaign.definition import Campaign, Month
from campaign.people import Person
from campaign.progress import CHECK_IN
from campaign.stories import Consent, StoryContent
from campaign.texts import Language, Text
from schedules.messages import MessageWriter
from schedules.tick import Tick
from storage.check_ins import add_check_in
from storage.database.session import Session
from storage.groups import Group, GroupState, save_group
from storage.membership.people import find_person
from storage.stories import add_story
from storage.tables import reminders
from storage.trace import Act, append_trace
from tests.campus import FIRST_BRANCH, SHANGHAI, Actor, Campus


class Bell:
    """One process that ticks; `restarts` begins another life of it."""

    def __init__(self, campus: Campus, campaign: Campaign | None = None) -> None:
        self.campus = campus
        self.campaign = campaign or campus.campaign
        calendar = Calendar(self.campaign)
        speaker = MessageWriter(calendar, campus.texts, campus.world.bot.username, b"salt")
        self.tick = Tick(campus.database, campus.clock, speaker)

    async def rings(self, moment: str | None = None) -> int:
        """One tick, at a local time if it is given; whatever it says is delivered."""
        if moment is not None:
            self.campus.stands_at(moment)
        told = await self.tick.go()
        await self.campus.settle()
        return told

    def restarts(self, campaign: Campaign | None = None) -> "Bell":
        """The same in a new process, with another campaign file if one is given."""
        return Bell(self.campus, campaign or self.campaign)


async def bound_group(campus: Campus, *people: Actor, branch: str = FIRST_BRANCH) -> DemoChat:
    """A group of these people that is bound to the branch."""
    chat = campus.world.add_group(branch, *(actor.user for actor in people), bot=True)
    async with campus.database.write() as session:
        home = await campus.branch(branch) if branch in campus._branches else None
        assert home is not None, "the branch must have somebody first"
        group = Group(chat.id, branch, "group", home, GroupState.BOUND, True, campus.clock.now())
        await save_group(session, group)
    return chat


SILENCE = Message(0, 0, 0, 0, {"text": ""})


class Heard(list[Message]):
    """What a group has heard. Of nothing the last is silence, so that any check can quote it."""

    @overload
    def __getitem__(self, at: SupportsIndex) -> Message: ...

    @overload
    def __getitem__(self, at: slice) -> list[Message]: ...

    def __getitem__(self, at: SupportsIndex | slice) -> Message | list[Message]:
        """The message at that place; silence where nothing was heard at all."""
        return super().__getitem__(at) if self or isinstance(at, slice) else SILENCE


def heard_in(campus: Campus, chat: DemoChat) -> Heard:
    """What the bot has written in a group, as it reads now."""
    return Heard(m for m in campus.world.messages(chat) if m.sender == campus.world.bot.id)


def reads(campus: Campus, key: str, **params: object) -> str:
    """A text as a group reads it."""
    return _said(campus, key, Language.ZH, params)


def in_english(campus: Campus, key: str, **params: object) -> str:
    return _said(campus, key, Language.EN, params)


def _said(campus: Campus, key: str, language: Language, params: dict[str, object]) -> str:
    now = campus.clock.now().astimezone(SHANGHAI)
    return campus.texts.say(Text(key, params), language, now).plain().strip()


async def ledger(campus: Campus) -> list[tuple[str, str, str, str]]:
    """Rule, what it stands for, whom and outcome of all decisions, in their order."""
    async with campus.reading() as session:
        rows = await session.rows(select(reminders).order_by(reminders.c.id))
    return [(row.rule, row.stands_for, row.whom, row.outcome) for row in rows]


def with_day(campaign: Campaign, deadline: str, day: str) -> Campaign:
    """The campaign with one deadline moved."""
    moved = datetime.fromisoformat(day).date()
    deadlines = tuple(
        one.model_copy(update={"day": moved}) if one.id == deadline else one
        for one in campaign.deadlines
    )
    assert deadlines != campaign.deadlines
    return campaign.model_copy(update={"deadlines": deadlines})


def with_rules(campaign: Campaign, **rules: object) -> Campaign:
    """The campaign with other reminder rules."""
    changed = campaign.reminders.model_copy(update=rules)
    return campaign.model_copy(update={"reminders": changed})


async def hand_in(campus: Campus, actor: Actor, *kinds: str, day: date | None = None) -> None:
    """The person hands these in: a check-in, or stories of these kinds."""
    async with campus.database.write() as session:
        person = await find_person(session, actor.person or 0)
        assert person is not None
        for kind in kinds:
            await write_down(session, person, kind, at=campus.clock.now(), day=day)
        acts = [Act(person.id, f"{kind} handed in") for kind in kinds]
        await append_trace(session, acts, at=campus.clock.now(), salt=b"salt")


async def write_down(
    session: Session, person: Person, kind: str, *, at: datetime, day: date | None = None
) -> None:
    """A check-in or a story by the storage's own writes, with its counters."""
    day = day or at.astimezone(SHANGHAI).date()
    key = f"{person.id}-{kind}-{day}"
    if kind == CHECK_IN:
        deed = CheckInContent("study", (), "集体学习", "有收获", day)
        await add_check_in(session, key, person=person, content=deed, at=at)
    else:
        content = StoryContent(kind, "一件小事", "说来话长", Consent.NAMED)
        await add_story(session, key, author=person, month=Month.of(day), content=content, at=at)
