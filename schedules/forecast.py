"""What will be told when, to whom and why, if nothing changes until then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaign.calendar import Calendar, month_name
from campaign.definition import Both, Month
from campaign.duties import find_line
from campaign.prompts.sending_days import HolidayTable, SendingDays
from campaign.texts import Text
from schedules.facts import Facts, read_facts
from schedules.reminder import Hearer, Lines, Reminder, Rule, VacationDigest
from schedules.rules.table import reminders_of
from storage.audiences import Audiences, Recipient, find_audiences
from storage.database.session import Session

# How far ahead each search for the next reminder looks.
FAR = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A reminder with how many chats of each kind would hear it.

    `spared` is how many have nothing left to do, `out_of_reach` how many cannot be reached.
    """

    reminder: Reminder
    hearing: dict[Hearer, int]
    spared: int
    out_of_reach: int

    @property
    def at(self) -> datetime:
        """When it is due."""
        return self.reminder.due

    @property
    def is_needed(self) -> bool:
        """Whether anybody would hear it."""
        return any(self.hearing.values())


async def find_upcoming(
    session: Session, calendar: Calendar, *, after: datetime, until: datetime
) -> list[Upcoming]:
    """What is due after the moment `after`, and no later than `until`, in order."""
    due = [one for one in reminders_of(calendar) if after < one.due <= until]
    if not due:
        return []
    audiences = await find_audiences(session)
    subjects = {(one.rule, one.about) for one in due}
    facts = await read_facts(session, calendar, subjects, concerned=audiences.branches)
    reached = (one.branch for one in audiences.groups if one.chat_id is not None)
    facts = replace(facts, with_group=frozenset(one for one in reached if one is not None))
    return [_upcoming(one, audiences, facts) for one in due]


async def next_needed(session: Session, calendar: Calendar, *, after: datetime) -> datetime | None:
    """When the next reminder is due that anybody would hear; None if there is none."""
    while after < calendar.end_of(calendar.closes):
        found = await find_upcoming(session, calendar, after=after, until=after + FAR)
        needed = next((one.at for one in found if one.is_needed), None)
        if needed is not None:
            return needed
        after += FAR
    return None


def what(calendar: Calendar, upcoming: Upcoming) -> Text:
    """What it is, in a few words."""
    about = upcoming.reminder.about
    key = WHAT[upcoming.reminder.rule]
    if isinstance(about, Month):
        return Text(key, {"month": month_name(about)})
    if isinstance(about, VacationDigest):
        return Text(key, {"first": about.first, "last": about.last})
    if isinstance(about, Lines):
        phase = _thing(calendar, about)
        days = abs((about.day - calendar.day_of(upcoming.at)).days)
        if days == 0:
            return Text("calendar.due_that_day", {"phase": phase})
        return Text(key, {"phase": phase, "day": about.day, "n": days})
    return Text(key)


def to_whom(upcoming: Upcoming) -> list[Text]:
    """Who would hear it, with their number."""
    return [Text(WHOM[kind], {"n": n}) for kind, n in upcoming.hearing.items() if n]


def why(calendar: Calendar, upcoming: Upcoming) -> Text:
    """Why it is told, and to how many it is not."""
    about = upcoming.reminder.about
    words = {"spared": upcoming.spared, "out": upcoming.out_of_reach}
    if isinstance(about, Lines):
        items = _names(calendar, about.items)
        return Text("calendar.because_of_lines", {"items": items, **words})
    if isinstance(about, VacationDigest):
        return Text("calendar.because_of_vacation", words)
    return Text("calendar.because_of_month", words)


def _thing(calendar: Calendar, about: Lines) -> Both:
    """What is due: the line, or the phase if several are."""
    names = _names(calendar, about.items)
    return names[0] if len(names) == 1 else calendar.campaign.phase(about.phase).name


def _names(calendar: Calendar, items: Iterable[str]) -> list[Both]:
    found = (find_line(calendar.campaign, item) for item in items)
    return [one[1].name for one in found if one is not None]


def days_off(calendar: Calendar) -> list[Text]:
    """For each year of the campaign, from which table the days off are, on which nobody is told."""
    days, years = SendingDays(calendar), range(calendar.opens.year, calendar.closes.year + 1)
    return [
        Text("calendar.days_off", {"year": str(year), "table": Text(TABLES[days.table_of(year)])})
        for year in years
    ]


TABLES = {
    HolidayTable.FILE: "calendar.table_file",
    HolidayTable.LIBRARY: "calendar.table_library",
    HolidayTable.STATUTORY: "calendar.table_statutory",
    HolidayTable.WEEKENDS: "calendar.table_weekends",
}
WHAT = {
    Rule.AHEAD: "calendar.deadline_ahead",
    Rule.OVERDUE: "calendar.overdue",
    Rule.LADDER: "calendar.ladder",
    Rule.MONTH_OPENS: "calendar.month_opens",
    Rule.MID_MONTH: "calendar.mid_month",
    Rule.MONTH_CLOSES: "calendar.month_closes",
    Rule.BEFORE_VACATION: "calendar.before_vacation",
    Rule.AFTER_VACATION: "calendar.after_vacation",
}
WHOM = {
    Hearer.GROUP: "calendar.to_groups",
    Hearer.SECRETARY: "calendar.to_secretaries",
    Hearer.OFFICE: "calendar.to_office",
}


def _upcoming(reminder: Reminder, audiences: Audiences, facts: Facts) -> Upcoming:
    asked: dict[Hearer, Sequence[Recipient]] = {
        Hearer.GROUP: audiences.groups,
        Hearer.SECRETARY: audiences.secretaries,
        Hearer.OFFICE: audiences.office,
    }
    everybody = [
        (kind, whom)
        for kind in reminder.to
        for whom in asked[kind]
        if not (reminder.for_members and whom.person and whom.branch in facts.with_group)
    ]
    reached = [(kind, whom) for kind, whom in everybody if whom.chat_id is not None]
    hearing = [kind for kind, whom in reached if _wants(facts, reminder, whom)]
    return Upcoming(
        reminder,
        {kind: _count(hearing, kind) for kind in reminder.to},
        spared=len(reached) - len(hearing),
        out_of_reach=len(everybody) - len(reached),
    )


def _wants(facts: Facts, reminder: Reminder, whom: Recipient) -> bool:
    return facts.wants(reminder.rule, reminder.about, whom.branch)


def _count(kinds: Iterable[Hearer], kind: Hearer) -> int:
    return sum(one is kind for one in kinds)
