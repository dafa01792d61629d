"""The life of a notice, every pair of state and act; who may do what; what goes together."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from campaign.notice_audiences import (
    Audience,
    Count,
    audience_problem,
    needs_second,
    sending_problem,
)
from campaign.notices import (
    AT_ONCE,
    GOES_ON,
    MOST_QUEUED,
    NOTICE_MOVES,
    OVER,
    SECOND_THOUGHTS,
    SHOWN_EVERY,
    DeliveryState,
    Figures,
    Notice,
    NoticeAct,
    NoticePart,
    NoticeState,
    albums,
    all_ended,
    card_changes_at,
    files_to_upload,
    goes_on_at,
    moment_problem,
    moved,
    needs_consent,
    refusal,
    room_in_outbox,
    shown_figures,
    starts_at,
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


def in_state(state: NoticeState, **more: Any) -> Notice:
    return replace(NOTICE, state=state, **more)


def figures(**counts: int) -> Figures:
    return Counter({DeliveryState(name): count for name, count in counts.items()})


def test_who_has_consented_is_not_asked_again() -> None:
    many = Count(people=201)
    assert needs_consent(NOTICE, many)
    assert not needs_consent(replace(NOTICE, consented_by=2), many)
    assert not needs_consent(NOTICE, Count(people=200))


@pytest.mark.parametrize(
    ("count", "others", "key"),
    [
        (Count(people=1), 0, None),
        (Count(people=201), 0, "broadcast.no_second_person"),
        (Count(people=201), 1, None),
        (Count(), 1, "broadcast.nobody"),
    ],
)
def test_it_goes_to_somebody_and_to_many_only_with_a_second(
    count: Count, others: int, key: str | None
) -> None:
    problem = sending_problem(Audience(), count, others=others)
    assert (None if problem is None else problem.key) == key


def test_after_the_consent_there_is_a_minute_and_a_later_moment_stays() -> None:
    later = NOW + timedelta(hours=1)
    soon = NOW + SECOND_THOUGHTS
    moments = [starts_at(replace(NOTICE, send_at=at), consented_at=NOW) for at in (None, NOW)]
    assert moments == [soon, soon]
    assert starts_at(replace(NOTICE, send_at=later), consented_at=NOW) == later


def test_files_are_uploaded_once() -> None:
    parts = (
        NoticePart("text", "a"),
        NoticePart("photo", upload="u"),
        NoticePart("photo", file_id="f"),
        NoticePart("document", upload="v"),
    )
    assert files_to_upload(replace(NOTICE, parts=parts)) == [1, 3]
    sent = replace(parts[1], file_id="f")
    assert files_to_upload(replace(NOTICE, parts=(parts[0], sent))) == []


@pytest.mark.parametrize(
    ("waiting", "queued", "room"),
    [
        (0, 0, 0),
        (3, 0, 3),
        (5000, 0, MOST_QUEUED),
        (5000, 499, 501),
        (5000, 500, 0),
        (0, 499, 0),
    ],
)
def test_the_outbox_is_filled_up_from_below_the_half(waiting: int, queued: int, room: int) -> None:
    assert room_in_outbox(figures(waiting=waiting, queued=queued)) == room


def test_it_is_over_when_all_are_written_down_and_nobody_waits() -> None:
    ended = figures(sent=2, blocked=1)
    assert all_ended(in_state(NoticeState.SENDING), ended)
    assert not all_ended(in_state(NoticeState.FILLING), ended)
    assert not all_ended(in_state(NoticeState.PAUSED), ended)
    assert not all_ended(in_state(NoticeState.SENDING), ended + figures(queued=1))
    assert not all_ended(in_state(NoticeState.SENDING), ended + figures(waiting=1))


def test_the_card_changes_when_its_figures_do_and_not_oftener_than_one_looks() -> None:
    sending = in_state(NoticeState.SENDING, total=3)
    same = replace(sending, shown=shown_figures(sending, figures(sent=1)), shown_at=NOW)
    assert card_changes_at(sending, figures(sent=1)) == AT_ONCE
    assert card_changes_at(same, figures(sent=1, queued=2)) is None
    assert card_changes_at(same, figures(sent=2, queued=1)) == NOW + SHOWN_EVERY
    assert card_changes_at(replace(same, total=4), figures(sent=1)) == NOW + SHOWN_EVERY
    done = replace(same, state=NoticeState.DONE)
    assert card_changes_at(done, figures(sent=3)) == AT_ONCE


LATER = NOW + timedelta(hours=1)
UPLOAD = (NoticePart("photo", upload="u"),)


@pytest.mark.parametrize(
    ("notice", "counts", "moment"),
    [
        (in_state(NoticeState.NEW), figures(), AT_ONCE),
        (in_state(NoticeState.NEW, parts=UPLOAD), figures(), AT_ONCE),
        (in_state(NoticeState.NEW, parts=UPLOAD, card_id="c"), figures(), None),
        (in_state(NoticeState.ASKING), figures(), None),
        (in_state(NoticeState.PLANNED), figures(), AT_ONCE),
        (in_state(NoticeState.PLANNED, send_at=LATER), figures(), LATER),
        (in_state(NoticeState.FILLING), figures(queued=900), AT_ONCE),
        (in_state(NoticeState.SENDING), figures(sent=1), AT_ONCE),
        (in_state(NoticeState.SENDING), figures(sent=1, queued=1, waiting=1), AT_ONCE),
        (in_state(NoticeState.SENDING, shown="sending 0 sent=1"), figures(sent=1, queued=1), None),
        (in_state(NoticeState.SENDING, shown_at=LATER), figures(queued=1), LATER + SHOWN_EVERY),
        (in_state(NoticeState.PAUSED, shown="paused 0 "), figures(queued=1), None),
        (in_state(NoticeState.PAUSED, shown_at=LATER), figures(sent=1), LATER + SHOWN_EVERY),
        (in_state(NoticeState.DONE), figures(sent=1), None),
        (in_state(NoticeState.CANCELLED), figures(cancelled=1), None),
        (in_state(NoticeState.DECLINED), figures(), None),
    ],
)
def test_when_it_goes_on_by_itself(
    notice: Notice, counts: Figures, moment: datetime | None
) -> None:
    assert goes_on_at(notice, counts) == moment
    assert moment is None or notice.state in GOES_ON
