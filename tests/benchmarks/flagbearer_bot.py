"""Contestant: flagbearer itself, with one conversation of three steps as its only route.

The program is the real one: open_program, every part, its web side; only the table of routes is
another. Settings come from the environment.

    python -m tests.benchmarks.flagbearer_bot
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.run import clock_of
from bot.process.event_loop import forget_the_start, run_serving
from bot.process.http_server import serving
from bot.process.logs import set_up_logs
from bot.process.signals import stop_on_signals
from bot.program import open_program
from bot.settings import Settings, read_settings
from campaign.check_ins import CheckInContent, done_problem, effect_problem
from campaign.people import Refusal, member
from campaign.texts import Text
from handlers.conversation.flow import Answer, Flow, answer
from handlers.conversation.steps import AskText, Confirm, Problem, Scene
from handlers.routing import Route, Routes
from handlers.turn import Turn
from handlers.views import Line
from storage.check_ins import add_check_in
from storage.trace import Personal


@dataclass(frozen=True, slots=True)
class ShortDraft:
    """Two answers and a confirmation."""

    done: str
    effect: str


def done_is_wrong(scene: Scene, text: str) -> Problem | None:
    """The campaign's own rule."""
    return done_problem(scene.turn.campaign, text)


def effect_is_wrong(scene: Scene, text: str) -> Problem | None:
    """The campaign's own rule."""
    return effect_problem(scene.turn.campaign, text)


async def preview(scene: Scene) -> Sequence[Line]:
    """Both answers."""
    shown = [("done", scene.answers["done"]), ("effect", scene.answers["effect"])]
    return [
        Text("flow.label_and_value", {"label": scene.text(f"{name}.label"), "value": value})
        for name, value in shown
    ]


async def save(turn: Turn, draft: ShortDraft) -> Answer | Refusal:
    """A check-in like any other: a row, its tallies, its trace."""
    activity = turn.campaign.activity_forms[0].id
    content = CheckInContent(activity, (), draft.done, draft.effect, turn.today)
    new = await add_check_in(
        turn.session, turn.token(), person=turn.member, content=content, at=turn.now
    )
    words = Personal([draft.done, draft.effect])
    turn.trace("check-in made", new.subject, after={"version": new.version, "words": words})
    return answer("saved", day=content.happened_on)


SHORT_CHECK_IN = Flow(
    name="check_in",
    version=1,
    may=member,
    draft=ShortDraft,
    steps=(
        AskText(name="done", check=done_is_wrong),
        AskText(name="effect", check=effect_is_wrong),
        Confirm(summary=preview),
    ),
    done=save,
)
ROUTES = Routes((Route(SHORT_CHECK_IN, "checkin"),))


async def run(settings: Settings) -> None:
    """Work until a signal."""
    stop = asyncio.Event()
    stop_on_signals(stop)
    async with (
        open_program(settings, clock=clock_of(settings), stop=stop, routes=ROUTES) as program,
        serving(program.web, settings.host, settings.port),
    ):
        forget_the_start()
        await program.run(stop)


if __name__ == "__main__":
    found = read_settings()
    set_up_logs(as_json=False, secrets=found.secrets())
    run_serving(run(found))
