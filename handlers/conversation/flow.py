"""How a conversation is declared: one frozen value, checked when the program starts."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pydantic import TypeAdapter

from campaign.people import May, Refusal
from campaign.texts import Language, Text
from handlers.conversation.steps import Answers, Confirm, Scene, Step
from handlers.turn import Turn
from handlers.views import Button, Line, View
from storage.delivery.marks import NO_MARKS, Marks


class Draft(Protocol):
    """A frozen dataclass whose fields are the answers."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


D = TypeVar("D", bound=Draft)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person is told at the end: a text of the flow, and what they may do next.

    `record` names what was saved, like `story:<id>`. `more`: further lines, below the text.
    """

    key: str
    params: dict[str, object] = field(default_factory=dict)
    buttons: Sequence[Sequence[Button]] = ()
    record: str = ""
    more: Sequence[Line] = ()

    def about(self, record: str) -> "Answer":
        """The same, naming the record that was saved."""
        return replace(self, record=record)

    def saying(self, *lines: Line) -> "Answer":
        """The same, with further lines."""
        return replace(self, more=[*self.more, *lines])


def answer(key: str, *rows: Sequence[Button], **params: object) -> Answer:
    """An Answer with parameters by name."""
    return Answer(key, params, rows)


class FaultyFlow(ValueError):
    """A flow that contradicts itself; found when the program starts."""


async def nothing_given(turn: Turn, asked: Answers) -> Answers | Refusal:
    """The conversation begins empty."""
    return {}


def nameless(turn: Turn, answers: Answers) -> Line | None:
    """A draft is known by the conversation's title alone."""
    return None


def no_language(answers: Answers) -> Language | None:
    """The answers do not tell in which language to continue."""
    return None


async def no_offer(scene: Scene) -> Sequence[Line]:
    """The conversation is never offered."""
    return []


def nothing_instead(scene: Scene) -> Sequence[Sequence[Button]]:
    """Nothing else is offered beside it."""
    return []


Opening = Callable[[Turn, Answers], Awaitable[Answers | Refusal | View]]


@dataclass(frozen=True, kw_only=True)
class Flow(Generic[D]):
    """A conversation. Raises FaultyFlow if its steps and its draft do not fit.

    `begin` gives the answers that are known beforehand, refuses with a reason, or shows what is to
    be decided first. `kept`: leaving keeps it as a draft, which `named` tells from others. `done`
    saves and answers, or refuses, in which case the talk stays open. `language` is that which a
    visitor chose by their answers. `wording` names the flow whose texts it shares, if not its own.
    `offer` is said where it is offered for something sent unasked, above the first question's
    buttons; `instead` are buttons for what else that may be.
    """

    name: str
    version: int
    may: May
    draft: type[D]
    steps: tuple[Step, ...]
    done: Callable[[Turn, D], Awaitable[Answer | Refusal]]
    begin: Opening = nothing_given
    kept: bool = True
    named: Callable[[Turn, Answers], Line | None] = nameless
    language: Callable[[Answers], Language | None] = no_language
    wording: str = ""
    offer: Callable[[Scene], Awaitable[Sequence[Line]]] = no_offer
    instead: Callable[[Scene], Sequence[Sequence[Button]]] = nothing_instead

    def __post_init__(self) -> None:
        names = [step.name for step in self.steps]
        if len(set(names)) != len(names):
            raise FaultyFlow(f"{self.name}: two steps of one name")
        wanted = {one.name for one in fields(self.draft)}
        asked = {step.name for step in self.steps if not isinstance(step, Confirm)}
        if not asked <= wanted:
            raise FaultyFlow(f"{self.name}: no place in the draft for {sorted(asked - wanted)}")
        if any(isinstance(step, Confirm) for step in self.steps[:-1]):
            raise FaultyFlow(f"{self.name}: a preview before the last step")

    def step(self, name: str) -> Step | None:
        """The step of that name."""
        return next((step for step in self.steps if step.name == name), None)

    def drafted(self, answers: Answers) -> D:
        """The draft made of the answers. Raises pydantic.ValidationError where one is missing."""
        known = {one.name for one in fields(self.draft)}
        given = {name: value for name, value in answers.items() if name in known}
        drafted: D = _adapter(self.draft).validate_python(given)
        return drafted

    def scene(self, turn: Turn, answers: Answers, marks: Marks = NO_MARKS) -> Scene:
        """What its steps see in this turn."""
        return Scene(turn, self.wording or self.name, answers, marks)

    def asked(self, scene: Scene) -> list[Step]:
        """The steps that the answers call for, in order."""
        return [step for step in self.steps if step.when(scene)]

    @property
    def title(self) -> Text:
        """What the conversation is called."""
        return Text(f"{self.name}.title")


AnyFlow = Flow[Any]


@cache
def _adapter(draft: type[Any]) -> TypeAdapter[Any]:
    """Made once: making one costs more than the rest of a turn."""
    return TypeAdapter(draft)
