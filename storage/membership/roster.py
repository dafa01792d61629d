"""The roster in the database: read whole for an import, and changed by one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from campaign.people import BranchId, HeldRole, PersonId, Role, Standing
from campaign.roster.planning.people import Change, Known, Post, posts_wanted
from campaign.roster.planning.plan import BranchRename, RosterPlan
from campaign.roster.rows import RosterRow
from campaign.roster.words import Column
from storage.audiences import note_new_recipients
from storage.database.keyset import pages_by_key
from storage.database.session import Found, Session
from storage.membership.branches import add_branches, branch_names, rename_branches
from storage.membership.people import add_people, change_people, part_with
from storage.membership.roles import add_roles, drop_roles
from storage.tables import people, roles
from storage.tallies import follow, seats_of
from storage.trace import Act, Personal

PERSONAL = frozenset({Column.NAME, Column.NUMBER})


async def known_people(session: Session) -> list[Known]:
    """Everybody, also those who left, as an import compares them."""
    names = await branch_names(session)
    posts: dict[PersonId, set[Post]] = defaultdict(set)
    async for page in pages_by_key(session, select(roles), roles.c.id):
        for row in page:
            posts[row.person_id].add(Post(Role(row.role), names.get(row.branch_id)))
    return [
        _known(row, names, frozenset(posts[row.id]))
        async for page in pages_by_key(session, select(people), people.c.id)
        for row in page
    ]


async def carry_out(session: Session, plan: RosterPlan, *, at: datetime) -> list[Act]:
    """Write what the plan says; the acts to be traced.

    Raises ValueError for a plan with faults or open questions. Whoever is removed has left: their
    records stay, their account may do nothing more. A renamed branch keeps its group and records.
    """
    if not plan.may_be_carried_out:
        raise ValueError("a plan with faults or open questions is not carried out")
    acts = await _rename_branches(session, plan.renamed)
    acts += await _found_branches(session, plan.new_branches)
    branch_ids = {name: key for key, name in (await branch_names(session)).items()}
    acts += await _add_people(session, plan.added, branch_ids, at)
    acts += await _change_people(session, plan.changed, branch_ids, at)
    acts += await _part_with(session, plan.removed, at)
    await note_new_recipients(session)
    return acts


def imported_act(plan: RosterPlan, *, by: PersonId | None) -> Act:
    """The act that stands for a whole import, in numbers; `by` is None at the command line."""
    whole = {
        "added": len(plan.added),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "missing": len(plan.gone),
        "missing_removed": bool(plan.removed),
    }
    return Act(by, "roster imported", after=whole)


async def _rename_branches(session: Session, renamed: Sequence[BranchRename]) -> list[Act]:
    if not renamed:
        return []
    ids = {name: key for key, name in (await branch_names(session)).items()}
    await rename_branches(session, {ids[one.before]: one.after for one in renamed})
    return [
        Act(
            None,
            "branch renamed",
            f"branch:{ids[one.before]}",
            before={"name": one.before},
            after={"name": one.after},
        )
        for one in renamed
    ]


async def _found_branches(session: Session, names: Sequence[str]) -> list[Act]:
    keys = await add_branches(session, names)
    return [
        Act(None, "branch founded", f"branch:{key}", after={"name": name})
        for key, name in zip(keys, names, strict=True)
    ]


async def _add_people(
    session: Session, rows: Sequence[RosterRow], ids: Mapping[str, BranchId], at: datetime
) -> list[Act]:
    new = [{**_values(row, ids), "language": "zh", "created_at": at} for row in rows]
    acts: list[Act] = []
    keys = await add_people(session, new)
    for person, row in zip(keys, rows, strict=True):
        posts = posts_wanted(row)
        add_roles(session, person, _held(posts, ids), at=at)
        after = {
            "name": Personal(row.name), "number": Personal(row.number), "branch": row.branch,
            "category": row.category, "standing": row.standing, "roles": _told(posts),
        }  # fmt: skip
        acts.append(Act(None, "person added", f"person:{person}", after=after))
    await follow(session, keys, {})
    return acts


async def _change_people(
    session: Session, changes: Sequence[Change], ids: Mapping[str, BranchId], at: datetime
) -> list[Act]:
    if not changes:
        return []
    known = [change.person.id for change in changes]
    before = await seats_of(session, known)
    await change_people(
        session, [{"id": change.person.id, **_values(change.row, ids)} for change in changes]
    )
    for change in changes:
        had, has = _held(change.person.posts, ids), _held(change.posts, ids)
        await drop_roles(session, change.person.id, had - has)
        add_roles(session, change.person.id, has - had, at=at)
    await follow(session, known, before)
    return [_act(change) for change in changes]


async def _part_with(session: Session, gone: Sequence[Known], at: datetime) -> list[Act]:
    if not gone:
        return []
    known = [one.id for one in gone]
    before = await seats_of(session, known)
    await part_with(session, known, at=at)
    await follow(session, known, before)
    return [Act(None, "person left", f"person:{one.id}") for one in gone]


def _values(row: RosterRow, ids: Mapping[str, BranchId]) -> dict[str, object]:
    return {
        "number": row.number,
        "name": row.name,
        "branch_id": None if row.branch is None else ids[row.branch],
        "category": row.category,
        "standing": None if row.standing is None else row.standing.value,
    }


def _held(posts: Iterable[Post], ids: Mapping[str, BranchId]) -> frozenset[HeldRole]:
    """The posts as roles that are held."""
    return frozenset(
        HeldRole(post.role, None if post.branch is None else ids[post.branch]) for post in posts
    )


def _act(change: Change) -> Act:
    before = {str(column): _kept(column, pair[0]) for column, pair in change.fields.items()}
    after = {str(column): _kept(column, pair[1]) for column, pair in change.fields.items()}
    name = "person returned" if change.returns else "person changed"
    return Act(None, name, f"person:{change.person.id}", before, after)


def _kept(column: Column, value: str | None) -> object:
    return Personal(value) if column in PERSONAL else value


def _told(posts: Iterable[Post]) -> list[str]:
    return sorted(f"{post.role}@{post.branch}" if post.branch else str(post.role) for post in posts)


def _known(row: Found, names: Mapping[BranchId, str], posts: frozenset[Post]) -> Known:
    return Known(
        id=row.id,
        name=row.name,
        number=row.number,
        branch=names.get(row.branch_id),
        category=row.category,
        standing=None if row.standing is None else Standing(row.standing),
        posts=posts,
        joined=row.joined_at is not None,
        left=row.left_at is not None,
    )
