"""What an import would do, asks, or cannot do, as a list of texts: for a terminal or a chat."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from campaign.definition import Campaign
from campaign.people import Role
from campaign.roster.planning.notes import shortened
from campaign.roster.planning.people import Change, Known
from campaign.roster.planning.plan import RosterPlan
from campaign.roster.rows import Remark, Roster, RosterRow, RowFault, gathered, row_numbers
from campaign.roster.words import Column
from campaign.texts import Text, text

# Of each kind so many are told one by one; of faults, all.
MOST_TOLD = 30
# Of the rows with one and the same problem so many are named.
MOST_ROWS_TOLD = 30


def plan_report(
    file: str,
    roster: Roster,
    plan: RosterPlan,
    campaign: Campaign,
    *,
    most: int | None = MOST_TOLD,
) -> list[Text]:
    """The plan, kind by kind, a line each; a plan with faults tells these first and alone.

    Of each kind `most` are told one by one, and how many more there are; None: all.
    """
    report = _Report(campaign, sys.maxsize if most is None else most)
    if plan.faults:
        return list(report.faults(plan))
    return list(report.whole(file, roster, plan))


class _Report:
    """Says a plan with the words of one campaign."""

    def __init__(self, campaign: Campaign, most: int) -> None:
        self._campaign = campaign
        self._most = most

    def whole(self, file: str, roster: Roster, plan: RosterPlan) -> Iterator[Text]:
        yield text("importing.title", file=file, n=len(roster.rows))
        yield from _branches(plan)
        yield text("importing.added", n=len(plan.added))
        yield from self._some(map(self._person, plan.added), len(plan.added))
        yield text("importing.changed", n=len(plan.changed))
        yield from self._some(map(self._change, plan.changed), len(plan.changed))
        yield text("importing.unchanged", n=plan.unchanged)
        yield from self._gone(plan)
        yield from self._notes(plan.notes)
        if plan.questions:
            yield text("importing.questions")
            yield from (text("importing.question", told=one.told) for one in plan.questions)

    def faults(self, plan: RosterPlan) -> Iterator[Text]:
        remarks = gathered(plan.faults)
        yield text("importing.faults", n=len(remarks))
        yield from (_at(remark) for remark in remarks)
        yield from self._notes(fault for fault in plan.notes if fault.row == 0)

    def _some(self, lines: Iterator[Text], n: int) -> Iterator[Text]:
        yield from islice(lines, self._most)
        if n > self._most:
            yield text("importing.and_more", n=n - self._most)

    def _gone(self, plan: RosterPlan) -> Iterator[Text]:
        if not plan.gone:
            return
        yield text("importing.gone", n=len(plan.gone))
        yield from self._some(map(_missing, plan.gone), len(plan.gone))
        yield text("importing.gone_removed" if plan.removed else "importing.gone_kept")

    def _notes(self, notes: Iterable[RowFault]) -> Iterator[Text]:
        remarks = gathered(notes)
        if not remarks:
            return
        yield text("importing.notes")
        times = Counter(remark.problem.key for remark in remarks)
        told = Counter[str]()
        for remark in remarks:
            key = remark.problem.key
            told[key] += 1
            if told[key] <= self._most:
                yield _at(remark)
            elif told[key] == self._most + 1:
                yield text("importing.more_of_these", n=times[key] - self._most)

    def _person(self, row: RosterRow) -> Text:
        told: list[object] = [self._category(row.category)]
        if row.number is not None:
            told.insert(0, text("importing.number", number=row.number))
        if row.standing is not None:
            told.append(Text(f"people.standing_{row.standing}"))
        told += [
            Text(f"people.role_{role}") for role in sorted(row.roles or ()) if role != "member"
        ]
        branch = row.branch or "—"
        return text("importing.person", place=_row(row), name=row.name, branch=branch, facts=told)

    def _change(self, change: Change) -> Text:
        told: list[object] = [
            text(
                "importing.field",
                column=Text(f"roster.column_{column}"),
                before=self._value(column, before),
                after=self._value(column, after),
            )
            for column, (before, after) in change.fields.items()
        ]
        if change.returns:
            told.append(text("importing.returns"))
        return text("importing.change", place=_row(change.row), name=change.row.name, changes=told)

    def _value(self, column: Column, value: str | None) -> object:
        if value is None:
            return "—"
        if column is Column.CATEGORY:
            return self._category(value)
        if column is Column.STANDING:
            return Text(f"people.standing_{value}")
        if column is Column.ROLE:
            return [_role(word) for word in value.split("\n")]
        return value

    def _category(self, category: str | None) -> object:
        if category is None:
            return "—"
        names = {known.id: known.name for known in self._campaign.categories}
        return names.get(category, category)


def _branches(plan: RosterPlan) -> Iterator[Text]:
    if plan.new_branches:
        words = {"n": len(plan.new_branches), "branches": shortened(plan.new_branches)}
        yield Text("importing.new_branches", words)
    for one in plan.renamed:
        yield text("importing.renamed_branch", before=one.before, after=one.after)


def _role(word: str) -> Text:
    role, _, branch = word.partition("@")
    name = Text(f"people.role_{Role(role)}")
    return text("importing.role_in", role=name, branch=branch) if branch else name


def _missing(one: Known) -> Text:
    return text("importing.missing", name=one.name, branch=one.branch or "—")


def _row(row: RosterRow) -> Text:
    found = text("importing.rows", rows=row_numbers((row.row,)))
    return text("importing.rows_of", sheet=row.sheet, rows=found) if row.sheet else found


def _at(remark: Remark) -> Text:
    place = _place(remark)
    if place is None:
        return text("importing.at_all", problem=remark.problem)
    if remark.column is None:
        return text("importing.at_row", place=place, problem=remark.problem)
    column = Text(f"roster.column_{remark.column}")
    return text("importing.at", place=place, column=column, problem=remark.problem)


def _place(remark: Remark) -> Text | None:
    """Which rows of which sheet are meant; None where the whole file is."""
    if not remark.rows:
        return text("importing.in_sheet", sheet=remark.sheet) if remark.sheet else None
    rows = row_numbers(remark.rows[:MOST_ROWS_TOLD])
    more = len(remark.rows) - MOST_ROWS_TOLD
    found = text("importing.rows", rows=rows)
    if more > 0:
        found = text("importing.rows_more", rows=rows, n=len(remark.rows))
    return text("importing.rows_of", sheet=remark.sheet, rows=found) if remark.sheet else found
