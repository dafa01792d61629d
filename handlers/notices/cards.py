"""The cards of a notice: how it stands, for its author and the office; and the one that asks."""

from collections import Counter

from campaign.messages import NotTaken
from campaign.notices import (
    OVER,
    SECOND_THOUGHTS,
    DeliveryState,
    Figures,
    Notice,
    NoticeAct,
    NoticeState,
    moved,
    shown_figures,
    waits_long,
)
from campaign.people import Person
from campaign.texts import Text
from handlers.cards import hand_card, redraw_card, redraw_cards
from handlers.conversation.steps import shortened
from handlers.notices.audience import audience_named
from handlers.turn import Turn
from handlers.views import Button, Line, View, page
from storage.notices import note_of_notice

NOBODY_YET: Figures = Counter()
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
# The ends that are counted apart from what was sent.
ENDS = {
    DeliveryState.BLOCKED: "broadcast.n_blocked",
    DeliveryState.GONE: "broadcast.n_gone",
    DeliveryState.REFUSED: "broadcast.n_refused",
    DeliveryState.GIVEN_UP: "broadcast.n_given_up",
    DeliveryState.UNKNOWN: "broadcast.n_unknown",
    DeliveryState.CANCELLED: "broadcast.n_cancelled",
    DeliveryState.NOT_JOINED: "broadcast.n_not_joined",
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
    return View(lines, _buttons(turn, notice))


def first_words(notice: Notice) -> str:
    """The beginning of a notice, by which one recognises it."""
    words = next((part.text for part in notice.parts if part.text), "")
    return shortened(words, 30) if words else "…"


def _opening(notice: Notice) -> str:
    """As much of a notice's text as a card has room for."""
    return shortened("\n".join(part.text for part in notice.parts if part.text), 600)


def _when(turn: Turn, notice: Notice) -> Text:
    if notice.send_at is None:
        return Text("broadcast.starts_now")
    at = turn.local(notice.send_at)
    if notice.consented_by is not None and notice.send_at - turn.now <= SECOND_THOUGHTS:
        seconds = int(SECOND_THOUGHTS.total_seconds())
        return Text("broadcast.starts_soon", {"seconds": seconds})
    return Text("broadcast.goes_at", {"moment": Text("flow.day", {"day": at})})


def _progress(notice: Notice, figures: Figures) -> list[Line]:
    sent = figures[DeliveryState.SENT]
    lines: list[Line] = [Text("broadcast.progress", {"n": sent, "of": notice.total})]
    told = [Text(key, {"n": figures[state]}) for state, key in ENDS.items() if figures[state]]
    if told:
        lines.append(Text("broadcast.of_others", {"told": told}))
    return lines


def _buttons(turn: Turn, notice: Notice) -> list[list[Button]]:
    if notice.state in OVER:
        report = Button(Text("broadcast.report"), page("notice_report", id=notice.id))
        reuse = Button(Text("broadcast.reuse"), page("broadcast", again=notice.id))
        return [[report], [reuse]] if notice.total else [[reuse]]
    acts = [
        Button(label, page("notice_act", id=notice.id, act=act.value))
        for act, label in ACTS.items()
        if moved(notice.state, act) is not None
    ]
    return [_changes(notice), acts] if waits_long(notice, now=turn.now) else [acts]


def _changes(notice: Notice) -> list[Button]:
    """What can be changed of a notice that waits for its moment."""
    change = page("broadcast", again=notice.id, replaces=True, as_it_is=True)
    put_off = page("broadcast", again=notice.id, replaces=True)
    return [
        Button(Text("broadcast.change"), change),
        Button(Text("broadcast.put_off"), put_off),
    ]


def cancel_question(notice: Notice) -> View:
    """Whether a notice that waits for its moment is really to be cancelled."""
    yes = page("notice_act", id=notice.id, act=NoticeAct.CANCEL.value, sure=True)
    no = page("notice", id=notice.id)
    asked = Text("broadcast.cancel_ask", {"words": first_words(notice)})
    keep = Button(Text("broadcast.cancel_no"), no)
    return View([asked], [[Button(Text("broadcast.cancel_yes"), yes), keep]])


async def end_asking(turn: Turn, notice: Notice, said: Line | None, figures: Figures) -> None:
    """The cards that asked for consent ask no more: they tell how the notice stands.

    The card that was pressed just now is left to whoever answers the press.
    """
    look = Button(Text("broadcast.look"), page("notice", id=notice.id))
    told = [said] if said is not None else (await notice_view(turn, notice, figures)).lines
    await redraw_cards(turn, notice.asked_cards, View(told, [[look]]))


def why_text(why: NotTaken) -> Text:
    """Why the messenger did not take a message, in words."""
    return Text(f"broadcast.not_taken_{why}")


def consent_view(
    lines: list[Line], notice: Notice, author: Person, *, unseen: NotTaken | None = None
) -> View:
    """What the others of the office are asked; `unseen`: why they were not shown the notice."""
    asking = Text("broadcast.consent_ask", {"name": author.name})
    if unseen is not None:
        words = {"name": author.name, "why": why_text(unseen), "words": _opening(notice)}
        asking = Text("broadcast.consent_ask_unseen", words)
    yes = page("notice_consent", id=notice.id, act=NoticeAct.CONSENT.value)
    no = page("notice_consent", id=notice.id, act=NoticeAct.DECLINE.value)
    return View(
        [asking, *lines],
        [[Button(Text("broadcast.consent"), yes)], [Button(Text("broadcast.decline"), no)]],
    )


async def hand_progress(turn: Turn, notice: Notice, author: Person) -> None:
    """Give the author the card on which to follow the notice."""
    card = hand_card(turn, author, await notice_view(turn, notice, NOBODY_YET))
    shown = shown_figures(notice, NOBODY_YET)
    card_id = None if card is None else card.id
    await note_of_notice(turn.session, notice, card_id=card_id, shown=shown, shown_at=turn.now)


async def show_progress(
    turn: Turn, notice: Notice, author: Person, figures: Figures = NOBODY_YET
) -> None:
    """Bring the author's card up to date."""
    view = await notice_view(turn, notice, figures)
    await redraw_card(turn, notice.card_id, view, author.language)
    shown = shown_figures(notice, figures)
    await note_of_notice(turn.session, notice, shown=shown, shown_at=turn.now)
