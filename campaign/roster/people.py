"""People as an import compares them: who is known, and which posts somebody has or shall have."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from campaign.people import PersonId, Role, Standing
from campaign.roster.rows import RosterRow

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
