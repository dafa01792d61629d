"""What became of a notice that was shown before it goes: no card points to what did not come."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from campaign.messages import NotTaken
from campaign.notices import NoticePart, NoticeState
from campaign.texts import Text
from handlers.cards import redraw_card
from handlers.conversation.progress import Progress
from handlers.conversation.screen import ask
from handlers.conversation.steps import Confirm, Scene
from handlers.notices.audience import audience_lines, counted_now
from handlers.notices.cards import consent_view, why_text
from handlers.notices.launch import SHOWN, note_uploaded
from handlers.notices.messages import heading_of, messages_of
from handlers.routing import routes_of
from handlers.turn import Turn
from storage.delivery.cards import cards_by_id
from storage.delivery.talks import Talk, remember
from storage.membership.people import find_person, people_by_telegram_id
from storage.notices import find_notice

FLOW = "broadcast"
PREVIEW = "preview"
# Among the answers: of which preview what did not come, and why.
UNSEEN = "unseen"


def send_preview(scene: Scene) -> None:
    """The very messages that everybody will get."""
    turn, parts = scene.turn, [NoticePart(**part) for part in scene.answers["content"]]
    messages = messages_of(parts, turn.chat.id, heading=heading_of(turn, turn.member))
    for n, message in enumerate(messages):
        turn.send(message, subject=f"{PREVIEW}:{turn.incoming.inbox_id}:{n}")


def preview_line(answers: Mapping[str, Any]) -> Text:
    """Where to look; or why there is nothing to look at."""
    unseen = (answers.get(UNSEEN) or {}).get("why")
    if not unseen:
        return Text("broadcast.preview_above")
    why = [why_text(NotTaken(word)) for word in dict.fromkeys(unseen.values())]
    return Text("flow.note", {"note": Text("broadcast.preview_not_shown", {"why": why})})


async def note_called(turn: Turn, facts: dict[str, Any]) -> None:
    """A call was made, or failed: what a card points to, or the upload of a file."""
    kind, _, rest = str(facts["subject"]).partition(":")
    told = facts["facts"]
    why = None if told["state"] == "sent" else NotTaken(told.get("why", NotTaken.OTHER))
    if kind == PREVIEW:
        await _note_preview(turn, rest, why)
    elif kind != SHOWN:
        await note_uploaded(turn, facts)
    elif why is not None:
        await _note_not_shown(turn, rest.partition(":")[0], why)


async def _note_preview(turn: Turn, which: str, why: NotTaken | None) -> None:
    talk = (await remember(turn.session, telegram_ids=[turn.chat.id], card_ids=[])).talks.get(
        turn.chat.id
    )
    flow = routes_of(turn).flow(FLOW)
    if talk is None or talk.flow != FLOW or flow is None:
        return
    noted = _noted(talk, which, why)
    if noted is None:
        return
    turn.identify((await people_by_telegram_id(turn.session, [turn.chat.id])).get(turn.chat.id))
    turn.keep_talk(noted)
    if isinstance(flow.step(talk.step), Confirm) and flow.may(turn.person) is None:
        await ask(Progress(turn, flow, noted), in_place=True)


def _noted(talk: Talk, which: str, why: NotTaken | None) -> Talk | None:
    """The talk with what came of one message of a preview; None if that is nothing new."""
    of, _, n = which.partition(":")
    before = talk.answers.get(UNSEEN) or {}
    others = before.get("why", {}) if before.get("of") == of else {}
    now = {name: word for name, word in others.items() if name != n}
    if why is not None:
        now[n] = why.value
    unseen = {"of": of, "why": now}
    if unseen == before or not (now or before):
        return None
    return replace(talk, answers={**talk.answers, UNSEEN: unseen})


async def _note_not_shown(turn: Turn, notice_id: str, why: NotTaken) -> None:
    """Whoever is asked for consent could not be shown the notice: the card says so."""
    notice = await find_notice(turn.session, notice_id)
    author = None if notice is None else await find_person(turn.session, notice.author)
    asked = (await people_by_telegram_id(turn.session, [turn.chat.id])).get(turn.chat.id)
    if notice is None or author is None or asked is None or notice.state is not NoticeState.ASKING:
        return
    turn.identify(asked)
    count = await counted_now(turn, notice.audience)
    lines = await audience_lines(turn, notice.audience, count)
    view = consent_view(lines, notice, author, unseen=why)
    for card_id, card in (await cards_by_id(turn.session, notice.asked_cards)).items():
        if card.telegram_id == turn.chat.id:
            await redraw_card(turn, card_id, view, asked.language)
