"""What finished calls leave behind, written in one transaction: ends, results, consequences."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.process.retry import pause_after
from bot.telegram.errors import Meaning, Trouble
from bot.telegram.render import answers_press, method_of
from bot.telegram.rest_scopes import Scope, scope_of
from bot.telegram.updates.arrivals import without_half_characters
from bot.workers.closed_groups import news_of_groups, unsaid, unsaid_behind
from bot.workers.delivery import Called, chat_of
from campaign.messages import FetchOrder
from storage.database.session import Session
from storage.delivery.card_messages import Worn, keep_places
from storage.delivery.inbox import Arrival, store_arrivals
from storage.delivery.outbox import IN_DOUBT, REPLY, Claimed, End, OnDoubt, State, put_outgoing
from storage.delivery.outbox_rests import FLOODED, all_rest_until, resting_calls
from storage.delivery.outbox_results import LONGEST_REST, drop_waiting, mark_ends, move_chat
from storage.evidence.copies import FileTrouble
from storage.membership.people import set_reachable

log = logging.getLogger(__name__)

# The longest pause before another try, in seconds.
LONGEST_PAUSE = 300.0
BUDGET = timedelta(hours=24)
# A press that was not answered within a minute is forgotten by Telegram anyway.
PRESS_BUDGET = timedelta(minutes=1)

_ENDS = {
    Meaning.BLOCKED: State.BLOCKED,
    Meaning.GONE: State.GONE,
    Meaning.TOO_LARGE: State.REFUSED,
    Meaning.PLAIN: State.REFUSED,
    Meaning.ALONE: State.REFUSED,
    Meaning.TOPIC_CLOSED: State.REFUSED,
    Meaning.TOPIC_GONE: State.REFUSED,
    Meaning.MUTED: State.REFUSED,
    Meaning.REFUSED: State.REFUSED,
    # Only rows in a lane can follow their chat.
    Meaning.MIGRATED: State.REFUSED,
}


async def settle(
    session: Session, calls: Sequence[Called], *, at: datetime, tidied: Sequence[Worn] = ()
) -> bool:
    """Write down how calls came out, and which messages were tidied.

    Whether anything went into the inbox.
    """
    placed = [found for call in calls if (found := call.placed) is not None]
    await keep_places(session, placed, tidied)
    if not calls:
        return False
    ended = [(call, end_of(call, at)) for call in calls]
    await mark_ends(session, [end for _, end in ended], at=at)
    put_outgoing(session, [more for call in calls for more in call.follow], at=at)
    await _note_unreachable(session, ended, at)
    news = [arrival for call, end in ended for arrival in _news(call, end)]
    news += await _moved(session, calls)
    news += await _gone(session, ended, at)
    news += await news_of_groups(session, ended)
    await store_arrivals(session, news, at=at)
    return bool(news)


def end_of(call: Called, at: datetime) -> End:
    """Where the row stands after its call."""
    row, trouble = call.row, call.trouble
    if trouble is None:
        return End(row, State.SENT, message_id=call.message_id)
    if trouble.meaning is Meaning.MIGRATED and row.lane is not None:
        return End(row, State.WAITING, trouble=trouble.words)
    if trouble.meaning is Meaning.FLOOD:
        words = f"{FLOODED}: {trouble.words}"
        return End(row, State.WAITING, trouble=words, not_before=at + trouble.wait)
    if trouble.meaning is Meaning.DOUBT and row.on_doubt is OnDoubt.HOLD:
        log.error("outbox row %s: nobody knows whether it was sent: %s", row.id, trouble.words)
        return End(row, State.UNKNOWN, trouble=trouble.words)
    if trouble.meaning in (Meaning.LATER, Meaning.DOUBT):
        return _again(row, trouble, at)
    end = _ENDS[trouble.meaning]
    if end is State.REFUSED:
        log.error("outbox row %s (%s) was refused: %s", row.id, row.method, trouble.words)
    return End(row, end, trouble=trouble.words)


def _again(row: Claimed, trouble: Trouble, at: datetime) -> End:
    budget = PRESS_BUDGET if answers_press(row.method) else BUDGET
    if at - row.created_at >= budget:
        log.error("outbox row %s (%s) is given up: %s", row.id, row.method, trouble.words)
        return End(row, State.GIVEN_UP, trouble=trouble.words)
    pause = timedelta(seconds=pause_after(row.tries, longest=LONGEST_PAUSE))
    doubtful = trouble.meaning is Meaning.DOUBT
    words = f"{IN_DOUBT}: {trouble.words}" if doubtful else trouble.words
    return End(row, State.WAITING, trouble=words, not_before=at + pause)


def _news(call: Called, end: End) -> list[Arrival]:
    """The result of a call that somebody waits for."""
    subject = call.row.subject
    if subject is None or subject.startswith(REPLY) or end.state is State.WAITING:
        return []
    if call.row.method == FetchOrder.kind:
        name, facts = "fetched", _fetched(call)
    else:
        name, facts = "called", _outcome(call, end)
    body = {"event": name, "subject": call.row.subject, "facts": facts}
    return [Arrival(f"o:{call.row.id}", chat_of(call.row) or 0, body)]


def _fetched(call: Called) -> dict[str, Any]:
    if call.fetched is not None:
        return call.fetched.facts()
    return {"trouble": FileTrouble.UNOBTAINABLE.value}


def _outcome(call: Called, end: End) -> dict[str, Any]:
    result = without_half_characters(call.result)
    return {"result": result, "state": end.state.value, "trouble": end.trouble}


async def _note_unreachable(
    session: Session, ended: Sequence[tuple[Called, End]], at: datetime
) -> None:
    blocked = [call.row.lane for call, end in ended if end.state is State.BLOCKED]
    await set_reachable(session, [lane for lane in blocked if lane], unreachable_at=at)


async def _moved(session: Session, calls: Sequence[Called]) -> list[Arrival]:
    """Groups that became supergroups: their waiting rows, this one among them, follow."""
    moves = {
        (chat_of(call.row) or 0): call.trouble.new_chat
        for call in calls
        if call.trouble is not None and call.trouble.new_chat is not None
    }
    for old, new in moves.items():
        await move_chat(session, old=old, new=new)
    return [
        Arrival(f"migrated:{old}:{new}", old, {"event": "migrated", "chat_id": old, "to": new})
        for old, new in moves.items()
    ]


async def _gone(
    session: Session, ended: Sequence[tuple[Called, End]], at: datetime
) -> list[Arrival]:
    """Chats that are closed to us: nothing more goes there, and the handlers are told.

    With what was to be said there: somebody passes it on.
    """
    found = []
    for call, end in ended:
        if end.state is State.GONE:
            chat = chat_of(call.row) or 0
            lost = [*unsaid(call.row), *await unsaid_behind(session, chat)]
            await drop_waiting(session, lane=chat, at=at)
            body = {"event": "gone", "chat_id": chat, "trouble": end.trouble, "unsaid": lost}
            found.append(Arrival(f"gone:{call.row.id}", chat, body))
    return found


async def rests_before(session: Session, *, at: datetime) -> list[tuple[Scope, float]]:
    """What was told to wait before this start, and for how many seconds more."""
    left: list[tuple[Scope, float]] = [
        (scope_of(method_of(one.method), one.lane), (one.until - at).total_seconds())
        for one in await resting_calls(session, now=at)
    ]
    if (until := await all_rest_until(session, now=at)) is not None:
        left.append((None, (min(until, at + LONGEST_REST) - at).total_seconds()))
    return left


def rests(calls: Sequence[Called]) -> list[tuple[Scope, float]]:
    """What must be left in peace, and for how many seconds."""
    return [
        (_scope(call), call.trouble.wait.total_seconds())
        for call in calls
        if call.trouble is not None and call.trouble.meaning is Meaning.FLOOD
    ]


def _scope(call: Called) -> Scope:
    return scope_of(method_of(call.row.method), call.row.lane, _named(call))


def _named(call: Called) -> str | None:
    """The channel that a call goes to, where it is known by its name only."""
    chat = call.row.params.get("chat_id")
    return chat if isinstance(chat, str) else None
