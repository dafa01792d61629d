"""What is said of a month: what came in, what is new, what a branch still lacks."""

from collections.abc import Iterator, Mapping

from campaign.calendar import Calendar, month_name
from campaign.definition import Both, Month
from campaign.people import BranchId
from campaign.progress import CHECK_IN
from campaign.reminders import MonthOfBranch
from campaign.texts import Text

Counts = Mapping[tuple[Month, BranchId], Mapping[str, int]]


def came_in(
    calendar: Calendar, counted: Counts, month: Month, branch: BranchId | None
) -> Iterator[Text]:
    """What the branch handed in, in the month before: never how many did not."""
    before = next((one for one in calendar.months if one.following() == month), None)
    if before is None or branch is None:
        return
    counts = counted.get((before, branch), {})
    stories = sum(counts.get(kind.id, 0) for kind in calendar.campaign.story_kinds)
    check_ins = counts.get(CHECK_IN, 0)
    words = {"month": month_name(before), "check_ins": check_ins, "stories": stories}
    if stories:
        yield Text("reminders.came_in", words)
    elif check_ins:
        yield Text("reminders.check_ins_came_in", words)


def what_is_new(calendar: Calendar, month: Month) -> Iterator[Text]:
    """What the month asks for, and the themes that begin in it."""
    campaign, days = calendar.campaign, calendar.days_of(month)
    yield Text("reminders.new_month", {"kinds": [kind.name for kind in campaign.story_kinds]})
    themes = [
        theme.name
        for theme in campaign.themes
        if theme.window is not None and days.covers(theme.window.opens)
    ]
    if themes:
        yield Text("reminders.new_themes", {"themes": themes})


def lacking(month: MonthOfBranch, *, named: bool) -> Iterator[Text]:
    """What is left to do; `named`: with the names of members without a trace."""
    if month.owed:
        yield Text("reminders.owed", {"kinds": [_owed(kind.name, n) for kind, n in month.owed]})
    if month.invited:
        yield Text("reminders.invited", {"kinds": [kind.name for kind in month.invited]})
    n, names = month.without_trace, list(month.names)
    if n and not (named and names):
        yield Text("reminders.without_trace", {"n": n})
    elif n > len(names):
        yield Text("reminders.without_trace_and_more", {"names": names, "n": n})
    elif n:
        yield Text("reminders.without_trace_are", {"names": names})


def _owed(kind: Both, n: int) -> Text | Both:
    return kind if n == 1 else Text("reminders.kind_and_number", {"kind": kind, "n": n})
