"""`flagbearer invite`: a personal one-use link for everybody who has not joined, as a sheet."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.introduction import BOT_NAME
from bot.invitation_sheet import PersonalLink, Wording, csv_of, sheet_of
from bot.program import chosen_campaign, open_database
from bot.running import clock_of
from bot.settings import Settings
from campaign.people import BranchId, PersonId
from campaign.texts import Language, Text, read_texts, text
from storage.invitations import Invitee, invite_people, new_code, people_to_invite
from storage.people import branch_names
from storage.session import Session
from storage.settings import read_setting, secret_setting
from storage.trace import Act, append_trace


@dataclass(frozen=True, slots=True)
class Wish:
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


async def invite(settings: Settings, wish: Wish) -> tuple[bool, str]:
    """Whether links were made, and what to tell. Raises BrokenStart.

    The links are kept only if the files could be written: nobody else ever sees the codes.
    """
    wording = Wording(read_texts(), wish.language, chosen_campaign(settings))
    if (problem := _problem_with_files(wish)) is not None:
        return False, wording.say(problem)
    now = clock_of(settings).now()
    async with open_database(settings.database_url) as database:
        try:
            async with database.write() as session:
                told = await _invite(session, wish, wording, now)
        except OSError as fault:
            # What was written so far holds links that were never kept.
            for file in wish.files:
                file.unlink(missing_ok=True)
            told = text("roster_file.not_written", file=str(fault.filename))
    return told.key == "inviting.done", wording.say(told)


async def _invite(session: Session, wish: Wish, wording: Wording, now: datetime) -> Text:
    bot = wish.bot or await read_setting(session, BOT_NAME)
    if bot is None:
        return text("inviting.no_bot_name")
    names = await branch_names(session)
    branch = _branch_called(wish.branch, names)
    if wish.branch is not None and branch is None:
        known = list(names.values())
        return text("inviting.no_branch", branch=wish.branch, known=known)
    invitees = await people_to_invite(session, branch=branch)
    if not invitees:
        return text("inviting.nobody")
    codes = {invitee.person: new_code() for invitee in invitees}
    until = await invite_people(session, codes, at=now)
    salt = (await secret_setting(session, "salt")).encode()
    await append_trace(session, _acts(invitees), at=now, salt=salt)
    _write(wish, _links(invitees, codes, bot.removeprefix("@")), wording, until)
    told = [str(file) for file in wish.files]
    day = until.astimezone(wording.campaign.zone).date()
    return text("inviting.done", n=len(invitees), file=told, day=day)


def _problem_with_files(wish: Wish) -> Text | None:
    if not wish.files:
        return text("inviting.no_sheet")
    taken = next((file for file in wish.files if file.exists()), None)
    return None if taken is None else text("roster_file.exists", file=str(taken))


def _branch_called(name: str | None, names: Mapping[BranchId, str]) -> BranchId | None:
    return next((branch for branch, known in names.items() if known == name), None)


def _links(
    invitees: Sequence[Invitee], codes: Mapping[PersonId, str], bot: str
) -> list[PersonalLink]:
    return [
        PersonalLink(one.branch, one.name, one.number, f"https://t.me/{bot}?start={code}")
        for one in invitees
        if (code := codes[one.person])
    ]


def _write(wish: Wish, links: list[PersonalLink], wording: Wording, until: datetime) -> None:
    if wish.sheet is not None:
        _write_new(wish.sheet, sheet_of(links, wording, until=until), "utf-8")
    if wish.csv is not None:
        _write_new(wish.csv, csv_of(links, wording), "utf-8-sig")


def _write_new(path: Path, content: str, encoding: str) -> None:
    """Only its owner may read it: whoever holds a link can join by it."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding=encoding, newline="") as file:
        file.write(content)


def _acts(invitees: Sequence[Invitee]) -> list[Act]:
    return [Act(None, "invited", f"person:{one.person}") for one in invitees]
