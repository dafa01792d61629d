"""Stories, and the items that are due every month."""

from typing import Annotated

from pydantic import Field

from campaign.definition.values import Both, Id, MonthInFile, Named, Part

Quota = Annotated[int, Field(ge=0, le=1000)]


class StoryKind(Named):
    """A kind of story; `about` says whether it tells of one person.

    `branch_quota` and `school_quota` are how many a branch owes, and how many the school needs,
    in each month; 0 means: may, need not.
    """

    prompt: Both
    about: bool
    branch_quota: Quota = 0
    school_quota: Quota = 1


class MonthlyItems(Part):
    """The months for which stories are due, and the phase they belong to."""

    phase: Id
    first_month: MonthInFile
    last_month: MonthInFile
