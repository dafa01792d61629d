"""A sentence written at the preview: it corrects the answer, or the sentence, that it resembles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from campaign.messages import MESSAGE_LIMIT
from campaign.text_input import Piece, cleaned
from campaign.texts import Text
from handlers.conversation.progress import Progress
from handlers.conversation.screen import ask
from handlers.conversation.steps import Confirm, Refused, Step, Taken, TextStep
from handlers.incoming import Said

# How alike a sentence and its correction are at least, from 0 to 1.
ALIKE = 0.55
# The longest text that is compared, in characters: comparing takes the square of it.
MOST_COMPARED = 2000

_SENTENCE = re.compile(r"[^.!?\u3002\uff01\uff1f\n]+[.!?\u3002\uff01\uff1f]*\s*|\n+")


@dataclass(frozen=True, slots=True)
class Correction:
    """An answer as it would be with the new words in it, and how alike old and new words are."""

    step: Step
    value: str
    likeness: float


async def take_correction(standing: Progress, words: str) -> None:
    """Correct what the words resemble; else ask which answer they are for."""
    text = cleaned(words)
    for step in standing.steps:
        if not isinstance(step, TextStep | Confirm):
            outcome = await step.hear(standing.scene, Said(text))
            if isinstance(outcome, Taken):
                await correct(standing, step, outcome.value, text)
                return
    found = max(_corrections(standing, text), key=lambda one: one.likeness, default=None)
    if found is not None and found.likeness >= ALIKE:
        await correct(standing, found.step, found.value, text)
    elif text and any(isinstance(step, TextStep) for step in standing.steps):
        await ask(standing.marked(listing=True, correction=text))
    else:
        await ask(standing, Text("flow.wants_press"))


async def correct(standing: Progress, step: Step, value: str, words: str) -> None:
    """Answer the step with the value, made of these words, if it may be that; show the preview."""
    standing = standing.marked(listing=False, correction="").hearing(step, words)
    if isinstance(step, TextStep) and (problem := step.check(standing.scene, value)):
        await ask(standing, problem)
        return
    if isinstance(step, TextStep):
        number = (standing.turn.incoming.message_id or 0) if value == words else 0
        pieces = [Piece(number, value, MESSAGE_LIMIT)]
        standing = standing.marked(standing.marks.with_pieces(step.name, pieces))
    label = standing.scene.text(f"{step.name}.label")
    note = Text("flow.news", {"note": Text("flow.corrected", {"label": label})})
    await ask(standing.having(step.name, value), note)


async def place_correction(standing: Progress, step: Step) -> bool:
    """The person says which answer the sentence is for. False if none waits for that."""
    text = standing.marks.correction
    if not text or not isinstance(step, TextStep):
        return False
    before = standing.talk.answers.get(step.name, "")
    value = f"{before}\n{text}" if step.gathers and before else text
    outcome = await step.hear(standing.scene, Said(value))
    if isinstance(outcome, Refused):
        await ask(standing.marked(listing=False, correction=""), outcome.problem)
    else:
        await correct(standing, step, value, text)
    return True


def _corrections(standing: Progress, text: str) -> Iterator[Correction]:
    for step in standing.steps:
        value = standing.talk.answers.get(step.name)
        if isinstance(step, TextStep) and value and len(text) <= MOST_COMPARED:
            yield from _within(step, value, text)


def _within(step: Step, value: str, text: str) -> Iterator[Correction]:
    """The answer with the new words instead of each stretch of as many sentences."""
    sentences = _SENTENCE.findall(value)
    count = len(_SENTENCE.findall(text))
    for at in range(max(1, len(sentences) - count + 1)):
        old = "".join(sentences[at : at + count])
        likeness = _likeness(old.strip(), text)
        end = old[len(old.rstrip()) :]
        new = "".join([*sentences[:at], text + end, *sentences[at + count :]])
        yield Correction(step, new.strip(), likeness)


def _likeness(old: str, new: str) -> float:
    if len(old) > MOST_COMPARED:
        return 0.0
    compared = SequenceMatcher(None, old, new, autojunk=False)
    return compared.ratio() if compared.quick_ratio() >= ALIKE else 0.0
