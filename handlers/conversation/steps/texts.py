"""Steps that are answered in words: a text, a long text over several messages, a day."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from campaign.dates import read_day, why_no_day
from campaign.text_input import cleaned, is_blank
from campaign.texts import Text
from handlers.conversation.steps.base import (
    NOT_THIS,
    Partial,
    Problem,
    Refused,
    Scene,
    Step,
    StepOutcome,
    Taken,
    own,
)
from handlers.incoming import Content, Said
from handlers.views import Button, Line, Offer, View

Check = Callable[[Scene, str], Problem | None]

# What a text is told that has more characters than its place.
TOO_LONG = "writing.too_long"
# The most characters that are held of a text which has to be shortened.
MOST_HELD = 200_000
# The most characters of an answer, with its name, that fit on a button.
ON_A_BUTTON = 30


@dataclass(frozen=True, kw_only=True)
class TextStep(Step):
    """A text. `check` gives the problem with one, or None. One that `gathers` takes many messages.

    `hear` gets the text whole, whichever messages it came in.
    """

    check: Check
    gathers: ClassVar[bool] = False
    wants = "text"

    def show(self, value: Any) -> Line | None:
        """Its beginning."""
        return None if not value else Text("flow.quoted", {"text": shortened(value, ON_A_BUTTON)})


@dataclass(frozen=True, kw_only=True)
class AskText(TextStep):
    """A short text. One that is too long is held until it is shortened.

    `spills_into`: the step for files that then takes all of it, if the person likes.
    """

    spills_into: str = ""

    async def ask(self, scene: Scene) -> View:
        """The question, with Skip if it is optional; of a text too long, what can be done."""
        is_held = self.name in scene.marks.unfinished
        held = (scene.so_far(self.name) or "") if is_held else ""
        problem = self.check(scene, held) if held else None
        if problem is None:
            return View(self._question(scene), self._skip())
        told = {**problem.params, "end": shortened(held, tail=True)}
        into_file = Button(Text("flow.into_file"), own("file"))
        anew = Button(Text("flow.write_anew"), own("clear"))
        rows = [[into_file], [anew]] if self.spills_into else [[anew]]
        return View([Text("flow.text_too_long", told)], rows)

    async def hear(self, scene: Scene, content: Content) -> StepOutcome:
        """Cleaned text without a problem."""
        if not isinstance(content, Said):
            return NOT_THIS
        text = cleaned(content.text)
        problem = self.check(scene, text)
        if problem is not None and problem.key == TOO_LONG:
            return Partial(text)
        return Refused(problem) if problem else Taken(text)

    async def press(self, scene: Scene, offer: Offer) -> StepOutcome:
        """Skip."""
        return Taken("") if self.optional and offer["do"] == "skip" else NOT_THIS


@dataclass(frozen=True, kw_only=True)
class AskLongText(TextStep):
    """Text over any number of messages, at most `most` characters in all, ended by Done."""

    most: Callable[[Scene], int]
    gathers: ClassVar[bool] = True

    async def ask(self, scene: Scene) -> View:
        """The question; once something is there, its length, its end, and Done."""
        text = scene.so_far(self.name) or ""
        if not text:
            return View(self._question(scene), self._skip())
        buttons = [
            [Button(Text("flow.done_writing"), own("done"))],
            [Button(Text("flow.write_anew"), own("clear"))],
        ]
        return View([self._so_far(text, self.most(scene))], buttons)

    async def hear(self, scene: Scene, content: Content) -> StepOutcome:
        """Held as it is, even if it has to be shortened."""
        if not isinstance(content, Said):
            return NOT_THIS
        text = cleaned(content.text)
        if is_blank(text):
            return Refused(Text("writing.empty"))
        if len(text) > MOST_HELD:
            return Refused(Text(TOO_LONG, {"most": self.most(scene), "n": len(text)}))
        return Partial(text)

    async def press(self, scene: Scene, offer: Offer) -> StepOutcome:
        """Done, or Skip."""
        text = scene.so_far(self.name) or ""
        if offer["do"] == "skip" and self.optional:
            return Taken("")
        if problem := self.check(scene, text):
            return Refused(problem)
        return Taken(text)

    def _so_far(self, text: str, most: int) -> Text:
        told = {"n": len(text), "end": shortened(text, tail=True)}
        if len(text) <= most:
            return Text("flow.long_text_so_far", told)
        return Text("flow.long_text_too_long", {**told, "most": most})


@dataclass(frozen=True, kw_only=True)
class AskDay(Step):
    """A day, by a press or written; today is its start value."""

    check: Callable[[Scene, date], Problem | None]
    wants = "day"

    async def ask(self, scene: Scene) -> View:
        """Today and yesterday as buttons; any other day is written."""
        today = scene.turn.today
        days = ((Text("flow.today"), today), (Text("flow.yesterday"), today - timedelta(days=1)))
        buttons = [Button(label, own("choose", day.isoformat())) for label, day in days]
        return View(self._question(scene), [buttons])

    async def hear(self, scene: Scene, content: Content) -> StepOutcome:
        """A day as people write it."""
        if not isinstance(content, Said):
            return NOT_THIS
        today = scene.turn.today
        day = read_day(content.text, today=today, since=scene.turn.campaign.opens)
        if day is None:
            return Refused(why_no_day(content.text))
        return self._checked(scene, day)

    async def press(self, scene: Scene, offer: Offer) -> StepOutcome:
        """One of the days on offer."""
        return self._checked(scene, date.fromisoformat(offer["value"]))

    async def start_value(self, scene: Scene) -> Any:
        """Today."""
        return scene.turn.today.isoformat()

    def show(self, value: Any) -> Line | None:
        """The day."""
        return Text("flow.day", {"day": date.fromisoformat(value)})

    def _checked(self, scene: Scene, day: date) -> StepOutcome:
        problem = self.check(scene, day)
        return Refused(problem) if problem else Taken(day.isoformat())


def shortened(text: str, most: int = 60, *, tail: bool = False) -> str:
    """The beginning of a text, or its end, on one line.

    `most`: in Chinese characters; a Latin letter takes half the room of one.
    """
    line = " ".join(text.split())
    if _room(line) <= most:
        return line
    kept = len(line) if tail else 0
    if tail:
        while _room(line[kept - 1 :]) <= most:
            kept -= 1
        return f"…{line[kept:]}"
    while _room(line[: kept + 1]) <= most:
        kept += 1
    return f"{line[:kept]}…"


def _room(text: str) -> float:
    """How many Chinese characters stand where the text does."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5 for char in text)
