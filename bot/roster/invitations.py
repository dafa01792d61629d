"""`flagbearer invite`: a personal one-use link for everybody who has not joined, as a sheet."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.commands.run import clock_of
from bot.program import chosen_campaign, open_database
from bot.roster.invitation_sheet import csv_of, sheet_of
from bot.roster.personal_link import PersonalLink, SheetWording
from bot.settings import Settings
from bot.telegram.identity import BOT_NAME
from campaign.invitations import LIFE
from campaign.links import WayIn
from campaign.people import BranchId, PersonId
from campaign.texts import Language, Text, read_texts, text
from storage.database.session import Session
from storage.invitations import Invitee, invite_people, new_code, people_to_invite
from storage.membership.branches import branch_names
from storage.settings import read_setting, secret_setting
from storage.trace import Act, append_trace


@dataclass(frozen=True, slots=True)
class InvitationOptions:
    """What the operator asked for."""

    sheet: Path | None = None
    csv: Path | None = None
    branch: str | None = None
    bot: str | None = None
    language: Language = Language.ZH

    @property
    def files(self) -> list[Path]:
        """The files to be written."""
        return [file for file in (self.sheet, self.csv) if file is not None]


async def invite(settings: Settings, wish: InvitationOptions) -> tuple[bool, str]:
    """Whether links were made, and what to tell. Raises BrokenStart.

    The links are drawn and written first, and then kept: nobody else ever sees the codes, and a
    bot at work is not kept from writing meanwhile.
    """
    now = clock_of(settings).now()
    wording = SheetWording(read_texts(), wish.language, chosen_campaign(settings), now)
    if (problem := _problem_with_files(wish)) is not None:
        return False, wording.say(problem)
    async with open_database(settings.database_url) as database:
        async with database.read() as session:
            found = await _asked_for(session, wish)
        if isinstance(found, Text):
            return False, wording.say(found)
        codes = {invitee.person: new_code() for invitee in found.invitees}
        try:
            with _only_with_success(wish.files):
                _write(wish, _links(found, codes), wording, until=now + LIFE)
                async with database.write() as session:
                    await _keep(session, codes, now)
        except OSError as fault:
            return False, wording.say(text("roster_file.not_written", file=str(fault.filename)))
    told = [str(file) for file in wish.files]
    day = (now + LIFE).astimezone(wording.campaign.zone).date()
    return True, wording.say(text("inviting.done", n=len(codes), file=told, day=day))


@contextmanager
def _only_with_success(files: Sequence[Path]) -> Iterator[None]:
    """What was written would hold links that were not kept: on any fault the files go again."""
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            for file in files:
                file.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Found:
    """Whom to invite, and to which bot."""

    bot: str
    invitees: Sequence[Invitee]


async def _asked_for(session: Session, wish: InvitationOptions) -> _Found | Text:
    bot = wish.bot or await read_setting(session, BOT_NAME)
    if bot is None:
        return text("inviting.no_bot_name")
    names = await branch_names(session)
    branch = _branch_called(wish.branch, names)
    if wish.branch is not None and branch is None:
        return text("inviting.no_branch", branch=wish.branch, known=list(names.values()))
    invitees = await people_to_invite(session, branch=branch)
    return _Found(bot.removeprefix("@"), invitees) if invitees else text("inviting.nobody")


async def _keep(session: Session, codes: Mapping[PersonId, str], now: datetime) -> None:
    await invite_people(session, codes, at=now)
    salt = (await secret_setting(session, "salt")).encode()
    acts = [Act(None, "invited", f"person:{person}") for person in sorted(codes)]
    await append_trace(session, acts, at=now, salt=salt)


def _problem_with_files(wish: InvitationOptions) -> Text | None:
    if not wish.files:
        return text("inviting.no_sheet")
    taken = next((file for file in wish.files if file.exists()), None)
    return None if taken is None else text("roster_file.exists", file=str(taken))


def _branch_called(name: str | None, names: Mapping[BranchId, str]) -> BranchId | None:
    return next((branch for branch, known in names.items() if known == name), None)


def _links(found: _Found, codes: Mapping[PersonId, str]) -> list[PersonalLink]:
    return [
        PersonalLink(one.branch, one.name, one.number, WayIn(found.bot, codes[one.person]))
        for one in found.invitees
    ]


def _write(
    wish: InvitationOptions, links: list[PersonalLink], wording: SheetWording, *, until: datetime
) -> None:
    if wish.sheet is not None:
        _write_new(wish.sheet, sheet_of(links, wording, until=until), "utf-8")
    if wish.csv is not None:
        _write_new(wish.csv, csv_of(links, wording), "utf-8-sig")


def _write_new(path: Path, content: str, encoding: str) -> None:
    """Only its owner may read it: whoever holds a link can join by it."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding=encoding, newline="") as file:
        file.write(content)
