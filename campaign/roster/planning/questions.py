"""What an import asks before it writes anything, and what the office answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from campaign.roster.keys import branch_key
from campaign.roster.planning.people import Known
from campaign.roster.rows import RosterRow
from campaign.texts import Text


class QuestionKind(StrEnum):
    """What is asked; the value is part of the keys of its texts."""

    PEOPLE = "people"
    BRANCHES = "branches"
    REMOVING = "removing"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only the office knows.

    `id` stays the same for the same question of the same sheet, for `Answers.each`; it has no more
    than 40 ASCII characters. `rows` are those it is about.
    """

    kind: QuestionKind
    id: str
    told: Text
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What the office has decided. None: it has not said.

    `same_people`, `same_branches`: whether those that look alike are the same; `each` says it for
    single questions, by their ids, and goes before. `renames`: a known number with another name is
    a new name. `remove_missing`: who is not in the sheet has left; `removing` is how many, typed
    by hand where they are many.
    """

    same_people: bool | None = None
    same_branches: bool | None = None
    removing: int | None = None
    renames: bool = False
    remove_missing: bool = False
    each: Mapping[str, bool] = field(default_factory=dict)

    def to(self, question: Question) -> bool | None:
        """Yes, no, or None where the question is open."""
        if question.id in self.each:
            return self.each[question.id]
        if question.kind is QuestionKind.PEOPLE:
            return self.same_people
        if question.kind is QuestionKind.BRANCHES:
            return self.same_branches
        return True if self.removing is not None and question.id == _id_of(self.removing) else None


def same_branch(new: str, known: str) -> Question:
    """Is a new name another name of a known branch?"""
    told = Text("roster.same_branch", {"new": new, "known": known})
    return Question(QuestionKind.BRANCHES, f"branch:{_short(new)}", told)


def _short(branch: str) -> str:
    return sha256(branch_key(branch).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def same_person(row: RosterRow, known: Known) -> Question:
    """Is somebody new the one who is missing, with another number?"""
    words = {
        "name": row.name,
        "branch": row.branch or "—",
        "number": row.number or "—",
        "known": known.number or "—",
    }
    told = Text("roster.same_person", words)
    return Question(QuestionKind.PEOPLE, f"person:{known.id}:{row.row}", told, (row.row,))


def removing(missing: int, of: int) -> Question:
    """Shall so many leave?"""
    told = Text("roster.removing_many", {"n": missing, "all": of})
    return Question(QuestionKind.REMOVING, _id_of(missing), told)


def _id_of(count: int) -> str:
    return f"removing:{count}"
