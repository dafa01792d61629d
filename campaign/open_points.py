"""What a campaign file still leaves to the office: no faults, but not settled either."""

from collections.abc import Iterator

from campaign.calendar import Calendar
from campaign.definition import Both, Campaign


def open_points(campaign: Campaign) -> tuple[Both, ...]:
    """One sentence for each thing that the office should confirm, in both languages."""
    return (*_days(campaign), *_sheet(campaign), *_publicity(campaign), *_holidays(campaign))


def _days(campaign: Campaign) -> Iterator[Both]:
    for deadline in campaign.deadlines:
        if not deadline.confirmed:
            yield Both(
                zh=f"「{deadline.name.zh}」暂定 {deadline.day}，待办公室确认。",
                en=f"{deadline.name.en}: {deadline.day} is assumed, to be confirmed by the office.",
            )


def _sheet(campaign: Campaign) -> Iterator[Both]:
    if campaign.inspections and not campaign.inspections.sheet_confirmed:
        yield Both(
            zh="检查指标是暂定的，待办公室换上学校的党支部工作评价表或确认。",
            en="The inspection sheet is assumed: the office should confirm or replace it.",
        )


def _publicity(campaign: Campaign) -> Iterator[Both]:
    """Holidays that become known late can make the publicity period outlast the conference."""
    if campaign.awards is None:
        return
    period = campaign.awards.publicity
    conference = campaign.deadline(campaign.awards.conference).day
    ends = Calendar(campaign).working_day_from(period.opens, number=period.working_days)
    if ends > conference:
        yield Both(
            zh=f"公示到 {ends} 才满 {period.working_days} 个工作日，"
            f"晚于最迟 {conference} 的总结表彰。",
            en=f"{period.working_days} working days of publicity end on {ends}, after the last day "
            f"for the conference, {conference}.",
        )


def _holidays(campaign: Campaign) -> Iterator[Both]:
    calendar = Calendar(campaign)
    for year in range(campaign.opens.year, campaign.closes.year + 1):
        if not calendar.knows_holidays_of(year):
            yield Both(
                zh=f"还没有 {year} 年的节假日与调休，暂按周末计算工作日。",
                en=f"Holidays of {year} are not filled in yet: only weekends count as days off.",
            )
