"""The cards of a notice: how it stands, for its author and the office; and the one that asks."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from campaign.notices import (
    OVER,
    SECOND_THOUGHTS,
    DeliveryState,
    Notice,
    NoticeAct,
    NoticeState,
    moved,
)
from campaign.people import Person
from campaign.texts import Text
from handlers.cards import redraw_card
from handlers.conversation.steps import shortened
from handlers.notices.audience import audience_named
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.notices import counted, note_of_notice, shown_figures

Figures = Mapping[DeliveryState, int]

STATES = {
    NoticeState.NEW: Text("broadcast.state_new"),
    NoticeState.ASKING: Text("broadcast.state_asking"),
    NoticeState.PLANNED: Text("broadcast.state_planned"),
    NoticeState.FILLING: Text("broadcast.state_sending"),
    NoticeState.SENDING: Text("broadcast.state_sending"),
    NoticeState.PAUSED: Text("broadcast.state_paused"),
    NoticeState.DONE: Text("broadcast.state_done"),
    NoticeState.CANCELLED: Text("broadcast.state_cancelled"),
    NoticeState.DECLINED: Text("broadcast.state_declined"),
}
# What is told apart at the end; sent is told by itself.
ENDS = {
    DeliveryState.BLOCKED: "broadcast.n_blocked",
    DeliveryState.GONE: "broadcast.n_gone",
    DeliveryState.REFUSED: "broadcast.n_refused",
    DeliveryState.GIVEN_UP: "broadcast.n_given_up",
    DeliveryState.UNKNOWN: "broadcast.n_unknown",
    DeliveryState.CANCELLED: "broadcast.n_cancelled",
}
ACTS = {
    NoticeAct.PAUSE: Text("broadcast.pause"),
    NoticeAct.RESUME: Text("broadcast.resume"),
    NoticeAct.CANCEL: Text("broadcast.cancel"),
}


async def notice_view(turn: Turn, notice: Notice, figures: Figures) -> View:
    """How the notice stands, with what can be done about it."""
    title = Text(
        "broadcast.card_title", {"state": STATES[notice.state], "words": first_words(notice)}
    )
    to = await audience_named(turn, notice.audience)
    lines: list[Line] = [title, Text("broadcast.goes_to", {"to": to})]
    if notice.state is NoticeState.PLANNED:
        lines.append(_when(turn, notice))
    if notice.total:
        lines += _progress(notice, figures)
    return View(lines, _buttons(notice))


def first_words(notice: Notice) -> str:
    """By what one knows it again."""
    words = next((part.text for part in notice.parts if part.text), "")
    return shortened(words, 30) if words else "…"


def _when(turn: Turn, notice: Notice) -> Text:
    if notice.send_at is None:
        return Text("broadcast.starts_now")
    at = turn.local(notice.send_at)
    if notice.consented_by is not None and notice.send_at - turn.now <= SECOND_THOUGHTS:
        seconds = int(SECOND_THOUGHTS.total_seconds())
        return Text("broadcast.starts_soon", {"seconds": seconds})
    return Text("broadcast.goes_at", {"moment": Text("flow.day", {"day": at})})


def _progress(notice: Notice, figures: Figures) -> list[Line]:
    sent = figures.get(DeliveryState.SENT, 0)
    lines: list[Line] = [Text("broadcast.progress", {"n": sent, "of": notice.total})]
    told = [Text(key, {"n": figures[state]}) for state, key in ENDS.items() if figures.get(state)]
    if told:
        lines.append(Text("broadcast.of_others", {"told": told}))
    return lines


def _buttons(notice: Notice) -> list[list[Button]]:
    if notice.state in OVER:
        report = Button(Text("broadcast.report"), page("notice_report", id=notice.id))
        return [[report]] if notice.total else []
    return [
        [
            Button(label, page("notice_act", id=notice.id, act=act.value))
            for act, label in ACTS.items()
            if moved(notice.state, act) is not None
        ]
    ]


def consent_view(lines: list[Line], notice: Notice, author: Person) -> View:
    """What the others of the office are asked."""
    asking = Text("broadcast.consent_ask", {"name": author.name})
    yes = page("notice_consent", id=notice.id, act=NoticeAct.CONSENT.value)
    no = page("notice_consent", id=notice.id, act=NoticeAct.DECLINE.value)
    return View(
        [asking, *lines],
        [[Button(Text("broadcast.consent"), yes)], [Button(Text("broadcast.decline"), no)]],
    )


async def show_progress(turn: Turn, notice: Notice, author: Person) -> Notice:
    """Bring the author's card up to date; the notice with what is shown now."""
    figures = await counted(turn.session, notice.id)
    view = await notice_view(turn, notice, figures)
    await redraw_card(turn, notice.card_id, view, author.language)
    return await note_of_notice(
        turn.session, notice, shown=shown_figures(notice, figures), shown_at=turn.now
    )


def rested(notice: Notice, now: datetime, pause: timedelta) -> bool:
    """Whether the card has stood long enough to be changed again."""
    return notice.shown_at is None or now - notice.shown_at >= pause
