"""Searching a list of records: while the search is open, what is typed is looked for."""

from dataclasses import dataclass
from typing import Any

from campaign.people import Refusal
from campaign.progress import sees_progress
from campaign.text_input import length_problem
from campaign.texts import Text, join
from handlers.conversation.flow import Answer, Flow
from handlers.conversation.steps import Answers, AskText, Problem, Scene
from handlers.progress.records import KINDS, records_view
from handlers.records.pages import own_list
from handlers.routing import Asked
from handlers.turn import Turn
from handlers.views import View

# Of a word to look for, in characters.
LONGEST = 40


@dataclass(frozen=True, slots=True)
class SearchDraft:
    """The word, and the offer of the list in which it is looked for."""

    word: str
    list: dict[str, Any]


async def which_list(turn: Turn, asked: Answers) -> Answers:
    """The list whose button was pressed."""
    found = asked.get("list")
    return {"list": found if isinstance(found, dict) else {}}


async def look_for(turn: Turn, draft: SearchDraft) -> Answer | Refusal:
    """The list, narrowed to what has the word."""
    view = await _narrowed(turn, {**draft.list, "word": draft.word})
    if view is None or isinstance(view, Refusal):
        return view or Refusal(Text("record.no_list"))
    return Answer("found", {"list": join([turn.html(line) for line in view.lines])}, view.buttons)


async def _narrowed(turn: Turn, asked: Asked) -> View | Refusal | None:
    mine = KINDS.get(str(asked.get("go")))
    if mine is not None:
        return await own_list(turn, asked, mine)
    return await records_view(turn, asked)


def _word_problem(scene: Scene, text: str) -> Problem | None:
    return length_problem(text, least=1, most=LONGEST)


search_records = Flow(
    name="search_records",
    version=1,
    may=sees_progress,
    draft=SearchDraft,
    begin=which_list,
    steps=(AskText(name="word", check=_word_problem),),
    done=look_for,
    kept=False,
)
