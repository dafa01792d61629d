"""People as an import compares them: who is known, and what a row of the sheet changes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from campaign.people import PersonId, Role, Standing
from campaign.roster.keys import name_key, number_key, same_number, tidy
from campaign.roster.rows import RosterRow
from campaign.roster.words import Column

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


def after_renaming(one: Known, names: Mapping[str, str]) -> Known:
    """Somebody as they will be known when branches have these new names, by their old ones."""
    if one.branch not in names and not any(post.branch in names for post in one.posts):
        return one
    posts = (
        post if post.branch is None else replace(post, branch=names.get(post.branch, post.branch))
        for post in one.posts
    )
    branch = None if one.branch is None else names.get(one.branch, one.branch)
    return replace(one, branch=branch, posts=frozenset(posts))


@dataclass(frozen=True, slots=True)
class Change:
    """What a row changes of somebody known: every field with its value before and after.

    `row` has what the person will have, also where the sheet leaves it as it was.
    """

    person: Known
    row: RosterRow
    posts: frozenset[Post]
    fields: dict[Column, tuple[str | None, str | None]]
    returns: bool = False


def change_of(person: Known, row: RosterRow) -> Change | None:
    """What a row changes of somebody; None where nothing. What it does not say stays."""
    row = replace(
        row,
        name=_settled(person.name, row.name, name_key(person.name) == name_key(row.name)),
        number=_number_of(person.number, row.number),
        category=row.category or person.category,
        standing=row.standing or person.standing,
    )
    posts = posts_wanted(row, person.posts)
    pairs: dict[Column, tuple[str | None, str | None]] = {
        Column.NAME: (person.name, row.name),
        Column.NUMBER: (person.number, row.number),
        Column.BRANCH: (person.branch, row.branch),
        Column.CATEGORY: (person.category, row.category),
        Column.STANDING: (person.standing, row.standing),
        Column.ROLE: (_told(person.posts), _told(posts)),
    }
    differing = {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}
    if not differing and not person.left:
        return None
    return Change(person, row, posts, differing, returns=person.left)


def _settled(known: str, written: str, same: bool) -> str:
    """Of two ways of writing one thing the known one, unless it has what nobody sees."""
    return known if same and tidy(known) == known else written


def _number_of(known: str | None, written: str | None) -> str | None:
    if known is None or written is None:
        return known if written is None else written
    if number_key(known) == number_key(written):
        return _settled(known, written, same=True)
    if same_number(written, known):
        return max(known, written, key=lambda number: len(number_key(number)))
    return written


def _told(posts: frozenset[Post]) -> str | None:
    """Roles as one text to compare and to print, a line each: `secretary@第三支部`, `member`."""
    words = sorted(f"{p.role}@{p.branch}" if p.branch else str(p.role) for p in posts)
    return "\n".join(words) or None
