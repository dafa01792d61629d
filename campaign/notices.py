"""Notices of the office: what they say, who must consent, how they live and go on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from campaign.messages import ALBUM_LIMIT, CAPTION_LIMIT, MESSAGE_LIMIT, utf16_length
from campaign.notice_audiences import Audience, Count, needs_second, sending_problem
from campaign.people import Person, PersonId, Refusal
from campaign.texts import Text

# How long a notice waits after the consent, so that it can still be stopped.
SECOND_THOUGHTS = timedelta(seconds=60)
# The most messages in one notice; every picture of an album counts as one.
MOST_MESSAGES = 10
# How far ahead a notice can be planned.
FURTHEST_AHEAD = timedelta(days=366)
# The most deliveries of one notice in the outbox; below half of it, more are queued.
MOST_QUEUED = 1000
# A notice's card is redrawn no more often: Telegram allows that much, and nobody looks more often.
SHOWN_EVERY = timedelta(seconds=3)
# A moment that lies in the past on every clock.
AT_ONCE = datetime.min.replace(tzinfo=UTC)


class NoticeState(StrEnum):
    """Where a notice stands.

    NEW: handed in, not yet taken up. ASKING: a second person is asked. PLANNED: waits for its
    moment. FILLING: its recipients are being listed, and sending has begun.
    """

    NEW = "new"
    ASKING = "asking"
    PLANNED = "planned"
    FILLING = "filling"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    DECLINED = "declined"


class NoticeAct(StrEnum):
    """What is done to a notice."""

    ASK = "ask"
    PLAN = "plan"
    CONSENT = "consent"
    DECLINE = "decline"
    OPEN = "open"
    FILLED = "filled"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    FINISH = "finish"


S, A = NoticeState, NoticeAct
# A notice that was paused while its recipients were being listed resumes the listing.
NOTICE_MOVES: Mapping[tuple[NoticeState, NoticeAct], NoticeState] = {
    (S.NEW, A.ASK): S.ASKING,
    (S.NEW, A.PLAN): S.PLANNED,
    (S.NEW, A.CANCEL): S.CANCELLED,
    (S.ASKING, A.CONSENT): S.PLANNED,
    (S.ASKING, A.DECLINE): S.DECLINED,
    (S.ASKING, A.CANCEL): S.CANCELLED,
    (S.PLANNED, A.OPEN): S.FILLING,
    (S.PLANNED, A.ASK): S.ASKING,
    (S.PLANNED, A.CANCEL): S.CANCELLED,
    (S.FILLING, A.FILLED): S.SENDING,
    (S.FILLING, A.PAUSE): S.PAUSED,
    (S.FILLING, A.CANCEL): S.CANCELLED,
    (S.SENDING, A.PAUSE): S.PAUSED,
    (S.SENDING, A.CANCEL): S.CANCELLED,
    (S.SENDING, A.FINISH): S.DONE,
    (S.PAUSED, A.RESUME): S.FILLING,
    (S.PAUSED, A.CANCEL): S.CANCELLED,
}
OVER = frozenset({S.DONE, S.CANCELLED, S.DECLINED})
AT_WORK = frozenset({S.FILLING, S.SENDING})
# States in which recipients may be listed already, and not all of them have received it.
UNDER_WAY = AT_WORK | {S.PAUSED}
# States from which the program goes on by itself.
GOES_ON = UNDER_WAY | {S.NEW, S.PLANNED}


class DeliveryState(StrEnum):
    """The state of a delivery: WAITING to be queued, QUEUED in the outbox, or how it ended.

    NOT_JOINED: belongs to the audience, but had no chat when the recipients were listed.
    """

    WAITING = "waiting"
    QUEUED = "queued"
    SENT = "sent"
    BLOCKED = "blocked"
    GONE = "gone"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    NOT_JOINED = "not_joined"


UNSENT = (DeliveryState.WAITING, DeliveryState.QUEUED)
# How many deliveries of a notice stand in each state.
Figures = Counter[DeliveryState]


@dataclass(frozen=True, slots=True)
class NoticePart:
    """One message of a notice as it was written: its text, its file, its formatting (`look`).

    `look` is in the messenger's own terms and goes back to it unread. Parts of the same `album` are
    sent together. `upload` is a local file that has no `file_id` yet.
    """

    kind: str
    text: str = ""
    file_id: str = ""
    album: str = ""
    look: Mapping[str, Any] | None = None
    upload: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice. `send_at` is None to send at once; `total` is the number of recipients listed."""

    id: str
    author: PersonId
    parts: tuple[NoticePart, ...]
    audience: Audience
    state: NoticeState
    send_at: datetime | None
    created_at: datetime
    consented_by: PersonId | None = None
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    total: int = 0
    filled_up_to: int = 0
    card_id: str | None = None
    asked_cards: tuple[str, ...] = ()
    shown: str = ""
    shown_at: datetime | None = None
    rounds: int = 0

    @property
    def subject(self) -> str:
        """What the trace calls it."""
        return f"notice:{self.id}"


def needs_consent(notice: Notice, count: Count) -> bool:
    """Whether a second person must still consent before the notice goes to so many."""
    return needs_second(count) and notice.consented_by is None


def moved(state: NoticeState, act: NoticeAct) -> NoticeState | None:
    """The state after the act; None if the act is no longer possible."""
    return NOTICE_MOVES.get((state, act))


def refusal(person: Person, act: NoticeAct, notice: Notice) -> Refusal | None:
    """Why this person of the office may not do this to the notice now; None if they may."""
    if act in (NoticeAct.CONSENT, NoticeAct.DECLINE) and person.id == notice.author:
        return Refusal(Text("broadcast.not_your_own"))
    if moved(notice.state, act) is None:
        return Refusal(Text("broadcast.too_late_for_that"))
    return None


def moment_problem(moment: datetime, *, now: datetime) -> Text | None:
    """What is wrong with the moment at which a notice is to be sent."""
    if moment <= now:
        return Text("broadcast.moment_is_past", {"moment": moment})
    if moment - now > FURTHEST_AHEAD:
        return Text("broadcast.moment_is_far")
    return None


def content_problem(parts: Sequence[NoticePart]) -> Text | None:
    """What is wrong with what a notice says."""
    if not parts:
        return Text("broadcasting.nothing_to_say")
    if len(parts) > MOST_MESSAGES:
        return Text("broadcast.too_many", {"most": MOST_MESSAGES})
    if any(p.kind == "text" and utf16_length(p.text) > MESSAGE_LIMIT for p in parts):
        return Text("broadcasting.text_too_long", {"most": MESSAGE_LIMIT})
    if any(p.kind != "text" and utf16_length(p.text) > CAPTION_LIMIT for p in parts):
        return Text("broadcast.caption_too_long", {"most": CAPTION_LIMIT})
    return None


def new_notice_problem(new: Notice, count: Count, *, others: int) -> Text | None:
    """Why a new notice cannot be handed in; `others` of the office could consent to it."""
    problem = content_problem(new.parts) or sending_problem(new.audience, count, others=others)
    if problem is None and new.send_at is not None:
        return moment_problem(new.send_at, now=new.created_at)
    return problem


def starts_at(notice: Notice, *, consented_at: datetime) -> datetime:
    """When a notice is sent: at its moment, but never before SECOND_THOUGHTS have passed."""
    soonest = consented_at + SECOND_THOUGHTS
    return soonest if notice.send_at is None else max(soonest, notice.send_at)


def waits_long(notice: Notice, *, now: datetime) -> bool:
    """Whether a planned notice has time for a change, or a question before it is cancelled."""
    if notice.state is not S.PLANNED or notice.send_at is None:
        return False
    return notice.send_at - now > SECOND_THOUGHTS


def files_to_upload(notice: Notice) -> list[int]:
    """The indexes of the parts whose files still have to be uploaded to Telegram."""
    return [at for at, part in enumerate(notice.parts) if part.upload and not part.file_id]


def room_in_outbox(figures: Figures) -> int:
    """How many more deliveries can be queued now."""
    queued = figures[DeliveryState.QUEUED]
    if queued >= MOST_QUEUED // 2:
        return 0
    return min(MOST_QUEUED - queued, figures[DeliveryState.WAITING])


def all_ended(notice: Notice, figures: Figures) -> bool:
    """Whether all recipients are listed and no delivery is left to send."""
    return notice.state is S.SENDING and not any(figures[state] for state in UNSENT)


def shown_figures(notice: Notice, figures: Figures) -> str:
    """What the card shows, as text to compare: state, total and counts."""
    ended = [f"{state}={n}" for state, n in sorted(figures.items()) if state not in UNSENT and n]
    return f"{notice.state} {notice.total} {' '.join(ended)}"


def card_changes_at(notice: Notice, figures: Figures) -> datetime | None:
    """The moment from which the card may be redrawn; None while it is up to date."""
    if shown_figures(notice, figures) == notice.shown:
        return None
    if notice.shown_at is None or notice.state in (S.ASKING, S.DONE):
        return AT_ONCE
    return notice.shown_at + SHOWN_EVERY


def goes_on_at(notice: Notice, figures: Figures) -> datetime | None:
    """The moment from which there is more to do for the notice, as things stand.

    None: nothing until something changes.
    """
    match notice.state:
        case S.NEW if notice.card_id is not None and files_to_upload(notice):
            return None
        case S.NEW | S.FILLING:
            return AT_ONCE
        case S.PLANNED:
            return notice.send_at or AT_ONCE
        case S.SENDING if all_ended(notice, figures) or room_in_outbox(figures):
            return AT_ONCE
        case S.SENDING | S.PAUSED:
            return card_changes_at(notice, figures)
        case _:
            return None


def albums(parts: Sequence[NoticePart]) -> list[list[NoticePart]]:
    """The messages of a notice in order: single parts, and albums of two or more."""
    found: list[list[NoticePart]] = []
    for part in parts:
        if (
            part.album
            and found
            and found[-1][-1].album == part.album
            and len(found[-1]) < ALBUM_LIMIT
        ):
            found[-1].append(part)
        else:
            found.append([part])
    return found
