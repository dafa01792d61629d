"""Records: what members hand in, such as check-ins and stories; the rules that all kinds share."""

from collections.abc import Container
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from campaign.definition import Month
from campaign.people import BranchId, Person, PersonId, Refusal
from campaign.privacy.access import Matter, may_read
from campaign.texts import Text

# The state in which a record, of whatever kind, no longer counts.
WITHDRAWN = "withdrawn"


class Record(Protocol):
    """A record as it stands; `version` counts its changes from 1.

    Each kind is a frozen dataclass of its own.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str:
        """A token that nobody can guess."""

    @property
    def subject(self) -> str:
        """How traces, evidence and versions name it."""

    @property
    def author(self) -> PersonId:
        """Who handed it in."""

    @property
    def branch(self) -> BranchId | None:
        """The author's branch at that time."""

    @property
    def month(self) -> Month:
        """The month that it counts for."""

    @property
    def state(self) -> StrEnum:
        """Its state; each kind has its own."""

    @property
    def version(self) -> int:
        """How often it was written, counted from 1."""

    @property
    def content(self) -> Any:
        """What its author wrote: a frozen dataclass of its kind."""

    @property
    def created_at(self) -> datetime:
        """When it was handed in."""

    @property
    def updated_at(self) -> datetime:
        """When this version was written."""


def is_withdrawn(record: Record) -> bool:
    """Whether its author took it back."""
    return record.state == WITHDRAWN


def refusal_to_author(
    person: Person,
    act: StrEnum,
    record: Record,
    moves: Container[tuple[StrEnum, StrEnum]],
    *,
    words: str,
) -> Refusal | None:
    """Why the person may not do that: only the author may, and only what the state allows.

    `moves` has the allowed pairs of state and act; the keys of the texts begin with `words`.
    """
    if record.author != person.id:
        return Refusal(Text(f"{words}.not_yours"))
    if (record.state, act) not in moves:
        return Refusal(Text(f"{words}.is_withdrawn"))
    return None


def may_see(person: Person, record: Record) -> bool:
    """Whether the person may read it, its files and its earlier versions."""
    return may_read(person, Matter.RECORDS, of=record.author, branch=record.branch)
