"""Files that were taken in a conversation and then refused: its card counts them no longer."""

from dataclasses import replace
from typing import Any

from campaign.people import Person
from handlers.conversation.flow import AnyFlow
from handlers.conversation.progress import Progress
from handlers.conversation.screen import ask
from handlers.evidence.attach import Attach
from handlers.routing import routes_of
from handlers.turn import Turn
from storage.delivery.talks import Talk, TalkState, kept_talks, remember

# Drafts of a person that are looked through, the latest first.
DRAFTS = 20


async def take_out(turn: Turn, author: Person, piece: str) -> None:
    """Take a piece of evidence out of the author's conversation or drafts, and show what is left.

    The turn becomes the author's.
    """
    if author.telegram_id is None:
        return
    turn.identify(author)
    found = await remember(turn.session, telegram_ids=[author.telegram_id], card_ids=[])
    drafts = await kept_talks(turn.session, telegram_id=author.telegram_id, limit=DRAFTS)
    for talk in (*found.talks.values(), *drafts):
        flow = routes_of(turn).flow(talk.flow)
        left = None if flow is None else _without(talk, flow, piece)
        if flow is None or left is None:
            continue
        if left.state is TalkState.OPEN and flow.may(author) is None:
            await ask(Progress(turn, flow, left), in_place=True)
        else:
            turn.keep_talk(left)


def _without(talk: Talk, flow: AnyFlow, piece: str) -> Talk | None:
    """The talk without this file; None if it is not in it."""
    steps = {step.name for step in flow.steps if isinstance(step, Attach)}
    answers, unfinished = talk.answers, dict(talk.marks.unfinished)
    if not any(piece in (held.get(name) or ()) for held in (answers, unfinished) for name in steps):
        return None
    marks = replace(talk.marks, unfinished=_thinned(unfinished, steps, piece))
    return replace(talk, answers=_thinned(answers, steps, piece), marks=marks)


def _thinned(held: dict[str, Any], steps: set[str], piece: str) -> dict[str, Any]:
    return {
        name: [one for one in value if one != piece] if name in steps else value
        for name, value in held.items()
    }
