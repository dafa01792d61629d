"""Finds who answers what came in. Every message is answered; silence is for groups only."""

from campaign.links import read_press_key
from campaign.texts import Text
from handlers.conversation import engine as conversation
from handlers.conversation.edits import edit_answer, is_heard, tell_of_edit
from handlers.conversation.flow import AnyFlow
from handlers.evidence.late_files import take_late_part
from handlers.incoming import (
    BotMembership,
    ChatKind,
    Command,
    Content,
    Edited,
    Event,
    Ignored,
    JoinRequest,
    Migrated,
    Pressed,
    TopicReopened,
)
from handlers.routing import Asked, Page, Route, Routes, Where, routes_of
from handlers.turn import Turn
from handlers.typed_commands import as_command
from storage.delivery.cards import Card, find_card
from storage.delivery.talks import Talk


async def take_turn(turn: Turn) -> None:
    """Answer one thing that came in. Exceptions of the handler pass through: the engine decides."""
    routes = routes_of(turn)
    _speak_as_chosen(turn)
    match _meant(turn, routes):
        case Event(name, facts):
            if name in routes.events:
                await routes.events[name](turn, facts)
        case BotMembership() | Migrated() | TopicReopened() | JoinRequest() as happened:
            if type(happened) in routes.happenings:
                await routes.happenings[type(happened)](turn, happened)
        case Ignored():
            return
        case Pressed() as pressed:
            await _press(turn, pressed)
        case Command() as command:
            await _command(turn, command)
        case _ if turn.chat.is_private:
            await _message(turn)
    turn.settle_press()


async def open_route(turn: Turn, route: Route, asked: Asked) -> None:
    """Open a page or a flow, if the speaker may."""
    if isinstance(route.opens, Page):
        if refusal := route.may(turn.person):
            turn.say(refusal.text)
            return
        await route.opens.show(turn, asked)
    else:
        await conversation.begin(turn, route.opens, asked)


def _meant(turn: Turn, routes: Routes) -> Content:
    """What came in; in a private chat also a command that was typed in another way."""
    content = turn.incoming.content
    is_known = isinstance(content, Command) and content.name in routes.commands
    return (
        as_command(content, routes.commands) if turn.chat.is_private and not is_known else content
    )


def _speak_as_chosen(turn: Turn) -> None:
    """Answer a visitor in the language that they chose in the open conversation."""
    flow = None if turn.talk is None else routes_of(turn).flow(turn.talk.flow)
    if flow is not None and turn.talk is not None:
        turn.speak(flow.language(turn.talk.answers))


async def _command(turn: Turn, command: Command) -> None:
    route = routes_of(turn).commands.get(command.name)
    if route is None:
        if turn.chat.is_private:
            turn.say(Text("hint.unknown_command", {"command": command.name}))
        return
    if turn.chat.kind is ChatKind.CHANNEL:
        return
    if turn.chat.is_private and route.where is Where.GROUP:
        turn.say(Text("hint.only_in_groups"))
        return
    if turn.chat.is_group and route.where is Where.PRIVATE:
        known = routes_of(turn).by_name.get(route.in_group or "") if command.argument else None
        if known is None:
            turn.say(Text("hint.only_in_private", {"bot": turn.setting.bot_name}))
            return
        route = known
    if turn.incoming.speaker is None:
        turn.say(Text("groups.anonymous"))
    else:
        await open_route(turn, route, {"argument": command.argument})


async def _message(turn: Turn) -> None:
    content = turn.incoming.content
    if isinstance(content, Edited):
        await _edited(turn, content)
    elif not await take_late_part(turn):
        talk = await _talk_for(turn, content)
        if talk is None:
            await _unasked(turn)
        elif flow := await _flow_of(turn, talk):
            await conversation.hear(turn, flow, talk, content)


async def _talk_for(turn: Turn, content: Content) -> Talk | None:
    """The conversation that a message belongs to; one that was only offered waits for no other."""
    talk = turn.talk
    flow = None if talk is None or not talk.marks.offered else routes_of(turn).flow(talk.flow)
    if talk is None or flow is None or await conversation.goes_on(turn, flow, talk, content):
        return talk
    return None


async def _unasked(turn: Turn) -> None:
    """A message that no conversation waits for: somebody may know what to do with it."""
    for taken in routes_of(turn).unasked:
        if await taken(turn):
            return
    turn.say(Text("hint.nothing_open" if turn.person else "people.not_joined"))


async def _edited(turn: Turn, edited: Edited) -> None:
    talk = turn.talk
    if talk is None or not is_heard(talk, edited):
        await tell_of_edit(turn, edited)
    elif flow := await _flow_of(turn, talk):
        await edit_answer(turn, flow, talk, edited)


async def _press(turn: Turn, pressed: Pressed) -> None:
    key = read_press_key(pressed.data)
    card = await _card(turn, key.card_id) if key else None
    if card is None or key is None or card.chat_id != turn.chat.id:
        await _stale(turn, None)
        return
    if card.telegram_id not in (None, turn.speaker_id):
        turn.toast(Text("hint.not_your_button"), alert=True)
        return
    if card.version != key.version or key.place >= len(card.offers):
        await _stale(turn, card)
        return
    await _take_offer(turn, card, key.place)


async def _take_offer(turn: Turn, card: Card, place: int) -> None:
    offer = card.offers[place]
    turn.press_on(card)
    if offer["go"] == "talk":
        talk = turn.talk
        flow = await _flow_of(turn, talk) if talk and talk.card_id == card.id else None
        if talk is None or flow is None:
            await _stale(turn, card)
        else:
            await conversation.press(turn, flow, talk, offer)
        return
    if offer["go"] == "resume":
        await conversation.resume(turn, offer["talk"])
    elif route := routes_of(turn).by_name.get(offer["go"]):
        await open_route(turn, route, offer)
    else:
        await _stale(turn, card)


async def _stale(turn: Turn, card: Card | None) -> None:
    """Answer an old, doubled or forged press: do nothing, and show the present card again."""
    talk = turn.talk
    flow = await _flow_of(turn, talk) if talk is not None else None
    if talk is not None and flow is not None and (card is None or card.id == talk.card_id):
        await conversation.redraw(turn, flow, talk, Text("hint.stale_button"))
    else:
        turn.toast(Text("hint.stale_button_closed"))


async def _flow_of(turn: Turn, talk: Talk) -> AnyFlow | None:
    """The flow of the open talk, if the speaker still may; else close the talk and say why."""
    flow = routes_of(turn).flow(talk.flow)
    refusal = None if flow is None else flow.may(turn.person)
    if flow is not None and refusal is None:
        return flow
    turn.say(Text("flow.is_gone") if refusal is None else refusal.text)
    await conversation.leave(turn, flow, talk)
    return None


async def _card(turn: Turn, card_id: str) -> Card | None:
    return turn.known_cards.get(card_id) or await find_card(turn.session, card_id)
