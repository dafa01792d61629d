"""Do the days of a campaign file agree: phases, deadlines, windows, months?"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from campaign.calendar import ONE_DAY
from campaign.definition.values import Month, read_month
from campaign.reading.faults import Finding
from campaign.reading.nodes import Node


def day_findings(file: Node) -> Iterator[Finding]:
    """Everything that is wrong with the days."""
    yield from _stretches_in_order(file)
    yield from _phases_in_a_row(file)
    yield from _deadlines_in_their_phase(file)
    yield from _days_of_the_campaign(file)
    yield from _months_in_their_phase(file)


def _stretches_in_order(file: Node) -> Iterator[Finding]:
    for node in file.walk():
        for opening, closing in (("opens", "closes"), ("first", "last")):
            first, last = node.at(opening).day, node.at(closing).day
            if first and last and first > last:
                words = {"first": first, "last": last}
                yield Finding(node.at(closing).path, "ends_before_it_begins", words)


def _phases_in_a_row(file: Node) -> Iterator[Finding]:
    stretches = file.rows("phases")
    if file.at("closing").value is not None:
        stretches.append(file.at("closing"))
    for before, after in pairwise(stretches):
        yield from _follows(before.at("closes").day, after.at("opens"))
    if stretches:
        yield from _same_day(stretches[0].at("opens"), file.at("opens").day, "first_phase_opens")
        yield from _same_day(stretches[-1].at("closes"), file.at("closes").day, "last_phase_closes")


def _follows(before: date | None, opens: Node) -> Iterator[Finding]:
    if before is None or opens.day is None or opens.day == before + ONE_DAY:
        return
    words = {"before": before, "opens": opens.day, "wanted": before + ONE_DAY}
    if opens.day <= before:
        yield Finding(opens.path, "phases_overlap", words)
    else:
        days = (opens.day - before - ONE_DAY).days
        yield Finding(opens.path, "phases_gap", words | {"days": days})


def _same_day(node: Node, wanted: date | None, kind: str) -> Iterator[Finding]:
    if node.day and wanted and node.day != wanted:
        yield Finding(node.path, kind, {str(node.path[-1]): node.day, "wanted": wanted})


def _deadlines_in_their_phase(file: Node) -> Iterator[Finding]:
    for deadline in file.rows("deadlines"):
        day, phase = deadline.at("day"), _phase(file, deadline.at("phase").text)
        span = _span(phase) if phase else None
        if day.day and phase and span and not span[0] <= day.day <= span[1]:
            words = {"day": day.day, "phase": phase.at("id").text}
            yield Finding(day.path, "outside_phase", words | _span_words(span))


def _days_of_the_campaign(file: Node) -> Iterator[Finding]:
    span = _span(file)
    inside = [file.at("awards", "publicity", "opens")]
    for theme in file.rows("themes"):
        inside += [theme.at("window", "opens"), theme.at("window", "closes")]
    for node in inside:
        if span and node.day and not span[0] <= node.day <= span[1]:
            yield Finding(node.path, "outside_campaign", {"day": node.day} | _span_words(span))


def _months_in_their_phase(file: Node) -> Iterator[Finding]:
    monthly = file.at("monthly")
    first, last = monthly.at("first_month"), monthly.at("last_month")
    first_month, last_month = _month(first), _month(last)
    if first_month and last_month and first_month > last_month:
        swapped = {"first": first_month, "last": last_month}
        yield Finding(last.path, "ends_before_it_begins", swapped)
    phase = _phase(file, monthly.at("phase").text)
    span = _span(phase) if phase else None
    for node, month in ((first, first_month), (last, last_month)):
        if month and phase and span and not Month.of(span[0]) <= month <= Month.of(span[1]):
            words = {"month": month, "phase": phase.at("id").text}
            yield Finding(node.path, "months_outside_phase", words | _span_words(span))


def _phase(file: Node, phase_id: str | None) -> Node | None:
    stretches = (*file.rows("phases"), file.at("closing"))
    return next(
        (phase for phase in stretches if phase_id and phase.at("id").text == phase_id), None
    )


def _span(node: Node) -> tuple[date, date] | None:
    opens, closes = node.at("opens").day, node.at("closes").day
    return (opens, closes) if opens and closes and opens <= closes else None


def _span_words(span: tuple[date, date]) -> dict[str, object]:
    return {"opens": span[0], "closes": span[1]}


def _month(node: Node) -> Month | None:
    try:
        return read_month(node.value)
    except ValueError:
        return None
