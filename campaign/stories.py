"""Stories: which kinds are open, what may be written, and what may be done with one afterwards."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from campaign import records
from campaign.calendar import Calendar
from campaign.definition import Both, Campaign, Month, StoryKind, Stretch
from campaign.people import BranchId, Person, PersonId, Refusal
from campaign.text_input import length_problem
from campaign.texts import Text

StoryId = str

# The longest name of a person whom a story is about, in characters.
LONGEST_NAME = 40


class StoryState(StrEnum):
    """A story is with the reviewers once it is submitted; its author may take it back."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class StoryAct(StrEnum):
    """What an author may want to do with a story. CONSENT: give or revoke it."""

    CHANGE = "change"
    CONSENT = "consent"
    WITHDRAW = "withdraw"


STORY_MOVES = {
    (StoryState.SUBMITTED, StoryAct.CHANGE): StoryState.SUBMITTED,
    (StoryState.SUBMITTED, StoryAct.CONSENT): StoryState.SUBMITTED,
    (StoryState.SUBMITTED, StoryAct.WITHDRAW): StoryState.WITHDRAWN,
}


class Consent(StrEnum):
    """Whether the author lets a story be published, and under which name."""

    NAMED = "named"
    UNNAMED = "unnamed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StoryContent:
    """What the author wrote.

    `about` names the person whom a story of such a kind is about, and is empty otherwise;
    `about_person` is that person on the roster, if the name tells who it is. `pictures` are ids of
    evidence.
    """

    kind: str
    title: str
    body: str
    consent: Consent
    about: str = ""
    about_person: PersonId | None = None
    pictures: tuple[str, ...] = ()


_CONTENT = TypeAdapter(StoryContent)


def write_content(content: StoryContent) -> dict[str, Any]:
    """The content as plain JSON values."""
    written: dict[str, Any] = _CONTENT.dump_python(content, mode="json")
    return written


def read_content(written: dict[str, Any]) -> StoryContent:
    """The content from plain JSON values. Raises pydantic.ValidationError."""
    return _CONTENT.validate_python(written)


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it stands; `version` counts its changes from 1.

    `month` is the one it was handed in for: a later change does not move it.
    """

    id: StoryId
    author: PersonId
    branch: BranchId | None
    month: Month
    state: StoryState
    version: int
    content: StoryContent
    created_at: datetime
    updated_at: datetime

    @property
    def subject(self) -> str:
        """How traces, evidence and versions name it."""
        return f"story:{self.id}"


def window(calendar: Calendar) -> Stretch:
    """The days on which stories are handed in: the months of monthly items, else the campaign."""
    if not calendar.months:
        return Stretch(opens=calendar.opens, closes=calendar.closes)
    first, last = calendar.months[0], calendar.months[-1]
    return Stretch(opens=calendar.days_of(first).opens, closes=calendar.days_of(last).closes)


def closed(calendar: Calendar, today: date) -> Refusal | None:
    """Why no story can be handed in on that day; None while stories are open."""
    days = window(calendar)
    if today < days.opens:
        return Refusal(Text("submit_story.not_open_yet", {"day": days.opens}))
    if today > days.closes:
        return Refusal(Text("submit_story.closed", {"day": days.closes}))
    return None


def month_for(today: date) -> Month:
    """The month that a story handed in on that day counts for."""
    return Month.of(today)


def find_kind(campaign: Campaign, kind_id: str) -> StoryKind | None:
    """The kind of story of that id; None if the file has lost it."""
    return next((kind for kind in campaign.story_kinds if kind.id == kind_id), None)


def kind_name(campaign: Campaign, kind_id: str) -> Both | str:
    """The name of a kind of story; the id if the file has lost it."""
    kind = find_kind(campaign, kind_id)
    return kind_id if kind is None else kind.name


def tells_of_a_person(campaign: Campaign, kind_id: str) -> bool:
    """Whether a story of that kind says about whom it is."""
    kind = find_kind(campaign, kind_id)
    return kind is not None and kind.about


def on_one_line(text: str) -> str:
    """A name or title without line breaks and doubled blanks."""
    return " ".join(text.split())


def about_problem(name: str) -> Text | None:
    """What is wrong with the name of the person whom a story is about."""
    return length_problem(on_one_line(name), least=1, most=LONGEST_NAME)


def title_problem(campaign: Campaign, title: str) -> Text | None:
    """What is wrong with a title."""
    limits = campaign.limits.story_title
    return length_problem(on_one_line(title), least=limits.least, most=limits.most)


def body_problem(campaign: Campaign, body: str) -> Text | None:
    """What is wrong with the text of a story."""
    limits = campaign.limits.story_text
    return length_problem(body, least=limits.least, most=limits.most)


def refusal(person: Person, act: StoryAct, story: Story) -> Refusal | None:
    """Why the person may not do that with the story; None if they may."""
    return records.refusal_to_author(person, act, story, STORY_MOVES, words="story")


may_see = records.may_see
