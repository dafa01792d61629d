"""A message that was edited after it was sent: it edits the answer that it gave."""

from collections.abc import Sequence
from datetime import timedelta

from campaign.text_input import Piece, is_blank, joined, piece_of
from campaign.texts import Text
from handlers.conversation.flow import AnyFlow
from handlers.conversation.message_parts import take_words
from handlers.conversation.progress import Progress, fingerprint
from handlers.conversation.screen import ask
from handlers.conversation.steps import Refused, TextStep
from handlers.incoming import Edited, Said
from handlers.routing import routes_of
from handlers.turn import Turn
from handlers.views import Button, page
from storage.delivery.talks import Talk, TalkState, talks_since

# Telegram lets people edit a message for two days.
WINDOW = timedelta(days=2)


def is_heard(talk: Talk | None, edited: Edited) -> bool:
    """Whether the open conversation took the message's words."""
    return talk is not None and str(edited.message_id) in talk.marks.heard


async def edit_answer(turn: Turn, flow: AnyFlow, talk: Talk, edited: Edited) -> None:
    """Edit the answer that the message gave; nothing if it says what it said."""
    standing = Progress(turn, flow, talk)
    heard = standing.marks.heard[str(edited.message_id)]
    step = flow.step(heard.step)
    if fingerprint(turn, edited.text) == heard.print or step is None or not standing.fits:
        return
    pieces = standing.marks.pieces.get(step.name, ())
    if isinstance(step, TextStep) and edited.message_id in [one.message for one in pieces]:
        now = [_as_edited(piece, edited) for piece in pieces]
        await _change(standing, step, edited, [piece for piece in now if not is_blank(piece.text)])
    elif isinstance(step, TextStep) and step is standing.step and not is_blank(edited.text):
        await take_words(standing, edited.text)
    else:
        await ask(standing.hearing(step, edited.text), Text("flow.edit_not_followed"))


def _as_edited(piece: Piece, edited: Edited) -> Piece:
    is_it = piece.message == edited.message_id
    return piece_of(edited.message_id, edited.text) if is_it else piece


async def _change(
    standing: Progress, step: TextStep, edited: Edited, pieces: Sequence[Piece]
) -> None:
    """Have the step's text made of these pieces; or say why not, and leave it."""
    value = joined(pieces)
    outcome = await step.hear(standing.scene, Said(value))
    is_answer = standing.is_answered(step) and step.name not in standing.marks.unfinished
    problem = step.check(standing.scene, value) if is_answer else None
    if isinstance(outcome, Refused):
        problem = outcome.problem
    if problem is not None:
        note = Text("flow.edit_not_taken", {"why": problem})
        await ask(standing, note, in_place=True)
        return
    heard = standing.hearing(step, edited.text)
    changed = heard.marked(heard.marks.with_pieces(step.name, pieces))
    changed = changed.having(step.name, value) if is_answer else changed.holding(step, value)
    label = standing.scene.text(f"{step.name}.label")
    note = Text("flow.news", {"note": Text("flow.edit_taken", {"label": label})})
    await ask(changed, note, in_place=True)


async def tell_of_edit(turn: Turn, edited: Edited) -> None:
    """The message answered in a conversation that is over, or was left: how to change that."""
    number = str(edited.message_id)
    earlier = await talks_since(turn.session, turn.now - WINDOW, telegram_id=turn.speaker_id)
    talk = next((one for one in earlier if number in one.marks.heard), None)
    if talk is None:
        return
    if fingerprint(turn, edited.text) == talk.marks.heard[number].print:
        return
    if talk.state is TalkState.KEPT:
        resume = Button(Text("flow.resume"), page("resume", talk=talk.id))
        turn.say(Text("flow.edit_of_draft"), buttons=[[resume]])
        return
    kind, _, record_id = talk.marks.record.partition(":")
    change = f"change_{kind}"
    if change in routes_of(turn).by_name:
        button = Button(Text("flow.change_it"), page(change, id=record_id))
        turn.say(Text("flow.edit_too_late"), buttons=[[button]])
