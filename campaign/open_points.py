"""What a campaign file still leaves to the office: no faults, but not settled either."""

from collections.abc import Iterator

from campaign.calendar import Calendar
from campaign.definition import Both, Campaign
from campaign.locale.translated import translated


def open_points(campaign: Campaign) -> tuple[Both, ...]:
    """One sentence for each thing that the office should confirm, in both languages."""
    return (
        *_days(campaign),
        *_vacations(campaign),
        *_sheet(campaign),
        *_publicity(campaign),
        *_holidays(campaign),
    )


def _days(campaign: Campaign) -> Iterator[Both]:
    for deadline in campaign.deadlines:
        if not deadline.confirmed:
            yield translated("open_points.deadline", name=deadline.name, day=deadline.day)


def _vacations(campaign: Campaign) -> Iterator[Both]:
    for one in campaign.vacations:
        if not one.confirmed:
            words = {"name": one.name, "first": one.first, "last": one.last}
            yield translated("open_points.vacation", **words)


def _sheet(campaign: Campaign) -> Iterator[Both]:
    if campaign.inspections and not campaign.inspections.sheet_confirmed:
        yield translated("open_points.sheet")


def _publicity(campaign: Campaign) -> Iterator[Both]:
    """Holidays that become known late can make the publicity period outlast the conference."""
    if campaign.awards is None:
        return
    period = campaign.awards.publicity
    conference = campaign.deadline(campaign.awards.conference).day
    ends = Calendar(campaign).working_day_from(period.opens, number=period.working_days)
    if ends > conference:
        yield translated(
            "open_points.publicity", days=period.working_days, ends=ends, conference=conference
        )


def _holidays(campaign: Campaign) -> Iterator[Both]:
    calendar = Calendar(campaign)
    for year in range(campaign.opens.year, campaign.closes.year + 1):
        if not calendar.knows_holidays_of(year):
            yield translated("open_points.holidays", year=year)
