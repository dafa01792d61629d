"""Who may open the demo's page: this machine's own browser, once it has shown the printed key."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.responses import HTMLResponse, PlainTextResponse, Response

from campaign.locale.plain_texts import plain
from campaign.texts import Language

NAMES = ("127.0.0.1", "localhost", "[::1]")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "img-src 'self' blob:; media-src 'self' blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# A page of its own instead of a redirect: after a click in another program the browser would not
# send a SameSite=Strict cookie along with a redirected request.
OPENED = (
    '<!doctype html><meta charset="utf-8"><link rel="icon" href="/page/static/flag.svg">'
    '<meta http-equiv="refresh" content="0;url=/">'
)
SHUT = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>flagbearer</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="icon" href="/page/static/flag.svg"><link rel="stylesheet" '
    'href="/page/static/shut.css"></head><body><main>'
    '<img src="/page/static/flag.svg" alt="" width="64" height="64">{sections}</main></body></html>'
)
# What the page for those without a key looks like: nothing in it is anybody's secret.
OPEN_TO_ALL = frozenset({"/page/static/shut.css", "/page/static/flag.svg"})
STEPS = ("demo_page.shut_window", "demo_page.shut_more", "demo_page.shut_anew")


def shut() -> str:
    """The page for whoever comes without a key: what to do now, in both languages."""
    return SHUT.format(sections="".join(_what_to_do(language) for language in Language))


def _what_to_do(language: Language) -> str:
    lang = "zh-CN" if language is Language.ZH else "en"
    steps = "".join(f"<li>{plain(step, language)}</li>" for step in STEPS)
    title, again = plain("demo_page.shut_title", language), plain("demo_page.shut_again", language)
    heading = "h1" if language is Language.ZH else "h2"
    return (
        f'<section lang="{lang}"><{heading}>{title}</{heading}><ol>{steps}</ol>'
        f'<p><a href="/">{again}</a></p></section>'
    )


def opening_address(root: str, key: str) -> str:
    return f"{root}/?key={key}"


class Doors:
    """Keys that work once, and the sessions they were exchanged for."""

    def __init__(self, key: str) -> None:
        self._keys = {key}
        self._sessions: set[str] = set()

    def new_key(self) -> str:
        key = secrets.token_urlsafe(24)
        self._keys.add(key)
        return key

    def exchange(self, key: str) -> str | None:
        """A session for a key, which is spent by that."""
        found = _same(key, self._keys)
        if found is None:
            return None
        self._keys.discard(found)
        session = secrets.token_urlsafe(32)
        self._sessions.add(session)
        return session

    def knows(self, session: str) -> bool:
        return _same(session, self._sessions) is not None


def _same(given: str, known: Iterable[str]) -> str | None:
    """The known secret equal to the given one, in a time that tells nothing."""
    return next((one for one in known if hmac.compare_digest(given.encode(), one.encode())), None)


class HostGuard:
    """First of all: a name that is not this machine's own gets no further (DNS rebinding)."""

    def __init__(self, app: Any, extra: Iterable[str] = ()) -> None:
        self._app = app
        self._extra = frozenset(extra)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and not self._knows(scope):
            refusal = PlainTextResponse("This name is not served here.", 403)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _knows(self, scope: Any) -> bool:
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        port = scope["server"][1] if scope.get("server") else 80
        allowed = {f"{name}:{port}" for name in NAMES} | self._extra
        if port == 80:
            allowed |= set(NAMES)
        return len(hosts) == 1 and hosts[0].lower() in allowed


class SessionGuard:
    """Then: a session, and for writing JSON from this very page and no other."""

    def __init__(self, app: Any, doors: Doors) -> None:
        self._app = app
        self._doors = doors

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def with_headers(event: Any) -> None:
            if event["type"] == "http.response.start":
                event["headers"] = [*event["headers"], *_RAW_HEADERS]
            await send(event)

        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, with_headers)

    def _refusal(self, scope: Any) -> Response | None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        cookie = f"flagbearer_demo_{scope['server'][1] if scope.get('server') else 0}"
        known = self._doors.knows(_cookie(headers.get("cookie", ""), cookie))
        if scope["path"] == "/" and scope["query_string"].startswith(b"key="):
            return self._open(scope["query_string"].decode("latin-1")[4:], cookie, known=known)
        if not known and scope["path"] not in OPEN_TO_ALL:
            return HTMLResponse(shut(), 403)
        if scope["method"] in ("GET", "HEAD"):
            return None
        return _foreign(headers)

    def _open(self, key: str, cookie: str, *, known: bool) -> Response:
        """Let in; with a key that is used up, only a browser that is in already."""
        session = self._doors.exchange(key)
        if session is None and not known:
            return HTMLResponse(shut(), 403)
        opened = HTMLResponse(OPENED, headers={"Cache-Control": "no-store"})
        if session is not None:
            opened.set_cookie(cookie, session, httponly=True, samesite="strict", path="/")
        return opened


_RAW_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _foreign(headers: dict[str, str]) -> Response | None:
    """Why a writing request is not the page's own, if so."""
    if headers.get("origin") != f"http://{headers['host']}":
        return PlainTextResponse("Only this page may write.", 403)
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return PlainTextResponse("JSON only.", 415)
    return None
