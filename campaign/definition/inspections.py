"""What a branch plans and sums up, and by what it is inspected."""

from typing import Annotated, Literal

from pydantic import Field

from campaign.definition.values import Both, Id, Named, Section


class InspectionRound(Named):
    """A round at the end of a term; `deadline` names the deadline that holds its day."""

    term: Both
    deadline: Id


class Indicator(Named):
    """One line of the inspection sheet; the weights of all lines make 100."""

    heading: Id
    weight: Annotated[int, Field(ge=1, le=100)]
    shown_by: Literal[
        "plan", "plan-items", "meetings", "check-ins", "coverage", "stories", "publications"
    ]


class Verdict(Named):
    """How an inspection can end; `recheck` says that it must be repeated."""

    recheck: bool = False


class Inspections(Section):
    """The rounds, the sheet and the verdicts."""

    spot_checks: bool = True
    sheet_confirmed: bool = True
    recheck_within_days: Annotated[int, Field(ge=1, le=90)] = 14
    rounds: tuple[InspectionRound, ...] = Field(min_length=1)
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    verdicts: tuple[Verdict, ...] = Field(min_length=2)


class Heading(Named):
    """A heading to write under; a required one may not stay empty."""

    prompt: Both | None = None
    required: bool = True


class PlanRules(Section):
    """What a plan must hold before the office looks at it."""

    dated_items: bool = True
    office_approves: bool = True
    headings: tuple[Heading, ...] = Field(min_length=1)
