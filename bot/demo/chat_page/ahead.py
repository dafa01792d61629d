"""The page's look ahead: what the bot will say unasked, to whom and why; and the way there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.demo.chat_page.page_routes import PageRoutes, told
from bot.program import Program
from bot.workers.scheduler import Ticking
from campaign.texts import Language, Text
from schedules.forecast import Upcoming, to_whom, what, why

# How many days the look ahead covers.
DAYS = 45
FRESH = {"Cache-Control": "no-store"}


@dataclass
class Ahead:
    """Everything under `/page/ahead`; it knows nothing until there is a bot to `follow`."""

    page: PageRoutes
    program: Program | None = field(default=None, init=False)

    def follow(self, program: Program) -> None:
        """From now on, tell what this bot is going to say."""
        self.program = program

    def routes(self) -> list[Route]:
        return [
            Route("/page/ahead", told(self.look), methods=["GET"]),
            Route("/page/ahead/next", told(self.go_to_next), methods=["POST"]),
        ]

    async def look(self, request: Request) -> Response:
        """The next reminders, in the language of the page."""
        if self.program is None:
            return JSONResponse({"rows": [], "next": None}, headers=FRESH)
        language = Language.nearest(request.query_params.get("language"))
        ticking = self.program.part(Ticking)
        told = _Telling(self.program, language)
        rows = [told.row(one) for one in await ticking.upcoming(DAYS)]
        following = await ticking.next_moment()
        at = None if following is None else following.isoformat()
        return JSONResponse({"rows": rows, "next": at}, headers=FRESH)

    async def go_to_next(self, request: Request) -> Response:
        """Move the clock to the moment at which somebody hears something."""
        following = None if self.program is None else await self.program.part(Ticking).next_moment()
        if following is None:
            return JSONResponse({"refused": "nothing is ahead"}, 409)
        return self.page.move_to(following + timedelta(seconds=1))


@dataclass(frozen=True)
class _Telling:
    """Reminders in words."""

    program: Program
    language: Language

    def row(self, upcoming: Upcoming) -> dict[str, Any]:
        calendar = self.program.setting.calendar
        return {
            "at": upcoming.at.isoformat(),
            "what": self._say(what(calendar, upcoming)),
            "to": [self._say(whom) for whom in to_whom(upcoming)],
            "why": self._say(why(calendar, upcoming)),
            "heard": upcoming.is_needed,
        }

    def _say(self, text: Text) -> str:
        return self.program.setting.texts.say(text, self.language).plain()
