"""The conversation engine: begins, hears, goes back, changes, leaves, resumes, and ends.

Every answer is saved in the turn that gave it. What a flow declares, this module does once for all:
the control buttons, the preview's list of changes, stale presses, a changed version after an
upgrade.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace

from campaign.people import Refusal
from campaign.texts import Text
from handlers.flow import Answer, AnyFlow
from handlers.incoming import Content
from handlers.steps import Answers, Confirm, Held, Refused, Scene, Step, Taken, own, unfinished
from handlers.turn import Turn
from handlers.views import Button, Line, Offer, View, page
from storage.talks import Card, Talk, TalkState, find_card, find_talk

CHANGING = "~changing"
LIST = "~list"


async def begin(turn: Turn, flow: AnyFlow, asked: Answers) -> None:
    """Open the conversation, or say why not. An open one is kept as a draft first."""
    given = await _opening(turn, flow, asked)
    if isinstance(given, Refusal):
        turn.say(given.text)
        return
    if turn.talk is not None:
        await _set_aside(turn, turn.talk)
    talk = Talk(
        id=turn.token(), telegram_id=turn.speaker_id, flow=flow.name, version=flow.version,
        step=flow.steps[0].name, answers={**given}, state=TalkState.OPEN, card_id=None,
        started_at=turn.now, updated_at=turn.now,
    )  # fmt: skip
    await _go_on(turn, flow, talk)


async def resume(turn: Turn, flow: AnyFlow, talk_id: str) -> None:
    """Take up a draft where it was left."""
    talk = await find_talk(turn.session, talk_id, telegram_id=turn.speaker_id)
    if talk is None:
        turn.say(Text("flow.draft_is_gone"))
        return
    if turn.talk is not None and turn.talk.id != talk.id:
        await _set_aside(turn, turn.talk)
    await _ask(turn, flow, replace(talk, state=TalkState.OPEN))


async def flow_of_draft(
    turn: Turn, flows: Callable[[str], AnyFlow | None], talk_id: str
) -> AnyFlow | None:
    """Which flow a draft of the speaker belongs to, if the speaker may still hold it."""
    talk = await find_talk(turn.session, talk_id, telegram_id=turn.speaker_id)
    flow = None if talk is None else flows(talk.flow)
    return None if flow is None or flow.may(turn.person) else flow


async def hear(turn: Turn, flow: AnyFlow, talk: Talk, content: Content) -> None:
    """A message while the conversation is open."""
    talk, step, note = _fitted(turn, flow, talk)
    if note is not None or LIST in talk.answers or step is None:
        await _ask(turn, flow, talk, note)
        return
    scene = flow.scene(turn, dict(talk.answers))
    await _settle(turn, flow, talk, step, scene, await step.hear(scene, content))


async def press(turn: Turn, flow: AnyFlow, talk: Talk, offer: Offer) -> None:
    """A press on the conversation's present card."""
    talk, step, note = _fitted(turn, flow, talk)
    if note is not None or step is None:
        await _ask(turn, flow, talk, note)
        return
    match offer["do"]:
        case "back":
            await _ask(turn, flow, _without(_before(turn, flow, talk), CHANGING, LIST))
        case "leave":
            await leave(turn, flow, talk)
        case "list":
            await _ask(turn, flow, _with(talk, LIST, True))
        case "keep" if step.name in talk.answers:
            await _go_on(turn, flow, _without(talk, unfinished(step.name)), after=step)
        case "change" if flow.step(offer["value"]) is not None:
            changed = _with(_without(talk, LIST), CHANGING, True)
            await _ask(turn, flow, replace(changed, step=offer["value"]))
        case _:
            scene = flow.scene(turn, dict(talk.answers))
            await _settle(turn, flow, talk, step, scene, await step.press(scene, offer))


async def leave(turn: Turn, flow: AnyFlow | None, talk: Talk) -> None:
    """✕: the conversation is closed and, if anything was answered, kept as a draft."""
    keep = flow is not None and flow.kept and _answered(talk)
    buttons = [[Button(Text("flow.resume"), page("resume", talk=talk.id))]] if keep else []
    state = TalkState.KEPT if keep else TalkState.ENDED
    _save(turn, replace(talk, state=state))
    turn.show(View([Text("flow.kept" if keep else "flow.left")], buttons), await _card(turn, talk))


async def redraw(turn: Turn, flow: AnyFlow, talk: Talk, note: Line) -> None:
    """Show the present card again and say why: a stale press, an edited message."""
    turn.toast(note)
    await _ask(turn, flow, talk)


async def _opening(turn: Turn, flow: AnyFlow, asked: Answers) -> Answers | Refusal:
    return flow.may(turn.person) or await flow.begin(turn, asked)


async def _set_aside(turn: Turn, talk: Talk) -> None:
    answered = _answered(talk)
    _save(turn, replace(talk, state=TalkState.KEPT if answered else TalkState.ENDED))
    card = await _card(turn, talk)
    if card is not None and card.message_id is not None:
        turn.update(View([Text("flow.set_aside" if answered else "flow.left")]), card)


async def _settle(
    turn: Turn, flow: AnyFlow, talk: Talk, step: Step, scene: Scene, outcome: object
) -> None:
    match outcome:
        case Taken(value):
            answers = {**_without(talk, unfinished(step.name)).answers, step.name: value}
            await _go_on(turn, flow, replace(talk, answers=answers), after=step)
        case Held(value, note, quiet):
            answers = {**scene.answers, unfinished(step.name): value}
            await _ask(turn, flow, replace(talk, answers=answers), note, quiet=quiet)
        case Refused(problem):
            await _ask(turn, flow, talk, problem)
        case _:
            await _ask(turn, flow, talk, Text(f"flow.wants_{step.wants}"))


async def _go_on(turn: Turn, flow: AnyFlow, talk: Talk, after: Step | None = None) -> None:
    """To the next question; at the end of the list, to the ending."""
    talk = await _with_start_values(turn, flow, talk)
    steps = _steps(turn, flow, talk.answers)
    following = _following(steps, talk, after)
    if following is None:
        await _finish(turn, flow, talk)
        return
    await _ask(turn, flow, _without(replace(talk, step=following.name), CHANGING))


def _following(steps: Sequence[Step], talk: Talk, after: Step | None) -> Step | None:
    if CHANGING in talk.answers or after is None:
        # Whatever is still open, else the preview.
        return next((s for s in steps if s.name not in talk.answers), None)
    names = [step.name for step in steps]
    rest = steps[names.index(after.name) + 1 :]
    return next((s for s in rest if s.name not in talk.answers), None)


async def _with_start_values(turn: Turn, flow: AnyFlow, talk: Talk) -> Talk:
    answers = dict(talk.answers)
    for step in _steps(turn, flow, answers):
        if step.by_itself and step.name not in answers:
            answers[step.name] = await step.start_value(flow.scene(turn, answers))
    return replace(talk, answers=answers)


async def _finish(turn: Turn, flow: AnyFlow, talk: Talk) -> None:
    end: Answer | Refusal = await flow.done(turn, flow.drafted(_given(turn, flow, talk)))
    card = await _card(turn, talk)
    if isinstance(end, Refusal):
        await _ask(turn, flow, _without(talk, "confirm"), end.text)
        return
    _save(turn, replace(talk, state=TalkState.ENDED, answers={}))
    turn.show(View([Text(f"{flow.wording or flow.name}.{end.key}", end.params)], end.buttons), card)


async def _ask(
    turn: Turn, flow: AnyFlow, talk: Talk, note: Line | None = None, *, quiet: bool = False
) -> None:
    if LIST in talk.answers:
        view = _list_of_changes(turn, flow, talk)
    else:
        step = flow.step(talk.step) or flow.steps[0]
        preview = isinstance(step, Confirm)
        answers = _given(turn, flow, talk) if preview else talk.answers
        asked = await step.ask(flow.scene(turn, answers))
        head: list[Line] = [] if preview else [_place(turn, flow, talk)]
        buttons = [*asked.buttons, *_keep(step, talk), *_controls(turn, flow, talk, step)]
        view = View([*head, *asked.lines], buttons)
    if note is not None:
        view = View([Text("flow.note", {"note": note}), *view.lines], view.buttons)
    card = await _card(turn, talk)
    if quiet and card is not None:
        turn.update(view, card)
        shown: Card | None = card
    else:
        shown = turn.show(view, card)
    _save(turn, replace(talk, card_id=shown.id if shown else talk.card_id))


def _steps(turn: Turn, flow: AnyFlow, answers: Answers) -> list[Step]:
    return flow.asked(flow.scene(turn, answers))


def _place(turn: Turn, flow: AnyFlow, talk: Talk) -> Text:
    asked = [
        step.name for step in _steps(turn, flow, talk.answers) if not isinstance(step, Confirm)
    ]
    at = asked.index(talk.step) + 1 if talk.step in asked else len(asked)
    return Text("flow.place", {"title": flow.title, "n": at, "of": len(asked)})


def _controls(turn: Turn, flow: AnyFlow, talk: Talk, step: Step) -> list[list[Button]]:
    leave_it = Button(Text("flow.leave"), own("leave"))
    first = _before(turn, flow, talk).step == talk.step
    back = [] if first else [Button(Text("flow.back"), own("back"))]
    change = [[Button(Text("flow.change"), own("list"))]] if isinstance(step, Confirm) else []
    return [*change, [*back, leave_it]]


def _keep(step: Step, talk: Talk) -> list[list[Button]]:
    """Back at a question that has its answer: one press leaves the answer as it is."""
    if step.name not in talk.answers or unfinished(step.name) in talk.answers:
        return []
    value = step.show(talk.answers[step.name])
    label = Text("flow.keep") if value is None else Text("flow.keep_value", {"value": value})
    return [[Button(label, own("keep"))]]


def _list_of_changes(turn: Turn, flow: AnyFlow, talk: Talk) -> View:
    rows = [
        [Button(_labelled(turn, flow, step, talk), own("change", step.name))]
        for step in _steps(turn, flow, talk.answers)
        if not isinstance(step, Confirm)
    ]
    back = [Button(Text("flow.back"), own("back"))]
    return View([Text("flow.what_to_change")], [*rows, back])


def _labelled(turn: Turn, flow: AnyFlow, step: Step, talk: Talk) -> Line:
    label = flow.scene(turn, talk.answers).text(f"{step.name}.label")
    value = step.show(talk.answers[step.name]) if step.name in talk.answers else None
    return (
        label if value is None else Text("flow.label_and_value", {"label": label, "value": value})
    )


def _before(turn: Turn, flow: AnyFlow, talk: Talk) -> Talk:
    """The talk at the question before this one; from the list of changes, at the preview."""
    steps = _steps(turn, flow, talk.answers)
    names = [step.name for step in steps]
    if LIST in talk.answers or talk.step not in names:
        return talk
    if CHANGING in talk.answers:
        return replace(talk, step=names[-1])
    earlier = [s for s in steps[: names.index(talk.step)] if not s.by_itself]
    return replace(talk, step=earlier[-1].name) if earlier else talk


def _fitted(turn: Turn, flow: AnyFlow, talk: Talk) -> tuple[Talk, Step | None, Line | None]:
    """The talk as the present version of the flow knows it, with a note if it had to move."""
    step = flow.step(talk.step)
    if talk.version == flow.version and step is not None:
        return talk, step, None
    names = {s.name for s in flow.steps}
    known = names | {unfinished(name) for name in names} | _beyond_the_steps(flow)
    answers = {name: value for name, value in talk.answers.items() if name in known}
    first_open = next(
        (s for s in _steps(turn, flow, answers) if s.name not in answers), flow.steps[-1]
    )
    fitted = replace(talk, version=flow.version, step=first_open.name, answers=answers)
    return fitted, first_open, Text("flow.upgraded")


def _beyond_the_steps(flow: AnyFlow) -> set[str]:
    """The fields of the draft that are given at the beginning, not asked."""
    return {one.name for one in fields(flow.draft)} - {step.name for step in flow.steps}


async def _card(turn: Turn, talk: Talk) -> Card | None:
    if talk.card_id is None:
        return None
    known = turn.cards.get(talk.card_id) or turn.known_cards.get(talk.card_id)
    return known or await find_card(turn.session, talk.card_id)


def _save(turn: Turn, talk: Talk) -> None:
    talk = replace(talk, updated_at=turn.now)
    turn.talks[talk.id] = talk
    turn.talk = talk if talk.state is TalkState.OPEN else None


def _answered(talk: Talk) -> bool:
    """Whether anything was said that would be missed; a mark of this engine would not."""
    return any(name not in (CHANGING, LIST) for name in talk.answers)


def _given(turn: Turn, flow: AnyFlow, talk: Talk) -> Answers:
    asked = {step.name for step in _steps(turn, flow, talk.answers)}
    steps = {step.name for step in flow.steps}
    return {
        name: value for name, value in talk.answers.items() if name in asked or name not in steps
    }


def _with(talk: Talk, name: str, value: object) -> Talk:
    return replace(talk, answers={**talk.answers, name: value})


def _without(talk: Talk, *names: str) -> Talk:
    return replace(talk, answers={n: v for n, v in talk.answers.items() if n not in names})
