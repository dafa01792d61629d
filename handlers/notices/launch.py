"""How a notice goes on by itself: files fetched, a second person asked, recipients listed, sent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from campaign.messages import Files
from campaign.notice_audiences import sending_problem
from campaign.notices import (
    DeliveryState,
    Figures,
    Notice,
    NoticeAct,
    NoticeState,
    all_ended,
    card_changes_at,
    files_to_upload,
    goes_on_at,
    needs_consent,
    room_in_outbox,
)
from campaign.people import Person, office
from campaign.texts import Text
from handlers.cards import hand_card
from handlers.incoming import MediaKind
from handlers.notices.audience import audience_lines, counted_now, this_month
from handlers.notices.cards import consent_view, end_asking, hand_progress, show_progress
from handlers.notices.messages import calls_to, file_of, heading_of, messages_of
from handlers.turn import Turn
from storage.deliveries import add_deliveries, cancel_waiting, hold_back, queue_deliveries
from storage.membership.people import find_person
from storage.notice_audiences import chats_reached, people_reached
from storage.notices import (
    counted,
    find_notice,
    move_notice,
    note_of_notice,
    others_of_office,
)

# What the courier reports of a notice that is shown to whoever is asked for consent.
SHOWN = "notice_shown"
# The recipients listed in one turn, so that other people's turns come in between.
A_SLICE = 2000


async def go_on(turn: Turn, facts: dict[str, Any]) -> None:
    """Take a notice one slice further, if there is more to do. Doing so twice does no harm."""
    notice = await find_notice(turn.session, facts["id"], lock=True)
    if notice is None:
        return
    figures = await _figures(turn, notice, facts)
    author = await find_person(turn.session, notice.author)
    turn.identify(author)
    notice = await note_of_notice(turn.session, notice, rounds=notice.rounds + 1)
    if author is None or office(author) is not None:
        await _stop_orphan(turn, notice)
    elif notice.state is NoticeState.NEW:
        await launch(turn, notice, author)
    else:
        await _go_on(turn, notice, author, figures)


async def _figures(turn: Turn, notice: Notice, facts: dict[str, Any]) -> Figures:
    """The counts of this lap, or new ones if the notice has moved on since."""
    if (facts.get("round"), facts.get("state")) != (notice.rounds, notice.state.value):
        return await counted(turn.session, notice.id)
    return Counter({DeliveryState(state): n for state, n in facts["figures"].items()})


async def _go_on(turn: Turn, notice: Notice, author: Person, figures: Figures) -> None:
    goes_on = goes_on_at(notice, figures)
    if goes_on is None or goes_on > turn.now:
        return
    notice = await _one_step(turn, notice, author, figures)
    changes = card_changes_at(notice, figures)
    if changes is not None and changes <= turn.now:
        await show_progress(turn, notice, author, figures)


async def launch(turn: Turn, notice: Notice, author: Person) -> None:
    """A new notice: upload its files, ask a second person, or plan it; and show its card."""
    if missing := files_to_upload(notice):
        if notice.card_id is None:
            _upload(turn, notice, missing, author)
            await hand_progress(turn, notice, author)
        return
    count = await counted_now(turn, notice.audience)
    others = len(await others_of_office(turn.session, author.id))
    if problem := sending_problem(notice.audience, count, others=others):
        await _cancel_with_reason(turn, notice, author, problem)
        return
    if needs_consent(notice, count):
        new = await _ask_others(turn, notice, author)
    else:
        new = await move_notice(turn.session, notice, NoticeAct.PLAN, at=turn.now)
    if new is not None:
        await (hand_progress if new.card_id is None else show_progress)(turn, new, author)


async def _cancel_with_reason(turn: Turn, notice: Notice, author: Person, problem: Text) -> None:
    new = await move_notice(turn.session, notice, NoticeAct.CANCEL, at=turn.now)
    if new is None or author.telegram_id is None:
        return
    turn.trace_of(None, "notice cancelled", notice.subject, after={"why": problem.key})
    turn.tell(author.telegram_id, author.language, problem)
    await show_progress(turn, new, author)
    await end_asking(turn, new, problem, Counter())


async def _ask_others(turn: Turn, notice: Notice, author: Person) -> Notice | None:
    """Send the notice, and below it the question, to everybody else of the office."""
    new = await move_notice(turn.session, notice, NoticeAct.ASK, at=turn.now)
    if new is None:
        return None
    asked = []
    count = await counted_now(turn, new.audience)
    lines = await audience_lines(turn, new.audience, count)
    for one in await others_of_office(turn.session, author.id):
        heading = heading_of(turn, author, one.language)
        for n, message in enumerate(messages_of(new.parts, one.telegram_id or "", heading=heading)):
            turn.put_out(message, lane=one.telegram_id, subject=f"{SHOWN}:{new.id}:{n}")
        card = hand_card(turn, one, consent_view(lines, new, author))
        asked += [] if card is None else [card.id]
    turn.trace_of(new.author, "second consent asked", new.subject)
    return await note_of_notice(turn.session, new, asked_cards=tuple(asked))


async def _one_step(turn: Turn, notice: Notice, author: Person, figures: Figures) -> Notice:
    match notice.state:
        case NoticeState.PLANNED:
            return await _open(turn, notice, author)
        case NoticeState.FILLING | NoticeState.SENDING:
            return await _feed(turn, notice, author, figures)
        case _:
            return notice


async def _open(turn: Turn, notice: Notice, author: Person) -> Notice:
    """Its moment has come. An audience that has grown beyond the limit needs a second person."""
    if needs_consent(notice, await counted_now(turn, notice.audience)):
        return await _ask_others(turn, notice, author) or notice
    opened = await move_notice(
        turn.session, notice, NoticeAct.OPEN, at=turn.now, opened_at=turn.now
    )
    if opened is None:
        return notice
    turn.trace_of(notice.author, "notice opened", notice.subject)
    await end_asking(turn, opened, None, Counter())
    return await _feed(turn, opened, author, Counter())


async def fill(turn: Turn, notice: Notice) -> Notice:
    """List the next slice of recipients; after the last one the notice only sends."""
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


async def _feed(turn: Turn, notice: Notice, author: Person, figures: Figures) -> Notice:
    """List recipients and keep the outbox supplied; once all deliveries have ended, it is done."""
    if notice.state is NoticeState.FILLING:
        before, notice = notice.total, await fill(turn, notice)
        figures = figures + Counter({DeliveryState.WAITING: notice.total - before})
    if room := room_in_outbox(figures):
        calls = calls_to(turn, notice.parts, author)
        await queue_deliveries(turn.session, notice, calls, limit=room, at=turn.now)
    if not all_ended(notice, figures):
        return notice
    done = await move_notice(turn.session, notice, NoticeAct.FINISH, at=turn.now)
    if done is None:
        return notice
    counts = {state.value: n for state, n in figures.items()}
    turn.trace_of(None, "notice done", notice.subject, after=counts)
    await end_asking(turn, done, None, figures)
    return done


async def stop(turn: Turn, notice: Notice) -> Notice | None:
    """Cancel: deliveries that are not under way are dropped; all are in the report."""
    while notice.state is NoticeState.FILLING:
        notice = await fill(turn, notice)
    stopped = await move_notice(turn.session, notice, NoticeAct.CANCEL, at=turn.now)
    if stopped is not None:
        await cancel_waiting(turn.session, stopped, at=turn.now)
        await hold_back(turn.session, at=turn.now)
    return stopped


async def _stop_orphan(turn: Turn, notice: Notice) -> None:
    """Cancel a notice whose author is no longer of the office."""
    stopped = await stop(turn, notice)
    if stopped is not None:
        turn.trace_of(None, "notice cancelled", notice.subject, after={"why": "author"})
        await end_asking(turn, stopped, None, await counted(turn.session, stopped.id))


def _upload(turn: Turn, notice: Notice, missing: Sequence[int], author: Person) -> None:
    """Send the program's own files to the author first: Telegram then knows them by an id."""
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
    notice = await note_of_notice(turn.session, notice, parts=tuple(parts))
    if author is not None:
        await launch(turn, notice, author)


def _file_id(message: Any) -> str | None:
    """The id of the file that a sent message carries."""
    for kind in MediaKind:
        found = message.get(kind) if isinstance(message, dict) else None
        if found:
            file = found[-1] if isinstance(found, list) else found
            return str(file["file_id"])
    return None
