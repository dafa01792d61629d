"""What a row changes of somebody who is known; what the row does not say stays as it was."""

from dataclasses import dataclass, replace

from campaign.roster.keys import name_key, number_key, tidy
from campaign.roster.matching import same_number
from campaign.roster.people import Known, Post, posts_wanted
from campaign.roster.rows import RosterRow
from campaign.roster.words import Column


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
