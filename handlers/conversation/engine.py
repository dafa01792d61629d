"""The conversation engine: begins, hears, goes back, changes, leaves, resumes, and ends.

Every answer is saved in the turn that gave it. What every flow needs is done here once: the control
buttons, the preview's list of changes, stale presses, a new version of a flow after an upgrade.
"""

from dataclasses import replace

from campaign.people import Refusal
from campaign.texts import Text
from handlers.conversation.flow import Answer, AnyFlow
from handlers.conversation.progress import Progress, card_of
from handlers.conversation.screen import ask
from handlers.conversation.steps import (
    Answers,
    Partial,
    Refused,
    Step,
    StepOutcome,
    Taken,
)
from handlers.evidence.attach import Attach
from handlers.incoming import Content, SentFile
from handlers.routing import routes_of
from handlers.turn import Turn
from handlers.views import Button, Line, Offer, View, page
from storage.delivery.talks import Talk, TalkState, find_talk


async def begin(turn: Turn, flow: AnyFlow, asked: Answers) -> None:
    """Open the conversation, or say why not. An open one is kept as a draft first."""
    given = flow.may(turn.person) or await flow.begin(turn, asked)
    if isinstance(given, Refusal):
        turn.say(given.text)
        return
    if isinstance(given, View):
        turn.show_page(given)
        return
    await _set_aside_open(turn)
    talk = Talk(
        id=turn.token(),
        telegram_id=turn.speaker_id,
        flow=flow.name,
        version=flow.version,
        step=flow.steps[0].name,
        answers={**given},
        state=TalkState.OPEN,
        card_id=None,
        started_at=turn.now,
        updated_at=turn.now,
    )
    await _go_on(Progress(turn, flow, talk))


async def resume(turn: Turn, talk_id: str) -> None:
    """Take up a draft where it was left, whichever flow it belongs to."""
    talk = await find_talk(turn.session, talk_id, telegram_id=turn.speaker_id)
    flow = None if talk is None else routes_of(turn).flow(talk.flow)
    if talk is None or flow is None:
        turn.say(Text("flow.draft_is_gone"))
    elif refusal := flow.may(turn.person):
        turn.say(refusal.text)
    else:
        if turn.talk is not None and turn.talk.id != talk.id:
            await _set_aside_open(turn)
        standing = Progress(turn, flow, await _moved_here(turn, talk))
        await (ask(standing) if standing.fits else _ask_after_upgrade(standing))


async def hear(turn: Turn, flow: AnyFlow, talk: Talk, content: Content) -> None:
    """Take a message while the conversation is open."""
    standing = Progress(turn, flow, talk)
    if not standing.fits:
        await _ask_after_upgrade(standing)
    elif step := _late_for(standing, content):
        await _add_late_part(standing, step, content)
    elif standing.marks.listing:
        await ask(standing, Text("flow.wants_press"))
    else:
        await _settle(standing, await standing.step.hear(standing.scene, content))


async def press(turn: Turn, flow: AnyFlow, talk: Talk, offer: Offer) -> None:
    """Take a press on the conversation's present card."""
    standing = Progress(turn, flow, talk)
    if not standing.fits:
        await _ask_after_upgrade(standing)
        return
    match offer["do"]:
        case "back":
            await ask(standing.at(standing.previous).marked(changing=False, listing=False))
        case "leave":
            await leave(turn, flow, talk)
        case "list":
            await ask(standing.marked(listing=True))
        case "keep" if standing.step.name in talk.answers:
            settled = standing.marked(standing.marks.finished(standing.step.name))
            await _go_on(settled, after=standing.step)
        case "change" if step := flow.step(offer["value"]):
            await ask(standing.at(step).marked(listing=False, changing=True))
        case _:
            await _settle(standing, await standing.step.press(standing.scene, offer))


async def leave(turn: Turn, flow: AnyFlow | None, talk: Talk) -> None:
    """✕: close the conversation and, if anything was answered, keep it as a draft."""
    card = await card_of(turn, talk)
    if flow is None or not Progress(turn, flow, talk).worth_keeping:
        turn.keep_talk(talk.ended(at=turn.now))
        turn.show(View([Text("flow.left")]), card)
        return
    turn.keep_talk(talk.kept(at=turn.now))
    resume_it = [Button(Text("flow.resume"), page("resume", talk=talk.id))]
    turn.show(View([Text("flow.kept")], [resume_it]), card)


async def redraw(turn: Turn, flow: AnyFlow, talk: Talk, note: Line) -> None:
    """Show the present card again and say why: after a stale press, or an edited message."""
    if turn.is_press:
        turn.toast(note)
        await ask(Progress(turn, flow, talk), in_place=True)
    else:
        await ask(Progress(turn, flow, talk), note)


async def _ask_after_upgrade(standing: Progress) -> None:
    """After an upgrade changed the flow: ask what its present version leaves open, and say why."""
    await ask(await _with_start_values(standing.fitted()), Text("flow.upgraded"))


def _late_for(standing: Progress, content: Content) -> Step | None:
    """The step that took the rest of this album, if the person has gone on to another since."""
    if not isinstance(content, SentFile) or content.album is None:
        return None
    if isinstance(standing.step, Attach) or content.album not in standing.marks.albums:
        return None
    return next((step for step in standing.steps if isinstance(step, Attach)), None)


async def _add_late_part(standing: Progress, step: Step, content: Content) -> None:
    """Telegram sends the parts of an album one by one, some of them seconds late."""
    outcome = await step.hear(standing.scene, content)
    if isinstance(outcome, Partial):
        with_part = standing.having(step.name, outcome.value).marked(outcome.marks)
        await ask(with_part, in_place=True)
    else:
        await _settle(standing, outcome)


async def _moved_here(turn: Turn, talk: Talk) -> Talk:
    """The draft, open again, on the card whose button was pressed; its old card is retired."""
    pressed = turn.pressed_card
    opened = replace(talk, state=TalkState.OPEN)
    if pressed is None or pressed.id == talk.card_id:
        return opened
    old = await card_of(turn, talk)
    if old is not None:
        turn.update(View([Text("flow.goes_on_below")]), old)
    return replace(opened, card_id=pressed.id)


async def _set_aside_open(turn: Turn) -> None:
    """Another conversation begins: keep the open one as a draft, and take its buttons away."""
    talk = turn.talk
    if talk is None:
        return
    flow = routes_of(turn).flow(talk.flow)
    keep = flow is not None and Progress(turn, flow, talk).worth_keeping
    turn.keep_talk(talk.kept(at=turn.now) if keep else talk.ended(at=turn.now))
    card = await card_of(turn, talk)
    if card is not None:
        turn.update(View([Text("flow.set_aside" if keep else "flow.left")]), card)


async def _settle(standing: Progress, outcome: StepOutcome) -> None:
    step = standing.step
    marks = outcome.marks or standing.marks
    match outcome:
        case Taken(value):
            taken = standing.having(step.name, value).marked(marks.finished(step.name), said=True)
            await _go_on(taken, step)
        case Partial(value, note, quiet):
            held = standing.marked(marks.with_unfinished(step.name, value), said=True)
            await ask(held, note, in_place=quiet)
        case Refused(problem):
            await ask(standing.marked(marks), problem)
        case _:
            await ask(standing, Text(f"flow.wants_{step.wants}"))


async def _go_on(standing: Progress, after: Step | None = None) -> None:
    """Go to the next question or, after the last one, to the end."""
    standing = await _with_start_values(standing)
    following = standing.following(after)
    if following is None:
        await _finish(standing)
    else:
        await ask(standing.at(following).marked(changing=False))


async def _with_start_values(standing: Progress) -> Progress:
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
