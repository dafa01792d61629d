"""What the people of the demo's college did so far: check-ins and stories, told believably."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from bot.demo.college.college import College, Someone, read_words
from campaign.calendar import Calendar
from campaign.check_ins import CheckIn, CheckInContent, CheckInState, forms_for
from campaign.definition import Campaign, Month
from campaign.people import BranchId, PersonId, Role
from campaign.stories import (
    Consent,
    Story,
    StoryContent,
    StoryState,
    closed,
    tells_of_a_person,
)

# How many months of records there are.
MONTHS = 3
# How often somebody checks in during a whole month; most once or twice, nobody daily.
HOW_OFTEN = (0, 1, 1, 1, 2, 2, 3)
CONSENTS = (Consent.NAMED, Consent.NAMED, Consent.NAMED, Consent.UNNAMED, Consent.NONE)


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that was handed in, in the order in which it was."""

    check_ins: tuple[CheckIn, ...]
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """The database's keys for people, by number, and for branches, by name."""

    people: Mapping[str, PersonId]
    branches: Mapping[str, BranchId]


def make_records(college: College, campaign: Campaign, keys: Keys, now: datetime) -> Records:
    """Three months of records up to the evening before, as far as the campaign allows."""
    writing = _Writing(college, campaign, keys, now, Random(f"{college.seed} records"))
    check_ins = sorted(writing.check_ins(), key=lambda one: one.created_at)
    stories = sorted(writing.stories(), key=lambda one: one.created_at)
    return Records(tuple(check_ins), tuple(stories))


class _Writing:
    def __init__(
        self, college: College, campaign: Campaign, keys: Keys, now: datetime, chance: Random
    ) -> None:
        self._college = college
        self._campaign = campaign
        self._keys = keys
        self._today = now.astimezone(campaign.zone).date()
        self._chance = chance
        self._said: dict[str, list[dict[str, Any]]] = read_words("check_ins")
        self._told: dict[str, list[dict[str, str]]] = read_words("stories")

    def check_ins(self) -> Iterator[CheckIn]:
        for branch in self._college.branches:
            zeal = self._chance.uniform(0.55, 1.0)
            for one in self._college.joined(branch.name):
                if Role.LEADER in one.roles:
                    continue
                for first, last in self._months():
                    yield from self._check_ins_of(one, first, last, zeal)

    def stories(self) -> Iterator[Story]:
        kinds = [kind.id for kind in self._campaign.story_kinds if kind.id in self._told]
        calendar = Calendar(self._campaign)
        for branch in self._college.branches:
            writers = self._college.joined(branch.name)
            for first, last in self._months():
                for kind in kinds:
                    day = self._day(first, last)
                    if self._chance.random() < 0.45 and closed(calendar, day) is None:
                        yield self._story(self._chance.choice(writers), kind, day)

    def _months(self) -> list[tuple[date, date]]:
        """The first and the last day of each month that counts, up to yesterday."""
        months: list[tuple[date, date]] = []
        last = min(self._today - timedelta(days=1), self._campaign.closes)
        while last >= self._campaign.opens and len(months) < MONTHS:
            first = max(Month.of(last).first_day, self._campaign.opens)
            months.append((first, last))
            last = Month.of(last).first_day - timedelta(days=1)
        return months[::-1]

    def _check_ins_of(
        self, one: Someone, first: date, last: date, zeal: float
    ) -> Iterator[CheckIn]:
        part = zeal * (last - first).days / 30
        wanted = round(self._chance.choice(HOW_OFTEN) * part + self._chance.random() * 0.6)
        allowed = {form.id for form in forms_for(self._campaign, self._category(one))}
        fitting = [
            said
            for said in self._said.get(one.category, [])
            if said["form"] in allowed and first.month in said.get("months", [first.month])
        ]
        for said in self._chance.sample(fitting, min(wanted, len(fitting))):
            yield self._check_in(one, said, self._day(first, last))

    def _check_in(self, one: Someone, said: dict[str, Any], day: date) -> CheckIn:
        fill = {"subject": self._subject(one), "n": self._chance.randint(2, 6)}
        known = {theme.id for theme in self._campaign.themes}
        content = CheckInContent(
            activity=said["form"],
            themes=tuple(theme for theme in said["themes"] if theme in known),
            done=said["done"].format(**fill),
            effect=said.get("effect", "").format(**fill),
            happened_on=day,
        )
        at = self._moment(day)
        return CheckIn(
            self._token(),
            self._keys.people[one.number],
            self._keys.branches[one.branch],
            CheckInState.STANDING,
            1,
            content,
            at,
            at,
        )

    def _story(self, author: Someone, kind: str, day: date) -> Story:
        told = self._chance.choice(self._told[kind])
        about = self._chance.choice(self._college.joined(author.branch))
        named = tells_of_a_person(self._campaign, kind)
        fill = {"name": about.name, "branch": author.branch, "subject": self._subject(author)}
        content = StoryContent(
            kind=kind,
            title=told["title"].format(**fill),
            body=told["body"].strip().format(**fill),
            consent=self._chance.choice(CONSENTS),
            about=about.name if named else "",
            about_person=self._keys.people[about.number] if named else None,
        )
        at = self._moment(day)
        return Story(
            self._token(),
            self._keys.people[author.number],
            self._keys.branches[author.branch],
            Month.of(day),
            StoryState.SUBMITTED,
            1,
            content,
            at,
            at,
        )

    def _category(self, one: Someone) -> str | None:
        known = {category.id for category in self._campaign.categories}
        return one.category if one.category in known else None

    def _subject(self, one: Someone) -> str:
        return self._chance.choice(self._college.branch(one.branch).subjects)

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self._chance.randint(0, (last - first).days))

    def _moment(self, day: date) -> datetime:
        """When it was written down: that day, in waking hours."""
        minutes = self._chance.randint(7 * 60 + 30, 21 * 60)
        after = timedelta(minutes=minutes, seconds=self._chance.randint(0, 59))
        return (datetime.combine(day, time(), self._campaign.zone) + after).astimezone(UTC)

    def _token(self) -> str:
        return base64.urlsafe_b64encode(self._chance.randbytes(12)).decode()
