"""Check-ins: what may be written, when, and what may be done with one afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from typing import Any

from pydantic import TypeAdapter

from campaign import records
from campaign.definition import ActivityForm, Both, Campaign, Month
from campaign.people import BranchId, Person, PersonId, Refusal
from campaign.text_input import length_problem
from campaign.texts import Text

CheckInId = str


class CheckInState(StrEnum):
    """A check-in stands until its author withdraws it."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


class CheckInAct(StrEnum):
    """What an author may want to do with a check-in."""

    CHANGE = "change"
    WITHDRAW = "withdraw"


CHECK_IN_MOVES = {
    (CheckInState.STANDING, CheckInAct.CHANGE): CheckInState.STANDING,
    (CheckInState.STANDING, CheckInAct.WITHDRAW): CheckInState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class CheckInContent:
    """What the author wrote: the form of activity, themes, what was done, what it changed.

    `work` is the task of the unit that it belongs to; `late_reason` is there if it was handed in
    late. Empty strings where nothing was said.
    """

    activity: str
    themes: tuple[str, ...]
    done: str
    effect: str
    happened_on: date
    work: str = ""
    late_reason: str = ""
    evidence: tuple[str, ...] = ()


_CONTENT = TypeAdapter(CheckInContent)


def write_content(content: CheckInContent) -> dict[str, Any]:
    """The content as plain JSON values."""
    written: dict[str, Any] = _CONTENT.dump_python(content, mode="json")
    return written


def read_content(written: dict[str, Any]) -> CheckInContent:
    """The content from plain JSON values. Raises pydantic.ValidationError."""
    return _CONTENT.validate_python(written)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A check-in as it stands; `version` counts its changes from 1."""

    id: CheckInId
    person: PersonId
    branch: BranchId | None
    state: CheckInState
    version: int
    content: CheckInContent
    created_at: datetime
    updated_at: datetime

    @property
    def subject(self) -> str:
        """How traces, evidence and versions name it."""
        return f"check_in:{self.id}"

    @property
    def author(self) -> PersonId:
        """Who made it."""
        return self.person

    @property
    def month(self) -> Month:
        """The month it counts for."""
        return Month.of(self.content.happened_on)

    @property
    def is_late(self) -> bool:
        """Whether it carries the permanent label of a late entry."""
        return bool(self.content.late_reason)


def closed(campaign: Campaign, today: date) -> Refusal | None:
    """Why nobody can check in on that day; None while the campaign runs."""
    if today < campaign.opens:
        return Refusal(Text("check_in.not_open_yet", {"day": campaign.opens}))
    if today > campaign.closes:
        return Refusal(Text("check_in.closed", {"day": campaign.closes}))
    return None


def day_problem(campaign: Campaign, day: date, today: date) -> Text | None:
    """What is wrong with a day on which something is said to have happened."""
    if day > today:
        return Text("check_in.in_the_future", {"day": today})
    if day < campaign.opens:
        return Text("check_in.before_the_campaign", {"day": campaign.opens})
    return None


def is_late(campaign: Campaign, day: date, today: date) -> bool:
    """Whether an entry made today about that day is a late one (补录), which needs a reason."""
    return (today - day).days > campaign.limits.late_check_in_days


def done_problem(campaign: Campaign, text: str) -> Text | None:
    """What is wrong with the account of what was done."""
    limits = campaign.limits.check_in_text
    return length_problem(text, least=limits.least, most=limits.most)


def effect_problem(campaign: Campaign, text: str) -> Text | None:
    """What is wrong with the account of what it changed."""
    limits = campaign.limits.check_in_effect
    return length_problem(text, least=limits.least, most=limits.most)


def forms_for(campaign: Campaign, category: str | None) -> tuple[ActivityForm, ...]:
    """The kinds of activity to choose from: those of the person's post, else the general ones."""
    if category is None:
        return campaign.activity_forms
    return (*campaign.category(category).forms, campaign.activity_forms[-1])


def activity_name(campaign: Campaign, form_id: str) -> Both | str:
    """The name of a kind of activity, of whichever post; the id if the file has lost it."""
    forms = chain(campaign.activity_forms, *(category.forms for category in campaign.categories))
    return next((form.name for form in forms if form.id == form_id), form_id)


def theme_names(campaign: Campaign, themes: Sequence[str]) -> list[Both | str]:
    """The names of themes, in the order given; the id of one that the file has lost."""
    names = {theme.id: theme.name for theme in campaign.themes}
    return [names.get(theme, theme) for theme in themes]


def themes_on(campaign: Campaign, day: date) -> tuple[str, ...]:
    """The themes whose days include that day: proposed, for the person to confirm."""
    return tuple(t.id for t in campaign.themes if t.window is not None and t.window.covers(day))


def refusal(person: Person, act: CheckInAct, check_in: CheckIn) -> Refusal | None:
    """Why the person may not do that with the check-in; None if they may."""
    return records.refusal_to_author(person, act, check_in, CHECK_IN_MOVES, words="check_in")


may_see = records.may_see
