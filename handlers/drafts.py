"""`/drafts`: what was begun and not finished, to be taken up on any day; `/cancel`: to leave it."""

from campaign.people import anyone, joined
from campaign.texts import Text
from handlers.conversation import engine as conversation
from handlers.routing import Asked, Page, routes_of
from handlers.turn import Turn
from handlers.views import Button, View, page
from storage.delivery.talks import Talk, TalkState, find_talk, kept_talks

# The most drafts on one card.
MOST = 8


async def list_drafts(turn: Turn, asked: Asked) -> None:
    """One button for each draft."""
    kept = await kept_talks(turn.session, telegram_id=turn.speaker_id, limit=MOST)
    rows = [
        [
            Button(_line(turn, talk), page("resume", talk=talk.id)),
            Button(Text("drafts.drop"), page("drop_draft", talk=talk.id)),
        ]
        for talk in kept
    ]
    lines = [Text("drafts.title" if rows else "drafts.none")]
    if turn.talk is not None:
        lines.insert(0, Text("drafts.and_open", {"flow": _title(turn, turn.talk)}))
    turn.show_page(View(lines, rows))


async def drop_draft(turn: Turn, asked: Asked) -> None:
    """Throw a draft away, after asking once."""
    talk = await find_talk(turn.session, asked.get("talk", ""), telegram_id=turn.speaker_id)
    if talk is None or talk.state is not TalkState.KEPT:
        turn.toast(Text("flow.draft_is_gone"))
    elif asked.get("sure"):
        turn.keep_talk(talk.ended(at=turn.now))
        turn.show_page(View([Text("drafts.dropped")]))
    else:
        yes = Button(Text("drafts.drop_yes"), page("drop_draft", talk=talk.id, sure=True))
        back = Button(Text("flow.back"), page("drafts"))
        asking = Text("drafts.drop_ask", {"flow": _title(turn, talk)})
        turn.show_page(View([asking], [[yes], [back]]))


async def cancel(turn: Turn, asked: Asked) -> None:
    """Leave whatever is open."""
    if turn.talk is None:
        turn.say(Text("drafts.nothing_to_cancel"))
    else:
        await conversation.leave(turn, routes_of(turn).flow(turn.talk.flow), turn.talk)


def _line(turn: Turn, talk: Talk) -> Text:
    flow, day = routes_of(turn).flow(talk.flow), turn.local(talk.updated_at)
    name = None if flow is None else flow.named(turn, talk.answers)
    if name is None:
        return Text("drafts.line", {"flow": _title(turn, talk), "day": day})
    return Text("drafts.line_named", {"flow": _title(turn, talk), "name": name, "day": day})


def _title(turn: Turn, talk: Talk) -> Text:
    """What the conversation is called; an update of the program may have removed it."""
    flow = routes_of(turn).flow(talk.flow)
    return Text("drafts.outdated") if flow is None else flow.title


drafts_page = Page("drafts", joined, list_drafts)
drop_draft_page = Page("drop_draft", joined, drop_draft)
cancel_page = Page("cancel", anyone, cancel)
