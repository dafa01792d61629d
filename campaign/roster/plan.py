"""What an import would do: the sheet compared with the people who are known already.

Nothing here writes. A plan with faults must not be carried out, not even in part.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from campaign.people import PersonId, Role, Standing
from campaign.roster.rows import Roster, RosterRow, RowFault
from campaign.roster.words import Column
from campaign.texts import Text

OF_A_BRANCH = frozenset({Role.SECRETARY, Role.DEPUTY})


@dataclass(frozen=True, slots=True)
class Post:
    """A role that somebody holds, by the branch's name; None for roles of the whole school."""

    role: Role
    branch: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody in the database, as an import sees them."""

    id: PersonId
    name: str
    number: str | None
    branch: str | None
    category: str | None
    standing: Standing | None
    posts: frozenset[Post]
    joined: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a row changes of somebody known: every field with its value before and after."""

    person: Known
    row: RosterRow
    posts: frozenset[Post]
    fields: dict[Column, tuple[str | None, str | None]]
    returns: bool = False


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """What would happen. `gone`: on the roster, but not in the sheet."""

    added: tuple[RosterRow, ...]
    changed: tuple[Change, ...]
    unchanged: int
    gone: tuple[Known, ...]
    new_branches: tuple[str, ...]
    faults: tuple[RowFault, ...]
    notes: tuple[RowFault, ...]


@dataclass
class _Matching:
    """Who of the known is meant by which row."""

    by_number: dict[str, Known] = field(default_factory=dict)
    by_name: dict[tuple[str, str | None], list[Known]] = field(
        default_factory=lambda: defaultdict(list)
    )
    taken: dict[PersonId, int] = field(default_factory=dict)


def plan_import(
    roster: Roster,
    known: Sequence[Known],
    *,
    branches: Iterable[str] = (),
    renames: bool = False,
    remove_missing: bool = False,
) -> RosterPlan:
    """Compare with who and which branches are known.

    `renames`: a known number with another name is a new name, not a mistake.
    """
    matching = _indexed(known)
    added: list[RosterRow] = []
    changed: list[Change] = []
    faults, unchanged = list(roster.faults), 0
    for row in roster.rows:
        found = _match(matching, row, renames=renames)
        if isinstance(found, RowFault):
            faults.append(found)
        elif found is None:
            added.append(row)
        elif change := _change(found, row):
            changed.append(change)
        else:
            unchanged += 1
    gone = tuple(one for one in known if _is_gone(one, matching)) if roster.rows else ()
    faults.extend(_without_office(known, changed, gone if remove_missing else ()))
    return RosterPlan(
        added=tuple(added),
        changed=tuple(changed),
        unchanged=unchanged,
        gone=gone,
        new_branches=_new_branches(roster.rows, frozenset(branches)),
        faults=tuple(sorted(faults, key=lambda fault: fault.row)),
        notes=tuple(_notes(roster.rows, added, known)),
    )


def posts_wanted(row: RosterRow, held: frozenset[Post] = frozenset()) -> frozenset[Post]:
    """The roles somebody has by this row; where the sheet names none, those held before.

    Whoever belongs to a branch is a member. A secretary who moves leaves the old branch's office.
    """
    if row.roles is None:
        kept = {p for p in held if p.role not in OF_A_BRANCH or p.branch == row.branch}
    else:
        kept = {Post(role, row.branch if role in OF_A_BRANCH else None) for role in row.roles}
    kept.discard(Post(Role.MEMBER))
    return frozenset(kept | ({Post(Role.MEMBER)} if row.branch is not None else set()))


def _indexed(known: Iterable[Known]) -> _Matching:
    matching = _Matching()
    for one in sorted(known, key=lambda one: one.left):
        if one.number is not None:
            matching.by_number[one.number] = one
        same = matching.by_name[one.name, one.branch]
        if not one.left or not same:
            same.append(one)
    return matching


def _match(matching: _Matching, row: RosterRow, *, renames: bool) -> Known | RowFault | None:
    found = _by_number(matching, row, renames=renames) or _by_name(matching, row)
    if isinstance(found, Known):
        if found.id in matching.taken:
            words = {"name": found.name, "row": matching.taken[found.id]}
            return RowFault(row.row, Column.NAME, Text("roster.same_person_twice", words))
        matching.taken[found.id] = row.row
    return found


def _by_number(matching: _Matching, row: RosterRow, *, renames: bool) -> Known | RowFault | None:
    found = None if row.number is None else matching.by_number.get(row.number)
    if found is not None and found.name != row.name and not renames:
        # Spoken for, so that it is not reported as missing as well.
        matching.taken.setdefault(found.id, row.row)
        words = {"number": row.number, "known": found.name, "name": row.name}
        return RowFault(row.row, Column.NAME, Text("roster.other_name", words))
    return found


def _by_name(matching: _Matching, row: RosterRow) -> Known | RowFault | None:
    same = matching.by_name.get((row.name, row.branch), [])
    if row.number is not None:
        same = [one for one in same if one.number is None]
    if len(same) > 1:
        for one in same:
            matching.taken.setdefault(one.id, row.row)
        words = {"name": row.name, "n": len(same)}
        return RowFault(row.row, Column.NUMBER, Text("roster.which_one", words))
    return same[0] if same else None


def _change(person: Known, row: RosterRow) -> Change | None:
    posts = posts_wanted(row, person.posts)
    pairs: dict[Column, tuple[str | None, str | None]] = {
        Column.NAME: (person.name, row.name),
        Column.NUMBER: (person.number, row.number or person.number),
        Column.BRANCH: (person.branch, row.branch),
        Column.CATEGORY: (person.category, row.category),
        Column.STANDING: (person.standing, row.standing or person.standing),
        Column.ROLE: (_told(person.posts), _told(posts)),
    }
    differing = {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}
    if not differing and not person.left:
        return None
    return Change(person, row, posts, differing, returns=person.left)


def _told(posts: frozenset[Post]) -> str | None:
    """Roles as one text to compare and to print, a line each: `secretary@第三支部`, `member`."""
    words = sorted(f"{p.role}@{p.branch}" if p.branch else str(p.role) for p in posts)
    return "\n".join(words) or None


def _is_gone(one: Known, matching: _Matching) -> bool:
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


def _new_branches(rows: Iterable[RosterRow], there: frozenset[str]) -> tuple[str, ...]:
    named = dict.fromkeys(row.branch for row in rows if row.branch is not None)
    return tuple(branch for branch in named if branch not in there)


def _notes(
    rows: Sequence[RosterRow], added: Iterable[RosterRow], known: Iterable[Known]
) -> Iterable[RowFault]:
    """What need not be wrong, but is worth a look."""
    there = {one.name: one for one in known if not one.left}
    for row in added:
        if row.name in there:
            branch = there[row.name].branch or "—"
            note = Text("roster.namesake", {"name": row.name, "branch": branch})
            yield RowFault(row.row, Column.NAME, note)
    first: dict[str, int] = {}
    for row in rows:
        if row.branch is None or Role.SECRETARY not in (row.roles or ()):
            continue
        if row.branch in first:
            words = {"branch": row.branch, "row": first[row.branch]}
            yield RowFault(row.row, Column.ROLE, Text("roster.two_secretaries", words))
        first.setdefault(row.branch, row.row)
