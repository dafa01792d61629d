"""What a message gives to a conversation: its words to the question they answer, its files beside.

Words that came before the person could see the bot's answer belong to the question before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from campaign.messages import MESSAGE_LIMIT
from campaign.text_input import Piece, is_account, is_blank, joined, piece_of
from campaign.texts import Text
from handlers.conversation.corrections import take_correction
from handlers.conversation.outcomes import settle
from handlers.conversation.progress import Progress
from handlers.conversation.screen import ask
from handlers.conversation.steps import (
    NOT_THIS,
    Confirm,
    Partial,
    Refused,
    Step,
    StepOutcome,
    Taken,
    TextStep,
)
from handlers.incoming import Content, Said, SentFile
from handlers.views import Line
from storage.delivery.marks import LastHeard
from storage.delivery.outbox_cards import was_tried_again

# How far apart the clocks of two lives, or of two machines, may be.
CLOCKS_APART = timedelta(minutes=1)
# Within this time a phone sends the rest of a text that it had to cut.
CUT_COMES_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Place:
    """The step that words belong to, and whether they follow what it holds already.

    `before`: they were written before the card could be seen, so that it stands below them.
    """

    step: TextStep
    goes_on: bool
    before: bool = False


@dataclass(frozen=True, slots=True)
class WithFiles:
    """The talk with a message's files, what is to be said of them, and whether it needs no card."""

    standing: Progress
    note: Line | None = None
    quiet: bool = False


async def take_message(standing: Progress, content: Content) -> None:
    """Take a message in a conversation whose present step gets words and files apart."""
    files, words = files_of(content), words_of(content)
    if not files:
        await _take_text(standing, content, words)
        return
    kept = WithFiles(standing)
    for file in files:
        kept = await _keep_file(kept, file)
    if is_blank(words):
        await ask(kept.standing, kept.note, in_place=kept.quiet)
    else:
        await take_words(kept.standing, words, with_file=True, note=kept.note)


async def take_words(
    standing: Progress, words: str, *, with_file: bool = False, note: Line | None = None
) -> None:
    """Give words to the step that they answer."""
    place = await _place_of(standing, words, with_file=with_file)
    if place is None:
        outcome = await standing.step.hear(standing.scene, Said(words))
        await settle(standing, outcome, note)
        return
    piece = piece_of(standing.turn.incoming.message_id or 0, words)
    held = held_pieces(standing, place.step) if place.goes_on else ()
    await _give(standing, place, [*held, piece], note)


async def _give(
    standing: Progress, place: Place, pieces: Sequence[Piece], note: Line | None
) -> None:
    """Make the step's answer of these pieces, the last of which has just been written."""
    step = place.step
    outcome = await step.hear(standing.scene, Said(joined(pieces)))
    heard = standing.hearing(step, pieces[-1].text)
    if isinstance(outcome, Refused):
        await settle(heard, outcome, note)
        return
    last = _last_heard(standing, pieces, step)
    given = heard.marked(heard.marks.with_pieces(step.name, pieces), last=last)
    if isinstance(outcome, Partial):
        outcome = replace(outcome, quiet=place.before)
    if step is standing.step:
        await settle(given, outcome, note)
    else:
        label = Text("flow.words_went_to", {"label": standing.scene.text(f"{step.name}.label")})
        await _give_elsewhere(given, place, outcome, note or Text("flow.news", {"note": label}))


def _last_heard(standing: Progress, pieces: Sequence[Piece], step: Step) -> LastHeard:
    """The newest message; the moment is that of the first which the same answer is for."""
    before, number = standing.marks.last, pieces[-1].message
    follows = before is not None and [one.message for one in pieces[-2:-1]] == [before.message]
    if before is not None and follows:
        return LastHeard(number, step.name, before.at)
    return LastHeard(number, step.name, standing.turn.now.isoformat())


def files_of(content: Content) -> tuple[SentFile, ...]:
    """The files of a message."""
    if isinstance(content, SentFile):
        return (content,)
    return content.files if isinstance(content, Said) else ()


def words_of(content: Content) -> str:
    """The words of a message: its text or its caption."""
    if isinstance(content, SentFile):
        return content.caption
    return content.text if isinstance(content, Said) else ""


def held_pieces(standing: Progress, step: Step) -> tuple[Piece, ...]:
    """What the step's text is made of; one piece where that was not kept."""
    pieces = tuple(standing.marks.pieces.get(step.name, ()))
    held = standing.scene.so_far(step.name)
    return pieces or ((Piece(0, held, MESSAGE_LIMIT),) if held else ())


async def is_before_answer(standing: Progress) -> bool:
    """Whether the message was written before its author could see the answer to the one before.

    Messages of one chat are numbered in their order, the bot's among them. What got here before
    the answer was made cannot reply to it, either. A message with a lower number can, where a kill
    of the program left two copies of the answer, of which only the second is known.
    """
    last, incoming = standing.marks.last, standing.turn.incoming
    if last is None or incoming.message_id is None:
        return False
    pieces = standing.marks.pieces.get(last.step)
    is_cut = bool(pieces) and incoming.at - last.moment <= CUT_COMES_WITHIN
    if incoming.message_id == last.message + 1 or (is_cut and pieces and pieces[-1].is_cut):
        return True
    card = await standing.card()
    shown = 0 if card is None else card.message_id or 0
    if last.message < shown < incoming.message_id:
        return False
    if incoming.received_at is not None and incoming.received_at <= last.moment:
        return True
    if card is None or incoming.message_id > shown:
        return False
    session = standing.turn.session
    return not await was_tried_again(session, card.id, since=last.moment - CLOCKS_APART)


async def _take_text(standing: Progress, content: Content, words: str) -> None:
    step = standing.step
    if isinstance(step, Confirm) and words and not await is_before_answer(standing):
        await take_correction(standing, words)
    elif isinstance(step, TextStep) and isinstance(content, Said):
        await take_words(standing, words)
    else:
        outcome = await step.hear(standing.scene, content)
        if outcome is NOT_THIS and isinstance(content, Said):
            await take_words(standing, words)
        else:
            await settle(standing, outcome)


async def _place_of(standing: Progress, words: str, *, with_file: bool) -> Place | None:
    last = standing.marks.last
    before = None if last is None else standing.flow.step(last.step)
    if isinstance(before, TextStep) and await is_before_answer(standing):
        return Place(before, goes_on=True, before=True)
    step, main = standing.step, standing.main_text
    if isinstance(step, TextStep):
        return Place(step, step.gathers)
    if main is None or standing.marks.listing:
        return None
    if with_file or (not standing.scene.so_far(main.name) and is_account(words)):
        return Place(main, goes_on=True)
    return None


async def _keep_file(kept: WithFiles, file: SentFile) -> WithFiles:
    """Keep a file with the step for files, wherever the conversation is."""
    standing = kept.standing
    step = standing.attaches
    if step is None:
        return WithFiles(standing, Text(f"flow.wants_{standing.step.wants}"))
    outcome = await step.hear(standing.scene, file)
    marks = outcome.marks or standing.marks
    if not isinstance(outcome, Partial):
        wrong = Text(f"flow.wants_{step.wants}")
        problem = outcome.problem if isinstance(outcome, Refused) else wrong
        return WithFiles(standing.marked(marks), problem)
    is_late = file.album is not None and file.album in standing.marks.albums
    said = standing.marks.said or not standing.marks.offered
    holding = standing.marked(marks, said=said).with_files(step, outcome.value)
    if step is standing.step:
        return WithFiles(holding, outcome.note, outcome.quiet)
    label = standing.scene.text(f"{step.name}.label")
    note = Text("flow.news", {"note": Text("flow.file_went_to", {"label": label})})
    return WithFiles(holding, None if is_late or marks.offered else note, is_late)


async def _give_elsewhere(given: Progress, place: Place, outcome: StepOutcome, told: Line) -> None:
    """The words belong to another step than the present one, which is asked on."""
    step, in_place = place.step, place.before
    value = outcome.value if isinstance(outcome, Taken | Partial) else ""
    is_whole = isinstance(outcome, Taken) or (
        given.is_answered(step) and step.check(given.scene, value) is None
    )
    given = given.marked(said=given.marks.said or not given.marks.offered)
    if is_whole:
        answered = given.having(step.name, value).marked(given.marks.finished(step.name))
        await ask(answered, told, in_place=in_place)
    elif step.gathers or given.marks.offered:
        await ask(given.holding(step, value), told, in_place=in_place)
    else:
        await ask(given.holding(step, value).at(step), in_place=in_place)
