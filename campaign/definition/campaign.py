"""The whole campaign."""

from datetime import date
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field

from campaign.definition.awards import Awards, Publicity
from campaign.definition.calendar import (
    Deadline,
    HolidayYear,
    MeetingKind,
    Phase,
    ReminderRules,
    Vacation,
)
from campaign.definition.inspections import Heading, Inspections, PlanRules
from campaign.definition.records import (
    ActivityForm,
    Category,
    Limits,
    MonthlyItems,
    StoryKind,
    Theme,
)
from campaign.definition.values import Both, Id, Named, Section, Wording

Row = TypeVar("Row", bound=Named | Phase)


class FoundingNotice(Section):
    """The document that called for the campaign; `file` stands beside the campaign file."""

    title: Both
    issued: date
    addressees: Both
    number: Wording | None = None
    file: Annotated[str, Field(pattern=r"^[\w-]+\.\w+$")] | None = None


class Duty(Section):
    """What somebody answers for in the campaign."""

    role: Literal["leader", "office", "secretary"]
    text: Both


class Privacy(Section):
    """Which version of the privacy notice people agree to; a new one is asked for anew."""

    version: Wording = "1"


class Campaign(Section):
    """Everything that one campaign file says, and nothing that the program knows by itself."""

    format: Literal[1]
    id: Id
    title: Both
    slogan: Both
    issuer: Both
    zone: ZoneInfo
    opens: date
    closes: date
    notice: FoundingNotice
    aims: tuple[Named, ...] = ()
    branch_headings: tuple[Named, ...] = ()
    awarenesses: tuple[Named, ...] = ()
    frames: tuple[Named, ...] = ()
    themes: tuple[Theme, ...] = Field(min_length=1)
    tags: tuple[Named, ...] = ()
    categories: tuple[Category, ...] = Field(min_length=1)
    activity_forms: tuple[ActivityForm, ...] = Field(min_length=1)
    phases: tuple[Phase, ...] = Field(min_length=1)
    closing: Phase | None = None
    deadlines: tuple[Deadline, ...] = ()
    meeting_kinds: tuple[MeetingKind, ...] = ()
    monthly: MonthlyItems | None = None
    story_kinds: tuple[StoryKind, ...] = Field(min_length=1)
    plan: PlanRules | None = None
    check_in_questions: tuple[Heading, ...] = ()
    summary: tuple[Heading, ...] = ()
    evaluation: tuple[Named, ...] = ()
    inspections: Inspections | None = None
    awards: Awards | None = None
    publicity: Publicity | None = None
    duties: tuple[Duty, ...] = ()
    reminders: ReminderRules = ReminderRules()
    limits: Limits = Limits()
    privacy: Privacy = Privacy()
    holidays: tuple[HolidayYear, ...] = ()
    vacations: tuple[Vacation, ...] = ()

    @property
    def stretches(self) -> tuple[Phase, ...]:
        """The phases, and after them the closing days where there are such."""
        return self.phases if self.closing is None else (*self.phases, self.closing)

    def phase(self, phase_id: str) -> Phase:
        """The phase (or the closing days) of that id. LookupError where there is none."""
        return _row(self.stretches, phase_id)

    def category(self, category_id: str) -> Category:
        """The post category of that id. LookupError where there is none."""
        return _row(self.categories, category_id)

    def theme(self, theme_id: str) -> Theme:
        """The theme of that id. LookupError where there is none."""
        return _row(self.themes, theme_id)

    def awareness(self, awareness_id: str) -> Named:
        """The awareness of that id. LookupError where there is none."""
        return _row(self.awarenesses, awareness_id)

    def story_kind(self, kind_id: str) -> StoryKind:
        """The kind of story of that id. LookupError where there is none."""
        return _row(self.story_kinds, kind_id)

    def deadline(self, deadline_id: str) -> Deadline:
        """The deadline of that id. LookupError where there is none."""
        return _row(self.deadlines, deadline_id)


def _row(rows: tuple[Row, ...], row_id: str) -> Row:
    for row in rows:
        if row.id == row_id:
            return row
    raise LookupError(row_id)
