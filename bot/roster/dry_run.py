"""A roster that was sent: compared with who is known, told in the chat, carried out."""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import accumulate
from pathlib import Path

from bot.roster.taking_over import TakingOver
from campaign.messages import utf16_length
from campaign.roster.planning.imports import RosterImport, Told
from campaign.roster.planning.people import Known
from campaign.roster.planning.plan import RosterPlan, plan_import
from campaign.roster.planning.questions import Answers, QuestionKind
from campaign.roster.planning.report import plan_report
from campaign.roster.reading import read_roster
from campaign.roster.rows import Roster
from campaign.texts import Language, Text
from handlers.turn import Setting
from storage.database.session import Session
from storage.membership.branches import branch_names
from storage.membership.roster import known_people
from storage.sheets.reader import UnreadableSheet, read_in_child

# Of each kind so many are told on the card, in at most so many units; the report tells all.
ON_THE_CARD = 6
LONGEST_CARD = 2400
# The fault that is none where the person has a new name.
OTHER_NAME = "roster.other_name"
# What the chat asks by buttons, by the kind of the plan's question.
ASKED = {QuestionKind.PEOPLE: "same_people", QuestionKind.BRANCHES: "same_branches"}


class RosterReader:
    """Reads sheets; the one that was read last is at hand while its questions are answered."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._last: tuple[str, Roster | Text] | None = None

    async def read(self, path: Path, one: RosterImport, language: Language) -> "DryRun":
        """The import's sheet as a roster, or what is wrong with the file."""
        if self._last is None or self._last[0] != one.id:
            self._last = one.id, await self._read(path)
        return DryRun(self._setting, one, self._last[1], language)

    def forget(self) -> None:
        """Hold no roster any more: a large one is tens of megabytes."""
        self._last = None

    async def _read(self, path: Path) -> Roster | Text:
        try:
            workbook = await read_in_child(path)
        except UnreadableSheet as fault:
            return fault.problem
        return await asyncio.to_thread(read_roster, workbook, self._setting.campaign)


class DryRun:
    """One sheet, compared as the office has decided so far."""

    def __init__(
        self, setting: Setting, one: RosterImport, read: Roster | Text, language: Language
    ) -> None:
        self._setting = setting
        self._one = one
        self._read = read
        self._language = language
        self._plan: RosterPlan | None = None

    async def compare(self, session: Session) -> Told:
        """What the import would do now."""
        if isinstance(self._read, Text):
            return self._told([self._read], Told(good=False))
        known, names = await known_people(session), (await branch_names(session)).values()
        return await asyncio.to_thread(self._compared, self._read, known, list(names))

    def _compared(self, roster: Roster, known: Sequence[Known], branches: Sequence[str]) -> Told:
        answers = Answers(**self._one.answers)
        plan = plan_import(roster, known, branches=branches, answers=answers)
        asks_number = any(one.kind is QuestionKind.REMOVING for one in plan.questions)
        if asks_number:
            # As it will be once the number is typed.
            answers = replace(answers, removing=len(plan.gone))
            plan = plan_import(roster, known, branches=branches, answers=answers)
        self._plan = plan
        told = replace(_asked(plan), asks_number=asks_number)
        few, whole = (
            plan_report(self._one.name, roster, plan, self._setting.campaign, most=most)
            for most in (ON_THE_CARD, None)
        )
        return self._told(few, told, whole)

    def meanwhile(self, told: Told) -> Told:
        """The same, saying that the roster has changed since it was looked at."""
        line = self._say(Text("roster_import.changed_meanwhile"))
        return replace(told, lines=(line, *told.lines))

    async def carry_out(self, session: Session, *, at: datetime) -> Told:
        """Take over what was compared in this very transaction. Raises ValueError before that."""
        if self._plan is None:
            raise ValueError("nothing was compared")
        over = TakingOver(self._setting.texts, self._setting.salt, by=self._one.author)
        done = await over.carry_out(session, self._plan, at=at)
        return self._told([done], Told(report=self._one.report, digest=self._one.digest))

    def _told(self, lines: Sequence[Text], told: Told, whole: Sequence[Text] = ()) -> Told:
        report = told.report
        if not report:
            said = (self._setting.texts.say(line, self._language) for line in whole or lines)
            report = "".join(f"{line.plain()}\n" for line in said)
        digest = told.digest or hashlib.sha256(report.encode()).hexdigest()
        shown = tuple(self._within_the_card([self._say(line) for line in lines]))
        return replace(told, lines=shown, report=report, digest=digest)

    def _within_the_card(self, lines: Sequence[str]) -> Iterable[str]:
        ends = accumulate(utf16_length(line) + 1 for line in lines)
        shown = [line for line, end in zip(lines, ends, strict=True) if end <= LONGEST_CARD]
        yield from shown
        if len(shown) < len(lines):
            yield self._say(Text("roster_import.and_more"))

    def _say(self, line: Text) -> str:
        return str(self._setting.texts.say(line, self._language))


def _asked(plan: RosterPlan) -> Told:
    """What the plan leaves to decide, without its words."""
    questions = dict.fromkeys(ASKED[one.kind] for one in plan.questions if one.kind in ASKED)
    renames = {fault.problem.key for fault in plan.faults} == {OTHER_NAME}
    changes = plan.added or plan.changed or plan.removed or plan.renamed
    return Told(
        questions=("renames",) if renames else tuple(questions),
        missing=len(plan.gone),
        ready=plan.may_be_carried_out and bool(changes),
        good=not plan.faults or renames,
    )
