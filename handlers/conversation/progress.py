"""Where a conversation stands: which steps it calls for, what is answered, what comes next."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from campaign.text_input import cleaned
from handlers.conversation.flow import AnyFlow
from handlers.conversation.steps import Answers, Confirm, Scene, Step, TextStep
from handlers.evidence.attach import Attach
from handlers.turn import Turn
from storage.delivery.cards import Card, find_card
from storage.delivery.marks import Heard, Marks
from storage.delivery.talks import Talk


@dataclass(frozen=True, slots=True)
class Progress:
    """A talk within a turn, and its flow."""

    turn: Turn
    flow: AnyFlow
    talk: Talk

    @property
    def scene(self) -> Scene:
        """What the steps see."""
        return self.flow.scene(self.turn, self.talk.answers, self.marks)

    @property
    def marks(self) -> Marks:
        """What the talk notes about itself."""
        return self.talk.marks

    @property
    def steps(self) -> Sequence[Step]:
        """The steps that the answers call for, in order."""
        return self.flow.asked(self.scene)

    @property
    def questions(self) -> Sequence[Step]:
        """Those of them that are really asked: the preview is not."""
        return [step for step in self.steps if not isinstance(step, Confirm) and not step.by_itself]

    @property
    def step(self) -> Step:
        """The present step."""
        return self.flow.step(self.talk.step) or self.flow.steps[0]

    @property
    def given(self) -> Answers:
        """The answers that count: those of steps called for, and those given at the start."""
        asked = {step.name for step in self.steps}
        all_steps = {step.name for step in self.flow.steps}
        return {
            name: value
            for name, value in self.talk.answers.items()
            if name in asked or name not in all_steps
        }

    @property
    def worth_keeping(self) -> bool:
        """Whether anything was said that would be missed."""
        return self.flow.kept and self.marks.said

    @property
    def previous(self) -> Step:
        """Where ‹ Back leads; the present step itself if there is no way back."""
        steps = self.steps
        names = [step.name for step in steps]
        if self.marks.listing or self.talk.step not in names:
            return self.step
        if self.marks.changing:
            return steps[-1]
        earlier = [s for s in steps[: names.index(self.talk.step)] if not s.by_itself]
        return earlier[-1] if earlier else self.step

    def following(self, after: Step | None) -> Step | None:
        """The next question without an answer, then the preview; None at the very end."""
        steps = self.steps
        if after is not None and not self.marks.changing:
            steps = steps[[step.name for step in steps].index(after.name) + 1 :]
        return next((step for step in steps if not self.is_answered(step)), None)

    def is_answered(self, step: Step) -> bool:
        """Whether it has an answer; a text whose first version is still being written is none."""
        is_begun = self.marks.unfinished.get(step.name, ...) is None
        return step.name in self.talk.answers and not (is_begun and isinstance(step, TextStep))

    def holding(self, step: Step, value: Any) -> "Progress":
        """The same, the step holding this so far.

        A text stands among the answers from its first word on, unless it changes one.
        """
        if isinstance(step, TextStep) and not self.is_answered(step):
            return self.having(step.name, value).marked(self.marks.with_unfinished(step.name, None))
        return self.marked(self.marks.with_unfinished(step.name, value))

    def hearing(self, step: Step, words: str) -> "Progress":
        """The same, the words of this turn's message having gone to that step."""
        number = self.turn.incoming.message_id
        if number is None:
            return self
        heard = Heard(step.name, fingerprint(self.turn, words))
        return self.marked(self.marks.hearing(number, heard))

    def with_files(self, step: Attach, files: Any) -> "Progress":
        """The same, the step for files having these, answered or not."""
        name = step.name
        is_set = name in self.talk.answers and name not in self.marks.unfinished
        if is_set and step is not self.step:
            return self.having(name, files)
        return self.holding(step, files)

    @property
    def main_text(self) -> TextStep | None:
        """The step whose text the words beside a file belong to."""
        attaches = self.attaches
        found = None if attaches is None else self.flow.step(attaches.words_to)
        return found if isinstance(found, TextStep) else None

    @property
    def attaches(self) -> Attach | None:
        """The step that takes the files."""
        return next((step for step in self.steps if isinstance(step, Attach)), None)

    def at(self, step: Step) -> "Progress":
        """The same at another step."""
        return self.changed(step=step.name)

    def having(self, name: str, value: Any) -> "Progress":
        """The same with one more answer."""
        return self.changed(answers={**self.talk.answers, name: value})

    def without(self, name: str) -> "Progress":
        """The same without this answer."""
        kept = {step: value for step, value in self.talk.answers.items() if step != name}
        return self.changed(answers=kept)

    def marked(self, marks: Marks | None = None, **facts: Any) -> "Progress":
        """The same with these marks, if they are given, and with these of them changed."""
        return self.changed(marks=replace(marks or self.marks, **facts))

    def changed(self, **facts: Any) -> "Progress":
        """The same with other fields of the talk."""
        return Progress(self.turn, self.flow, replace(self.talk, **facts))

    @property
    def fits(self) -> bool:
        """Whether the talk was held with the present version of its flow."""
        present = self.flow.step(self.talk.step)
        return present is not None and self.talk.version == self.flow.version

    def fitted(self) -> "Progress":
        """The talk fitted to the present version of its flow.

        The answers are kept; the first question that they leave open is asked again.
        """
        names = {step.name for step in self.flow.steps}
        known = names | {one.name for one in fields(self.flow.draft)}
        kept = {name: value for name, value in self.talk.answers.items() if name in known}
        marks = self.marks.fitting(names)
        fitted = self.changed(version=self.flow.version, answers=kept, marks=marks)
        left_open = (step for step in fitted.questions if not fitted.is_answered(step))
        return fitted.at(next(left_open, self.flow.steps[-1]))

    async def card(self) -> Card | None:
        """The card that shows the talk."""
        return await card_of(self.turn, self.talk)

    def speak(self) -> None:
        """Continue in the language that a visitor chose by their answers."""
        self.turn.speak(self.flow.language(self.talk.answers))

    def save(self) -> None:
        """Keep the talk with the turn."""
        self.turn.keep_talk(replace(self.talk, updated_at=self.turn.now))


def fingerprint(turn: Turn, words: str) -> str:
    """By it the same words are known again; it tells nothing of them."""
    told = hmac.new(turn.setting.salt, cleaned(words).encode(), hashlib.sha256)
    return told.hexdigest()[:12]


async def card_of(turn: Turn, talk: Talk) -> Card | None:
    """The card that shows a talk."""
    if talk.card_id is None:
        return None
    known = turn.cards.get(talk.card_id) or turn.known_cards.get(talk.card_id)
    return known or await find_card(turn.session, talk.card_id)
