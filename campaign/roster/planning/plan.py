"""What an import would do: the sheet compared with the people who are known already.

Nothing here writes. A plan with faults or open questions must not be carried out, not even in part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from campaign.people import Role
from campaign.roster.branch_names import known_writing, look_alikes
from campaign.roster.doubled_rows import one_writing_each
from campaign.roster.keys import branch_key, tidy
from campaign.roster.planning.matching import Matching, index, match, namesake
from campaign.roster.planning.notes import notes_of
from campaign.roster.planning.people import Change, Known, Post, after_renaming, change_of
from campaign.roster.planning.questions import Answers, Question, removing, same_branch, same_person
from campaign.roster.rows import Roster, RosterRow, RowFault
from campaign.roster.words import Column
from campaign.texts import Text

# Removing more than so many, and more than one in ten, asks for the number.
REMOVED_WITHOUT_ASKING = 2
ONE_IN = 10


class BranchRename(NamedTuple):
    """A branch that goes on under another name."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """What would happen. `gone`: on the roster, but not in the sheet; `removed`: those who leave.

    `questions` are those that `Answers` leave open; until they are answered the plan shows what
    would happen if those who look alike are the same. `renamed`: the branches that keep everything
    but their name; `changed` compares with what is known after the renaming.
    """

    added: tuple[RosterRow, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: int = 0
    gone: tuple[Known, ...] = ()
    new_branches: tuple[str, ...] = ()
    faults: tuple[RowFault, ...] = ()
    notes: tuple[RowFault, ...] = ()
    questions: tuple[Question, ...] = ()
    renamed: tuple[BranchRename, ...] = ()
    removed: tuple[Known, ...] = ()

    @property
    def may_be_carried_out(self) -> bool:
        """Whether nothing is wrong and nothing is open."""
        return not self.faults and not self.questions


def plan_import(
    roster: Roster,
    known: Sequence[Known],
    *,
    branches: Iterable[str] = (),
    answers: Answers | None = None,
) -> RosterPlan:
    """Compare with who and which branches are known. Without `answers` nothing is decided yet."""
    planning = _Planning(roster, known, tuple(branches), answers or Answers())
    return planning.plan()


@dataclass
class _Planning:
    """One comparison, step by step: branches first, for people are compared within them."""

    roster: Roster
    known: Sequence[Known]
    branches: Sequence[str]
    answers: Answers
    questions: list[Question] = field(default_factory=list)
    renamed: list[BranchRename] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    added: list[RosterRow] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0

    def plan(self) -> RosterPlan:
        self.faults.extend(self.roster.faults)
        rows, new_branches = self._with_known_branches()
        matching = index(self.known, rows)
        self._match(matching, rows)
        gone = tuple(one for one in self.known if _is_gone(one, matching)) if rows else ()
        removed = self._removed(gone)
        self.faults.extend(_without_office(self.known, self.changed, removed))
        return RosterPlan(
            added=tuple(self.added),
            changed=tuple(self.changed),
            unchanged=self.unchanged,
            gone=gone,
            new_branches=new_branches,
            faults=tuple(self.faults),
            notes=(*self.roster.notes, *self._notes(rows, removed)),
            questions=tuple(self.questions),
            renamed=tuple(self.renamed),
            removed=removed,
        )

    def _notes(self, rows: Sequence[RosterRow], removed: Sequence[Known]) -> Iterable[RowFault]:
        return notes_of(rows, self.added, self.changed, self.known, removed)

    def _with_known_branches(self) -> tuple[list[RosterRow], tuple[str, ...]]:
        """The rows with branches as they will be called; which of them are new."""
        rows = one_writing_each(self.roster.rows)
        writing = known_writing(self.branches)
        named = {branch_key(row.branch): row.branch for row in rows if row.branch is not None}
        new = [name for key, name in named.items() if key not in writing]
        unused = [name for key, name in writing.items() if key not in named]
        for name, old in look_alikes(new, unused, rows, self.known).items():
            question = same_branch(name, old)
            answer = self.answers.to(question)
            if answer is not False:
                self.renamed.append(BranchRename(old, name))
            if answer is None:
                self.questions.append(question)
        self.renamed += _mended(named, writing)
        names = {one.before: one.after for one in self.renamed}
        self.known = [after_renaming(one, names) for one in self.known]
        fresh = tuple(name for name in new if name not in names.values())
        writing = {key: names.get(name, name) for key, name in writing.items()}
        return _rewritten(rows, writing), fresh

    def _match(self, matching: Matching, rows: Iterable[RosterRow]) -> None:
        unmatched: list[RosterRow] = []
        for row in rows:
            found = match(matching, row, renames=self.answers.renames)
            if isinstance(found, RowFault):
                self.faults.append(found)
            elif found is None:
                unmatched.append(row)
            else:
                self._take(found, row)
        for row in unmatched:
            self._take_unmatched(matching, row)

    def _take_unmatched(self, matching: Matching, row: RosterRow) -> None:
        """Somebody new, unless a namesake is missing from the same branch: then it is asked."""
        found = namesake(matching, row)
        if found is None:
            self.added.append(row)
            return
        question = same_person(row, found)
        answer = self.answers.to(question)
        if answer is False:
            self.added.append(row)
            return
        if answer is None:
            self.questions.append(question)
        matching.taken[found.id] = row
        self._take(found, row)

    def _take(self, person: Known, row: RosterRow) -> None:
        change = change_of(person, row)
        if change is None:
            self.unchanged += 1
        else:
            self.changed.append(change)

    def _removed(self, gone: tuple[Known, ...]) -> tuple[Known, ...]:
        if not self.answers.remove_missing:
            return ()
        there = sum(1 for one in self.known if not one.left and one.branch is not None)
        if len(gone) > REMOVED_WITHOUT_ASKING and len(gone) * ONE_IN > there:
            question = removing(len(gone), there)
            if self.answers.to(question) is not True:
                self.questions.append(question)
        return gone


def _mended(named: Mapping[str, str], writing: Mapping[str, str]) -> list[BranchRename]:
    """Known branches of the sheet whose names have what nobody sees: they get the sheet's."""
    return [
        BranchRename(name, named[key])
        for key, name in writing.items()
        if key in named and tidy(name) != name != named[key]
    ]


def _rewritten(rows: Iterable[RosterRow], writing: Mapping[str, str]) -> list[RosterRow]:
    """The rows with branches written as they will be called, by their keys."""
    found: list[RosterRow] = []
    for row in rows:
        name = None if row.branch is None else writing.get(branch_key(row.branch), row.branch)
        found.append(row if name == row.branch else replace(row, branch=name))
    return found


def _is_gone(one: Known, matching: Matching) -> bool:
    return not one.left and one.branch is not None and one.id not in matching.taken


def _without_office(
    known: Iterable[Known], changed: Iterable[Change], gone: Iterable[Known]
) -> Iterable[RowFault]:
    """An import must not shut the last office account out."""
    offices = {one.id for one in known if Post(Role.OFFICE) in one.posts and one.joined}
    losing = {c.person.id: c.row.row for c in changed if Post(Role.OFFICE) not in c.posts}
    losing |= {one.id: 0 for one in gone}
    if offices and offices <= losing.keys():
        row = max(losing[person] for person in offices)
        yield RowFault(row, Column.ROLE, Text("roster.last_office"))
