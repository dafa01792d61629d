"""`flagbearer broadcast`: a notice from the command line, which the running bot then sends."""

import asyncio
import mimetypes
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.commands.notice_audience import read_targets
from bot.commands.run import clock_of
from bot.program import chosen_campaign, open_database
from bot.settings import Settings
from bot.workers.made_files import MadeFiles
from campaign.definition import Campaign
from campaign.messages import MESSAGE_LIMIT, PHOTO_LIMIT, UPLOAD_LIMIT, utf16_length
from campaign.moments import read_moment
from campaign.notices import (
    MOST_MESSAGES,
    OVER,
    Audience,
    Count,
    DeliveryState,
    Notice,
    NoticePart,
    NoticeState,
    audience_problem,
    moment_problem,
    needs_second,
)
from campaign.people import Person, Role
from campaign.text_input import is_blank
from campaign.texts import Language, Text, text
from handlers.notices.broadcast import traced
from storage.database.engine import Database
from storage.database.session import Session
from storage.membership.people import people_with_role
from storage.notice_audiences import count_audience
from storage.notices import add_notice, counted, find_notice
from storage.settings import secret_setting
from storage.trace import Act, append_trace

LOOK_EVERY = 0.5
KINDS = {"image/jpeg": "photo", "image/png": "photo", "audio/ogg": "voice", "video/mp4": "video",
         "audio/mpeg": "audio"}  # fmt: skip


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
    language: Language = Language.ZH


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


async def hand_in(settings: Settings, wish: NoticeOrder) -> HandedIn:
    """Count, and with `send` hand the notice in. Raises BrokenStart."""
    campaign, now = chosen_campaign(settings), clock_of(settings).now()
    async with open_database(settings.database_url) as database:
        try:
            return await _hand_in(settings, database, wish, campaign, now)
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


async def _hand_in(
    settings: Settings, database: Database, wish: NoticeOrder, campaign: Campaign, now: datetime
) -> HandedIn:
    _check_content(wish)
    moment = _moment(wish, campaign, now)
    async with database.read() as session:
        author = await _author(session, wish.author)
        audience = await read_targets(session, campaign, wish.to)
        if isinstance(audience, Text):
            raise _Not(audience)
        count = await _count(session, settings, campaign, audience, now)
        if needs_second(count) and len(await people_with_role(session, Role.OFFICE)) < 2:
            raise _Not(Text("broadcast.no_second_person"))
    lines = _told(wish, count, moment)
    if not wish.send:
        return HandedIn((*lines, Text("broadcasting.dry_run")))
    parts = await asyncio.to_thread(_parts, wish, MadeFiles(settings.data / "made"))
    notice = Notice(
        id=secrets.token_urlsafe(12), author=author.id, parts=parts, audience=audience,
        state=NoticeState.NEW, send_at=moment, created_at=now,
    )  # fmt: skip
    async with database.write() as session:
        await add_notice(session, notice)
        salt = (await secret_setting(session, "salt")).encode()
        act = Act(author.id, "notice handed in", notice.subject, after=traced(notice))
        await append_trace(session, [act], at=now, salt=salt)
    return HandedIn((*lines, Text("broadcasting.handed_in")), notice.id)


def _told(wish: NoticeOrder, count: Count, moment: datetime | None) -> tuple[Text, ...]:
    lines = [text("broadcasting.count", people=count.people, groups=count.groups,
                  channel=count.channel)]  # fmt: skip
    if count.out_of_reach:
        lines.append(Text("broadcast.out_of_reach", {"n": count.out_of_reach}))
    if needs_second(count):
        lines.append(Text("broadcast.second_needed"))
    shown = Text("broadcast.now") if moment is None else Text("flow.day", {"day": moment})
    return (*lines, Text("broadcast.goes_at", {"moment": shown}))


async def _count(
    session: Session, settings: Settings, campaign: Campaign, audience: Audience, now: datetime
) -> Count:
    count = await count_audience(
        session, audience, month=f"{now.astimezone(campaign.zone):%Y-%m}",
        has_channel=settings.channel is not None,
    )  # fmt: skip
    if problem := audience_problem(audience, count):
        raise _Not(problem)
    return count


async def _author(session: Session, wanted: str) -> Person:
    """Somebody of the office, by name or Telegram number."""
    office = await people_with_role(session, Role.OFFICE)
    found = [one for one in office if wanted in (one.name, str(one.telegram_id))]
    if len(found) != 1:
        names = [one.name for one in office]
        key = "broadcasting.nobody_of_office" if not found else "broadcasting.several_of_office"
        raise _Not(text(key, name=wanted, names=names))
    return found[0]


def _moment(wish: NoticeOrder, campaign: Campaign, now: datetime) -> datetime | None:
    local = now.astimezone(campaign.zone)
    moment = None if wish.at is None else read_moment(wish.at, now=local)
    if wish.at is not None and moment is None:
        raise _Not(Text("broadcast.no_such_moment"))
    if moment is not None and moment != local and (problem := moment_problem(moment, now=local)):
        raise _Not(problem)
    rules, at = campaign.reminders, (moment or local).time()
    quiet = (
        rules.quiet_from <= at or at < rules.quiet_until
        if rules.quiet_from > rules.quiet_until
        else rules.quiet_from <= at < rules.quiet_until
    )
    if quiet and not wish.disturb:
        raise _Not(text("broadcasting.quiet", begin=f"{rules.quiet_from:%H:%M}",
                        end=f"{rules.quiet_until:%H:%M}"))  # fmt: skip
    return None if moment == local else moment


def _check_content(wish: NoticeOrder) -> None:
    if is_blank(wish.text or "") and not wish.files:
        raise _Not(Text("broadcasting.nothing_to_say"))
    if utf16_length(wish.text or "") > MESSAGE_LIMIT:
        raise _Not(text("broadcasting.text_too_long", most=MESSAGE_LIMIT))
    if len(wish.files) + bool(wish.text) > MOST_MESSAGES:
        raise _Not(text("broadcast.too_many", most=MOST_MESSAGES))
    for file in wish.files:
        if not file.is_file():
            raise _Not(text("broadcasting.no_file", file=str(file)))
        if not 0 < file.stat().st_size <= UPLOAD_LIMIT:
            raise _Not(text("broadcasting.file_size", file=str(file), most=50))


def _parts(wish: NoticeOrder, made: MadeFiles) -> tuple[NoticePart, ...]:
    """Copies, so that what is sent is what there was when it was handed in."""
    words: Sequence[NoticePart] = [] if is_blank(wish.text or "") else [
        NoticePart("text", wish.text or "")
    ]  # fmt: skip
    files = [
        NoticePart(_kind(file), upload=made.put(file.read_bytes(), name=file.name))
        for file in wish.files
    ]
    return (*words, *files)


def _kind(file: Path) -> str:
    kind = KINDS.get(mimetypes.guess_type(file.name)[0] or "", "document")
    return "document" if kind == "photo" and file.stat().st_size > PHOTO_LIMIT else kind


async def _figures(database: Database, notice_id: str) -> NoticeFigures:
    async with database.read() as session:
        notice = await find_notice(session, notice_id)
        counts = await counted(session, notice_id)
    if notice is None:
        raise LookupError("no such notice")
    left = sum(counts.get(state, 0) for state in (DeliveryState.WAITING, DeliveryState.QUEUED))
    return NoticeFigures(
        notice.state, sum(counts.values()) - left, counts.get(DeliveryState.SENT, 0), notice.total
    )
