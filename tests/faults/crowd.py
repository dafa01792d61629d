"""Many people who check in at once, each input made once the bot has asked for it, or just before.

A check-in is seven inputs: the command, four presses and two texts. An input that was lost leaves
its sender without an answer; a text that was taken twice ends up as the answer to the next
question; a confirmation that was taken twice is one check-in more. So what must stand in the
database at the end is exactly what each person noted here.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.demo.fake_telegram.world.changes import PageEvent
from bot.demo.fake_telegram.world.messages import Message
from bot.demo.fake_telegram.world.world import World
from campaign.texts import Html, Language, Texts

CHECK_INS_EACH = 2
THINKING = (0.0, 0.08)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person handed in: both texts are unlike any others."""

    done: str
    effect: str


class Member:
    """Somebody who checks in a few times; what they choose, chance decides once for each."""

    def __init__(self, crowd: "Crowd", telegram_id: int, seed: int) -> None:
        self.crowd = crowd
        self.telegram_id = telegram_id
        self.chance = random.Random(f"{seed}/{telegram_id}")
        self.handed_in: list[Said] = []
        self.inputs = 0
        self.step = 0
        self._thinks = False

    @property
    def waits_for(self) -> str:
        """The words of the question that is due."""
        return self.crowd.script[self.step][0]

    def begin(self) -> None:
        """The command."""
        number = len(self.handed_in) + 1
        self.draft = Said(f"做 {self.telegram_id}-{number}", f"效 {self.telegram_id}-{number}")
        self.step = 0
        self.say("/checkin")

    def sees(self, message: Message) -> None:
        """Act, after a moment's thought, if this is the question that is due.

        An old question that loses its buttons is none.
        """
        if not self._thinks and message.buttons and self.waits_for in message.text:
            self._thinks = True
            self.crowd.soon(lambda: self._act(message))

    def say(self, text: str) -> None:
        """Write a message."""
        self.inputs += 1
        self.crowd.world.say(self.telegram_id, None, text)

    def press(self, message: Message, button: int) -> None:
        """Press a button by its number, if the message still has it."""
        if button < len(message.buttons):
            self.inputs += 1
            self.crowd.world.press(self.telegram_id, None, message.id, button)

    def hand_in(self) -> None:
        """It was saved: once more, or make room for somebody else."""
        self.handed_in.append(self.draft)
        if len(self.handed_in) % CHECK_INS_EACH and not self.crowd.is_closing:
            self.begin()
        else:
            self.crowd.leave(self)

    def _act(self, message: Message) -> None:
        self._thinks = False
        act = self.crowd.script[self.step][1]
        self.step += 1
        act(self, message)


Act = Callable[[Member, Message], None]


def script(texts: Texts) -> tuple[tuple[str, Act], ...]:
    """The words by which each question is known, and what is done then."""

    def words(key: str) -> str:
        return Html(texts.template(key, Language.ZH)).plain().partition("{")[0]

    return (
        (words("check_in.activity.ask"), choose_any),
        (words("check_in.themes.ask"), press(words("flow.done_choosing"))),
        (words("check_in.done.ask"), write),
        (words("check_in.effect.ask"), lambda member, _: member.say(member.draft.effect)),
        (words("check_in.evidence.ask"), press(words("flow.skip"))),
        (words("check_in.confirm.ask"), press(words("check_in.confirm.button"))),
        (words("check_in.saved"), lambda member, _: member.hand_in()),
    )


def choose_any(member: Member, message: Message) -> None:
    """Any button above the last row, which holds the controls."""
    member.press(message, member.chance.randrange(max(1, len(message.rows) - 1)))


def write(member: Member, _: Message) -> None:
    """What was done; every other person adds a line to it before the bot can answer."""
    done, effect = member.draft.done, member.draft.effect
    member.say(done)
    if member.crowd.second_lines and member.chance.random() < 0.5:
        more = done.replace("做", "又", 1)
        member.say(more)
        member.draft = Said(f"{done}\n{more}", effect)


def press(label: str) -> Act:
    """The one button whose label begins so."""

    def press_it(member: Member, message: Message) -> None:
        (at,) = [at for at, found in enumerate(message.labels) if found.startswith(label)]
        member.press(message, at)

    return press_it


Soon = Callable[[Callable[[], None]], object]


def thinking(chance: random.Random) -> Soon:
    """People think for a moment before they act."""

    def soon(act: Callable[[], None]) -> object:
        return asyncio.get_running_loop().call_later(chance.uniform(*THINKING), act)

    return soon


class Crowd:
    """`at_once` of the people are at it at any time; who is done makes room for the next."""

    def __init__(
        self,
        world: World,
        people: Iterable[int],
        texts: Texts,
        *,
        at_once: int,
        seed: int,
        soon: Soon | None = None,
        second_lines: bool = True,
    ) -> None:
        self.world = world
        self.second_lines = second_lines
        self.soon = soon or thinking(random.Random(seed))
        self.members = {number: Member(self, number, seed) for number in people}
        self.script = script(texts)
        self.active: dict[int, Member] = {}
        self.is_closing = False
        self.at_once = at_once
        self._queue = deque(self.members.values())
        world.changes.pages.append(self._notice)

    def gather(self) -> None:
        """Let the first ones begin."""
        while len(self.active) < self.at_once and self._queue and not self.is_closing:
            member = self._queue.popleft()
            self.active[member.telegram_id] = member
            member.begin()

    def close(self) -> None:
        """Nobody begins any more; who is at it finishes."""
        self.is_closing = True

    def leave(self, member: Member) -> None:
        """This one is done, and stands at the end of the queue."""
        del self.active[member.telegram_id]
        self._queue.append(member)
        self.gather()

    def _notice(self, event: PageEvent) -> None:
        member = self.active.get(event.chat_id)
        if member is not None and event.kind in ("message", "edited"):
            message = self.world.chats[event.chat_id].messages[event.body["message_id"]]
            if message.sender == self.world.bot.id:
                member.sees(message)
