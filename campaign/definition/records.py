"""What members hand in: stories and monthly items, themes, posts, and how much at once."""

from typing import Annotated

from pydantic import Field

from campaign.definition.values import Both, Id, MonthInFile, Named, Section, Stretch

Quota = Annotated[int, Field(ge=0, le=1000)]


class StoryKind(Named):
    """A kind of story; `about` says whether it tells of one person.

    `branch_quota` and `school_quota` are how many stories a branch owes, and the school needs, in
    each month; 0 means that they are optional.
    """

    prompt: Both
    about: bool
    branch_quota: Quota = 0
    school_quota: Quota = 1


class MonthlyItems(Section):
    """The months for which stories are due, and the phase they belong to."""

    phase: Id
    first_month: MonthInFile
    last_month: MonthInFile


class Theme(Named):
    """A theme of the activity phase, with the days that suit it best, if there are such."""

    window: Stretch | None = None


class ActivityForm(Named):
    """A kind of activity that a check-in can be about."""


class Category(Named):
    """A post category: the example its members should set, and the words that guide them."""

    model: Both
    scope: Both
    forms: tuple[ActivityForm, ...] = Field(min_length=1)
    check_in_prompts: tuple[Both, ...] = Field(min_length=1)
    story_prompts: tuple[Both, ...] = Field(min_length=1)


Characters = Annotated[int, Field(ge=1, le=100_000)]


class Lengths(Section):
    """The least and the most characters of a text."""

    least: Characters
    most: Characters


class Limits(Section):
    """The limits; every one has a default.

    A file of evidence cannot be larger than 20 MB: bots are not given more.
    """

    evidence_files: Annotated[int, Field(ge=0, le=50)] = 10
    evidence_megabytes: Annotated[int, Field(ge=1, le=20)] = 20
    check_in_text: Lengths = Lengths(least=5, most=1000)
    check_in_effect: Lengths = Lengths(least=2, most=500)
    story_title: Lengths = Lengths(least=2, most=60)
    story_text: Lengths = Lengths(least=50, most=20_000)
    story_pictures: Annotated[int, Field(ge=0, le=50)] = 9
    late_check_in_days: Annotated[int, Field(ge=0, le=366)] = 7
