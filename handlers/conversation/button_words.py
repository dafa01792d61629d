"""Words that stand on a button of the card, or mean the same: they do what the button does."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from campaign.texts import Html, Language, Text, Texts
from handlers.conversation.progress import Progress
from handlers.conversation.screen import view_of
from handlers.conversation.steps import AskLongText, TextStep
from handlers.evidence.attach import Attach
from handlers.incoming import Content, Said
from handlers.views import Button, Offer

# Nobody writes the words of a button in more characters.
LONGEST = 40
# What people write for a button whose label says it otherwise; in both languages, by its act.
_WORDS: Mapping[str, Text] = {
    "skip": Text("flow.words_skip"),
    "done": Text("flow.words_done"),
    "confirm": Text("flow.words_confirm"),
    "back": Text("flow.words_back"),
    "leave": Text("flow.words_leave"),
    "list": Text("flow.words_change"),
    "keep": Text("flow.words_keep"),
}
# Steps that take one message after another: there, "no more" is Done.
_GATHERING = (AskLongText, Attach)
_COUNT = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


async def offer_in_words(standing: Progress, content: Content) -> Offer | None:
    """What the words ask for, if they are those of a button; None for any other message."""
    if not isinstance(content, Said) or content.files or len(content.text) > LONGEST:
        return None
    words = _bare(content.text)
    # Below a question for words stand only wordings of the catalogues; most answers are none.
    is_asked_for_words = isinstance(standing.step, TextStep)
    if not words or (is_asked_for_words and words not in _wordings(standing.turn.setting.texts)):
        return None
    view = await view_of(standing)
    for button in (one for row in view.buttons for one in row):
        if button.offer is not None and words in set(_names(standing, button)):
            return button.offer
    return None


def _names(standing: Progress, button: Button) -> Iterator[str]:
    """Its label, and what people write for it in either language."""
    do, gathers = (button.offer or {}).get("do", ""), isinstance(standing.step, _GATHERING)
    also = [_WORDS[do]] if do in _WORDS else []
    if do == "done" and gathers:
        also.append(Text("flow.words_no_more"))
    yield _bare(standing.turn.html(button.label).plain())
    for text in also:
        for language in Language:
            yield from map(_bare, standing.turn.html(text, language).plain().split("/"))


@cache
def _wordings(texts: Texts) -> frozenset[str]:
    """Every short wording of both languages, each alone where one names several, as compared."""
    short = (one for one in texts.wordings() if len(one) <= LONGEST * 2)
    parts = (part for one in short for part in Html(one).plain().split("/"))
    return frozenset(map(_bare, parts)) - {""}


def _bare(label: str) -> str:
    """A label without its signs, its count and its case."""
    return _EDGES.sub("", _COUNT.sub("", label)).casefold()
