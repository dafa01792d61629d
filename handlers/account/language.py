"""`/language`: two large buttons; everything after the press is in that language.

Of a visitor nothing is kept: the press shows how to join, in that language. In a group they are for
the group.
"""

from dataclasses import replace

from campaign.people import anyone
from campaign.texts import Language, Text
from handlers.account.menus import set_menu
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, View, page
from storage.groups import find_group, set_group_language
from storage.membership.people import set_language

KNOWN = frozenset(Language)


def language_name(language: Language) -> Text:
    """The language's name, in that language."""
    return Text(f"language.{language}")


async def choose_language(turn: Turn, asked: Asked) -> None:
    """Ask, or take what was pressed: for the speaker or, in a group, for the group."""
    wanted = asked.get("language")
    if turn.chat.is_group:
        await _of_the_group(turn, wanted)
        return
    if wanted not in KNOWN:
        _ask(turn, Text("language.ask"))
        return
    if turn.person is None:
        turn.speak(Language(wanted))
        greet_visitor(turn)
        return
    me, language = turn.member, Language(wanted)
    if language is not me.language:
        await set_language(turn.session, me.id, language)
        turn.trace(
            "language changed",
            f"person:{me.id}",
            before={"language": me.language},
            after={"language": language},
        )
        turn.identify(replace(me, language=language))
        set_menu(turn)
    turn.show_page(View([Text("language.set")]))


def greet_visitor(turn: Turn) -> None:
    """How one joins; a button says it in the other language."""
    other = next(one for one in Language if one is not turn.language)
    rows = [[Button(language_name(other), page("language", language=other))]]
    turn.show_page(View([Text("start.visitor", {"campaign": turn.campaign.title})], rows))


def _ask(turn: Turn, question: Text) -> None:
    rows = [[Button(language_name(one), page("language", language=one))] for one in Language]
    turn.show_page(View([question], rows))


async def _of_the_group(turn: Turn, wanted: object) -> None:
    """Whoever leads the group's branch, and the office, may say how the group is reminded."""
    here = await find_group(turn.session, turn.chat.id)
    branch = None if here is None else here.branch
    if here is None or branch is None or turn.person is None or not turn.person.answers_for(branch):
        turn.toast(Text("language.not_your_group"), alert=True)
        if not turn.is_press:
            turn.say(Text("language.not_your_group"))
        return
    if wanted not in KNOWN:
        _ask(turn, Text("language.ask_for_group"))
        return
    language = Language(str(wanted))
    if language is not here.language:
        await set_group_language(turn.session, here.chat_id, language)
        before, after = {"language": here.language}, {"language": language}
        turn.trace("group language changed", f"group:{here.chat_id}", before=before, after=after)
    said = turn.html(Text("language.group_set"), language)
    turn.show_page(View([said]))


language_page = Page("language", anyone, choose_language)
