"""The text of a bundle, line by line, in the recipient's language. Groups are never told names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from campaign.calendar import Calendar, month_name
from campaign.definition import Both, Month
from campaign.duties import find_line
from campaign.reminders import MonthOfBranch
from campaign.text_input import group_title
from campaign.texts import Text
from schedules.decisions import Bundle, Pair
from schedules.facts import Facts
from schedules.reminder import Gap, Lines, Moved, Rule
from storage.audiences import Recipient

# The most lines in one list; it says how many more there are.
MOST_ITEMS = 8


@dataclass(frozen=True, slots=True)
class Saying:
    """What is needed to say something: the calendar, the facts, the moment."""

    calendar: Calendar
    facts: Facts
    now: datetime

    @property
    def today(self) -> date:
        """The day in the campaign's zone."""
        return self.calendar.day_of(self.now)

    def local(self, moment: datetime) -> datetime:
        """The moment in the campaign's zone."""
        return moment.astimezone(self.calendar.zone)

    def item_name(self, item: str) -> Both | str:
        """A line's name; its id if the file has lost it."""
        found = find_line(self.calendar.campaign, item)
        return item if found is None else found[1].name


def lines_of(saying: Saying, bundle: Bundle) -> list[Text]:
    """The whole message."""
    lines: list[Text] = [*_to_be_passed_on(bundle.told[0].recipient)]
    if bundle.digest:
        lines.append(Text("reminders.digest"))
    elif bundle.late_since is not None:
        lines.append(Text("reminders.late", {"at": saying.local(bundle.late_since)}))
    branch = None
    for pair in bundle.told:
        recipient = pair.recipient
        if recipient.person is not None and recipient.branch not in (None, branch):
            branch = recipient.branch
            lines.append(Text("reminders.of_branch", {"branch": recipient.branch_name}))
        lines += _told(saying, pair)
    return lines


def _to_be_passed_on(recipient: Recipient) -> Iterator[Text]:
    """A line for whoever reads what was meant for a group that the bot cannot write to."""
    if recipient.instead_of is not None:
        yield Text("groups.pass_on", {"group": group_title(recipient.instead_of)})


def done_line(saying: Saying, abouts: Sequence[Lines | Month]) -> Text:
    """What a card says once all that it asked for is done."""
    months = dict.fromkeys(about for about in abouts if isinstance(about, Month))
    lines = [about for about in abouts if isinstance(about, Lines)]
    items = dict.fromkeys(item for about in lines for item in about.items)
    what = [*(saying.item_name(item) for item in items), *(month_name(month) for month in months)]
    return Text("reminders.done", {"what": what[:MOST_ITEMS]})


def _told(saying: Saying, pair: Pair) -> Iterator[Text]:
    rule, about = pair.reminder.rule, pair.reminder.about
    match about:
        case Lines() if rule is Rule.LADDER:
            yield from _ladder(saying, about)
        case Lines():
            yield from _deadline(saying, about, pair.recipient)
        case Month():
            yield _month_title(saying, rule, about)
            lacking = saying.facts.month(about, pair.recipient.branch)
            yield from _month(lacking, named=pair.recipient.person is not None)
        case Moved(item, old, new, _):
            words = {"item": saying.item_name(item), "old": old, "new": new}
            yield Text("reminders.moved", words)
        case Gap(since, until):
            words = {"since": saying.local(since), "until": saying.local(until)}
            yield Text("reminders.gap", words)


def _deadline(saying: Saying, about: Lines, recipient: Recipient) -> Iterator[Text]:
    left = (about.day - saying.today).days
    words = {"phase": _phase(saying, about), "day": about.day, "n": abs(left)}
    if left < 0:
        yield Text("reminders.overdue", words)
    elif left == 0:
        yield Text("reminders.due_today", words)
    elif left == 1:
        yield Text("reminders.due_tomorrow", words)
    else:
        yield Text("reminders.ahead", words)
    items = saying.facts.open_items(about.items, recipient.branch)
    for item in items[:MOST_ITEMS]:
        yield Text("reminders.item", {"item": saying.item_name(item)})
    if len(items) > MOST_ITEMS:
        yield Text("reminders.more_items", {"n": len(items) - MOST_ITEMS})


def _ladder(saying: Saying, about: Lines) -> Iterator[Text]:
    late = (saying.today - about.day).days
    behind = saying.facts.ladders[about.items]
    words = {
        "phase": _phase(saying, about),
        "day": about.day,
        "n": late,
        "branches": behind.branches,
    }
    yield Text("reminders.ladder", words)
    for branch, n in behind.first:
        yield Text("reminders.branch_behind", {"branch": branch, "n": n})
    if behind.branches > len(behind.first):
        yield Text("reminders.more_branches", {"n": behind.branches - len(behind.first)})


def _month_title(saying: Saying, rule: Rule, month: Month) -> Text:
    left = (saying.calendar.days_of(month).closes - saying.today).days
    words = {"month": month_name(month), "n": left}
    if left < 0:
        return Text("reminders.month_is_over", words)
    if left == 0:
        return Text("reminders.month_last_day", words)
    if rule is Rule.MONTH_OPENS:
        return Text("reminders.month_opens", words)
    if rule is Rule.MID_MONTH:
        return Text("reminders.mid_month", words)
    return Text("reminders.month_closes", words)


def _month(lacking: MonthOfBranch, *, named: bool) -> Iterator[Text]:
    if lacking.owed:
        yield Text("reminders.owed", {"kinds": [_owed(kind.name, n) for kind, n in lacking.owed]})
    if lacking.invited:
        yield Text("reminders.invited", {"kinds": [kind.name for kind in lacking.invited]})
    n, names = lacking.without_trace, list(lacking.names)
    if n and not (named and names):
        yield Text("reminders.without_trace", {"n": n})
    elif n > len(names):
        yield Text("reminders.without_trace_and_more", {"names": names, "n": n})
    elif n:
        yield Text("reminders.without_trace_are", {"names": names})


def _owed(kind: Both, n: int) -> Text | Both:
    return kind if n == 1 else Text("reminders.kind_and_number", {"kind": kind, "n": n})


def _phase(saying: Saying, about: Lines) -> Both:
    return saying.calendar.campaign.phase(about.phase).name
