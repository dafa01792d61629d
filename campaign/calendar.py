"""The campaign's calendar: what a day means. Days are dates in the campaign's time zone."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from campaign.definition import Campaign, ChecklistItem, Deadline, Month, Phase, Stretch
from campaign.texts import Language, Text, show_month

ONE_DAY = timedelta(days=1)
MIDNIGHT = time(0, 0)
# As `date.weekday` counts: Monday is 0.
SATURDAY = 5


class DutyState(StrEnum):
    """How a duty of a checklist stands on a day."""

    AHEAD = "ahead"
    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ChecklistDuty:
    """A line of a phase's checklist with its last day and how it stands."""

    phase: Phase
    item: ChecklistItem
    due: date
    standing: DutyState


def is_weekend(day: date) -> bool:
    """Whether the day is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


@dataclass(frozen=True, slots=True)
class MonthInWords:
    """A month as a text shows it."""

    month: Month

    def in_language(self, language: str) -> str:
        """2008年6月, June 2008."""
        return show_month(self.month.first_day, Language(language))


def month_name(month: Month) -> Text:
    """A month as people say it."""
    return Text("named", {"name": MonthInWords(month)})


def day_name(day: date, today: date) -> Text | date:
    """A day as people say it: with its year if that is not the present one."""
    if day.year == today.year:
        return day
    return Text("page.day_of_year", {"year": str(day.year), "day": day})


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """The months from the first to the last, both included."""
    while first <= last:
        yield first
        first = first.following()


@dataclass(frozen=True)
class Calendar:
    """Pure questions about days and moments; moments must know their time zone."""

    campaign: Campaign

    @property
    def zone(self) -> ZoneInfo:
        """The campaign's time zone."""
        return self.campaign.zone

    @property
    def opens(self) -> date:
        """The first day of the campaign."""
        return self.campaign.opens

    @property
    def closes(self) -> date:
        """The last day of the campaign."""
        return self.campaign.closes

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases in order; the closing days are not among them."""
        return self.campaign.phases

    def day_of(self, moment: datetime) -> date:
        """The day in the campaign's zone. ValueError for a moment without a zone."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return moment.astimezone(self.zone).date()

    def moment_at(self, day: date, at: time = MIDNIGHT) -> datetime:
        """That wall time of that day in the campaign's zone, as a moment in UTC."""
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """The moment in UTC at which the day is over."""
        return self.moment_at(day + ONE_DAY)

    def phase_on(self, day: date) -> Phase | None:
        """The phase that the day lies in, or the closing days; None outside the campaign."""
        return next((phase for phase in self.campaign.stretches if phase.covers(day)), None)

    # ── months ────────────────────────────────────────────────────────────────────────────

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """The months for which monthly items are due, in order."""
        return tuple(self._each_month())

    def _each_month(self) -> Iterator[Month]:
        monthly = self.campaign.monthly
        if monthly is None:
            return
        yield from months_between(monthly.first_month, monthly.last_month)

    def month_of(self, day: date) -> Month | None:
        """The month whose items can be handed in on that day; None if there is none."""
        month = Month.of(day)
        return month if month in self.months and self.days_of(month).covers(day) else None

    def days_of(self, month: Month) -> Stretch:
        """The days of one of the months, as far as they lie in the phase of monthly items.

        LookupError for a month without monthly items.
        """
        monthly = self.campaign.monthly
        if monthly is None or month not in self.months:
            raise LookupError(str(month))
        phase = self.campaign.phase(monthly.phase)
        return Stretch(
            opens=max(month.first_day, phase.opens), closes=min(month.last_day, phase.closes)
        )

    # ── working days ──────────────────────────────────────────────────────────────────────

    @cached_property
    def _makeup_days(self) -> frozenset[date]:
        return frozenset(day for year in self.campaign.holidays for day in year.makeup_days)

    @cached_property
    def _days_off(self) -> frozenset[date]:
        breaks = (holiday for year in self.campaign.holidays for holiday in year.breaks)
        return frozenset(
            holiday.first + ONE_DAY * number
            for holiday in breaks
            for number in range((holiday.last - holiday.first).days + 1)
        )

    def knows_holidays_of(self, year: int) -> bool:
        """Whether the official table of that year is in the file; else weekends alone count."""
        return any(table.year == year and table.confirmed for table in self.campaign.holidays)

    def decides_on(self, day: date) -> bool:
        """Whether the file says if people work on that day.

        It does for the years whose official tables it has, and for the days that any of these
        tables names: one of the next year also orders the last days of December.
        """
        tables = [table for table in self.campaign.holidays if table.confirmed]
        off = (holiday.covers(day) for table in tables for holiday in table.breaks)
        made_up = any(day in table.makeup_days for table in tables)
        return self.knows_holidays_of(day.year) or made_up or any(off)

    def is_working_day(self, day: date) -> bool:
        """Whether people work on that day: weekends, holidays and make-up days considered."""
        if day in self._makeup_days:
            return True
        return not is_weekend(day) and day not in self._days_off

    def working_day_from(self, day: date, *, number: int = 1) -> date:
        """The first working day on or after the day, or the second, third … of them."""
        if number < 1:
            raise ValueError("working days are counted from 1")
        while not self.is_working_day(day) or number > 1:
            number -= self.is_working_day(day)
            day += ONE_DAY
        return day

    def working_day_until(self, day: date) -> date:
        """The last working day on or before the day."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    # ── deadlines and checklists ──────────────────────────────────────────────────────────

    def deadlines_after(self, moment: datetime) -> tuple[Deadline, ...]:
        """The deadlines that can still be met, the nearest first. A day ends at its midnight."""
        day = self.day_of(moment)
        ahead = (deadline for deadline in self.campaign.deadlines if deadline.day >= day)
        return tuple(sorted(ahead, key=lambda deadline: deadline.day))

    def due_day(self, phase: Phase, item: ChecklistItem) -> date:
        """The last day for a line of the phase's checklist."""
        if item.deadline is None:
            return phase.closes
        return self.campaign.deadline(item.deadline).day

    def checklist(
        self, phase: Phase, day: date, done: Collection[str] = ()
    ) -> tuple[ChecklistDuty, ...]:
        """The phase's checklist as it stands on the day; `done` holds ids of lines ticked off."""
        return tuple(self._duty(phase, item, day, done) for item in phase.checklist)

    def checklists(self, day: date, done: Collection[str] = ()) -> tuple[ChecklistDuty, ...]:
        """The checklists of all phases and of the closing days as they stand on the day."""
        stretches = self.campaign.stretches
        return tuple(duty for phase in stretches for duty in self.checklist(phase, day, done))

    def _duty(
        self, phase: Phase, item: ChecklistItem, day: date, done: Collection[str]
    ) -> ChecklistDuty:
        due = self.due_day(phase, item)
        if item.id in done:
            standing = DutyState.DONE
        elif day > due:
            standing = DutyState.OVERDUE
        elif day < phase.opens:
            standing = DutyState.AHEAD
        elif (due - day).days <= max(self._leads(item), default=0):
            standing = DutyState.DUE
        else:
            standing = DutyState.OPEN
        return ChecklistDuty(phase, item, due, standing)

    def _leads(self, item: ChecklistItem) -> tuple[int, ...]:
        own = self.campaign.deadline(item.deadline).leads if item.deadline else None
        return self.campaign.reminders.leads if own is None else own
