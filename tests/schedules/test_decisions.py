"""What becomes of what is due: every pair once, nobody above the cap, what is late called so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.calendar import Calendar
from campaign.definition import Month
from campaign.prompts.sending_days import SendingDays
from campaign.reminders import MonthOfBranch
from campaign.texts import Language
from schedules.budget import Budget, Ear
from schedules.decisions import LATE_AFTER, TOLD, Bundle, Moment, Pair, decide
from schedules.facts import Facts
from schedules.reminder import MEMBERS, Gap, Reminder, Rule
from storage.audiences import Recipient
from storage.reminders import Outcome
from tests.campaign.campaign_files import shipped

NOW = datetime(2008, 7, 4, 4, 0, tzinfo=UTC)
TODAY = date(2008, 7, 4)
SENDING = SendingDays(Calendar(shipped()))
LACKING, DONE = MonthOfBranch(without_trace=3), MonthOfBranch()
JULY, JUNE = Month(2008, 7), Month(2008, 6)
FACTS = Facts(months={(JULY, 1): LACKING, (JUNE, 1): DONE})


def a_reminder(late: timedelta, month: Month = JULY, name: str = "a") -> Reminder:
    due = NOW - late
    return Reminder(Rule.MID_MONTH, name, due, due + timedelta(days=15), MEMBERS, month)


def a_group(chat: int | None = -7, since: datetime | None = None) -> Recipient:
    return Recipient("group:1", chat, Language.ZH, since, 1, "一")


def a_secretary(person: int = 5) -> Recipient:
    return Recipient(f"secretary:1:{person}", 70 + person, Language.ZH, None, 1, "一", person)


def decided(
    *pairs: Pair, told: dict[Ear, set[date]] | None = None, seen_until: datetime | None = None
) -> list[Bundle]:
    return decide(pairs, Moment(NOW, FACTS, Budget(SENDING, TODAY, told or {}), seen_until))


def outcome(
    reminder: Reminder, recipient: Recipient, seen_until: datetime | None = None
) -> Outcome:
    (bundle,) = decided(Pair(reminder, recipient), seen_until=seen_until)
    (one,) = bundle.decided
    return one.outcome


@pytest.mark.parametrize(
    ("late", "wanted"),
    [
        (timedelta(), Outcome.SENT),
        (LATE_AFTER, Outcome.SENT),
        (LATE_AFTER + timedelta(seconds=1), Outcome.LATE),
        (timedelta(hours=24), Outcome.LATE),
        (timedelta(hours=24, seconds=1), Outcome.DIGESTED),
        (timedelta(days=9), Outcome.DIGESTED),
    ],
)
def test_how_late_it_is_says_what_it_becomes(late: timedelta, wanted: Outcome) -> None:
    assert outcome(a_reminder(late), a_group()) is wanted


def test_past_its_end_it_is_for_a_digest_only() -> None:
    over = Reminder(Rule.MID_MONTH, "a", NOW - timedelta(hours=2), NOW, MEMBERS, JULY)
    assert outcome(over, a_group()) is Outcome.DIGESTED


def test_one_that_is_old_makes_a_digest_of_all() -> None:
    old, new = a_reminder(timedelta(days=3), name="old"), a_reminder(timedelta(), name="new")
    (bundle,) = decided(Pair(old, a_group()), Pair(new, a_group()))
    assert bundle.digest
    assert {one.outcome for one in bundle.decided} == {Outcome.DIGESTED}
    assert [pair.reminder.stands_for for pair in bundle.told] == ["new"]


MON, TUE, WED, THU = (date(2008, 6, 30) + timedelta(days=n) for n in range(4))
LAST_FRIDAY = date(2008, 6, 27)


@pytest.mark.parametrize(
    ("recipient", "told", "waits"),
    [
        ("group", set(), 0),
        ("group", {MON}, 0),
        ("group", {MON, WED}, 1),
        ("group", {LAST_FRIDAY, WED}, 0),
        ("group", {THU}, 1),
        ("group", {TODAY}, 1),
        ("secretary", {MON, WED}, 0),
        ("secretary", {MON, TUE, WED}, 1),
        ("secretary", {THU}, 1),
    ],
)
def test_what_the_budget_forbids_today_waits_undecided(
    recipient: str, told: set[date], waits: int
) -> None:
    """A group is prompted twice a week, a secretary three times, and nobody two days in a row."""
    whom, ear = (a_group(), "group:1") if recipient == "group" else (a_secretary(), 5)
    (bundle,) = decided(Pair(a_reminder(timedelta()), whom), told={ear: told})
    assert bundle.waits == waits
    assert len(bundle.decided) == 1 - waits


def test_what_is_due_tomorrow_joins_what_is_told_today_and_never_goes_alone() -> None:
    tomorrow = a_reminder(-timedelta(days=1), name="tomorrow")
    today, done = a_reminder(timedelta(), name="today"), a_reminder(timedelta(), JUNE)
    (bundle,) = decided(Pair(today, a_group()), Pair(tomorrow, a_group()))
    assert {one.outcome for one in bundle.decided} == {Outcome.SENT}
    assert len(bundle.decided) == 2
    (bundle,) = decided(Pair(done, a_group()), Pair(tomorrow, a_group()))
    assert [one.outcome for one in bundle.decided] == [Outcome.NOT_NEEDED]


def test_what_was_looked_at_in_time_is_not_called_late() -> None:
    """It waited its turn, or the calendar has changed: nobody stood still."""
    seen = NOW - timedelta(days=1)
    assert outcome(a_reminder(timedelta(days=3)), a_group(), seen) is Outcome.WAITED
    assert outcome(a_reminder(timedelta(hours=3)), a_group(), seen) is Outcome.LATE
    over = Reminder(Rule.MID_MONTH, "a", seen, NOW, MEMBERS, JULY)
    assert outcome(over, a_group(), seen) is Outcome.OVERTAKEN


def test_the_secretary_is_not_told_what_the_group_hears() -> None:
    facts = replace(FACTS, with_group=frozenset({1}))
    pairs = [Pair(a_reminder(timedelta()), whom) for whom in (a_group(), a_secretary())]
    bundles = decide(pairs, Moment(NOW, facts, Budget(SENDING, TODAY)))
    assert [one.outcome for bundle in bundles for one in bundle.decided] == [
        Outcome.SENT,
        Outcome.IN_GROUP,
    ]


def test_what_somebody_passes_on_is_one_message_with_their_own() -> None:
    """And counts as one of theirs."""
    passed_on = replace(a_group(chat=75), instead_of="群", stand_in=5)
    (bundle,) = decided(
        Pair(a_reminder(timedelta()), passed_on), Pair(a_reminder(timedelta()), a_secretary())
    )
    assert len(bundle.told) == 2
    told: dict[Ear, set[date]] = {5: {MON, TUE, WED}}
    (bundle,) = decided(Pair(a_reminder(timedelta()), passed_on), told=told)
    assert bundle.waits == 1


def test_news_comes_above_the_budget_and_is_never_late() -> None:
    gap = Gap(NOW - timedelta(days=3), NOW - timedelta(hours=10))
    notice = Reminder(Rule.GAP, "g", gap.until, NOW + timedelta(days=1), MEMBERS, gap)
    (bundle,) = decided(Pair(notice, a_secretary()), told={5: {TODAY}})
    assert [one.outcome for one in bundle.decided] == [Outcome.SENT]


def test_what_is_done_is_not_needed() -> None:
    assert outcome(a_reminder(timedelta(), JUNE), a_group()) is Outcome.NOT_NEEDED


@pytest.mark.parametrize(
    ("recipient", "late", "wanted"),
    [
        (a_group(None), timedelta(), Outcome.UNREACHABLE),
        (a_group(since=NOW), timedelta(hours=2), Outcome.UNREACHABLE),
        (a_group(since=NOW), timedelta(minutes=30), Outcome.SENT),
        (a_group(since=NOW - timedelta(hours=3)), timedelta(hours=2), Outcome.LATE),
    ],
)
def test_whoever_came_later_hears_nothing_of_before(
    recipient: Recipient, late: timedelta, wanted: Outcome
) -> None:
    assert outcome(a_reminder(late), recipient) is wanted


pairs = st.lists(
    st.builds(
        lambda hours, month, name, whom: Pair(
            a_reminder(timedelta(hours=hours), month, name), whom
        ),
        st.integers(0, 400),
        st.sampled_from([JUNE, JULY]),
        st.sampled_from("abcdef"),
        st.sampled_from([a_group(), a_group(None), a_secretary(5), a_secretary(6)]),
    ),
    unique_by=lambda pair: pair.key,
)


@given(pairs, st.dictionaries(st.sampled_from([5, 6]), st.sets(st.sampled_from([MON, WED, THU]))))
def test_every_pair_is_decided_once_or_waits_and_a_chat_hears_one_message(
    found: list[Pair], told: dict[Ear, set[date]]
) -> None:
    bundles = decided(*found, told=told)
    keys = [one.pair.key for bundle in bundles for one in bundle.decided]
    assert len(keys) == len({*keys})
    assert len(keys) + sum(bundle.waits for bundle in bundles) == len(found)
    chats = [pair.recipient.chat_id for bundle in bundles for pair in bundle.told[:1]]
    assert len(chats) == len(set(chats))
    for bundle in bundles:
        heard = [one for one in bundle.decided if one.outcome in TOLD]
        assert bool(heard) == bool(bundle.told)
        for one in heard:
            late = NOW - one.pair.reminder.due
            assert one.pair.recipient.chat_id is not None
            assert (one.outcome is Outcome.DIGESTED) == bundle.digest
            assert one.outcome is not Outcome.SENT or late <= LATE_AFTER
            assert one.outcome is not Outcome.LATE or late <= timedelta(hours=24)
            person = one.pair.recipient.person
            assert person is None or THU not in told.get(person, set())
