"""What the office does with a roster that it sent: decide, carry out, take the report, invite."""

from typing import Any

from campaign.messages import ReportOrder
from campaign.people import office
from campaign.roster.planning.imports import ImportState, RosterImport, Way, way_to_apply
from campaign.texts import Text
from handlers.cards import hand_card, redraw_cards
from handlers.conversation import engine as conversation
from handlers.roster.cards import QUESTIONS, consent_view, removed_by, show_import
from handlers.roster.removal import roster_removal
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, View, page
from storage.delivery.outbox import Priority
from storage.membership.people import count_people, find_person
from storage.membership.roster_imports import find_import, move_import, note_of_import
from storage.notices import others_of_office

DECISIONS = (*QUESTIONS, "remove_missing")


async def show_roster(turn: Turn, asked: Asked) -> None:
    """How many people are on the roster, and how a new one is handed in."""
    lines = [
        Text("roster_import.people", {"n": await count_people(turn.session)}),
        Text("roster_import.how"),
    ]
    rows = [
        [Button(Text("roster_import.invite"), page("roster_invitations"))],
        [Button(Text("roster_import.template"), page("roster_template"))],
    ]
    turn.show_page(View(lines, rows))


async def act_on_import(turn: Turn, asked: Asked) -> None:
    """A press on the card of an import."""
    one = await find_import(turn.session, asked.get("id", ""), lock=True)
    act = _ACTS.get(asked.get("act", ""))
    if one is None or act is None:
        turn.say(Text("roster_import.gone"))
        return
    await act(turn, one, asked)


async def _answer(turn: Turn, one: RosterImport, asked: Asked) -> None:
    """A question of the dry run is answered: the sheet is compared anew."""
    name = asked.get("question")
    if name not in DECISIONS:
        turn.say(Text("roster_import.gone"))
        return
    answers = {**one.answers, name: bool(asked.get("value"))}
    await _move(turn, one, ImportState.READING, answers=answers)


async def _apply(turn: Turn, one: RosterImport, asked: Asked) -> None:
    if one.state is not ImportState.SHOWN or not one.told.get("ready"):
        turn.toast(Text("roster_import.too_late"), alert=True)
        return
    others = await others_of_office(turn.session, one.author)
    way = way_to_apply(
        removed=removed_by(one),
        asks_number=bool(one.told.get("asks_number")),
        others=len(others),
    )
    match way:
        case Way.BY_SECOND:
            await _ask_others(turn, one)
        case Way.BY_NUMBER:
            await conversation.begin(turn, roster_removal, {"id": one.id})
        case Way.AT_ONCE:
            await _move(turn, one, ImportState.APPLYING)


async def _ask_others(turn: Turn, one: RosterImport) -> None:
    """The dry run, and the question, to everybody else of the office."""
    new = await _move(turn, one, ImportState.ASKING)
    if new is None:
        return
    cards = [
        hand_card(turn, other, consent_view(new, turn.member))
        for other in await others_of_office(turn.session, one.author)
    ]
    asked = tuple(card.id for card in cards if card is not None)
    await note_of_import(turn.session, new, asked_cards=asked)
    turn.trace("second consent asked", one.subject)


async def _drop(turn: Turn, one: RosterImport, asked: Asked) -> None:
    if await _move(turn, one, ImportState.DROPPED) is not None:
        turn.trace("roster dropped", one.subject)


async def _take_report(turn: Turn, one: RosterImport, asked: Asked) -> None:
    order = ReportOrder(
        turn.chat.id,
        "roster_report",
        name=f"{turn.local(one.changed_at):%Y-%m-%d}-roster.txt",
        caption=turn.html(Text("roster_import.report_caption", {"file": one.name})),
        words={"id": one.id},
    )
    turn.put_out(order, priority=Priority.FILE)
    turn.trace("roster report taken", one.subject)
    turn.toast(Text("roster_import.report_comes"))


_ACTS = {"answer": _answer, "apply": _apply, "drop": _drop, "report": _take_report}


async def decide(turn: Turn, asked: Asked) -> None:
    """A second person of the office consents, or does not; the first press decides."""
    one = await find_import(turn.session, asked.get("id", ""), lock=True)
    if one is None:
        turn.say(Text("roster_import.gone"))
        return
    if turn.member.id == one.author or one.state is not ImportState.ASKING:
        turn.toast(Text("roster_import.too_late"), alert=True)
        return
    if asked.get("yes"):
        key, act = "roster_import.consented", "roster consented to"
        answers = {**one.answers, "removing": removed_by(one)}
        by = turn.member.id
        new = await _move(turn, one, ImportState.APPLYING, answers=answers, consented_by=by)
    else:
        key, act = "roster_import.declined", "roster declined"
        new = await _move(turn, one, ImportState.SHOWN)
    if new is not None:
        turn.trace(act, one.subject)
        await _tell_all(turn, new, Text(key, {"name": turn.member.name, "file": one.name}))


async def _tell_all(turn: Turn, one: RosterImport, said: Text) -> None:
    """Everybody who was asked sees who decided; the author too."""
    turn.show_page(View([said]))
    await redraw_cards(turn, one.asked_cards, View([said]))
    author = await find_person(turn.session, one.author)
    if author is not None and author.telegram_id is not None:
        turn.tell(author.telegram_id, author.language, said)


async def _move(
    turn: Turn, one: RosterImport, to: ImportState, **changes: Any
) -> RosterImport | None:
    """Bring the import to a state and its card up to date; or say that it is too late for that."""
    new = await move_import(turn.session, one, to, at=turn.now, **changes)
    if new is None:
        turn.toast(Text("roster_import.too_late"), alert=True)
    else:
        await show_import(turn, new)
    return new


async def take_template(turn: Turn, asked: Asked) -> None:
    """An empty sheet to fill in."""
    order = ReportOrder(
        turn.chat.id,
        "roster_template",
        name=turn.html(Text("roster_import.template_name")).plain(),
        caption=turn.html(Text("roster_import.template_caption")),
        words={"language": turn.language.value},
    )
    turn.put_out(order, priority=Priority.FILE)
    turn.toast(Text("roster_import.report_comes"))


roster_page = Page("roster_import", office, show_roster)
roster_act_page = Page("roster_act", office, act_on_import)
roster_consent_page = Page("roster_consent", office, decide)
roster_template_page = Page("roster_template", office, take_template)
