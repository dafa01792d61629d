"""A message that was edited after it was sent: it edits the answer that it gave."""

from datetime import timedelta

from campaign.text_input import is_blank, joined, piece_of
from campaign.texts import Text
from handlers.conversation.flow import AnyFlow
from handlers.conversation.message_parts import fingerprint, take_words
from handlers.conversation.progress import Progress
from handlers.conversation.screen import ask
from handlers.conversation.steps import Refused, TextStep
from handlers.incoming import Edited, Said
from handlers.routing import routes_of
from handlers.turn import Turn
from handlers.views import Button, page
from storage.delivery.marks import Heard
from storage.delivery.talks import Talk, TalkState, talks_since

# Telegram lets people edit a message for two days.
WINDOW = timedelta(days=2)


def is_heard(talk: Talk | None, edited: Edited) -> bool:
    """Whether the open conversation took the message's words."""
    return talk is not None and str(edited.message_id) in talk.marks.heard


async def edit_answer(turn: Turn, flow: AnyFlow, talk: Talk, edited: Edited) -> None:
    """Edit the answer that the message gave; nothing if it says what it said."""
    standing = Progress(turn, flow, talk)
    number = str(edited.message_id)
    heard = standing.marks.heard[number]
    piece = piece_of(edited.message_id, edited.text)
    print_now = fingerprint(turn, piece.text)
    step = flow.step(heard.step)
    if print_now == heard.print or not isinstance(step, TextStep) or not standing.fits:
        return
    pieces = standing.marks.pieces.get(step.name, ())
    changed = [piece if one.message == edited.message_id else one for one in pieces]
    if list(pieces) == changed:
        if step is standing.step and not is_blank(edited.text):
            await take_words(standing, edited.text)
        return
    changed = [one for one in changed if not is_blank(one.text)]
    value = joined(changed)
    outcome = await step.hear(standing.scene, Said(value))
    is_answer = standing.is_answered(step) and step.name not in standing.marks.unfinished
    problem = step.check(standing.scene, value) if is_answer else None
    if isinstance(outcome, Refused):
        problem = outcome.problem
    if problem is not None:
        note = Text("flow.edit_not_taken", {"why": problem})
        await ask(standing, note, in_place=True)
        return
    marks = standing.marks.with_pieces(step.name, changed)
    edited_talk = standing.marked(marks.hearing(edited.message_id, Heard(step.name, print_now)))
    if is_answer:
        edited_talk = edited_talk.having(step.name, value)
    else:
        edited_talk = edited_talk.holding(step, value)
    label = standing.scene.text(f"{step.name}.label")
    note = Text("flow.news", {"note": Text("flow.edit_taken", {"label": label})})
    await ask(edited_talk, note, in_place=True)


async def tell_of_edit(turn: Turn, edited: Edited) -> None:
    """The message answered in a conversation that is over, or was left: how to change that."""
    number = str(edited.message_id)
    earlier = await talks_since(turn.session, turn.now - WINDOW, telegram_id=turn.speaker_id)
    talk = next((one for one in earlier if number in one.marks.heard), None)
    if talk is None:
        return
    words = piece_of(edited.message_id, edited.text).text
    if fingerprint(turn, words) == talk.marks.heard[number].print:
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
