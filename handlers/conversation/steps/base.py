"""What every step has: a name, a condition, a question, and a way to take an answer."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from campaign.texts import Text
from handlers.incoming import Content
from handlers.turn import Turn
from handlers.views import Button, Line, Offer, View
from storage.delivery.marks import NO_MARKS, Marks

Answers = dict[str, Any]
Problem = Text


@dataclass(frozen=True, slots=True)
class Scene:
    """What a step sees: the turn, whose texts it speaks with, the answers so far, and the marks."""

    turn: Turn
    wording: str
    answers: Answers
    marks: Marks = NO_MARKS

    def text(self, name: str, /, **params: object) -> Text:
        """A text of this flow."""
        return Text(f"{self.wording}.{name}", params)

    @property
    def latest(self) -> Answers:
        """The answers, with what unfinished steps hold so far."""
        held = self.marks.unfinished.items()
        return {**self.answers, **{name: value for name, value in held if value is not None}}

    def so_far(self, name: str) -> Any:
        """What a step that takes several messages or presses has held, or its answer; or None."""
        held = self.marks.unfinished.get(name)
        return self.answers.get(name) if held is None else held


@dataclass(frozen=True, slots=True)
class Taken:
    """The step has its answer. `marks`: as they are now, if the step changed them."""

    value: Any
    marks: Marks | None = None


@dataclass(frozen=True, slots=True)
class Partial:
    """The step keeps this so far and goes on asking. `quiet`: the card is changed in place.

    `marks`: as they are now, if the step changed them.
    """

    value: Any
    note: Line | None = None
    quiet: bool = False
    marks: Marks | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The step does not take this; the problem says what to do. `marks`: as for Taken."""

    problem: Problem
    marks: Marks | None = None


class _NotThis:
    """A message of a kind that the step does not take."""

    marks: ClassVar[None] = None


NOT_THIS = _NotThis()
StepOutcome = Taken | Partial | Refused | _NotThis


def always(_: Scene) -> bool:
    """The step is asked whatever was answered before."""
    return True


def no_hint(_: Scene) -> Line | None:
    """The question has no hint."""
    return None


@dataclass(frozen=True, kw_only=True)
class Step(ABC):
    """A question.

    `when` tells from earlier answers whether it is asked at all; `hint` adds a line that helps to
    answer it. A step with `by_itself` is not asked: its start value stands until the person changes
    it. One that `takes_whole` gets messages as they are; for others words and files are parted.
    """

    name: str
    when: Callable[[Scene], bool] = always
    hint: Callable[[Scene], Line | None] = no_hint
    optional: bool = False
    by_itself: bool = False

    wants: ClassVar[str]
    takes_whole: ClassVar[bool] = False

    @abstractmethod
    async def ask(self, scene: Scene) -> View:
        """The question, with the buttons of its own."""

    @abstractmethod
    async def hear(self, scene: Scene, content: Content) -> StepOutcome:
        """What to make of a message."""

    async def press(self, scene: Scene, offer: Offer) -> StepOutcome:
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
