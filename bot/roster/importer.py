"""`flagbearer import`: a sheet compared with the database, and, when told so, taken over whole."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.commands.run import clock_of
from bot.program import chosen_campaign, open_database
from bot.roster.report import Report
from bot.roster.sheet_reader import UnreadableRoster, read_lines
from bot.settings import Settings
from campaign.definition import Campaign
from campaign.roster.plan import RosterPlan, plan_import
from campaign.roster.rows import Roster, read_roster
from campaign.texts import Language, Text, Texts, read_texts, text
from handlers.account.menus import no_menu, person_menu
from handlers.routes import ROUTES
from storage.database.engine import Database
from storage.database.session import Session
from storage.delivery.outbox import put_outgoing
from storage.membership.branches import branch_names
from storage.membership.people import accounts_of, joined_people
from storage.membership.roster import carry_out, known_people
from storage.settings import secret_setting
from storage.trace import Act, append_trace


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the operator asked for."""

    file: Path
    apply: bool = False
    remove_missing: bool = False
    renames: bool = False
    language: Language = Language.ZH


async def import_roster(settings: Settings, wish: ImportOptions) -> tuple[bool, list[str]]:
    """Whether the sheet could be taken over, and what to tell. Raises BrokenStart.

    Without `apply` nothing is written. With it, either everything is or nothing.
    """
    campaign, texts = chosen_campaign(settings), read_texts()
    report = Report(texts, wish.language, campaign)
    try:
        roster = read_roster(read_lines(wish.file), campaign)
    except UnreadableRoster as fault:
        return False, [report.said(fault.problem)]
    async with open_database(settings.database_url) as database:
        importing = _Import(settings, wish, campaign, texts, roster)
        return await importing.carried_out(database, report)


@dataclass(frozen=True, slots=True)
class _Import:
    settings: Settings
    wish: ImportOptions
    campaign: Campaign
    texts: Texts
    roster: Roster

    async def carried_out(self, database: Database, report: Report) -> tuple[bool, list[str]]:
        opened = database.write() if self.wish.apply else database.read()
        async with opened as session:
            plan = await self._plan(session)
            lines = report.plan(
                self.wish.file.name, self.roster, plan, remove=self.wish.remove_missing
            )
            if not plan.faults:
                lines.append(report.said(await self._end(session, plan)))
            return not plan.faults, lines

    async def _plan(self, session: Session) -> RosterPlan:
        names = await branch_names(session)
        return plan_import(
            self.roster,
            await known_people(session),
            branches=names.values(),
            renames=self.wish.renames,
            remove_missing=self.wish.remove_missing,
        )

    async def _end(self, session: Session, plan: RosterPlan) -> Text:
        removed = len(plan.gone) if self.wish.remove_missing else 0
        if not (plan.added or plan.changed or removed):
            return text("importing.nothing_to_do")
        if not self.wish.apply:
            return text("importing.dry_run")
        await self._write(session, plan)
        numbers = {"added": len(plan.added), "changed": len(plan.changed), "removed": removed}
        return Text("importing.done", numbers)

    async def _write(self, session: Session, plan: RosterPlan) -> None:
        now = clock_of(self.settings).now()
        acts = await carry_out(session, plan, remove_missing=self.wish.remove_missing, at=now)
        whole = {
            "added": len(plan.added),
            "changed": len(plan.changed),
            "unchanged": plan.unchanged,
            "missing": len(plan.gone),
            "missing_removed": self.wish.remove_missing,
        }
        salt = (await secret_setting(session, "salt")).encode()
        await append_trace(
            session, [Act(None, "roster imported", after=whole), *acts], at=now, salt=salt
        )
        await self._set_menus(session, plan, now)

    async def _set_menus(self, session: Session, plan: RosterPlan, now: datetime) -> None:
        """Whoever's rights have changed sees other commands from now on."""
        changed = {c.person.id for c in plan.changed if c.person.posts != c.posts or c.returns}
        calls = [
            person_menu(self.texts, ROUTES, one)
            async for one in joined_people(session)
            if one.id in changed
        ]
        if self.wish.remove_missing:
            accounts = await accounts_of(session, [one.id for one in plan.gone if one.joined])
            calls += [no_menu(account) for account in accounts]
        put_outgoing(session, calls, at=now)
