"""A member's records, and people of every role who are not that member, for the role tests."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table, func, select

from campaign.check_ins import CheckIn, CheckInContent
from campaign.definition import Month
from campaign.people import Person, Role
from campaign.stories import Consent, Story, StoryContent
from handlers.views import page
from storage.check_ins import add_check_in
from storage.delivery.cards import Card, save_cards
from storage.delivery.inbox import PARKED
from storage.delivery.talks import Talk, TalkState, save_talks
from storage.membership.people import find_person
from storage.stories import add_story
from storage.tables import (
    cards,
    check_ins,
    evidence,
    inbox,
    people,
    roles,
    stories,
    talks,
    tallies,
    versions,
)
from tests.campus import Actor, Campus

OTHER_BRANCH = "药学系党支部"
# Written by the owner only: whoever reads one of these has read the record.
IN_CHECK_IN, IN_STORY, IN_DRAFT = "只写在打卡里的话", "只写在故事里的话", "只写在草稿里的话"
OWNED = (check_ins, stories, versions, evidence, tallies)

Make = Callable[[Campus], Awaitable[Actor]]


async def _visitor(campus: Campus) -> Actor:
    return campus.visitor("赵强")


async def _left(campus: Campus) -> Actor:
    actor = await campus.office("孙立")
    async with campus.database.write() as session:
        await session.change(
            people.update().where(people.c.id == actor.person).values(left_at=campus.clock.now())
        )
    return actor


def _with(*held: Role, branch: str | None = None) -> Make:
    async def make(campus: Campus) -> Actor:
        facts = {} if branch is None else {"branch": branch}
        return await campus.member("李娜", roles=held, **facts)

    return make


ACTORS: dict[str, Make] = {
    "visitor": _visitor,
    "somebody who left": _left,
    "member": _with(Role.MEMBER),
    "member of another branch": _with(Role.MEMBER, branch=OTHER_BRANCH),
    "secretary": _with(Role.MEMBER, Role.SECRETARY),
    "deputy": _with(Role.MEMBER, Role.DEPUTY),
    "secretary of another branch": _with(Role.MEMBER, Role.SECRETARY, branch=OTHER_BRANCH),
    "office": _with(Role.OFFICE),
    "leader": _with(Role.LEADER),
    "office and member": _with(Role.MEMBER, Role.OFFICE, branch=OTHER_BRANCH),
    "leader and member": _with(Role.MEMBER, Role.LEADER, branch=OTHER_BRANCH),
}
# Who may read a member's record; nobody but the member may change it.
READERS = {"secretary", "deputy", "office", "office and member"}


@dataclass(frozen=True)
class Owned:
    """What belongs to the member."""

    owner: Actor
    check_in: CheckIn
    story: Story
    draft: Talk

    def offers(self, name: str) -> list[dict[str, Any]]:
        """Every way in which a button of that page or flow could name something of the owner's."""
        named = {
            "talk": self.draft.id,
            "month": "2008-06",
            "branch": self.check_in.branch,
            "to": Consent.NAMED.value,
            "skip": 0,
            "part": 0,
            "code": "none",
        }
        return [
            page(name, id=one, sure=sure, **named)
            for one in (self.check_in.id, self.story.id)
            for sure in (True, False)
        ]


async def owned_by_wang(campus: Campus) -> Owned:
    """Wang has a check-in, a story and a draft."""
    wang = await campus.member("王芳")
    person = await person_of(campus, wang)
    assert person is not None
    content = CheckInContent("good-teacher", (), IN_CHECK_IN, "", date(2008, 6, 20))
    told = StoryContent("story", "标题", IN_STORY * 10, Consent.NONE)
    now = campus.clock.now()
    draft = Talk(
        "draftdraftdraft0",
        wang.user.id,
        "check_in",
        1,
        "effect",
        {"activity": "good-teacher", "themes": [], "done": IN_DRAFT},
        TalkState.KEPT,
        None,
        now,
        now,
    )
    async with campus.database.write() as session:
        check_in = await add_check_in(
            session, "checkincheckin00", person=person, content=content, at=now
        )
        story = await add_story(
            session, "storystorystory0", author=person, month=Month(2008, 6), content=told, at=now
        )
        await save_talks(session, [draft])
    return Owned(wang, check_in, story, draft)


async def person_of(campus: Campus, actor: Actor) -> Person | None:
    """Who the actor is now, as the database has it."""
    if actor.person is None:
        return None
    async with campus.reading() as session:
        return await find_person(session, actor.person)


async def belongings(campus: Campus, owned: Owned) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that the owner has, to be compared."""
    async with campus.reading() as session:

        async def rows(table: Table, *conditions: Any) -> list[tuple[Any, ...]]:
            found = await session.rows(select(table).where(*conditions))
            return sorted((tuple(row) for row in found), key=str)

        return {
            **{table.name: await rows(table) for table in OWNED},
            "talks": await rows(talks, talks.c.telegram_id == owned.owner.user.id),
            "person": await rows(people, people.c.id == owned.owner.person),
            "roles": await rows(roles, roles.c.person_id == owned.owner.person),
        }


async def parked(campus: Campus) -> int:
    """How many turns have failed."""
    async with campus.reading() as session:
        question = select(func.count()).select_from(inbox)
        return int(
            await session.value(
                question.where((inbox.c.state == PARKED) | inbox.c.trouble.is_not(None))
            )
        )


async def given_buttons(campus: Campus, actor: Actor, offers: list[dict[str, Any]]) -> list[str]:
    """As if the bot had once shown these offers to the actor: what a press on each sends."""
    made = [
        Card(
            f"forged{number:010}",
            actor.user.id,
            actor.user.id,
            1,
            [offer],
            None,
            campus.clock.now(),
        )
        for number, offer in enumerate(offers)
    ]
    async with campus.database.write() as session:
        await session.change(cards.delete().where(cards.c.id.startswith("forged")))
        await save_cards(session, made)
    return [f"{card.id}.1.0" for card in made]
