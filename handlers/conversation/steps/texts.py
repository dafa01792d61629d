"""Steps that are answered in words: a text, a long text over several messages, a day."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

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

# The most characters of an answer, with its name, that fit on a button.
ON_A_BUTTON = 30


@dataclass(frozen=True, kw_only=True)
class AskText(Step):
    """One message of text. `check` gives the problem with a text, or None."""

    check: Check
    wants = "text"

    async def ask(self, scene: Scene) -> View:
        """The question alone, with Skip if it is optional."""
        return View(self._question(scene), self._skip())

    async def hear(self, scene: Scene, content: Content) -> StepOutcome:
        """Cleaned text without a problem."""
        if not isinstance(content, Said):
            return NOT_THIS
        text = cleaned(content.text)
        problem = self.check(scene, text)
        return Refused(problem) if problem else Taken(text)

    async def press(self, scene: Scene, offer: Offer) -> StepOutcome:
        """Skip."""
        return Taken("") if self.optional and offer["do"] == "skip" else NOT_THIS

    def show(self, value: Any) -> Line | None:
        """The text itself."""
        return None if not value else Text("flow.quoted", {"text": shortened(value, ON_A_BUTTON)})


@dataclass(frozen=True, kw_only=True)
class AskLongText(Step):
    """Text over any number of messages, at most `most` characters in all, ended by Done."""

    check: Check
    most: Callable[[Scene], int]
    wants = "text"

    async def ask(self, scene: Scene) -> View:
        """The question; once something is there, its length, its end, and Done."""
        text = scene.so_far(self.name) or ""
        if not text:
            return View(self._question(scene), self._skip())
        lines = [
            Text("flow.long_text_so_far", {"n": len(text), "end": shortened(text, tail=True)}),
        ]
        buttons = [
            [Button(Text("flow.done_writing"), own("done"))],
            [Button(Text("flow.write_anew"), own("clear"))],
        ]
        return View(lines, buttons)

    async def hear(self, scene: Scene, content: Content) -> StepOutcome:
        """Each message is added as a paragraph."""
        if not isinstance(content, Said):
            return NOT_THIS
        more = cleaned(content.text)
        if is_blank(more):
            return Refused(Text("writing.empty"))
        text = "\n".join(filter(None, [scene.so_far(self.name), more]))
        if len(text) > self.most(scene):
            return Refused(Text("writing.too_long", {"most": self.most(scene), "n": len(text)}))
        return Partial(text)

    async def press(self, scene: Scene, offer: Offer) -> StepOutcome:
        """Done, or start the text anew."""
        text = scene.so_far(self.name) or ""
        if offer["do"] == "clear":
            return Partial("")
        if offer["do"] == "skip" and self.optional:
            return Taken("")
        if problem := self.check(scene, text):
            return Refused(problem)
        return Taken(text)

    def show(self, value: Any) -> Line | None:
        """Its beginning."""
        return None if not value else Text("flow.quoted", {"text": shortened(value, ON_A_BUTTON)})


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
