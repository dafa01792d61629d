"""The conversation engine: begins, hears, goes back, changes, leaves, resumes, and ends.

Every answer is saved in the turn that gave it. What every flow needs is done here once: the control
buttons, the preview's list of changes, stale presses, a new version of a flow after an upgrade.
"""

from dataclasses import replace

from campaign.people import Refusal
from campaign.text_input import is_account
from campaign.texts import Text
from handlers.conversation.button_words import offer_in_words
from handlers.conversation.corrections import place_correction
from handlers.conversation.flow import AnyFlow
from handlers.conversation.message_parts import is_before_answer, take_message, words_of
from handlers.conversation.outcomes import go_on, settle, with_start_values
from handlers.conversation.progress import Progress, card_of
from handlers.conversation.screen import ask
from handlers.conversation.steps import Answers, Taken
from handlers.conversation.take_back import take_back
from handlers.incoming import Content, Said, SentFile
from handlers.routing import routes_of
from handlers.turn import Turn
from handlers.views import Button, Line, Offer, View, page
from storage.delivery.marks import Marks
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
    talk, offered = _new_talk(turn, flow, given), turn.talk
    if asked.get("instead") and offered is not None and offered.marks.offered:
        turn.keep_talk(offered.ended(at=turn.now))
        talk = replace(talk, card_id=offered.card_id, marks=Marks(said=True))
    else:
        await _set_aside_open(turn)
    begun, words = Progress(turn, flow, talk), asked.get("argument", "")
    if begun.main_text is not None and is_account(words):
        await take_message(begun, Said(words))
    else:
        await go_on(begun)


async def offer(turn: Turn, flow: AnyFlow, given: Answers, content: Content) -> None:
    """Offer the conversation for something that was sent unasked: it is kept at once."""
    await _set_aside_open(turn)
    talk = replace(_new_talk(turn, flow, given), marks=Marks(offered=True))
    await take_message(Progress(turn, flow, talk), content)


def _new_talk(turn: Turn, flow: AnyFlow, given: Answers) -> Talk:
    return Talk(
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
    elif offer := await offer_in_words(standing, content):
        await press(turn, flow, talk, offer)
    elif standing.marks.listing and not isinstance(content, SentFile):
        await ask(standing, Text("flow.wants_press"))
    elif standing.step.takes_whole:
        heard = standing.hearing(standing.step, words_of(content))
        await settle(heard, await heard.step.hear(heard.scene, content))
    else:
        await take_message(standing, content)


async def goes_on(turn: Turn, flow: AnyFlow, talk: Talk, content: Content) -> bool:
    """Whether a message belongs to a conversation that was only offered, or is a new matter."""
    standing = Progress(turn, flow, talk)
    if isinstance(content, SentFile) and content.album in standing.marks.albums:
        return True
    is_option = isinstance(content, Said) and isinstance(
        await standing.step.hear(standing.scene, content), Taken
    )
    is_press = is_option or await offer_in_words(standing, content) is not None
    return is_press or await is_before_answer(standing)


async def press(turn: Turn, flow: AnyFlow, talk: Talk, offer: Offer) -> None:
    """Take a press on the conversation's present card, or words that stand on a button of it."""
    standing = Progress(turn, flow, talk).marked(last=None)
    if not standing.fits:
        await _ask_after_upgrade(standing)
        return
    match offer["do"]:
        case "back":
            back = standing.marked(changing=False, listing=False, correction="")
            await ask(back.at(standing.previous))
        case "leave":
            await leave(turn, flow, standing.talk)
        case "list":
            await ask(standing.marked(listing=True))
        case "keep" if standing.step.name in talk.answers:
            settled = standing.marked(standing.marks.finished(standing.step.name))
            await go_on(settled, after=standing.step)
        case "change" if step := flow.step(offer["value"]):
            if not await place_correction(standing, step):
                await ask(standing.at(step).marked(listing=False, changing=True))
        case "clear" | "put_back" | "without_last" | "file" as change:
            await take_back(standing, change)
        case _:
            await settle(standing, await standing.step.press(standing.scene, offer))


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
    await ask(await with_start_values(standing.fitted()), Text("flow.upgraded"))


async def _moved_here(turn: Turn, talk: Talk) -> Talk:
    """The draft, open again, on the card whose button was pressed; its old card is retired."""
    pressed = turn.pressed_card
    opened = replace(talk, state=TalkState.OPEN, marks=replace(talk.marks, last=None))
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
