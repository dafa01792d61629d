"""What a step holds can be taken back, whole or its last piece; put there again; made a file."""

from collections.abc import Sequence
from typing import Any

from campaign.text_input import Piece, joined
from campaign.texts import Text
from handlers.conversation.outcomes import settle
from handlers.conversation.progress import Progress
from handlers.conversation.screen import ask, pieces_of
from handlers.conversation.steps import AskText, Partial, StepOutcome, Taken, TextStep
from handlers.evidence.attach import Attach, receive_text
from handlers.incoming import Said


async def take_back(standing: Progress, change: str) -> None:
    """A press on one of the buttons by which what the step holds is changed."""
    step, marks = standing.step, standing.marks
    match change:
        case "clear":
            held = {"value": standing.scene.so_far(step.name), "pieces": pieces_of(standing)}
            kept = marks.throwing_away(step.name, held).without_pieces(step.name)
            emptied = standing.marked(kept.without_albums() if isinstance(step, Attach) else kept)
            await ask(emptied.holding(step, [] if isinstance(step, Attach) else ""))
        case "without_last":
            await _hold(standing, pieces_of(standing)[:-1])
        case "put_back" if thrown := marks.thrown_away.get(step.name):
            back = standing.marked(marks.finished(step.name))
            await _hold(back, thrown["pieces"] or thrown["value"])
        case "file" if isinstance(step, AskText):
            await _keep_as_file(standing, step)
        case _:
            await ask(standing)


async def _hold(standing: Progress, held: Sequence[Any] | str) -> None:
    """Have the step hold these pieces, or this text, and no more."""
    step = standing.step
    if not isinstance(step, TextStep):
        await settle(standing, Partial(list(held)))
        return
    text, marks = held, standing.marks.without_pieces(step.name)
    if not isinstance(text, str):
        pieces = [Piece(*one) for one in held]
        text, marks = joined(pieces), marks.with_pieces(step.name, pieces)
    outcome: StepOutcome = await step.hear(standing.scene, Said(text))
    await settle(standing.marked(marks), outcome)


async def _keep_as_file(standing: Progress, step: AskText) -> None:
    """All of a text that is too long becomes a file; its beginning is the answer, and says so."""
    files, text = standing.flow.step(step.spills_into), standing.scene.so_far(step.name)
    problem = step.check(standing.scene, text)
    if not isinstance(files, Attach) or problem is None:
        await ask(standing)
        return
    kept, most = list(standing.scene.so_far(files.name) or []), files.most(standing.scene)
    if len(kept) >= most:
        await ask(standing, Text("flow.no_room_for_file", {"most": most}))
        return
    turn = standing.turn
    name, rest = (
        turn.html(Text(key)).plain() for key in ("flow.file_of_text", "flow.rest_in_file")
    )
    kept.append(receive_text(turn, text, f"{name}.txt"))
    beginning = text[: int(str(problem.params["most"])) - len(rest)] + rest
    await settle(standing.with_files(files, kept), Taken(beginning))
