"""A campaign as data: every word, date, number and rule that its file may hold.

These are shapes only. Whether the parts of a file agree with each other is asked in
`campaign.reading`, so a `Campaign` should come from there.
"""

from campaign.definition.awards import (
    Awards,
    Medium,
    Objectors,
    Publicity,
    PublicityPeriod,
    Share,
    Title,
)
from campaign.definition.calendar import (
    Break,
    ChecklistItem,
    Deadline,
    HolidayYear,
    MeetingKind,
    MonthlyReminders,
    Phase,
    Proof,
    ReminderRules,
    Vacation,
)
from campaign.definition.campaign import Campaign, Duty, FoundingNotice, Privacy
from campaign.definition.inspections import (
    Heading,
    Indicator,
    InspectionRound,
    Inspections,
    PlanRules,
    Verdict,
)
from campaign.definition.records import (
    ActivityForm,
    Category,
    Lengths,
    Limits,
    MonthlyItems,
    StoryKind,
    Theme,
)
from campaign.definition.values import (
    Both,
    DutyOf,
    Id,
    Month,
    MonthInFile,
    Named,
    Section,
    Stretch,
    read_month,
)

__all__ = [
    "ActivityForm",
    "Awards",
    "Both",
    "Break",
    "Campaign",
    "Category",
    "ChecklistItem",
    "Deadline",
    "Duty",
    "DutyOf",
    "FoundingNotice",
    "Heading",
    "HolidayYear",
    "Id",
    "Indicator",
    "InspectionRound",
    "Inspections",
    "Lengths",
    "Limits",
    "Medium",
    "MeetingKind",
    "Month",
    "MonthInFile",
    "MonthlyItems",
    "MonthlyReminders",
    "Named",
    "Objectors",
    "Phase",
    "PlanRules",
    "Privacy",
    "Proof",
    "Publicity",
    "PublicityPeriod",
    "ReminderRules",
    "Section",
    "Share",
    "StoryKind",
    "Stretch",
    "Theme",
    "Title",
    "Vacation",
    "Verdict",
    "read_month",
]
