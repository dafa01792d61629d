"""Who of the known is meant by which row: by number, by name within the branch, by an answer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from campaign.people import PersonId
from campaign.roster.keys import branch_key, name_key, number_key, without_zeros
from campaign.roster.planning.people import Known
from campaign.roster.rows import RosterRow, RowFault
from campaign.roster.words import Column
from campaign.texts import Text

Place = tuple[str, str | None]


@dataclass
class Matching:
    """The known by their keys, and which row each of them is taken by."""

    by_number: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_digits: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[Place, list[Known]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[PersonId, RosterRow] = field(default_factory=dict)
    # Numbers of the sheet without zeros in front, and how many different ones come to each.
    written: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def index(known: Iterable[Known], rows: Iterable[RosterRow]) -> Matching:
    """Everybody findable; those who are there before those who left."""
    matching = Matching()
    for one in sorted(known, key=lambda one: one.left):
        if one.number is not None:
            key = number_key(one.number)
            matching.by_number[key].append(one)
            matching.by_digits[without_zeros(key)].append(one)
        same = matching.by_name[_place(one.name, one.branch)]
        if not one.left or not same:
            same.append(one)
    for row in rows:
        if row.number is not None:
            key = number_key(row.number)
            matching.written[without_zeros(key)].add(key)
    return matching


def match(matching: Matching, row: RosterRow, *, renames: bool) -> Known | RowFault | None:
    """Who is meant by a row: somebody known, nobody, or what contradicts."""
    found = _by_number(matching, row, renames=renames) or _by_name(matching, row)
    if not isinstance(found, Known):
        return found
    if found.id in matching.taken:
        return _twice(row, matching.taken[found.id], found.name)
    matching.taken[found.id] = row
    return found


def namesake(matching: Matching, row: RosterRow) -> Known | None:
    """One who is known by the same name in the same branch, under another number, and missing."""
    same = matching.by_name.get(_place(row.name, row.branch), [])
    missing = [one for one in same if not one.left and one.id not in matching.taken]
    return missing[0] if len(missing) == 1 and row.branch is not None else None


def _place(name: str, branch: str | None) -> Place:
    return name_key(name), None if branch is None else branch_key(branch)


def _twice(row: RosterRow, first: RosterRow, name: str) -> RowFault:
    problem = Text("roster.same_person_twice", {"name": name, "row": first.row})
    return RowFault(row.row, Column.NAME, problem, row.sheet)


def _by_number(matching: Matching, row: RosterRow, *, renames: bool) -> Known | RowFault | None:
    found = None if row.number is None else _numbered(matching, row.number)
    if found is None or name_key(found.name) == name_key(row.name) or renames:
        return found
    if number_key(found.number or "") != number_key(row.number or ""):
        # Only zeros in front are lacking, but the name is another as well: somebody else.
        return None
    # Spoken for, so that it is not reported as missing as well.
    matching.taken.setdefault(found.id, row)
    words = {"number": row.number, "known": found.name, "name": row.name}
    return RowFault(row.row, Column.NAME, Text("roster.other_name", words), row.sheet)


def _numbered(matching: Matching, number: str) -> Known | None:
    """By the whole number; else by its digits, where nobody else has the same ones."""
    key = number_key(number)
    exact = matching.by_number.get(key)
    if exact:
        return next((one for one in exact if one.number == number), exact[0])
    digits = without_zeros(key)
    alike = matching.by_digits.get(digits, [])
    return alike[0] if len(alike) == 1 and len(matching.written[digits]) == 1 else None


def _by_name(matching: Matching, row: RosterRow) -> Known | RowFault | None:
    same = matching.by_name.get(_place(row.name, row.branch), [])
    if row.number is not None:
        same = [one for one in same if one.number is None]
    if len(same) > 1:
        for one in same:
            matching.taken.setdefault(one.id, row)
        words = {"name": row.name, "n": len(same)}
        problem = Text("roster.which_one", words)
        return RowFault(row.row, Column.NUMBER, problem, row.sheet)
    return same[0] if same else None
