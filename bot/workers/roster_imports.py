"""Reads the rosters that the office sent, compares them, and takes over what was agreed to.

A sheet is read in a child process, and compared beside the event loop. What came of it is written
in one transaction together with the word of it for the inbox: a kill at any instant leaves the
import where it was, and it is done again.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.workers.part import Part
from campaign.clock import Clock
from campaign.roster.planning.imports import (
    KEEP_UNDECIDED,
    ImportState,
    RosterImport,
    Told,
)
from campaign.texts import Language, Text
from handlers.turn import Setting
from storage.database.engine import Database, is_away
from storage.database.session import Session
from storage.delivery.inbox import Arrival, store_arrivals
from storage.evidence.copies import EvidenceFiles
from storage.membership.people import accounts_of, find_person
from storage.membership.roster_imports import (
    find_import,
    imports_at_work,
    imports_to_clear,
    imports_undecided,
    move_import,
    note_of_import,
)
from storage.tables import roster_imports

if TYPE_CHECKING:
    from bot.roster.dry_run import DryRun, RosterReader

log = logging.getLogger(__name__)

# Seconds between two looks that nobody asked for.
EVERY = 30.0


class RosterImports(Part):
    """Runs beside the engine, which `wake_engine` wakes."""

    name = "rosters"
    # A hundred thousand rows take about half a minute.
    hangs_after = 300.0

    def __init__(
        self,
        database: Database,
        clock: Clock,
        setting: Setting,
        files: EvidenceFiles,
        wake_engine: Callable[[], None],
    ) -> None:
        super().__init__()
        self._database = database
        self._clock = clock
        self._setting = setting
        self._files = files
        self._wake_engine = wake_engine
        self._reader: RosterReader | None = None

    async def start(self) -> None:
        """Be woken by every write to an import."""
        self._database.watch((roster_imports,), self.wake)

    async def finish(self) -> None:
        """Be woken no more."""
        self._database.unwatch(self.wake)

    async def round(self) -> float:
        """Take every import a step further that waits for it, and clear up behind those ended."""
        await self.work_once()
        await self._clear()
        return EVERY

    async def work_once(self) -> int:
        """Read what is to be read, carry out what is to be; the number of imports."""
        async with self._database.read() as session:
            found = await imports_at_work(session)
        for one in found:
            await self._go_on(one)
        return len(found)

    async def _go_on(self, one: RosterImport) -> None:
        """A step of one import. Whatever is the matter with its sheet, the others go on."""
        language = await self._language_of(one)
        try:
            run = await self._sheets().read(self._files.place_of(one.path or ""), one, language)
            await (self._show if one.state is ImportState.READING else self._take_over)(one, run)
        except Exception as fault:
            if is_away(fault):
                raise
            log.error("roster import %s: our own fault", one.id, exc_info=fault)
            await self._give_up(one, language)
        self._wake_engine()

    async def _language_of(self, one: RosterImport) -> Language:
        async with self._database.read() as session:
            author = await find_person(session, one.author)
        return Language.ZH if author is None else author.language

    def _sheets(self) -> "RosterReader":
        """What reads them, from the first import on: a start does without."""
        from bot.roster.dry_run import RosterReader  # noqa: PLC0415 - a twentieth of a second

        self._reader = self._reader or RosterReader(self._setting)
        return self._reader

    async def _show(self, one: RosterImport, run: "DryRun") -> None:
        """Compare, and show what would happen; or what is wrong with the sheet."""
        async with self._database.read() as session:
            told = await run.compare(session)
        async with self._database.write() as session:
            to = ImportState.SHOWN if told.good else ImportState.REFUSED
            await self._move(session, one, to, told)

    async def _take_over(self, one: RosterImport, run: "DryRun") -> None:
        """Carry it out, unless the roster is another one than when it was looked at."""
        async with self._database.write() as session:
            now = self._clock.now()
            current = await find_import(session, one.id, lock=True)
            if current is None or current.state is not ImportState.APPLYING:
                return
            told = await run.compare(session)
            if told.digest != one.digest:
                await self._move(session, one, ImportState.SHOWN, run.meanwhile(told))
                return
            done = await run.carry_out(session, at=now)
            await self._move(session, one, ImportState.DONE, done)
        self._sheets().forget()

    async def _give_up(self, one: RosterImport, language: Language) -> None:
        """Nothing was changed; the sheet has to be sent again."""
        line = self._setting.texts.say(Text("roster_import.unreadable"), language)
        told = Told(lines=(str(line),), good=False)
        async with self._database.write() as session:
            if one.state is ImportState.READING:
                await self._move(session, one, ImportState.REFUSED, told)
            else:
                await self._move(session, one, ImportState.SHOWN, told)

    async def _move(self, session: Session, one: RosterImport, to: ImportState, told: Told) -> None:
        now = self._clock.now()
        new = await move_import(
            session,
            one,
            to,
            at=now,
            told=told.to_json(),
            report=told.report,
            digest=told.digest,
        )
        if new is not None:
            await store_arrivals(session, [await _word(session, new)], at=now)

    async def _clear(self) -> None:
        """Drop what nobody decided on, delete the copies of sheets that are done with."""
        now = self._clock.now()
        async with self._database.read() as session:
            undecided = await imports_undecided(session, before=now - KEEP_UNDECIDED)
            over = await imports_to_clear(session)
        if undecided or over:
            async with self._database.write() as session:
                for one in undecided:
                    await self._move(session, one, ImportState.DROPPED, Told())
                for one in over:
                    await asyncio.to_thread(
                        self._files.place_of(one.path or "").unlink, missing_ok=True
                    )
                    await note_of_import(session, one, path=None)


async def _word(session: Session, one: RosterImport) -> Arrival:
    accounts = await accounts_of(session, [one.author])
    body = {"event": "roster", "id": one.id}
    source = f"roster:{one.id}:{one.rounds}"
    return Arrival(source, accounts[0] if accounts else 0, body)
