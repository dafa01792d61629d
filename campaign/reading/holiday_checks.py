"""Do holidays and make-up working days agree?"""

from collections.abc import Iterator
from datetime import date

from campaign.calendar import is_weekend
from campaign.reading.faults import Finding
from campaign.reading.nodes import Node
from campaign.texts import Text

WEEKDAYS = (
    Text("campaign_file.monday"),
    Text("campaign_file.tuesday"),
    Text("campaign_file.wednesday"),
    Text("campaign_file.thursday"),
    Text("campaign_file.friday"),
)


def holiday_findings(file: Node) -> Iterator[Finding]:
    """Days that are both off and worked, worked anyway, off twice, or in the wrong year."""
    breaks = [row for year in file.rows("holidays") for row in year.rows("breaks")]
    for year in file.rows("holidays"):
        yield from _days_of_the_year(year)
        for makeup in year.rows("makeup_days"):
            yield from _makeup_fits(makeup, breaks)
    yield from _breaks_apart(breaks)


def _days_of_the_year(table: Node) -> Iterator[Finding]:
    year = table.at("year").number
    days = [node for row in table.rows("breaks") for node in (row.at("first"), row.at("last"))]
    for node in (*days, *table.rows("makeup_days")):
        if year is not None and node.day and not _belongs(node.day, year):
            yield Finding(node.path, "other_year", {"day": node.day, "year": year})


def _belongs(day: date, year: int) -> bool:
    """A year's notice also orders the last days of the December before."""
    return day.year == year or (day.year == year - 1 and day.month == 12)


def _makeup_fits(makeup: Node, breaks: list[Node]) -> Iterator[Finding]:
    day = makeup.day
    if day is None:
        return
    for first, last in filter(None, map(_span, breaks)):
        if first <= day <= last:
            span = {"day": day, "first": first, "last": last}
            yield Finding(makeup.path, "makeup_in_break", span)
    if not is_weekend(day):
        words = {"day": day, "weekday": WEEKDAYS[day.weekday()]}
        yield Finding(makeup.path, "makeup_on_weekday", words)


def _breaks_apart(breaks: list[Node]) -> Iterator[Finding]:
    known = [(row, span) for row in breaks if (span := _span(row))]
    for number, (row, (first, last)) in enumerate(known):
        for _, (other_first, other_last) in known[:number]:
            if first <= other_last and other_first <= last:
                yield Finding(
                    row.path, "breaks_overlap", {"first": other_first, "last": other_last}
                )


def _span(row: Node) -> tuple[date, date] | None:
    first, last = row.at("first").day, row.at("last").day
    return (first, last) if first and last else None
