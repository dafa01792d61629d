"""`flagbearer import`: a sheet compared with the database, and, when told so, taken over whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.commands.run import clock_of
from bot.program import chosen_campaign, open_database
from bot.roster.taking_over import TakingOver
from bot.settings import Settings
from campaign.definition import Campaign
from campaign.roster.planning.plan import RosterPlan, plan_import
from campaign.roster.planning.questions import Answers, QuestionKind
from campaign.roster.planning.report import plan_report
from campaign.roster.reading import read_roster
from campaign.roster.rows import Roster
from campaign.texts import Language, Text, Texts, read_texts, text
from storage.database.engine import Database
from storage.database.session import Session
from storage.membership.branches import branch_names
from storage.membership.roster import known_people
from storage.settings import secret_setting
from storage.sheets.reader import UnreadableSheet, read_in_child


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
        salt = (await secret_setting(session, "salt")).encode()
        over = TakingOver(self.texts, salt)
        return await over.carry_out(session, plan, at=clock_of(self.settings).now())


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
