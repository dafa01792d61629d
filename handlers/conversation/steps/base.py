"""What every step has: a name, when it is asked, how it asks, what it makes of an answer."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from campaign.texts import Text
from handlers.incoming import Content
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

    def text(self, name: str, /, **params: object) -> Text:
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
class Partial:
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
StepOutcome = Taken | Partial | Refused | _NotThis


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
