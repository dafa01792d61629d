"""What follows an outcome: the answer is kept, the next question asked, the talk ended."""

from campaign.people import Refusal
from campaign.texts import Text
from handlers.conversation.flow import Answer
from handlers.conversation.progress import Progress
from handlers.conversation.screen import ask
from handlers.conversation.steps import Partial, Refused, Step, StepOutcome, Taken
from handlers.views import Line, View


async def settle(standing: Progress, outcome: StepOutcome, note: Line | None = None) -> None:
    """Go on from what the present step made of a message or a press. `note` stands on the card."""
    step = standing.step
    marks = outcome.marks or standing.marks
    match outcome:
        case Taken(value):
            marks = marks.finished(step.name)
            marks = marks if value else marks.without_pieces(step.name)
            taken = standing.having(step.name, value).marked(marks, said=True, offered=False)
            await go_on(taken, step, note)
        case Partial(value, said, quiet):
            held = standing.marked(marks).holding(step, value).marked(said=True)
            await ask(held, said or note, in_place=quiet)
        case Refused(problem):
            await ask(standing.marked(marks), problem)
        case _:
            await ask(standing, Text(f"flow.wants_{step.wants}"))


async def go_on(standing: Progress, after: Step | None = None, note: Line | None = None) -> None:
    """Go to the next question or, after the last one, to the end."""
    standing = await with_start_values(standing)
    following = standing.following(after)
    if following is None:
        await _finish(standing)
    else:
        await ask(standing.at(following).marked(changing=False), note)


async def with_start_values(standing: Progress) -> Progress:
    """The same, the steps that are not asked having their start values."""
    for step in standing.steps:
        if step.by_itself and step.name not in standing.talk.answers:
            standing = standing.having(step.name, await step.start_value(standing.scene))
    return standing


async def _finish(standing: Progress) -> None:
    turn, flow, talk = standing.turn, standing.flow, standing.talk
    standing.speak()
    end: Answer | Refusal = await flow.done(turn, flow.drafted(standing.given))
    if isinstance(end, Refusal):
        await ask(standing.without("confirm"), end.text)
        return
    card = await standing.card()
    turn.keep_talk(talk.ended(at=turn.now, record=end.record))
    told = [standing.scene.text(end.key, **end.params), *end.more]
    turn.show(View(told, end.buttons), card)
