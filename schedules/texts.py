"""The text of a bundle, line by line, in the recipient's language. Groups are never told names."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from campaign.calendar import Calendar, day_name, month_name
from campaign.definition import Both, Month
from campaign.duties import find_line
from campaign.text_input import group_title
from campaign.texts import Text
from schedules.decisions import Bundle, Pair
from schedules.facts import Facts, month_of
from schedules.month_texts import came_in, lacking, what_is_new
from schedules.reminder import Asked, Gap, Lines, Moved, Rule, VacationDigest

# The most lines in one list; it says how many more there are.
MOST_ITEMS = 8
# What is listed once a week, after everything else.
LISTED = frozenset({Rule.OVERDUE, Rule.LADDER})


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
    lines: list[Text] = []
    if bundle.digest:
        lines.append(Text("reminders.digest"))
    elif bundle.late_since is not None:
        lines.append(Text("reminders.late", {"at": saying.local(bundle.late_since)}))
    told = bundle.told
    for whom in dict.fromkeys(pair.recipient.whom for pair in told):
        mine = [pair for pair in told if pair.recipient.whom == whom]
        lines += [*_heading(mine[0]), *_told_to(saying, mine)]
    return lines


def _heading(pair: Pair) -> Iterator[Text]:
    """Which branch it is about; for whoever passes it on to a closed group, which group."""
    recipient = pair.recipient
    if recipient.instead_of is not None:
        yield Text("groups.pass_on", {"group": group_title(recipient.instead_of)})
    if recipient.person is not None and recipient.branch is not None:
        yield Text("reminders.of_branch", {"branch": recipient.branch_name})


def _told_to(saying: Saying, pairs: Sequence[Pair]) -> Iterator[Text]:
    months = {pair.reminder.about for pair in pairs if isinstance(pair.reminder.about, Month)}
    lines = [pair.reminder.about for pair in pairs if isinstance(pair.reminder.about, Lines)]
    named = {item for about in lines for item in about.items}
    for pair in pairs:
        about = pair.reminder.about
        if isinstance(about, VacationDigest):
            yield from _around_vacation(saying, pair, about, told=months | named)
        elif pair.reminder.rule not in LISTED:
            yield from _told(saying, pair)
    yield from _overdue(saying, [one for one in pairs if one.reminder.rule is Rule.OVERDUE])
    yield from _ladders(saying, [one for one in pairs if one.reminder.rule is Rule.LADDER])


def done_line(saying: Saying, abouts: Sequence[Asked]) -> Text:
    """What a card says once all that it asked for is done."""
    months = dict.fromkeys(month for about in abouts if (month := month_of(about)))
    lines = [about for about in abouts if not isinstance(about, Month)]
    items = dict.fromkeys(item for about in lines for item in about.items)
    what = [*(saying.item_name(item) for item in items), *(month_name(month) for month in months)]
    return Text("reminders.done", {"what": what[:MOST_ITEMS]})


def _told(saying: Saying, pair: Pair) -> Iterator[Text]:
    match pair.reminder.about:
        case Lines() as about:
            yield from _deadline(saying, about, pair)
        case Month() as month:
            yield from _month(saying, pair, month)
        case Moved(item, old, new, _):
            words = {"item": saying.item_name(item), "old": old, "new": new}
            yield Text("reminders.moved", words)
        case Gap(since, until):
            words = {"since": saying.local(since), "until": saying.local(until)}
            yield Text("reminders.gap", words)


def _deadline(saying: Saying, about: Lines, pair: Pair) -> Iterator[Text]:
    items = saying.facts.open_items(about.items, pair.recipient.branch)
    left = (about.day - saying.today).days
    one = len(items) == 1
    words: dict[str, object] = {"day": day_name(about.day, saying.today), "n": abs(left)}
    if one:
        words["item"] = saying.item_name(items[0])
    yield Text(_deadline_key(left, one=one), words)
    if not one:
        yield from _items(saying, [(item, None) for item in items])


def _deadline_key(left: int, *, one: bool) -> str:
    if left < 0:
        return "reminders.overdue_one" if one else "reminders.overdue_several"
    if left == 0:
        return "reminders.due_today_one" if one else "reminders.due_today"
    if left == 1:
        return "reminders.due_tomorrow_one" if one else "reminders.due_tomorrow"
    return "reminders.ahead_one" if one else "reminders.ahead"


def _items(saying: Saying, items: Sequence[tuple[str, date | None]]) -> Iterator[Text]:
    for item, day in items[:MOST_ITEMS]:
        name = saying.item_name(item)
        if day is None:
            yield Text("reminders.item", {"item": name})
        else:
            words = {"item": name, "day": day_name(day, saying.today)}
            yield Text("reminders.item_with_day", words)
    if len(items) > MOST_ITEMS:
        yield Text("reminders.more_items", {"n": len(items) - MOST_ITEMS})


def _overdue(saying: Saying, pairs: Sequence[Pair]) -> Iterator[Text]:
    """The weekly list: what is over its day; what stands there for the last time says so."""
    for is_last in (False, True):
        mine = [pair for pair in pairs if pair.reminder.last is is_last]
        items = [
            (item, pair.reminder.about.day)
            for pair in mine
            if isinstance(pair.reminder.about, Lines)
            for item in saying.facts.open_items(pair.reminder.about.items, pair.recipient.branch)
        ]
        if items:
            yield Text("reminders.overdue")
            yield from _items(saying, items)
        if items and is_last:
            of_office = mine[0].recipient.branch is None
            yield Text("reminders.last_to_office" if of_office else "reminders.last_time")


def _ladders(saying: Saying, pairs: Sequence[Pair]) -> Iterator[Text]:
    for pair in pairs:
        if isinstance(pair.reminder.about, Lines):
            yield from _ladder(saying, pair.reminder.about)
    if any(pair.reminder.last for pair in pairs):
        yield Text("reminders.last_to_office")


def _ladder(saying: Saying, about: Lines) -> Iterator[Text]:
    behind = saying.facts.ladders[about.items]
    names = [saying.item_name(item) for item in about.items]
    day = day_name(about.day, saying.today)
    words = {"items": names, "day": day, "branches": behind.branches}
    yield Text("reminders.ladder", words)
    for branch, n in behind.first:
        if len(names) == 1:
            yield Text("reminders.item", {"item": branch})
        else:
            yield Text("reminders.branch_behind", {"branch": branch, "n": n})
    if behind.branches > len(behind.first):
        yield Text("reminders.more_branches", {"n": behind.branches - len(behind.first)})


def _around_vacation(
    saying: Saying, pair: Pair, about: VacationDigest, *, told: Collection[Month | str]
) -> Iterator[Text]:
    """A heading and what is open; what the message speaks of anyway is left to that."""
    before = pair.reminder.rule is Rule.BEFORE_VACATION
    key = "reminders.before_vacation" if before else "reminders.after_vacation"
    yield Text(key, {"first": about.first, "last": about.last})
    days = dict(about.days)
    left = saying.facts.open_items(about.items, pair.recipient.branch)
    yield from _items(saying, [(item, days[item]) for item in left if item not in told])
    if about.month is not None and about.month not in told:
        month = saying.facts.month(about.month, pair.recipient.branch)
        if not month.is_done:
            yield Text("reminders.of_month", {"month": month_name(about.month)})
            yield from lacking(month, named=pair.recipient.person is not None)


def _month(saying: Saying, pair: Pair, month: Month) -> Iterator[Text]:
    branch, calendar = pair.recipient.branch, saying.calendar
    yield _month_title(saying, pair.reminder.rule, month)
    if pair.reminder.rule is Rule.MONTH_OPENS and saying.today <= calendar.days_of(month).closes:
        yield from came_in(calendar, saying.facts.came_in, month, branch)
        yield from what_is_new(calendar, month)
    else:
        left = saying.facts.month(month, branch)
        yield from lacking(left, named=pair.recipient.person is not None)


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
