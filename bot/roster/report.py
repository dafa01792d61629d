"""What an import would do, or what is wrong with the sheet, as lines for the terminal."""

from collections.abc import Iterable, Iterator, Sequence

from campaign.definition import Campaign
from campaign.people import Role
from campaign.roster.plan import Change, Known, RosterPlan
from campaign.roster.rows import Roster, RosterRow, RowFault
from campaign.roster.words import Column
from campaign.texts import Language, Text, Texts, text

# Of each kind so many are told one by one; of faults, all.
MOST_TOLD = 30


class Report:
    """Says a plan in one language."""

    def __init__(self, texts: Texts, language: Language, campaign: Campaign) -> None:
        self._texts = texts
        self._language = language
        self._campaign = campaign

    def said(self, line: Text) -> str:
        """A text without its tags."""
        return self._texts.say(line, self._language).plain()

    def plan(self, file: str, roster: Roster, plan: RosterPlan, *, remove: bool) -> list[str]:
        """The plan, kind by kind; a plan with faults tells these first and alone."""
        if plan.faults:
            return self._all(self._faults(plan.faults))
        return self._all(self._whole(file, roster, plan, remove=remove))

    def _all(self, lines: Iterable[Text]) -> list[str]:
        return [self.said(line) for line in lines]

    def _whole(
        self, file: str, roster: Roster, plan: RosterPlan, *, remove: bool
    ) -> Iterator[Text]:
        yield text("importing.title", file=file, n=len(roster.rows))
        if plan.new_branches:
            branches = list(plan.new_branches)
            yield text("importing.new_branches", n=len(branches), branches=branches)
        yield text("importing.added", n=len(plan.added))
        yield from _some([self._person(row) for row in plan.added])
        yield text("importing.changed", n=len(plan.changed))
        yield from _some([self._change(change) for change in plan.changed])
        yield text("importing.unchanged", n=plan.unchanged)
        if plan.gone:
            yield text("importing.gone", n=len(plan.gone))
            yield from _some([_missing(one) for one in plan.gone])
            if not remove:
                yield text("importing.gone_kept")
        if plan.notes:
            yield text("importing.notes")
            yield from (_at(note) for note in plan.notes)

    def _faults(self, faults: Sequence[RowFault]) -> Iterator[Text]:
        yield text("importing.faults", n=len(faults))
        yield from (_at(fault) for fault in faults)

    def _person(self, row: RosterRow) -> Text:
        return text(
            "importing.person",
            row=row.row,
            name=row.name,
            branch=row.branch or "—",
            category=self._category(row.category),
        )

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
        return text("importing.change", row=change.row.row, name=change.row.name, changes=told)

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


def _role(word: str) -> Text:
    role, _, branch = word.partition("@")
    name = Text(f"people.role_{Role(role)}")
    return text("importing.role_in", role=name, branch=branch) if branch else name


def _missing(one: Known) -> Text:
    return text("importing.missing", name=one.name, branch=one.branch or "—")


def _some(lines: list[Text]) -> Iterator[Text]:
    yield from lines[:MOST_TOLD]
    if len(lines) > MOST_TOLD:
        yield text("importing.and_more", n=len(lines) - MOST_TOLD)


def _at(fault: RowFault) -> Text:
    if fault.row == 0:
        return text("importing.at_all", problem=fault.problem)
    if fault.column is None:
        return text("importing.at_row", row=fault.row, problem=fault.problem)
    column = Text(f"roster.column_{fault.column}")
    return text("importing.at", row=fault.row, column=column, problem=fault.problem)
