"""A kind of record, as its pages know it: its words, its rights, how it reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from campaign.people import Person, Refusal
from campaign.records import Record, is_withdrawn, may_see
from campaign.texts import Text
from handlers.routing import Asked
from handlers.turn import Turn
from handlers.views import Button, Line, Offer, page
from storage.records import RecordTable, find_record

R = TypeVar("R", bound=Record)
# What its author wrote.
C = TypeVar("C")

# How much of an author's name is shown in a list (characters): room for the rest on a phone.
NAME_IN_LIST = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """How a record reads on its page, and the buttons to its other parts, if it has any."""

    lines: Sequence[Line]
    around: Sequence[Button] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind(Generic[R, C]):
    """What check-ins, stories and their like declare; pages, rights and texts are made from it.

    Texts begin with `name`, pages are named after it, and the list of one's own after `many`.
    `change` and `withdraw` are the acts that `refusal` is asked about; `trace_as` begins acts of
    the trace. `summary` is the content at a glance. Kinds that have `parts` are read part by part,
    and their earlier versions are opened one by one; the summary of the others is all of it, and
    their versions stand on one page. `sorts`: what a list of them is narrowed to, with its name.
    """

    name: str
    many: str
    trace_as: str
    table: RecordTable[R]
    read: Callable[[dict[str, Any]], C]
    change: StrEnum
    withdraw: StrEnum
    refusal: Callable[[Person, Any, R], Refusal | None]
    summary: Callable[[Turn, C], list[Line]]
    # Its line in the list of one's own records; and, with the author's name, in that of a branch.
    line: Callable[[Turn, R], Text]
    named_line: Callable[[Turn, R, Line], Text]
    # The title of the list of a branch's.
    title_of_all: str
    # What all of them are called, among the kinds to choose from.
    name_of_all: str
    traced: Callable[[R], dict[str, object]]
    about: Callable[[R], dict[str, object]] = lambda _: {}
    label: Callable[[Turn, R], list[Line]] = lambda _turn, _record: []
    foot: Callable[[R], list[Line]] = lambda _: []
    more_acts: Callable[[R], list[Button]] = lambda _: []
    sorts: Callable[[Turn], Sequence[tuple[str, Line]]] = lambda _: ()
    parts: Callable[[Turn, C, Asked], Shown] | None = None

    @property
    def is_long(self) -> bool:
        """Whether it is read part by part."""
        return self.parts is not None

    def shown(self, turn: Turn, content: C, asked: Asked) -> Shown:
        """The content as it is read, on the part of it that a button asks for."""
        return (
            self.parts(turn, content, asked) if self.parts else Shown(self.summary(turn, content))
        )

    def text(self, word: str, **params: object) -> Text:
        """One of the texts of this kind."""
        return Text(f"{self.name}.{word}", params)

    def text_of(self, word: str, record: R, **params: object) -> Text:
        """A text that tells of a record."""
        return self.text(word, **self.about(record), **params)

    def link(self, record: R, **asked: Any) -> Offer:
        """The offer that opens a record."""
        return page(f"show_{self.name}", id=record.id, **asked)

    def labels(self, turn: Turn, record: R) -> list[Line]:
        """What is said above a record: that it was withdrawn, else what its kind says."""
        if is_withdrawn(record):
            return [self.text("label_withdrawn")]
        return self.label(turn, record)


async def visible_record(turn: Turn, kind: RecordKind[R, C], asked: Asked) -> R | None:
    """The record that a button asks for; None, after saying so, if the speaker may not see it."""
    found = await find_record(turn.session, kind.table, asked.get("id", ""))
    if found is None or not may_see(turn.member, found):
        turn.say(kind.text("is_gone"))
        return None
    return found


async def own_record(turn: Turn, kind: RecordKind[R, C], asked: Asked, act: StrEnum) -> R | None:
    """The same, if the speaker may do that with it; None, after saying why, if not."""
    found = await visible_record(turn, kind, asked)
    refusal = None if found is None else kind.refusal(turn.member, act, found)
    if refusal is not None:
        turn.say(refusal.text)
        return None
    return found
