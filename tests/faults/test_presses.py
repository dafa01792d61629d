"""Threats 1, 2 and 3: whatever data comes with a press, and whoever presses, rights decide.

Clients send back what they like. Here people of every role are shown everything they can be shown;
then all of it is pressed by everybody else, as it was and mutilated, and nothing may change.
"""

import random
import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.workers.housekeeping import KEEP_CARDS
from campaign.people import Role, anyone
from campaign.texts import Html
from handlers.routes import ROUTES, TABLE
from handlers.routing import Asked, Page, Route, Routes, Where
from handlers.turn import Turn
from handlers.views import Button, View, page
from storage.delivery.cards import forget_cards
from storage.membership.roles import take_role
from storage.tables import inbox, trace
from tests.campus import Actor, Campus, open_campus
from tests.faults.state import fingerprint, tables_of
from tests.handlers.walks import CHECK_IN, STORY

# Long enough for a machine that does much else.
pytestmark = pytest.mark.timeout(600)

FORGED = 2000
OTHER_BRANCH = "药学系党支部"
COMMANDS = [route.command for route in TABLE if route.command and route.where is not Where.GROUP]


@dataclass(frozen=True)
class Town:
    """People of every role who have been shown everything, and nobody in a conversation."""

    campus: Campus
    people: dict[str, Actor]

    def shown_to_others(self, presser: Actor) -> list[str]:
        """The data of every button that anybody else was ever shown."""
        return sorted({data for chat, data in shown(self.campus) if chat != presser.user.id})

    async def press(self, presser: Actor, presses: list[str]) -> None:
        """Send these from some message of the presser's own chat."""
        self.forge(presser, presses)
        await self.campus.settle()

    def forge(self, presser: Actor, presses: list[str]) -> None:
        """The same, for the bot to work off later: with several pressers at once it is faster."""
        for data in presses:
            self.campus.world.presses.forge(presser.user, presser.user.id, 1, data)


def shown(campus: Campus) -> Iterator[tuple[int, str]]:
    """The chat and the data of every button in every call that Telegram ever took."""
    for _, params, (status, _) in campus.server.log or []:
        rows = params.get("reply_markup", {}).get("inline_keyboard", [])
        for button in (button for row in rows for button in row):
            if status == 200 and "callback_data" in button:
                yield params["chat_id"], button["callback_data"]


async def show_everything(actor: Actor) -> None:
    """Every command; where a member may, a check-in and a story up to each step and to the end."""
    for command in COMMANDS:
        await actor.says(f"/{command}")
        for message in actor.messages[-1:]:
            for label in [one["text"] for one in message.buttons if "url" not in one][:1]:
                await actor.presses(label)
    await actor.says("/cancel")


async def tell(actor: Actor) -> None:
    """A member's records: a check-in and a story handed in, another left as a draft."""
    for walk in (CHECK_IN, STORY):
        await walk.up_to(actor, walk.steps[0])
        await walk.on(actor, walk.steps[0])
    await CHECK_IN.up_to(actor, "effect")
    await actor.says("/cancel")


@pytest.fixture
async def town(campus: Campus) -> Town:
    campus.server.log = []
    people = {
        "member": await campus.member("王芳"),
        "member of another branch": await campus.member("李明", branch=OTHER_BRANCH),
        "secretary": await campus.secretary("赵刚"),
        "office": await campus.office("周敏"),
        "leader": await campus.leader("吴校长"),
        "visitor": campus.visitor("钱多"),
    }
    for name, actor in people.items():
        if name in ("member", "member of another branch", "secretary"):
            await tell(actor)
        await show_everything(actor)
    return Town(campus, people)


async def test_what_others_were_shown_is_of_no_use_to_anybody(town: Town) -> None:
    before = await fingerprint(town.campus)
    for presser in town.people.values():
        stolen = town.shown_to_others(presser)
        assert len(stolen) > 150
        town.forge(presser, stolen)
    await town.campus.settle()
    assert await fingerprint(town.campus) == before
    assert await troubles(town.campus) == []


async def test_months_later_ones_own_old_buttons_do_nothing_either(town: Town) -> None:
    """Fault 47: the cards are forgotten; each press is answered all the same."""
    campus = town.campus
    campus.clock.advance(KEEP_CARDS + timedelta(days=1))
    async with campus.database.write() as session:
        await forget_cards(session, before=campus.clock.now() - KEEP_CARDS)
    before = await fingerprint(campus)
    for presser in town.people.values():
        town.forge(presser, sorted({d for chat, d in shown(campus) if chat == presser.user.id}))
    await campus.settle()
    assert await fingerprint(campus) == before
    assert await troubles(campus) == []
    assert [query for query in campus.world.presses if query.answer is None] == []


async def test_the_comparison_sees_a_single_true_press(town: Town) -> None:
    """The test of the test: the owner takes a check-in back."""
    wang, before = town.people["member"], await fingerprint(town.campus)
    await wang.says("/progress")
    await wang.presses("打卡 1 ›")
    await wang.presses(wang.card.labels[0])
    await wang.presses("撤回")
    assert await fingerprint(town.campus) == before
    await wang.presses("是的，撤回")
    assert await fingerprint(town.campus) != before


async def test_forged_data_changes_nothing(town: Town, request: pytest.FixtureRequest) -> None:
    """Each a true piece of data with something changed, pressed by somebody of any role."""
    chance = random.Random(request.config.getoption("--seed"))
    before = await fingerprint(town.campus)
    for presser in town.people.values():
        known = town.shown_to_others(presser)
        forged = [
            mutilated(chance.choice(known), chance) for _ in range(FORGED // len(town.people))
        ]
        town.forge(presser, forged)
    await town.campus.settle()
    assert await fingerprint(town.campus) == before
    assert await troubles(town.campus) == []


def mutilated(data: str, chance: random.Random) -> str:
    """The data of a button, changed in one of the ways that somebody would try."""
    card, version, place = data.split(".")
    letters = string.ascii_letters + string.digits + "-_"
    at = chance.randrange(len(card))
    return chance.choice(
        [
            f"{card}.{version}.{chance.randrange(1000)}",
            f"{card}.{int(version) + chance.choice([-1, 1, 7])}.{place}",
            f"{card}.{chance.randrange(10**9)}.{place}",
            f"{card[:at]}{chance.choice(letters)}{card[at + 1 :]}.{version}.{place}",
            f"{''.join(chance.choices(letters, k=16))}.1.0",
            f"{card}.{version}.-1",
            f"{card}.{version}",
            f"{card}.{version}.{place}.{place}",
            f" {card}.{version}.{place}",
            f"{card}.{version}.{place}\n",
            f"{card}.\u0661.\u0660",
            f"{card.swapcase()}.{version}.{place}",
            f"{card}' OR '1'='1.{version}.{place}"[:64],
            f"\x00{card}.{version}.{place}",
            "".join(chance.choices(string.printable, k=64)),
            "😈" * 16,
            "",
        ]
    )


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.DEPUTY, Role.OFFICE, Role.LEADER])
async def test_a_role_that_was_lost_opens_nothing(campus: Campus, role: Role) -> None:
    """Threat 3: what was shown to its holder is pressed after it was taken away."""
    campus.server.log = []
    wang = await campus.member("王芳")
    await tell(wang)
    holder = await campus.member("赵刚", roles=(role,))
    await show_everything(holder)
    mine = {data for chat, data in shown(campus) if chat == holder.user.id}
    assert len(mine) > 5
    async with campus.database.write() as session:
        assert holder.person is not None
        branch = await campus.branch_of(holder) if role in (Role.SECRETARY, Role.DEPUTY) else None
        assert await take_role(session, holder.person, role, branch=branch)
    # Their own language and their own open conversation are still theirs.
    before = await tables_of(campus, without=["people", "talks", "trace"])
    acts = await traced(campus)
    await Town(campus, {}).press(holder, sorted(mine))
    for command in COMMANDS:
        await holder.says(f"/{command}")
    assert await tables_of(campus, without=["people", "talks", "trace"]) == before
    assert set((await traced(campus))[len(acts) :]) <= {"language chosen"}
    assert await troubles(campus) == []


PRESSED = "the button was pressed"


async def ask_in_a_group(turn: Turn, asked: Asked) -> None:
    """A card in a group for the one who asked, as later conversations will show them."""
    turn.show(View([Html("?")], [[Button(Html("!"), page("take_in_a_group"))]]))


async def take_in_a_group(turn: Turn, asked: Asked) -> None:
    turn.trace(PRESSED)


async def test_a_button_in_a_group_is_its_owners(tmp_path: Path) -> None:
    """Threat 2: who presses counts, not where; the same admin, anonymous, is somebody too."""
    extra = (
        Route(Page("ask_in_a_group", anyone, ask_in_a_group), "ask", where=Where.GROUP, menu=False),
        Route(Page("take_in_a_group", anyone, take_in_a_group)),
    )
    routes = Routes((*TABLE, *extra), ROUTES.events, ROUTES.happenings)
    url = f"sqlite+aiosqlite:///{tmp_path / 'campus.sqlite3'}"
    async with open_campus(url, tmp_path, routes=routes) as campus:
        owner, others = (
            await campus.member("王芳"),
            [await campus.office("周敏"), campus.visitor("钱多")],
        )
        group = campus.world.add_group(
            "群", owner.user, *(other.user for other in others), bot=True, supergroup=True
        )
        await owner.says("/ask", group)
        card = campus.world.last(group)
        for other in others:
            campus.world.press(other.user, group, card.id, 0)
            await campus.settle()
            other.is_toasted("hint.not_your_button")
        assert await traced(campus) == []
        campus.world.press(owner.user, group, card.id, 0)
        await campus.settle()
        assert await traced(campus) == [PRESSED]


async def traced(campus: Campus) -> list[str]:
    async with campus.reading() as session:
        rows = await session.rows(select(trace.c.act).order_by(trace.c.number))
    return [row.act for row in rows]


async def troubles(campus: Campus) -> list[str]:
    """What raised on the way."""
    async with campus.reading() as session:
        rows = await session.rows(select(inbox.c.trouble).where(inbox.c.trouble.is_not(None)))
    return [row.trouble for row in rows]
