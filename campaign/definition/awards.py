"""Who can be commended, the questions a notice tends to leave open, and where results are shown."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from campaign.definition.values import Both, Id, Named, Section

Percent = Annotated[int, Field(ge=1, le=100)]
WorkingDays = Annotated[int, Field(ge=1, le=60)]
Objectors = Literal["any-member", "same-branch"]


class Share(Section):
    """How many of a hundred are commended, and as what."""

    name: Both
    percent: Percent


class Title(Named):
    """A title for members; `category` is the field of merit it stands for."""

    category: Id


class PublicityPeriod(Section):
    """The days in which the list is open to objections."""

    opens: date
    working_days: WorkingDays = 5
    answer_within_working_days: WorkingDays = 3
    objectors: Objectors = "any-member"
    real_name: bool = True


class Awards(Section):
    """The award rules.

    `counted_at` and `conference` name deadlines: the day on which members and branches are
    counted, and the last day for the conference.
    """

    branches: Share
    members: Share
    titles: tuple[Title, ...] = Field(min_length=1)
    titles_for: Literal["field-of-merit", "own-category"] = "field-of-merit"
    counted: Literal["all-members", "full-members"] = "all-members"
    counted_at: Id
    pool: Literal["school", "branch"] = "school"
    rounding: Literal["down", "up", "half-up"] = "down"
    at_least: Annotated[int, Field(ge=0, le=100)] = 1
    ties: Literal["office-decides", "admit-all", "admit-none"] = "office-decides"
    publicity: PublicityPeriod
    conference: Id


Characters = Annotated[int, Field(ge=1, le=100_000)]


class Medium(Named):
    """A medium; `characters_a_minute` is how fast a spoken one is read."""

    most_characters: Characters | None = None
    characters_a_minute: Annotated[int, Field(ge=60, le=600)] | None = None


class Publicity(Section):
    """Results are shown through `shows`, within `within_days` days of being chosen."""

    shows: Both
    within_days: Annotated[int, Field(ge=1, le=60)] = 7
    media: tuple[Medium, ...] = Field(min_length=1)
