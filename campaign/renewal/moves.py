"""Moving days from one campaign to the next."""

from collections.abc import Callable, Iterator
from datetime import date

from campaign.definition import Campaign, Month
from campaign.renewal.edits import Edit, Template

Move = Callable[[date], date]


def moves(old: date, new: date) -> Iterator[Move]:
    """The ways to move the old first day to the new one, the better one first."""
    months = (new.year - old.year) * 12 + new.month - old.month
    if old.day == new.day:
        yield lambda day: add_months(day, months)
    yield lambda day: day + (new - old)


def add_months(day: date, months: int) -> date:
    """The same day, `months` later; the last day of a month stays the last."""
    count = day.year * 12 + day.month - 1 + months
    last = Month(count // 12, count % 12 + 1).last_day
    is_last = day == Month.of(day).last_day
    return last if is_last or day.day > last.day else last.replace(day=day.day)


def moved_days(template: Template, move: Move) -> Iterator[Edit]:
    """Every day of the file but those of the holidays."""
    for node in template.file.walk():
        if node.day and node.path[0] != "holidays":
            yield template.value_edit(node.path, move(node.day).isoformat())


def moved_months(template: Template, campaign: Campaign, move: Move) -> Iterator[Edit]:
    """The first and the last month of monthly items, as their days in the phase move."""
    monthly = campaign.monthly
    if monthly is None:
        return
    phase = campaign.phase(monthly.phase)
    first = max(monthly.first_month.first_day, phase.opens)
    last = min(monthly.last_month.last_day, phase.closes)
    for key, day in (("first_month", first), ("last_month", last)):
        yield template.value_edit(("monthly", key), f'"{Month.of(move(day))}"')
