"""The number of people whom an import removes, typed by whoever carries it out."""

from dataclasses import dataclass

from campaign.people import Refusal, office
from campaign.roster.planning.imports import ImportState, number_problem
from campaign.texts import Text
from handlers.conversation.flow import Answer, Flow, answer
from handlers.conversation.steps import Answers, AskText, Scene
from handlers.roster.cards import removed_by, show_import
from handlers.turn import Turn
from storage.membership.roster_imports import find_import, move_import


@dataclass(frozen=True, slots=True)
class RemovalDraft:
    """The import, how many people it removes, and that number as it was typed."""

    id: str
    removed: int
    number: str


async def begin_removal(turn: Turn, asked: Answers) -> Answers | Refusal:
    """Only for a dry run that is shown now."""
    one = await find_import(turn.session, asked.get("id", ""))
    if one is None or one.state is not ImportState.SHOWN:
        return Refusal(Text("roster_import.too_late"))
    return {"id": one.id, "removed": removed_by(one)}


def check_number(scene: Scene, written: str) -> Text | None:
    """The number must be the one that the dry run tells."""
    return number_problem(written, removed=scene.answers["removed"])


def how_many(scene: Scene) -> Text:
    """The number to type."""
    return Text("roster_removal.will_leave", {"n": scene.answers["removed"]})


async def carry_out(turn: Turn, draft: RemovalDraft) -> Answer | Refusal:
    """The import goes on, if it still is what was shown."""
    one = await find_import(turn.session, draft.id, lock=True)
    if one is None or removed_by(one) != draft.removed:
        return Refusal(Text("roster_import.too_late"))
    answers = {**one.answers, "removing": draft.removed}
    new = await move_import(turn.session, one, ImportState.APPLYING, at=turn.now, answers=answers)
    if new is None:
        return Refusal(Text("roster_import.too_late"))
    await show_import(turn, new)
    return answer("saved")


roster_removal = Flow(
    name="roster_removal",
    version=1,
    may=office,
    draft=RemovalDraft,
    steps=(AskText(name="number", check=check_number, hint=how_many),),
    done=carry_out,
    begin=begin_removal,
    kept=False,
)
