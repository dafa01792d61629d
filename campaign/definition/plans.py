"""What a branch's plan and a branch's summary must speak of."""

from pydantic import Field

from campaign.definition.values import Both, Named, Part


class Heading(Named):
    """A heading to write under; a required one may not stay empty."""

    prompt: Both | None = None
    required: bool = True


class PlanRules(Part):
    """What a plan must hold before the office looks at it."""

    dated_items: bool = True
    office_approves: bool = True
    headings: tuple[Heading, ...] = Field(min_length=1)
