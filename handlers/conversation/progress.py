"""Where a conversation stands: which steps it calls for, what is answered, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from handlers.conversation.flow import AnyFlow
from handlers.conversation.steps import Answers, Confirm, Scene, Step, unfinished
from handlers.evidence.attach import ALBUMS
from handlers.turn import Turn
from storage.delivery.talks import Card, Talk, TalkState, find_card

# Marks among the answers: one answer is being changed; the list of answers is shown; the person
# has answered something, so that there is more than what was known at the start.
CHANGING = "~changing"
LIST = "~list"
SAID = "~said"


@dataclass(frozen=True, slots=True)
class Progress:
    """A talk within a turn, and its flow."""

    turn: Turn
    flow: AnyFlow
    talk: Talk

    @property
    def scene(self) -> Scene:
        """What the steps see; they may write to these answers without harm to the talk's."""
        return self.flow.scene(self.turn, dict(self.talk.answers))

    @property
    def steps(self) -> Sequence[Step]:
        """The steps that the answers call for, in order."""
        return self.flow.asked(self.scene)

    @property
    def questions(self) -> Sequence[Step]:
        """Those of them that are really asked; the preview is no question."""
        return [step for step in self.steps if not isinstance(step, Confirm) and not step.by_itself]

    @property
    def step(self) -> Step:
        """The present step."""
        return self.flow.step(self.talk.step) or self.flow.steps[0]

    @property
    def given(self) -> Answers:
        """The answers that count: those of steps called for, and what was given at the start."""
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
        return self.flow.kept and self.marked(SAID)

    @property
    def previous(self) -> Step:
        """Where ‹ Back leads; the present step itself where there is no way back."""
        steps = self.steps
        names = [step.name for step in steps]
        if self.marked(LIST) or self.talk.step not in names:
            return self.step
        if self.marked(CHANGING):
            return steps[-1]
        earlier = [s for s in steps[: names.index(self.talk.step)] if not s.by_itself]
        return earlier[-1] if earlier else self.step

    def following(self, after: Step | None) -> Step | None:
        """The next question without an answer, at last the preview; None at the very end."""
        steps = self.steps
        if after is not None and not self.marked(CHANGING):
            steps = steps[[step.name for step in steps].index(after.name) + 1 :]
        return next((step for step in steps if step.name not in self.talk.answers), None)

    def marked(self, mark: str) -> bool:
        """Whether the mark is set."""
        return mark in self.talk.answers

    def at(self, step: Step) -> "Progress":
        """The same at another step."""
        return self.changed(step=step.name)

    def having(self, name: str, value: Any) -> "Progress":
        """The same with an answer or a mark more."""
        return self.changed(answers={**self.talk.answers, name: value})

    def without(self, *names: str) -> "Progress":
        """The same without these answers or marks."""
        kept = {name: value for name, value in self.talk.answers.items() if name not in names}
        return self.changed(answers=kept)

    def changed(self, **facts: Any) -> "Progress":
        """The same with other facts of the talk."""
        return Progress(self.turn, self.flow, replace(self.talk, **facts))

    @property
    def fits(self) -> bool:
        """Whether the talk was held with the present version of its flow."""
        present = self.flow.step(self.talk.step)
        return present is not None and self.talk.version == self.flow.version

    def fitted(self) -> "Progress":
        """The talk as the present version of its flow knows it.

        The answers are kept; the first question that they leave open is asked again.
        """
        names = {step.name for step in self.flow.steps}
        known = names | {unfinished(n) for n in names} | {f.name for f in fields(self.flow.draft)}
        kept = {n: value for n, value in self.talk.answers.items() if n in known | {SAID, ALBUMS}}
        fitted = self.changed(version=self.flow.version, answers=kept)
        left_open = (step for step in fitted.questions if step.name not in kept)
        return fitted.at(next(left_open, self.flow.steps[-1]))

    async def card(self) -> Card | None:
        """The card that shows the talk."""
        return await card_of(self.turn, self.talk)

    def save(self) -> None:
        """Keep the talk with the turn."""
        talk = replace(self.talk, updated_at=self.turn.now)
        self.turn.talks[talk.id] = talk
        self.turn.talk = talk if talk.state is TalkState.OPEN else None


async def card_of(turn: Turn, talk: Talk) -> Card | None:
    """The card that shows a talk."""
    if talk.card_id is None:
        return None
    known = turn.cards.get(talk.card_id) or turn.known_cards.get(talk.card_id)
    return known or await find_card(turn.session, talk.card_id)
