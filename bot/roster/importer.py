"""`flagbearer import`: a sheet compared with the database, and, when told so, taken over whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.commands.run import clock_of
from bot.program import chosen_campaign, open_database
from bot.settings import Settings
from campaign.definition import Campaign
from campaign.roster.plan import RosterPlan, plan_import
from campaign.roster.questions import Answers, QuestionKind
from campaign.roster.reading import read_roster
from campaign.roster.report import plan_report
from campaign.roster.rows import Roster
from campaign.texts import Language, Text, Texts, read_texts, text
from handlers.account.menus import no_menu, person_menu
from handlers.routes import ROUTES
from storage.database.engine import Database
from storage.database.session import Session
from storage.delivery.outbox import put_outgoing
from storage.membership.branches import branch_names
from storage.membership.people import accounts_of, joined_people
from storage.membership.roster import carry_out, imported_act, known_people
from storage.settings import secret_setting
from storage.sheets.reader import UnreadableSheet, read_in_child
from storage.trace import append_trace


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the operator asked for."""

    file: Path
    apply: bool = False
    answers: Answers = field(default_factory=Answers)
    language: Language = Language.ZH


async def import_roster(settings: Settings, wish: ImportOptions) -> tuple[bool, list[str]]:
    """Whether the sheet could be taken over, and what to tell. Raises BrokenStart.

    Without `apply` nothing is written. With it, either everything is or nothing.
    """
    campaign, texts = chosen_campaign(settings), read_texts()
    try:
        roster = read_roster(await read_in_child(wish.file), campaign)
    except UnreadableSheet as fault:
        return False, [_said(texts, wish.language, fault.problem)]
    async with open_database(settings.database_url) as database:
        importing = _Import(settings, wish, campaign, texts, roster)
        good, told = await importing.carried_out(database)
    return good, [_said(texts, wish.language, line) for line in told]


def _said(texts: Texts, language: Language, line: Text) -> str:
    """A text without its tags."""
    return texts.say(line, language).plain()


@dataclass(frozen=True, slots=True)
class _Import:
    settings: Settings
    wish: ImportOptions
    campaign: Campaign
    texts: Texts
    roster: Roster

    async def carried_out(self, database: Database) -> tuple[bool, list[Text]]:
        """Whether all went well (a dry run with open questions did), and what to tell."""
        opened = database.write() if self.wish.apply else database.read()
        async with opened as session:
            plan = await self._plan(session)
            lines = plan_report(self.wish.file.name, self.roster, plan, self.campaign)
            lines += hints(plan, removing=self.wish.answers.remove_missing)
            if plan.faults:
                return False, lines
            lines.append(await self._end(session, plan))
            return plan.may_be_carried_out or not self.wish.apply, lines

    async def _plan(self, session: Session) -> RosterPlan:
        names = await branch_names(session)
        return plan_import(
            self.roster,
            await known_people(session),
            branches=names.values(),
            answers=self.wish.answers,
        )

    async def _end(self, session: Session, plan: RosterPlan) -> Text:
        if plan.questions:
            return text("importing.open_questions" if self.wish.apply else "importing.answer_first")
        if not (plan.added or plan.changed or plan.removed or plan.renamed):
            return text("importing.nothing_to_do")
        if not self.wish.apply:
            return text("importing.dry_run")
        await self._write(session, plan)
        return text(
            "importing.done",
            added=len(plan.added),
            changed=len(plan.changed),
            removed=len(plan.removed),
        )

    async def _write(self, session: Session, plan: RosterPlan) -> None:
        now = clock_of(self.settings).now()
        acts = await carry_out(session, plan, at=now)
        salt = (await secret_setting(session, "salt")).encode()
        await append_trace(session, [imported_act(plan, by=None), *acts], at=now, salt=salt)
        await self._set_menus(session, plan, now)

    async def _set_menus(self, session: Session, plan: RosterPlan, now: datetime) -> None:
        """Whoever's rights have changed sees other commands from now on."""
        changed = {c.person.id for c in plan.changed if c.person.posts != c.posts or c.returns}
        calls = [
            person_menu(self.texts, ROUTES, one)
            async for one in joined_people(session)
            if one.id in changed
        ]
        accounts = await accounts_of(session, [one.id for one in plan.removed if one.joined])
        calls += [no_menu(account) for account in accounts]
        put_outgoing(session, calls, at=now)


def hints(plan: RosterPlan, *, removing: bool) -> list[Text]:
    """Which flags of the command line answer what the plan leaves open."""
    return list(_hints(plan, removing=removing))


def _hints(plan: RosterPlan, *, removing: bool) -> Iterator[Text]:
    keys = {fault.problem.key for fault in plan.faults}
    if "roster.other_name" in keys:
        yield text("importing.flag_renames")
    if keys & {"roster.no_heading", "roster.no_column", "roster.no_rows"}:
        yield text("importing.flag_template")
    if plan.faults:
        return
    if plan.gone and not removing:
        yield text("importing.flag_remove")
    kinds = {question.kind for question in plan.questions}
    if QuestionKind.BRANCHES in kinds:
        yield text("importing.flag_branches")
    if QuestionKind.PEOPLE in kinds:
        yield text("importing.flag_people")
    if QuestionKind.REMOVING in kinds:
        yield text("importing.flag_removing", n=len(plan.gone))
