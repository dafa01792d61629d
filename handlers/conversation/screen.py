"""How a conversation shows itself: the present question, its controls, the list of answers."""

from campaign.texts import Text
from handlers.conversation.progress import Progress
from handlers.conversation.steps import Confirm, Step, own
from handlers.conversation.steps.base import always
from handlers.views import Button, Line, View
from storage.delivery.cards import Card


async def ask(standing: Progress, note: Line | None = None, *, in_place: bool = False) -> None:
    """Show the present question, under a note if there is one, and save the talk.

    `in_place` changes the card where it is, even if the person has written below it.
    """
    standing.speak()
    view = _answers(standing) if standing.marks.listing else await _question(standing)
    if note is not None:
        view = View([Text("flow.note", {"note": note}), *view.lines], view.buttons)
    card = await standing.card()
    shown: Card | None
    if in_place and card is not None:
        shown = standing.turn.update(view, card)
    else:
        shown = standing.turn.show(view, card)
    standing.changed(card_id=shown.id if shown else None).save()


async def _question(standing: Progress) -> View:
    step = standing.step
    if isinstance(step, Confirm):
        asked = await step.ask(standing.flow.scene(standing.turn, standing.given))
        return View(asked.lines, [*asked.buttons, *_controls(standing)])
    asked = await step.ask(standing.scene)
    buttons = [*asked.buttons, *_keep(standing), *_controls(standing)]
    return View([_place(standing), *asked.lines], buttons)


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
    rows = [
        [Button(_labelled(standing, step), own("change", step.name))]
        for step in standing.steps
        if not isinstance(step, Confirm)
    ]
    back = [Button(Text("flow.back"), own("back"))]
    return View([Text("flow.what_to_change")], [*rows, back])


def _labelled(standing: Progress, step: Step) -> Line:
    label = standing.scene.text(f"{step.name}.label")
    answers = standing.talk.answers
    value = step.show(answers[step.name]) if step.name in answers else None
    if value is None:
        return label
    return Text("flow.label_and_value", {"label": label, "value": value})
