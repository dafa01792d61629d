"""What the office does with notices: consent, pause, resume, cancel, look, fetch the report."""

from campaign.messages import NotTaken, ReportOrder
from campaign.notices import (
    OVER,
    DeliveryState,
    Notice,
    NoticeAct,
    NoticeState,
    refusal,
    starts_at,
    waits_long,
)
from campaign.people import Refusal, office
from campaign.texts import Text
from handlers.notices.cards import (
    NOBODY_YET,
    STATES,
    cancel_question,
    end_asking,
    first_words,
    notice_view,
    show_progress,
    why_text,
)
from handlers.notices.launch import stop
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, View, page
from storage.deliveries import hold_back, release
from storage.delivery.outbox import Priority
from storage.membership.people import find_person
from storage.notices import counted, find_notice, move_notice


def notice_button(turn: Turn, notice: Notice) -> Button:
    """A button that opens a notice: its day, its state, its first words."""
    words = {
        "day": turn.local(notice.created_at).date(),
        "state": STATES[notice.state],
        "words": first_words(notice)[:16],
    }
    return Button(Text("broadcast.listed", words), page("notice", id=notice.id))


async def show_notice(turn: Turn, asked: Asked) -> None:
    """How a notice stands now."""
    notice = await find_notice(turn.session, asked.get("id", ""))
    if notice is None:
        turn.say(Text("broadcast.gone"))
        return
    view = await notice_view(turn, notice, await counted(turn.session, notice.id))
    again = [] if notice.state in OVER else [Button(Text("broadcast.look_again"), _look(notice))]
    back = Button(Text("flow.back"), page("broadcast"))
    turn.show_page(View(view.lines, [*view.buttons, [*again, back]]))


def _look(notice: Notice) -> dict[str, object]:
    return page("notice", id=notice.id)


async def decide(turn: Turn, asked: Asked) -> None:
    """Consent or decline, as the second person of the office; the first press decides."""
    notice = await find_notice(turn.session, asked.get("id", ""), lock=True)
    if notice is None or asked.get("act") not in (NoticeAct.CONSENT, NoticeAct.DECLINE):
        turn.say(Text("broadcast.gone"))
        return
    act = NoticeAct(asked["act"])
    if refused := refusal(turn.member, act, notice):
        turn.toast(refused.text, alert=True)
        return
    changes = {}
    if act is NoticeAct.CONSENT:
        starts = starts_at(notice, consented_at=turn.now)
        changes = {"consented_by": turn.member.id, "send_at": starts}
    new = await move_notice(turn.session, notice, act, at=turn.now, **changes)
    if new is None:
        turn.toast(Text("broadcast.too_late_for_that"), alert=True)
        return
    turn.trace(
        "notice consented to" if act is NoticeAct.CONSENT else "notice declined", notice.subject
    )
    await _tell_all(turn, new)


async def _tell_all(turn: Turn, notice: Notice) -> None:
    """Everybody who was asked sees who decided; the author too."""
    author = await find_person(turn.session, notice.author)
    key = "broadcast.consented" if notice.consented_by else "broadcast.declined"
    said = Text(key, {"name": turn.member.name})
    await end_asking(turn, notice, said, NOBODY_YET)
    if turn.pressed_card is not None:
        turn.show_page(await _decided(turn, notice, said))
    if author is not None and author.telegram_id is not None:
        turn.tell(author.telegram_id, author.language, said)
        await show_progress(turn, notice, author)


async def _decided(turn: Turn, notice: Notice, said: Text) -> View:
    """The card of whoever decided: what was consented to can still be stopped from there."""
    if notice.state is not NoticeState.PLANNED:
        return View([said])
    view = await notice_view(turn, notice, NOBODY_YET)
    return View([said, *view.lines], view.buttons)


async def act_on_notice(turn: Turn, asked: Asked) -> None:
    """Pause, resume or cancel; anybody of the office may, and the first press counts."""
    notice = await find_notice(turn.session, asked.get("id", ""), lock=True)
    if notice is None or asked.get("act") not in _ACTS:
        turn.say(Text("broadcast.gone"))
        return
    act = NoticeAct(asked["act"])
    refused = refusal(turn.member, act, notice)
    if _is_to_be_asked(turn, notice, act) and not asked.get("sure"):
        turn.show_page(cancel_question(notice))
        return
    new = None if refused else await _carry_out(turn, notice, act)
    if new is None:
        turn.toast(Text("broadcast.too_late_for_that"), alert=True)
        return
    turn.trace(f"notice {_ACTS[act]}", notice.subject)
    await _show_everywhere(turn, new)


def _is_to_be_asked(turn: Turn, notice: Notice, act: NoticeAct) -> bool:
    """A notice that waits for its moment is not thrown away by one press; one on its way is."""
    return act is NoticeAct.CANCEL and waits_long(notice, now=turn.now)


async def take_back(turn: Turn, notice_id: str) -> Refusal | None:
    """Cancel a notice in whose place another one goes; not if it is on its way already."""
    notice = await find_notice(turn.session, notice_id, lock=True)
    if notice is None or notice.state is not NoticeState.PLANNED:
        return Refusal(Text("broadcast.too_late_to_change"))
    stopped = await stop(turn, notice)
    if stopped is None:
        return Refusal(Text("broadcast.too_late_to_change"))
    turn.trace("notice cancelled", notice.subject)
    await _show_to_others(turn, stopped)
    return None


_ACTS = {
    NoticeAct.PAUSE: "paused",
    NoticeAct.RESUME: "resumed",
    NoticeAct.CANCEL: "cancelled",
}


async def _carry_out(turn: Turn, notice: Notice, act: NoticeAct) -> Notice | None:
    if act is NoticeAct.CANCEL:
        return await stop(turn, notice)
    new = await move_notice(turn.session, notice, act, at=turn.now)
    if new is not None and act is NoticeAct.PAUSE:
        await hold_back(turn.session, at=turn.now)
    elif new is not None:
        await release(turn.session, new)
    return new


async def _show_everywhere(turn: Turn, notice: Notice) -> None:
    """Update the author's card, the card that was pressed, and the cards that asked for consent."""
    await _show_to_others(turn, notice)
    pressed = turn.pressed_card
    if pressed is not None and pressed.id != notice.card_id:
        turn.show_page(await notice_view(turn, notice, await counted(turn.session, notice.id)))


async def _show_to_others(turn: Turn, notice: Notice) -> None:
    author = await find_person(turn.session, notice.author)
    figures = await counted(turn.session, notice.id)
    if author is not None:
        await show_progress(turn, notice, author, figures)
    if notice.state is NoticeState.CANCELLED:
        said = Text("broadcast.taken_back", {"name": turn.member.name})
        await end_asking(turn, notice, said, figures)


async def take_report(turn: Turn, asked: Asked) -> None:
    """Have the report by name made as a sheet, which the courier sends when it is ready."""
    notice = await find_notice(turn.session, asked.get("id", ""))
    if notice is None:
        turn.say(Text("broadcast.gone"))
        return
    turn.trace("notice report taken", notice.subject)
    order = ReportOrder(
        turn.chat.id,
        "notice_report",
        name=f"{turn.local(notice.created_at):%Y-%m-%d}-notice.xlsx",
        caption=turn.html(Text("broadcast.report_caption", {"words": first_words(notice)})),
        words={
            "id": notice.id,
            "headings": [turn.html(Text(key)).plain() for key in HEADINGS],
            "states": {state: turn.html(text).plain() for state, text in RESULTS.items()},
            "troubles": {why.value: turn.html(why_text(why)).plain() for why in NotTaken},
            "zone": turn.campaign.zone.key,
        },
    )
    turn.put_out(order, priority=Priority.FILE)
    turn.toast(Text("broadcast.report_comes"))


HEADINGS = (
    "broadcast.sheet_name",
    "broadcast.sheet_branch",
    "broadcast.sheet_result",
    "broadcast.sheet_when",
    "broadcast.sheet_trouble",
)
RESULTS = {
    DeliveryState.WAITING: Text("broadcast.result_waiting"),
    DeliveryState.QUEUED: Text("broadcast.result_waiting"),
    DeliveryState.SENT: Text("broadcast.result_sent"),
    DeliveryState.BLOCKED: Text("broadcast.result_blocked"),
    DeliveryState.GONE: Text("broadcast.result_gone"),
    DeliveryState.REFUSED: Text("broadcast.result_refused"),
    DeliveryState.GIVEN_UP: Text("broadcast.result_given_up"),
    DeliveryState.UNKNOWN: Text("broadcast.result_unknown"),
    DeliveryState.CANCELLED: Text("broadcast.result_cancelled"),
    DeliveryState.NOT_JOINED: Text("broadcast.result_not_joined"),
}

notice_page = Page("notice", office, show_notice)
notice_consent_page = Page("notice_consent", office, decide)
notice_act_page = Page("notice_act", office, act_on_notice)
notice_report_page = Page("notice_report", office, take_report)
