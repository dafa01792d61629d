"""`/language`: two large buttons; everything after the press is in that language.

Of a visitor nothing is kept: the press shows how to join, in that language.
"""

from dataclasses import replace

from campaign.people import anyone
from campaign.texts import Language, Text
from handlers.account.menus import set_menu
from handlers.routing import Asked, Page
from handlers.turn import Turn
from handlers.views import Button, View, page
from storage.membership.people import set_language

KNOWN = frozenset(Language)


def language_name(language: Language) -> Text:
    """The language's name, in that language."""
    return Text(f"language.{language}")


async def choose_language(turn: Turn, asked: Asked) -> None:
    """Ask, or take what was pressed."""
    wanted = asked.get("language")
    if wanted not in KNOWN:
        rows = [[Button(language_name(one), page("language", language=one))] for one in Language]
        turn.show_page(View([Text("language.ask")], rows))
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


language_page = Page("language", anyone, choose_language)
