"""The kinds of question a conversation can ask. Each knows how it asks and what it takes."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from campaign.days import read_day
from campaign.texts import Html, Text
from campaign.writing import cleaned, is_blank
from handlers.incoming import Content, Said
from handlers.turn import Turn
from handlers.views import Button, Line, Offer, View

Answers = dict[str, Any]
Problem = Text


@dataclass(frozen=True, slots=True)
class Scene:
    """What a step sees: the turn, whose texts it speaks with, and the answers so far."""

    turn: Turn
    wording: str
    answers: Answers

    def text(self, name: str, **params: object) -> Text:
        """A text of this flow."""
        return Text(f"{self.wording}.{name}", params)

    def so_far(self, name: str) -> Any:
        """What a step that takes several messages or presses has held, or its answer; or None."""
        return self.answers.get(unfinished(name), self.answers.get(name))


@dataclass(frozen=True, slots=True)
class Taken:
    """The step has its answer."""

    value: Any


@dataclass(frozen=True, slots=True)
class Held:
    """The step keeps this so far and goes on asking. `quiet`: the card is changed where it is."""

    value: Any
    note: Line | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The step does not take this; the problem says what to do."""

    problem: Problem


def unfinished(name: str) -> str:
    """Where a step's value stands among the answers while it is still being given."""
    return f"~{name}"


class _NotThis:
    """A message of a kind that the step does not take."""


NOT_THIS = _NotThis()
Outcome = Taken | Held | Refused | _NotThis


def always(_: Scene) -> bool:
    """Asked whatever was answered before."""
    return True


def no_hint(_: Scene) -> Line | None:
    """The question stands alone."""
    return None


@dataclass(frozen=True, kw_only=True)
class Step(ABC):
    """A question.

    `when` tells from the earlier answers whether it is asked at all; `hint` gives a line that
    helps to answer it. With `by_itself` it is not asked: its start value stands until the person
    changes it.
    """

    name: str
    when: Callable[[Scene], bool] = always
    hint: Callable[[Scene], Line | None] = no_hint
    optional: bool = False
    by_itself: bool = False

    wants: ClassVar[str]

    @abstractmethod
    async def ask(self, scene: Scene) -> View:
        """The question, with the buttons of its own."""

    @abstractmethod
    async def hear(self, scene: Scene, content: Content) -> Outcome:
        """What to make of a message."""

    async def press(self, scene: Scene, offer: Offer) -> Outcome:
        """What to make of a press on one of its own buttons."""
        return NOT_THIS

    async def start_value(self, scene: Scene) -> Any:
        """The value that stands if the step is not asked."""
        return ""

    def show(self, value: Any) -> Line | None:
        """The answer as shown in the list of answers to change; None shows nothing."""
        return None

    def _question(self, scene: Scene) -> list[Line]:
        hint = self.hint(scene)
        question = scene.text(f"{self.name}.ask")
        return [question] if hint is None else [question, hint]

    def _skip(self) -> list[list[Button]]:
        return [[Button(Text("flow.skip"), own("skip"))]] if self.optional else []


def own(do: str, value: Any = None) -> Offer:
    """An offer of the step itself."""
    return {"go": "talk", "do": do, "value": value}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    value: str
    label: Line


Options = Callable[[Scene], Awaitable[Sequence[Option]]]


@dataclass(frozen=True, kw_only=True)
class Choose(Step):
    """One of several, by a press or by writing its label."""

    options: Options
    columns: int = 1
    wants = "press"

    async def ask(self, scene: Scene) -> View:
        """One button an option."""
        options = await self.options(scene)
        buttons = [Button(option.label, own("choose", option.value)) for option in options]
        return View(self._question(scene), _in_rows(buttons, self.columns) + self._skip())

    async def hear(self, scene: Scene, content: Content) -> Outcome:
        """A label written out is as good as a press."""
        if isinstance(content, Said):
            wanted = content.text.strip()
            for option in await self.options(scene):
                if scene.turn.html(option.label).plain().strip() == wanted:
                    return Taken(option.value)
        return NOT_THIS

    async def press(self, scene: Scene, offer: Offer) -> Outcome:
        """Only what is on offer now is taken."""
        values = {option.value for option in await self.options(scene)}
        return Taken(offer["value"]) if offer["value"] in values else NOT_THIS


@dataclass(frozen=True, kw_only=True)
class ChooseMany(Step):
    """Any number of several, `proposal` ticked beforehand; ended by Done."""

    options: Options
    at_least: int = 1
    columns: int = 1
    proposal: Callable[[Scene], Awaitable[Sequence[str]]] | None = None
    wants = "press"

    async def ask(self, scene: Scene) -> View:
        """One button an option, ticked or not, and Done."""
        chosen = await self._chosen(scene)
        buttons = [
            Button(
                Text(
                    "flow.ticked" if option.value in chosen else "flow.unticked",
                    {"label": option.label},
                ),
                own("toggle", option.value),
            )
            for option in await self.options(scene)
        ]
        done = [Button(Text("flow.done_choosing", {"n": len(chosen)}), own("done"))]
        return View(self._question(scene), [*_in_rows(buttons, self.columns), done])

    async def hear(self, scene: Scene, content: Content) -> Outcome:
        """Only presses are taken."""
        return NOT_THIS

    async def press(self, scene: Scene, offer: Offer) -> Outcome:
        """Tick, untick, or be done."""
        chosen = await self._chosen(scene)
        if offer["do"] == "done":
            if len(chosen) < self.at_least:
                return Refused(Text("flow.choose_at_least", {"n": self.at_least}))
            return Taken(chosen)
        value = offer["value"]
        if value in chosen:
            return Held([other for other in chosen if other != value])
        order = [option.value for option in await self.options(scene)]
        return Held([other for other in order if other in chosen or other == value])

    async def _chosen(self, scene: Scene) -> list[str]:
        chosen = scene.so_far(self.name)
        if chosen is not None:
            return list(chosen)
        return list(await self.proposal(scene)) if self.proposal else []


Check = Callable[[Scene, str], Problem | None]


@dataclass(frozen=True, kw_only=True)
class AskText(Step):
    """One message of text. `check` gives the problem with a text, or None."""

    check: Check
    wants = "text"

    async def ask(self, scene: Scene) -> View:
        """The question alone, and Skip where it may be left out."""
        return View(self._question(scene), self._skip())

    async def hear(self, scene: Scene, content: Content) -> Outcome:
        """Cleaned text without a problem."""
        if not isinstance(content, Said):
            return NOT_THIS
        text = cleaned(content.text)
        problem = self.check(scene, text)
        return Refused(problem) if problem else Taken(text)

    async def press(self, scene: Scene, offer: Offer) -> Outcome:
        """Skip."""
        return Taken("") if self.optional and offer["do"] == "skip" else NOT_THIS

    def show(self, value: Any) -> Line | None:
        """The text itself."""
        return None if not value else Text("flow.quoted", {"text": shortened(value)})


@dataclass(frozen=True, kw_only=True)
class AskLongText(Step):
    """Text over any number of messages of together at most `most` characters, ended by Done."""

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

    async def hear(self, scene: Scene, content: Content) -> Outcome:
        """Each message is added as a paragraph."""
        if not isinstance(content, Said):
            return NOT_THIS
        more = cleaned(content.text)
        if is_blank(more):
            return Refused(Text("writing.empty"))
        text = "\n".join(filter(None, [scene.so_far(self.name), more]))
        if len(text) > self.most(scene):
            return Refused(Text("writing.too_long", {"most": self.most(scene), "n": len(text)}))
        return Held(text)

    async def press(self, scene: Scene, offer: Offer) -> Outcome:
        """Done, or start the text anew."""
        text = scene.so_far(self.name) or ""
        if offer["do"] == "clear":
            return Held("")
        if offer["do"] == "skip" and self.optional:
            return Taken("")
        if problem := self.check(scene, text):
            return Refused(problem)
        return Taken(text)

    def show(self, value: Any) -> Line | None:
        """Its beginning."""
        return None if not value else Text("flow.quoted", {"text": shortened(value)})


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

    async def hear(self, scene: Scene, content: Content) -> Outcome:
        """A day as people write it."""
        if not isinstance(content, Said):
            return NOT_THIS
        day = read_day(content.text, today=scene.turn.today)
        if day is None:
            return Refused(Text("flow.no_such_day"))
        return self._checked(scene, day)

    async def press(self, scene: Scene, offer: Offer) -> Outcome:
        """One of the days on offer."""
        return self._checked(scene, date.fromisoformat(offer["value"]))

    async def start_value(self, scene: Scene) -> Any:
        """Today."""
        return scene.turn.today.isoformat()

    def show(self, value: Any) -> Line | None:
        """The day."""
        return Text("flow.day", {"day": date.fromisoformat(value)})

    def _checked(self, scene: Scene, day: date) -> Outcome:
        problem = self.check(scene, day)
        return Refused(problem) if problem else Taken(day.isoformat())


@dataclass(frozen=True, kw_only=True)
class Confirm(Step):
    """The preview: what will be saved, to confirm or to change."""

    name: str = "confirm"
    summary: Callable[[Scene], Awaitable[Sequence[Line]]]
    wants = "press"

    async def ask(self, scene: Scene) -> View:
        """The summary with one large button."""
        lines = [*await self.summary(scene), Html(""), *self._question(scene)]
        submit = Button(scene.text("confirm.button"), own("confirm"))
        return View(lines, [[submit]])

    async def hear(self, scene: Scene, content: Content) -> Outcome:
        """Only presses are taken."""
        return NOT_THIS

    async def press(self, scene: Scene, offer: Offer) -> Outcome:
        """The one button."""
        return Taken(True) if offer["do"] == "confirm" else NOT_THIS


def shortened(text: str, most: int = 60, *, tail: bool = False) -> str:
    """The beginning of a text, or its end, on one line."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return f"…{line[-most:]}" if tail else f"{line[:most]}…"


def _in_rows(buttons: list[Button], columns: int) -> list[list[Button]]:
    return [buttons[at : at + columns] for at in range(0, len(buttons), columns)]
