"""The page's own questions and acts: JSON in and out, events, pictures, the font."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pylopdf_fonts_zh_cn
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.demo.chat_page.acts import carry_out
from bot.demo.chat_page.doors import Doors
from bot.demo.chat_page.live import Live
from bot.demo.chat_page.views import bot_view, chats_of, menu_of, messages_of, person_view
from bot.demo.fake_telegram.refusals import ActRefused
from bot.demo.fake_telegram.world.chats import DemoChat
from bot.demo.fake_telegram.world.world import World
from bot.demo.request_bodies import WrongBody, number_in, number_of, read_object

Answer = Callable[[Request], Awaitable[Response]]

PAGE = Path(__file__).parent / "page"
LONG = {"Cache-Control": "private, max-age=31536000, immutable"}
# The largest act that a page may post, in bytes.
MOST_BYTES = 80 * 1024 * 1024
FARTHEST = timedelta(days=400)
HOUR = timedelta(hours=1)
SHOWN_INLINE = {
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "audio/ogg",
    "audio/mpeg",
    "audio/wav",
    "audio/webm",
    "video/mp4",
}


class MovedClock(Protocol):
    """A clock that the page may move."""

    def now(self) -> datetime: ...

    def advance(self, by: timedelta) -> object: ...


def told(answer: Answer) -> Answer:
    """The same, which tells in a sentence what was wrong with what it was asked."""

    async def answer_or_tell(request: Request) -> Response:
        try:
            return await answer(request)
        except WrongBody as wrong:
            return JSONResponse({"refused": str(wrong)}, 400)
        except ActRefused as refused:
            return JSONResponse({"refused": str(refused)}, 409)

    return answer_or_tell


@dataclass(frozen=True)
class PageRoutes:
    """Everything under `/page/`."""

    world: World
    doors: Doors
    live: Live
    clock: MovedClock
    zone: str

    def routes(self) -> list[Route]:
        asked: list[tuple[str, Answer, str]] = [
            ("/", self.page, "GET"),
            ("/page/college", self.college, "GET"),
            ("/page/chats", self.chats, "GET"),
            ("/page/messages", self.messages, "GET"),
            ("/page/menu", self.menu, "GET"),
            ("/page/events", self.events, "GET"),
            ("/page/file/{file_id}", self.file, "GET"),
            ("/page/font.otf", self.font, "GET"),
            ("/page/act", self.act, "POST"),
            ("/page/clock", self.move_clock, "POST"),
            ("/page/key", self.new_key, "POST"),
        ]
        return [Route(path, told(answer), methods=[method]) for path, answer, method in asked]

    async def page(self, _request: Request) -> Response:
        return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-store"})

    async def college(self, request: Request) -> Response:
        """Who there is, who the bot is, what day it is."""
        people = [person_view(user) for user in self.world.people if not user.deactivated]
        bot = bot_view(self.world, request.query_params.get("language", ""))
        return _fresh({"people": people, "bot": bot, "clock": self._moment()})

    def _moment(self) -> dict[str, str]:
        return {"now": self.clock.now().isoformat(), "zone": self.zone}

    async def chats(self, request: Request) -> Response:
        return _fresh({"chats": chats_of(self.world, _person(request))})

    async def messages(self, request: Request) -> Response:
        before = number_of(request, "before", "0")
        return _fresh(messages_of(self.world, self._chat(request), before))

    async def menu(self, request: Request) -> Response:
        person, chat = _person(request), self._chat(request)
        language = self.world.people[person].language_code
        return _fresh({"commands": menu_of(self.world, chat, person, language)})

    def _chat(self, request: Request) -> DemoChat:
        """The chat asked for, if the person is in it."""
        chat = self.world.chats[number_of(request, "chat")]
        if not chat.has(_person(request)):
            raise KeyError(chat.id)
        return chat

    async def events(self, request: Request) -> Response:
        stream = self.live.stream(_person(request))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def file(self, request: Request) -> Response:
        """A file as the chat shows it: pictures and sound in place, all else as a download."""
        stored = self.world.files.by_id(request.path_params["file_id"])
        if stored is None:
            return JSONResponse({"error": "no such file"}, 404)
        inline = stored.mime in SHOWN_INLINE
        mime = stored.mime if inline else "application/octet-stream"
        headers = {**LONG, "Content-Disposition": "inline" if inline else "attachment"}
        return Response(stored.content, media_type=mime, headers=headers)

    async def font(self, _request: Request) -> Response:
        return FileResponse(pylopdf_fonts_zh_cn.sans_path(), media_type="font/otf", headers=LONG)

    async def act(self, request: Request) -> Response:
        return _fresh(carry_out(self.world, await read_object(request, most=MOST_BYTES)))

    async def move_clock(self, request: Request) -> Response:
        """Move on by `hours`; never back, for deadlines that were told stay told."""
        hours = number_in(await read_object(request, most=MOST_BYTES), "hours")
        if not 0 < hours <= FARTHEST / HOUR:
            return JSONResponse({"refused": "forward only"}, 409)
        return self.move_to(self.clock.now() + hours * HOUR)

    def move_to(self, moment: datetime) -> Response:
        """Set the clock to a moment that lies ahead, for everybody who looks at it."""
        by = moment - self.clock.now()
        if not timedelta() < by <= FARTHEST:
            return JSONResponse({"refused": "forward only"}, 409)
        self.clock.advance(by)
        self.world.changes.announce("clock", 0, self._moment())
        return _fresh(self._moment())

    async def new_key(self, _request: Request) -> Response:
        return _fresh({"key": self.doors.new_key()})


def _person(request: Request) -> int:
    return number_of(request, "as")


def _fresh(body: dict[str, Any]) -> Response:
    return JSONResponse(body, headers={"Cache-Control": "no-store"})
