"""How a conversation shows itself: the present question, its controls, the list of answers."""

from collections.abc import Sequence
from typing import Any

from campaign.texts import Text
from handlers.conversation.progress import Progress
from handlers.conversation.steps import Confirm, Step, TextStep, own, shortened
from handlers.conversation.steps.base import always
from handlers.evidence.attach import Attach
from handlers.views import Button, Line, View
from storage.delivery.cards import Card


async def ask(standing: Progress, note: Line | None = None, *, in_place: bool = False) -> None:
    """Show the present question, under a note if there is one, and save the talk.

    `in_place` changes the card where it is, even if the person has written below it.
    """
    standing.speak()
    view = await view_of(standing)
    if note is not None:
        is_news = isinstance(note, Text) and note.key == "flow.news"
        above = note if is_news else Text("flow.note", {"note": note})
        view = View([above, *view.lines], view.buttons)
    card = await standing.card()
    shown: Card | None
    if in_place and card is not None:
        shown = standing.turn.update(view, card)
    else:
        shown = standing.turn.show(view, card)
    standing.changed(card_id=shown.id if shown else None).save()


async def view_of(standing: Progress) -> View:
    """What the card shows: the present question, or the list of the answers."""
    return _answers(standing) if standing.marks.listing else await _question(standing)


async def _question(standing: Progress) -> View:
    step = standing.step
    if isinstance(step, Confirm):
        asked = await step.ask(standing.flow.scene(standing.turn, standing.given))
        return View(asked.lines, [*asked.buttons, *_controls(standing)])
    asked = await step.ask(standing.scene)
    if standing.marks.offered:
        return await _offer(standing, asked)
    buttons = [*asked.buttons, *_take_back(standing), *_keep(standing), *_controls(standing)]
    return View([_place(standing), *asked.lines], buttons)


async def _offer(standing: Progress, asked: View) -> View:
    """The first question, put to somebody who has not asked for this conversation."""
    lines = await standing.flow.offer(standing.scene)
    instead = standing.flow.instead(standing.scene)
    no = Button(Text("flow.not_wanted"), own("leave"))
    return View(lines, [*asked.buttons, *instead, [no]])


def _take_back(standing: Progress) -> list[list[Button]]:
    """Buttons that take away the last of several pieces, or bring back what was thrown away."""
    name, marks = standing.step.name, standing.marks
    if not isinstance(standing.step, TextStep | Attach):
        return []
    if not standing.scene.so_far(name):
        thrown = name in marks.thrown_away
        return [[Button(Text("flow.put_back"), own("put_back"))]] if thrown else []
    if name in marks.unfinished and len(pieces_of(standing)) > 1:
        return [[Button(Text("flow.without_last"), own("without_last"))]]
    return []


def pieces_of(standing: Progress) -> Sequence[Any]:
    """What the present step holds, message by message."""
    name = standing.step.name
    held = standing.scene.so_far(name)
    return held if isinstance(held, list) else standing.marks.pieces.get(name, ())


def _place(standing: Progress) -> Text:
    """Which step of how many; one that an answer calls for belongs to the step before it."""
    questions, title = standing.questions, {"title": standing.flow.title}
    if standing.talk.step not in [step.name for step in questions]:
        return Text("flow.title", title)
    at = [step.name for step in questions].index(standing.talk.step)
    n = sum(step.when is always for step in questions[: at + 1])
    of = sum(step.when is always for step in questions)
    if not of:
        return Text("flow.title", title)
    return Text("flow.place", {**title, "n": max(n, 1), "of": of})


def _controls(standing: Progress) -> list[list[Button]]:
    row = [Button(Text("flow.leave"), own("leave"))]
    if standing.previous is not standing.step:
        row.insert(0, Button(Text("flow.back"), own("back")))
    if isinstance(standing.step, Confirm):
        return [[Button(Text("flow.change"), own("list"))], row]
    return [row]


def _keep(standing: Progress) -> list[list[Button]]:
    """A button that keeps the answer as it is, if the question has one already."""
    step, answers = standing.step, standing.talk.answers
    if step.name not in answers or step.name in standing.marks.unfinished:
        return []
    value = step.show(answers[step.name])
    label = Text("flow.keep") if value is None else Text("flow.keep_value", {"value": value})
    return [[Button(label, own("keep"))]]


def _answers(standing: Progress) -> View:
    correction = standing.marks.correction
    kinds = TextStep if correction else Step
    rows = [
        [Button(_labelled(standing, step), own("change", step.name))]
        for step in standing.steps
        if isinstance(step, kinds) and not isinstance(step, Confirm)
    ]
    back = [Button(Text("flow.back"), own("back"))]
    asking = Text("flow.what_to_change")
    if correction:
        asking = Text("flow.what_to_correct", {"text": shortened(correction)})
    return View([asking], [*rows, back])


def _labelled(standing: Progress, step: Step) -> Line:
    label = standing.scene.text(f"{step.name}.label")
    answers = standing.talk.answers
    value = step.show(answers[step.name]) if step.name in answers else None
    if value is None:
        return label
    return Text("flow.label_and_value", {"label": label, "value": value})
