"""`flagbearer broadcast`: a notice from the command line, which the running bot then sends."""

import asyncio
import mimetypes
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.commands.notice_audience import read_targets
from bot.commands.run import clock_of
from bot.program import chosen_campaign, open_database
from bot.settings import Settings
from bot.workers.made_files import MadeFiles
from campaign.dates import read_moment
from campaign.definition import Campaign
from campaign.messages import PHOTO_LIMIT, UPLOAD_LIMIT
from campaign.notice_audiences import Count, needs_second
from campaign.notices import (
    OVER,
    UNSENT,
    DeliveryState,
    Notice,
    NoticePart,
    NoticeState,
)
from campaign.people import Person, Role
from campaign.reminders import is_quiet
from campaign.text_input import is_blank
from campaign.texts import Text, text
from storage.database.engine import Database
from storage.database.session import Session
from storage.membership.people import people_with_role
from storage.notices import check_new, counted, find_notice, hand_in
from storage.settings import secret_setting

# Seconds between two looks at a notice that is being followed.
LOOK_EVERY = 0.5
KINDS = {
    "image/jpeg": "photo",
    "image/png": "photo",
    "audio/ogg": "voice",
    "video/mp4": "video",
    "audio/mpeg": "audio",
}


@dataclass(frozen=True, slots=True)
class NoticeOrder:
    """What the operator asked for. `disturb`: also in quiet hours; `send`: not only counted."""

    text: str | None
    files: tuple[Path, ...]
    to: tuple[str, ...]
    at: str | None
    author: str
    send: bool = False
    disturb: bool = False


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What came of it: lines to tell; the notice's id where it was handed in."""

    lines: tuple[Text, ...]
    notice: str | None = None
    good: bool = True


@dataclass(frozen=True, slots=True)
class NoticeFigures:
    """How a notice stands: its state, how many deliveries have ended, of how many."""

    state: NoticeState
    ended: int
    sent: int
    total: int


class _Not(Exception):
    """It cannot be sent; the text says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.key)
        self.reason = reason


async def order_notice(settings: Settings, order: NoticeOrder) -> HandedIn:
    """Count, and with `send` hand the notice in. Raises BrokenStart."""
    campaign, now = chosen_campaign(settings), clock_of(settings).now()
    async with open_database(settings.database_url) as database:
        try:
            return await _order(settings, database, order, campaign, now)
        except _Not as refused:
            return HandedIn((refused.reason,), good=False)


async def follow(settings: Settings, notice_id: str) -> AsyncIterator[NoticeFigures]:
    """How the notice goes, again and again until it is over."""
    async with open_database(settings.database_url) as database:
        while True:
            figures = await _figures(database, notice_id)
            yield figures
            if figures.state in OVER:
                return
            await asyncio.sleep(LOOK_EVERY)


async def _order(
    settings: Settings, database: Database, order: NoticeOrder, campaign: Campaign, now: datetime
) -> HandedIn:
    zone, has_channel = campaign.zone, settings.channel is not None
    async with database.read() as session:
        new = await _written(session, order, campaign, now)
        count, problem = await check_new(session, new, zone=zone, has_channel=has_channel)
    _refuse_for(problem or _files_problem(order.files))
    if not order.send:
        return HandedIn((*_told(new, count), Text("broadcasting.dry_run")))
    new = await asyncio.to_thread(_with_copies, new, order, MadeFiles(settings.data / "made"))
    async with database.write() as session:
        salt = (await secret_setting(session, "salt")).encode()
        problem = await hand_in(session, new, zone=zone, has_channel=has_channel, salt=salt)
    _refuse_for(problem)
    return HandedIn((*_told(new, count), Text("broadcasting.handed_in")), new.id)


def _refuse_for(problem: Text | None) -> None:
    if problem is not None:
        raise _Not(problem)


async def _written(
    session: Session, order: NoticeOrder, campaign: Campaign, now: datetime
) -> Notice:
    """The notice that is asked for; its files are named and not copied yet."""
    audience = await read_targets(session, campaign, order.to)
    if isinstance(audience, Text):
        raise _Not(audience)
    author = await _author(session, order.author)
    words = [] if is_blank(order.text or "") else [NoticePart("text", order.text or "")]
    return Notice(
        id=secrets.token_urlsafe(12),
        author=author.id,
        parts=(*words, *(NoticePart("document", upload=file.name) for file in order.files)),
        audience=audience,
        state=NoticeState.NEW,
        send_at=_moment(order, campaign, now),
        created_at=now,
    )


def _told(new: Notice, count: Count) -> tuple[Text, ...]:
    lines = [
        text("broadcasting.count", people=count.people, groups=count.groups, channel=count.channel)
    ]
    if count.out_of_reach:
        lines.append(Text("broadcast.out_of_reach", {"n": count.out_of_reach}))
    if needs_second(count):
        lines.append(Text("broadcast.second_needed"))
    at = new.send_at
    shown = Text("broadcast.now") if at is None else Text("flow.day", {"day": at})
    return (*lines, Text("broadcast.goes_at", {"moment": shown}))


async def _author(session: Session, wanted: str) -> Person:
    """Somebody of the office, by name or Telegram number."""
    office = await people_with_role(session, Role.OFFICE)
    found = [one for one in office if wanted in (one.name, str(one.telegram_id))]
    if len(found) != 1:
        names = [one.name for one in office]
        key = "broadcasting.nobody_of_office" if not found else "broadcasting.several_of_office"
        raise _Not(text(key, name=wanted, names=names))
    return found[0]


def _moment(order: NoticeOrder, campaign: Campaign, now: datetime) -> datetime | None:
    local = now.astimezone(campaign.zone)
    moment = None if order.at is None else read_moment(order.at, now=local)
    if order.at is not None and moment is None:
        raise _Not(Text("broadcast.no_such_moment"))
    rules = campaign.reminders
    if is_quiet(rules, moment or local, campaign.zone) and not order.disturb:
        raise _Not(
            text(
                "broadcasting.quiet",
                begin=f"{rules.quiet_from:%H:%M}",
                end=f"{rules.quiet_until:%H:%M}",
            )
        )
    return None if moment == local else moment


def _files_problem(files: Sequence[Path]) -> Text | None:
    for file in files:
        if not file.is_file():
            return text("broadcasting.no_file", file=str(file))
        if not 0 < file.stat().st_size <= UPLOAD_LIMIT:
            return text("broadcasting.file_size", file=str(file), most=50)
    return None


def _with_copies(new: Notice, order: NoticeOrder, made: MadeFiles) -> Notice:
    """Copies, so that what is sent is what there was when it was handed in."""
    words = [part for part in new.parts if not part.upload]
    files = [
        NoticePart(_kind(file), upload=made.put(file.read_bytes(), name=file.name))
        for file in order.files
    ]
    return replace(new, parts=(*words, *files))


def _kind(file: Path) -> str:
    kind = KINDS.get(mimetypes.guess_type(file.name)[0] or "", "document")
    return "document" if kind == "photo" and file.stat().st_size > PHOTO_LIMIT else kind


async def _figures(database: Database, notice_id: str) -> NoticeFigures:
    async with database.read() as session:
        notice = await find_notice(session, notice_id)
        counts = await counted(session, notice_id)
    if notice is None:
        raise LookupError("no such notice")
    left = sum(counts[state] for state in UNSENT)
    return NoticeFigures(
        notice.state, counts.total() - left, counts[DeliveryState.SENT], notice.total
    )
