"""What of an import need not be wrong, but is worth a look: namesakes, secretaries, leavers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from campaign.people import Role
from campaign.roster.branch_names import loose
from campaign.roster.keys import name_key
from campaign.roster.planning.people import Change, Known
from campaign.roster.rows import RosterRow, RowFault
from campaign.roster.words import Column
from campaign.texts import Text, text

MOST_NAMES = 30


def notes_of(
    rows: Sequence[RosterRow],
    added: Iterable[RosterRow],
    changed: Sequence[Change],
    known: Sequence[Known],
    removed: Sequence[Known],
) -> Iterator[RowFault]:
    """Everything of these rows that is worth a look."""
    yield from _namesakes(added, known)
    yield from _alike(rows)
    yield from _two_secretaries(rows)
    yield from _without_secretary(rows, changed, known, removed)


def shortened(names: Sequence[str]) -> list[object]:
    """The first of very many names, and how many more there are."""
    told: list[object] = list(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        told.append(text("roster.names_more", n=len(names) - MOST_NAMES))
    return told


def _namesakes(added: Iterable[RosterRow], known: Iterable[Known]) -> Iterator[RowFault]:
    there = {name_key(one.name): one for one in known if not one.left}
    for row in added:
        same = there.get(name_key(row.name))
        if same is not None:
            words = {"name": row.name, "branch": same.branch or "—"}
            yield RowFault(row.row, Column.NAME, Text("roster.namesake", words), row.sheet)


def _alike(rows: Iterable[RosterRow]) -> Iterator[RowFault]:
    """Branches of the sheet whose names differ in no more than numerals and the word 党."""
    names = dict.fromkeys(row.branch for row in rows if row.branch is not None)
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        alike[loose(name)].append(name)
    for same in alike.values():
        if len(same) > 1:
            yield RowFault(0, None, text("roster.alike_branches", branches=same))


def _two_secretaries(rows: Iterable[RosterRow]) -> Iterator[RowFault]:
    first: dict[str, int] = {}
    for row in rows:
        if row.branch is None or Role.SECRETARY not in (row.roles or ()):
            continue
        if row.branch in first:
            words = {"branch": row.branch, "row": first[row.branch]}
            problem = Text("roster.two_secretaries", words)
            yield RowFault(row.row, Column.ROLE, problem, row.sheet)
        first.setdefault(row.branch, row.row)


def _without_secretary(
    rows: Sequence[RosterRow],
    changed: Sequence[Change],
    known: Iterable[Known],
    removed: Iterable[Known],
) -> Iterator[RowFault]:
    """Branches of the sheet that nobody will lead."""
    others = {change.person.id for change in changed} | {one.id for one in removed}
    held = [post for change in changed for post in change.posts]
    held += [post for one in known if not one.left and one.id not in others for post in one.posts]
    led = {post.branch for post in held if post.role is Role.SECRETARY}
    led |= {row.branch for row in rows if Role.SECRETARY in (row.roles or ())}
    named = dict.fromkeys(row.branch for row in rows if row.branch is not None)
    without = [name for name in named if name not in led]
    if without:
        words = {"n": len(without), "branches": shortened(without)}
        yield RowFault(0, None, Text("roster.no_secretary", words))
