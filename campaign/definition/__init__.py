"""A campaign as data: every word, date, number and rule that its file may hold.

These are shapes only. Whether the parts of a file agree with each other is asked in
`campaign.reading`, so a `Campaign` should come from there.
"""

from campaign.definition.awards import Awards, Objectors, PublicityPeriod, Share, Title
from campaign.definition.campaign import Campaign, Duty, Notice, Privacy
from campaign.definition.categories import ActivityForm, Category
from campaign.definition.holidays import Break, HolidayYear
from campaign.definition.inspections import Indicator, InspectionRound, Inspections, Verdict
from campaign.definition.limits import Lengths, Limits
from campaign.definition.phases import ChecklistItem, Deadline, MeetingKind, Phase, Proof
from campaign.definition.plans import Heading, PlanRules
from campaign.definition.publicity import Medium, Publicity
from campaign.definition.reminders import MonthlyReminders, ReminderRules
from campaign.definition.stories import MonthlyItems, StoryKind
from campaign.definition.themes import Theme
from campaign.definition.values import Both, DutyOf, Id, Month, Named, Part, Stretch

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
    "MonthlyItems",
    "MonthlyReminders",
    "Named",
    "Notice",
    "Objectors",
    "Part",
    "Phase",
    "PlanRules",
    "Privacy",
    "Proof",
    "Publicity",
    "PublicityPeriod",
    "ReminderRules",
    "Share",
    "StoryKind",
    "Stretch",
    "Theme",
    "Title",
    "Verdict",
]
