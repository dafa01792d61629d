"""How a notice goes on by itself: files fetched, a second person asked, recipients listed, sent."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from campaign.messages import Files
from campaign.notices import (
    AT_WORK,
    DeliveryState,
    Notice,
    NoticeAct,
    NoticeState,
    audience_problem,
    needs_second,
)
from campaign.people import Person, PersonId, Role, office
from campaign.texts import Text
from handlers.cards import hand_card
from handlers.incoming import MediaKind
from handlers.notices.audience import audience_lines, counted_now, this_month
from handlers.notices.cards import consent_view, notice_view, rested, show_progress
from handlers.notices.messages import calls_to, file_of, messages_of
from handlers.turn import Turn
from storage.deliveries import add_deliveries, cancel_waiting, hold_back, queue_deliveries
from storage.membership.people import find_person, people_with_role
from storage.notice_audiences import chats_reached, people_reached
from storage.notices import (
    MOST_QUEUED,
    SHOWN_EVERY,
    counted,
    find_notice,
    move_notice,
    note_of_notice,
    shown_figures,
)

# So many recipients are written down in one turn: other people's turns come in between.
A_SLICE = 2000


async def others_of_office(turn: Turn, author: PersonId) -> list[Person]:
    """Who can give the second consent."""
    found = await people_with_role(turn.session, Role.OFFICE)
    return [one for one in found if one.id != author]


async def go_on(turn: Turn, facts: dict[str, Any]) -> None:
    """A notice may have more to do: take it one slice further. Told twice, it does no harm."""
    notice = await find_notice(turn.session, facts["id"], lock=True)
    if notice is None:
        return
    author = await find_person(turn.session, notice.author)
    turn.identify(author)
    notice = await note_of_notice(turn.session, notice, rounds=notice.rounds + 1)
    if author is None or office(author) is not None:
        await _stop_orphan(turn, notice)
        return
    if notice.state is NoticeState.NEW:
        await launch(turn, notice)
        return
    notice = await _one_step(turn, notice) or notice
    figures = await counted(turn.session, notice.id)
    fresh = notice.state in (NoticeState.DONE, NoticeState.ASKING) or rested(
        notice, turn.now, SHOWN_EVERY
    )
    if fresh and shown_figures(notice, figures) != notice.shown:
        await show_progress(turn, notice, author)


async def launch(turn: Turn, notice: Notice) -> None:
    """A new notice: upload its files, or ask a second person, or plan it; and show its card."""
    author = await find_person(turn.session, notice.author)
    if author is None:
        return
    missing = [at for at, part in enumerate(notice.parts) if part.upload and not part.file_id]
    if missing:
        if notice.card_id is None:
            _upload(turn, notice, missing, author)
            await _hand_progress(turn, notice, author)
        return
    count = await counted_now(turn, notice.audience)
    act = NoticeAct.ASK if needs_second(count) else NoticeAct.PLAN
    problem = audience_problem(notice.audience, count)
    if act is NoticeAct.ASK and not await others_of_office(turn, author.id):
        problem = problem or Text("broadcast.no_second_person")
    if problem is not None:
        await _cancel_with_reason(turn, notice, author, problem)
        return
    new = await move_notice(turn.session, notice, act, at=turn.now)
    if new is None:
        return
    if act is NoticeAct.ASK:
        new = await _ask_others(turn, new, author)
    if new.card_id is None:
        await _hand_progress(turn, new, author)
    else:
        await show_progress(turn, new, author)


async def _cancel_with_reason(turn: Turn, notice: Notice, author: Person, problem: Text) -> None:
    new = await move_notice(turn.session, notice, NoticeAct.CANCEL, at=turn.now)
    if new is None or author.telegram_id is None:
        return
    turn.trace_of(None, "notice cancelled", notice.subject, after={"why": problem.key})
    turn.tell(author.telegram_id, author.language, problem)
    await show_progress(turn, new, author)


async def _hand_progress(turn: Turn, notice: Notice, author: Person) -> None:
    card = hand_card(turn, author, await notice_view(turn, notice, {}))
    card_id = None if card is None else card.id
    shown = shown_figures(notice, {})
    await note_of_notice(turn.session, notice, card_id=card_id, shown=shown, shown_at=turn.now)


async def _ask_others(turn: Turn, notice: Notice, author: Person) -> Notice:
    """The notice itself, and below it the question, to everybody else of the office."""
    asked = []
    count = await counted_now(turn, notice.audience)
    lines = await audience_lines(turn, notice.audience, count)
    for one in await others_of_office(turn, author.id):
        for message in messages_of(notice.parts, one.telegram_id or ""):
            turn.put_out(message, lane=one.telegram_id)
        card = hand_card(turn, one, consent_view(lines, notice, author))
        asked += [] if card is None else [card.id]
    turn.trace_of(notice.author, "second consent asked", notice.subject)
    return await note_of_notice(turn.session, notice, asked_cards=tuple(asked))


async def _one_step(turn: Turn, notice: Notice) -> Notice | None:
    match notice.state:
        case NoticeState.PLANNED if notice.send_at is None or notice.send_at <= turn.now:
            return await _open(turn, notice)
        case NoticeState.FILLING:
            return await _feed(turn, await fill(turn, notice))
        case NoticeState.SENDING:
            return await _feed(turn, notice)
        case _:
            return None


async def _open(turn: Turn, notice: Notice) -> Notice | None:
    """Its moment has come. An audience that has grown beyond the limit needs a second person."""
    count = await counted_now(turn, notice.audience)
    if needs_second(count) and notice.consented_by is None:
        new = await move_notice(turn.session, notice, NoticeAct.ASK, at=turn.now)
        author = turn.person
        return new if new is None or author is None else await _ask_others(turn, new, author)
    opened = await move_notice(
        turn.session, notice, NoticeAct.OPEN, at=turn.now, opened_at=turn.now
    )
    if opened is None:
        return None
    turn.trace_of(notice.author, "notice opened", notice.subject)
    return await _feed(turn, await fill(turn, opened))


async def fill(turn: Turn, notice: Notice) -> Notice:
    """Write the next slice of recipients down; after the last, the notice only sends."""
    session, audience = turn.session, notice.audience
    reached = await people_reached(
        session, audience, month=this_month(turn), after=notice.filled_up_to, limit=A_SLICE
    )
    is_last = len(reached) < A_SLICE
    up_to = max([notice.filled_up_to, *(one.person or 0 for one in reached)])
    if is_last:
        reached = [*reached, *await chats_reached(session, audience)]
    new = await add_deliveries(session, notice, reached)
    changes: dict[str, Any] = {"total": notice.total + new, "filled_up_to": up_to}
    if is_last:
        filled = await move_notice(session, notice, NoticeAct.FILLED, at=turn.now, **changes)
        if filled is not None:
            return filled
    return await note_of_notice(session, notice, **changes)


async def _feed(turn: Turn, notice: Notice) -> Notice:
    """Keep the outbox supplied; when all have come out, the notice is done."""
    if notice.state not in AT_WORK:
        return notice
    figures = await counted(turn.session, notice.id)
    queued = figures.get(DeliveryState.QUEUED, 0)
    waiting = figures.get(DeliveryState.WAITING, 0)
    if waiting and queued < MOST_QUEUED // 2:
        calls = calls_to(turn, notice.parts)
        await queue_deliveries(turn.session, notice, calls, limit=MOST_QUEUED - queued, at=turn.now)
    if notice.state is not NoticeState.SENDING or waiting or queued:
        return notice
    done = await move_notice(turn.session, notice, NoticeAct.FINISH, at=turn.now)
    if done is None:
        return notice
    counts = {state.value: n for state, n in figures.items()}
    turn.trace_of(None, "notice done", notice.subject, after=counts)
    return done


async def stop(turn: Turn, notice: Notice) -> Notice | None:
    """Cancel: whoever is not under way gets nothing; all of them stand in the report."""
    while notice.state is NoticeState.FILLING:
        notice = await fill(turn, notice)
    stopped = await move_notice(turn.session, notice, NoticeAct.CANCEL, at=turn.now)
    if stopped is not None:
        await cancel_waiting(turn.session, stopped, at=turn.now)
        await hold_back(turn.session, at=turn.now)
    return stopped


async def _stop_orphan(turn: Turn, notice: Notice) -> None:
    """Its author is no longer of the office: nothing more of theirs goes out."""
    if await stop(turn, notice) is not None:
        turn.trace_of(None, "notice cancelled", notice.subject, after={"why": "author"})


def _upload(turn: Turn, notice: Notice, missing: Sequence[int], author: Person) -> None:
    """Files of the program's own go to the author first; Telegram then knows them by an id."""
    for at in missing:
        message = Files(author.telegram_id or "", [file_of(notice.parts[at])])
        subject = f"notice:{notice.id}:{at}"
        turn.put_out(message, lane=author.telegram_id, subject=subject)


async def note_uploaded(turn: Turn, facts: dict[str, Any]) -> None:
    """A file was sent to the author: from now on it is sent by its id."""
    kind, _, rest = str(facts["subject"]).partition(":")
    notice_id, _, place = rest.rpartition(":")
    notice = None
    if kind == "notice":
        notice = await find_notice(turn.session, notice_id, lock=True)
    if notice is None or notice.state is not NoticeState.NEW:
        return
    author = await find_person(turn.session, notice.author)
    turn.identify(author)
    told = facts["facts"]
    file_id = _file_id(told["result"]) if told["state"] == "sent" else None
    if file_id is None:
        if author is not None:
            await _cancel_with_reason(turn, notice, author, Text("broadcast.not_uploaded"))
        return
    parts = list(notice.parts)
    parts[int(place)] = replace(parts[int(place)], file_id=file_id, upload="")
    await launch(turn, await note_of_notice(turn.session, notice, parts=tuple(parts)))


def _file_id(message: Any) -> str | None:
    """The id of the file that a sent message carries."""
    for kind in MediaKind:
        found = message.get(kind) if isinstance(message, dict) else None
        if found:
            file = found[-1] if isinstance(found, list) else found
            return str(file["file_id"])
    return None
