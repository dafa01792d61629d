"""What becomes of what is due: every pair once, nobody above the cap, what is late called so."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.definition import Month, ReminderRules
from campaign.reminders import MonthOfBranch
from campaign.texts import Language
from schedules.decisions import LATE_AFTER, TOLD, Bundle, Pair, decide
from schedules.facts import Facts
from schedules.reminder import BRANCH, Gap, Reminder, Rule
from storage.audiences import Recipient
from storage.reminders import Outcome

NOW = datetime(2008, 7, 4, 4, 0, tzinfo=UTC)
RULES = ReminderRules()
LACKING, DONE = MonthOfBranch(without_trace=3), MonthOfBranch()
JULY, JUNE = Month(2008, 7), Month(2008, 6)
FACTS = Facts(months={(JULY, 1): LACKING, (JUNE, 1): DONE})


def a_reminder(late: timedelta, month: Month = JULY, name: str = "a") -> Reminder:
    due = NOW - late
    return Reminder(Rule.MID_MONTH, name, due, due + timedelta(days=15), BRANCH, month)


def a_group(chat: int | None = -7, since: datetime | None = None) -> Recipient:
    return Recipient("group:1", chat, Language.ZH, since, 1, "一")


def a_secretary(person: int = 5) -> Recipient:
    return Recipient(f"secretary:1:{person}", 70 + person, Language.ZH, None, 1, "一", person)


def decided(*pairs: Pair, prompts: dict[int, int] | None = None) -> list[Bundle]:
    return decide(pairs, now=NOW, facts=FACTS, prompts=prompts or {}, rules=RULES)


def outcome(reminder: Reminder, recipient: Recipient, **prompted: int) -> Outcome:
    prompts = {5: prompted.get("prompted", 0)}
    (bundle,) = decided(Pair(reminder, recipient), prompts=prompts)
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
    over = Reminder(Rule.MID_MONTH, "a", NOW - timedelta(hours=2), NOW, BRANCH, JULY)
    assert outcome(over, a_group()) is Outcome.DIGESTED


def test_one_that_is_old_makes_a_digest_of_all() -> None:
    old, new = a_reminder(timedelta(days=3), name="old"), a_reminder(timedelta(), name="new")
    (bundle,) = decided(Pair(old, a_group()), Pair(new, a_group()))
    assert bundle.digest
    assert {one.outcome for one in bundle.decided} == {Outcome.DIGESTED}
    assert [pair.reminder.stands_for for pair in bundle.told] == ["new"]


@pytest.mark.parametrize(("prompted", "wanted"), [(2, Outcome.SENT), (3, Outcome.CAPPED)])
def test_the_cap_is_for_people(prompted: int, wanted: Outcome) -> None:
    assert outcome(a_reminder(timedelta()), a_secretary(), prompted=prompted) is wanted
    assert outcome(a_reminder(timedelta()), a_group(), prompted=prompted) is Outcome.SENT


def test_news_comes_above_the_cap_and_is_never_late() -> None:
    gap = Gap(NOW - timedelta(days=3), NOW - timedelta(hours=10))
    notice = Reminder(Rule.GAP, "g", gap.until, NOW + timedelta(days=1), BRANCH, gap)
    assert outcome(notice, a_secretary(), prompted=9) is Outcome.SENT


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


@given(pairs, st.dictionaries(st.sampled_from([5, 6]), st.integers(0, 5)))
def test_every_pair_is_decided_once_and_a_chat_hears_one_message(
    found: list[Pair], prompts: dict[int, int]
) -> None:
    bundles = decided(*found, prompts=prompts)
    assert sorted(one.pair.key for b in bundles for one in b.decided) == sorted(
        p.key for p in found
    )
    chats = [pair.recipient.chat_id for bundle in bundles for pair in bundle.told[:1]]
    assert len(chats) == len(set(chats))
    for bundle in bundles:
        told = [one for one in bundle.decided if one.outcome in TOLD]
        assert bool(told) == bool(bundle.told)
        for one in told:
            late = NOW - one.pair.reminder.due
            assert one.pair.recipient.chat_id is not None
            assert (one.outcome is Outcome.DIGESTED) == bundle.digest
            assert one.outcome is not Outcome.SENT or late <= LATE_AFTER
            assert one.outcome is not Outcome.LATE or late <= timedelta(hours=24)
            person = one.pair.recipient.person
            assert person is None or prompts.get(person, 0) < RULES.weekly_cap
