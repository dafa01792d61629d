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

# So long after the consent nothing is sent, so that it can still be stopped.
SECOND_THOUGHTS = timedelta(seconds=60)
# Messages of one notice; every picture of an album is one.
MOST_MESSAGES = 10
FURTHEST_AHEAD = timedelta(days=366)
# Deliveries of a notice that lie in the outbox at most; below half of it, more are put there.
MOST_QUEUED = 1000
# The card of a notice changes no oftener: less than Telegram minds, more than people look.
SHOWN_EVERY = timedelta(seconds=3)
# A moment that has come, whatever the clock says.
AT_ONCE = datetime.min.replace(tzinfo=UTC)


class NoticeState(StrEnum):
    """Where a notice stands.

    NEW: handed in, not yet taken up. ASKING: a second person is asked. PLANNED:
    waits for its moment. FILLING: its recipients are being written down, and sending has begun.
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
# A notice paused while its recipients were still being written down goes on with that.
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
# Those of which some recipients may be written down, and not all have got it.
UNDER_WAY = AT_WORK | {S.PAUSED}
# Those that the program takes further without anybody's press.
GOES_ON = UNDER_WAY | {S.NEW, S.PLANNED}


class DeliveryState(StrEnum):
    """How the notice stands with one recipient: WAITING for its place, QUEUED in the outbox."""

    WAITING = "waiting"
    QUEUED = "queued"
    SENT = "sent"
    BLOCKED = "blocked"
    GONE = "gone"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


UNSENT = (DeliveryState.WAITING, DeliveryState.QUEUED)
# How many deliveries of a notice stand in each state.
Figures = Counter[DeliveryState]


@dataclass(frozen=True, slots=True)
class NoticePart:
    """One message of a notice, as it was written: its words, its file, its formatting (`look`).

    A `look` is in the messenger's words; it goes back to it unread. Parts of one
    `album` go together. `upload` is a file of the program's own that has no `file_id` yet.
    """

    kind: str
    text: str = ""
    file_id: str = ""
    album: str = ""
    look: Mapping[str, Any] | None = None
    upload: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice. `send_at` is None for at once; `total` counts its recipients as written down."""

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
    """Whether a second person is still to be asked before the notice goes to so many."""
    return needs_second(count) and notice.consented_by is None


def moved(state: NoticeState, act: NoticeAct) -> NoticeState | None:
    """The state after the act; None where it cannot be done any more."""
    return NOTICE_MOVES.get((state, act))


def refusal(person: Person, act: NoticeAct, notice: Notice) -> Refusal | None:
    """Why this person may not do this to the notice now; the office as such may."""
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
    """When a notice goes after the consent: at its moment, but never without second thoughts."""
    soonest = consented_at + SECOND_THOUGHTS
    return soonest if notice.send_at is None else max(soonest, notice.send_at)


def files_to_upload(notice: Notice) -> list[int]:
    """The places of the parts whose files Telegram does not know by an id yet."""
    return [at for at, part in enumerate(notice.parts) if part.upload and not part.file_id]


def room_in_outbox(figures: Figures) -> int:
    """How many deliveries more are to be queued now."""
    queued = figures[DeliveryState.QUEUED]
    if queued >= MOST_QUEUED // 2:
        return 0
    return min(MOST_QUEUED - queued, figures[DeliveryState.WAITING])


def all_ended(notice: Notice, figures: Figures) -> bool:
    """Whether everybody is written down, and nobody waits any more."""
    return notice.state is S.SENDING and not any(figures[state] for state in UNSENT)


def shown_figures(notice: Notice, figures: Figures) -> str:
    """What the card tells, in a form to compare: state, total and counts."""
    ended = [f"{state}={n}" for state, n in sorted(figures.items()) if state not in UNSENT and n]
    return f"{notice.state} {notice.total} {' '.join(ended)}"


def card_changes_at(notice: Notice, figures: Figures) -> datetime | None:
    """The moment from which its card may be brought up to date; None while it is."""
    if shown_figures(notice, figures) == notice.shown:
        return None
    if notice.shown_at is None or notice.state in (S.ASKING, S.DONE):
        return AT_ONCE
    return notice.shown_at + SHOWN_EVERY


def goes_on_at(notice: Notice, figures: Figures) -> datetime | None:
    """The moment from which more is to be done with it, as things stand.

    None: nothing before something changes.
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
