"""The life of a notice, every pair of state and act; who may do what; what goes together."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from campaign.notices import (
    NOTICE_MOVES,
    OVER,
    Audience,
    Count,
    Notice,
    NoticeAct,
    NoticePart,
    NoticeState,
    albums,
    audience_problem,
    moment_problem,
    moved,
    needs_second,
    refusal,
)
from tests.campaign.people import person

NOW = datetime(2008, 6, 23, 1, 0, tzinfo=UTC)
NOTICE = Notice("n", 1, (), Audience(), NoticeState.ASKING, None, NOW)


@pytest.mark.parametrize("state", list(NoticeState))
@pytest.mark.parametrize("act", list(NoticeAct))
def test_what_is_not_in_the_table_is_refused(state: NoticeState, act: NoticeAct) -> None:
    other = person(2)
    allowed = (state, act) in NOTICE_MOVES
    assert (moved(state, act) is not None) == allowed
    assert (refusal(other, act, replace(NOTICE, state=state)) is None) == allowed
    if state in OVER:
        assert not allowed
    elif act is NoticeAct.CANCEL:
        assert moved(state, act) is NoticeState.CANCELLED


@pytest.mark.parametrize("act", [NoticeAct.CONSENT, NoticeAct.DECLINE])
def test_nobody_decides_about_their_own(act: NoticeAct) -> None:
    author = person(1)
    found = refusal(author, act, NOTICE)
    assert found is not None
    assert found.text.key == "broadcast.not_your_own"


@pytest.mark.parametrize(
    ("count", "needed"),
    [
        (Count(people=200), False),
        (Count(people=201), True),
        (Count(people=199, groups=2), True),
        (Count(people=1, channel=1), True),
        (Count(out_of_reach=500), False),
    ],
)
def test_above_two_hundred_or_to_the_channel_two_are_needed(count: Count, needed: bool) -> None:
    assert needs_second(count) is needed


def test_an_audience_of_nobody_is_told() -> None:
    nobody = audience_problem(Audience(), Count())
    away = audience_problem(Audience(), Count(out_of_reach=3))
    nowhere = audience_problem(Audience(channel=True), Count(people=2))
    keys = [None if one is None else one.key for one in (nobody, away, nowhere)]
    assert keys == ["broadcast.nobody", "broadcast.nobody_joined", "broadcast.no_channel"]
    assert audience_problem(Audience(), Count(people=1)) is None


@pytest.mark.parametrize(
    ("ahead", "key"),
    [
        (timedelta(), "broadcast.moment_is_past"),
        (timedelta(seconds=1), None),
        (timedelta(days=366), None),
        (timedelta(days=367), "broadcast.moment_is_far"),
    ],
)
def test_a_moment_is_to_come_and_not_far_away(ahead: timedelta, key: str | None) -> None:
    problem = moment_problem(NOW + ahead, now=NOW)
    assert (None if problem is None else problem.key) == key


def test_albums_stay_together_and_in_order() -> None:
    def photo(album: str) -> NoticePart:
        return NoticePart("photo", file_id="f", album=album)

    parts = [NoticePart("text", "a"), photo("1"), photo("1"), photo("2"), photo(""), photo("")]
    assert [len(some) for some in albums(parts)] == [1, 2, 1, 1, 1]
    assert [len(some) for some in albums([photo("1")] * 12)] == [10, 2]
