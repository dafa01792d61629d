"""A roster that the office sent to the bot: read, looked at, agreed to, carried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from campaign.people import PersonId
from campaign.texts import Text

# So many people may be removed by one person of the office; for more a second one is asked.
REMOVED_ALONE = 20
# A dry run that nobody carried out within that time is dropped, and its copy of the sheet deleted.
KEEP_UNDECIDED = timedelta(days=7)
# What was told of an import is kept for so long: it names people.
KEEP_TOLD = timedelta(days=30)


class ImportState(StrEnum):
    """Where an import stands.

    FETCHING: the sheet is being copied. READING: it is read and compared. SHOWN: the office looks
    at the dry run. ASKING: a second person is asked. APPLYING: it is being carried out.
    """

    FETCHING = "fetching"
    READING = "reading"
    SHOWN = "shown"
    ASKING = "asking"
    APPLYING = "applying"
    DONE = "done"
    REFUSED = "refused"
    DROPPED = "dropped"


# From where an import may come to each state.
COMES_FROM: Mapping[ImportState, frozenset[ImportState]] = {
    ImportState.READING: frozenset({ImportState.FETCHING, ImportState.SHOWN}),
    ImportState.SHOWN: frozenset({ImportState.READING, ImportState.ASKING, ImportState.APPLYING}),
    ImportState.ASKING: frozenset({ImportState.SHOWN}),
    ImportState.APPLYING: frozenset({ImportState.SHOWN, ImportState.ASKING}),
    ImportState.DONE: frozenset({ImportState.APPLYING}),
    ImportState.REFUSED: frozenset({ImportState.FETCHING, ImportState.READING}),
    ImportState.DROPPED: frozenset(
        {ImportState.FETCHING, ImportState.READING, ImportState.SHOWN, ImportState.ASKING}
    ),
}
# The sheet's copy is needed no longer, and nothing follows.
OVER = frozenset({ImportState.DONE, ImportState.REFUSED, ImportState.DROPPED})
# Something is to be done without anybody pressing.
AT_WORK = frozenset({ImportState.READING, ImportState.APPLYING})


@dataclass(frozen=True, slots=True)
class RosterImport:
    """One sheet that somebody of the office sent.

    `answers`: what was decided of the plan's questions. `told`: what the dry run, or in the end
    the import, is told by (see `Told`); `report`: the same in full, as plain text. `digest`: what
    the dry run came to; a plan that has become another one is shown again before it is carried out.
    `rounds` counts the changes of state.
    """

    id: str
    author: PersonId
    name: str
    state: ImportState
    created_at: datetime
    changed_at: datetime
    path: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
    report: str = ""
    digest: str = ""
    card_id: str | None = None
    asked_cards: tuple[str, ...] = ()
    consented_by: PersonId | None = None
    rounds: int = 0

    @property
    def subject(self) -> str:
        """How the trace and the outbox name it."""
        return f"roster:{self.id}"


@dataclass(frozen=True, slots=True)
class Told:
    """What the office is told of an import: lines for the card as HTML, the report as plain text.

    `missing`: people who are known and not in the sheet. `ready`: it may be carried out once the
    number is typed, if `asks_number`. `good`: the sheet is a roster without faults.
    """

    lines: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    missing: int = 0
    asks_number: bool = False
    ready: bool = False
    good: bool = True
    report: str = ""
    digest: str = ""

    def to_json(self) -> dict[str, Any]:
        """What the import keeps of it, beside report and digest."""
        return {
            "lines": list(self.lines),
            "questions": list(self.questions),
            "missing": self.missing,
            "asks_number": self.asks_number,
            "ready": self.ready,
        }


class Way(StrEnum):
    """How an import comes to be carried out once ✓ is pressed."""

    AT_ONCE = "at_once"
    BY_NUMBER = "by_number"  # the number of people who will be removed is typed
    BY_SECOND = "by_second"  # somebody else of the office consents


def way_to_apply(*, removed: int, asks_number: bool, others: int) -> Way:
    """What it takes to carry out an import that removes so many people.

    `asks_number`: the plan itself asks for it. `others`: people of the office beside the author.
    """
    if removed > REMOVED_ALONE and others:
        return Way.BY_SECOND
    return Way.BY_NUMBER if asks_number or removed > REMOVED_ALONE else Way.AT_ONCE


def number_problem(written: str, *, removed: int) -> Text | None:
    """What is wrong with the number that was typed, if anything is."""
    digits = "".join(written.split())
    if not (digits.isdecimal() and digits.isascii()):
        return Text("roster_import.no_number")
    if int(digits[:12]) != removed:
        return Text("roster_import.other_number", {"n": removed})
    return None
