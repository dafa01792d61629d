"""Which column of a list says what: by its heading, and if that says two things, by its values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from campaign.definition import Campaign
from campaign.people import Role, Standing
from campaign.roster.headings import is_post, is_standing, shown
from campaign.roster.posts import is_minor_post, posts_in, role_of
from campaign.roster.values import (
    category_of,
    is_written_blank,
    standing_of,
    yes_or_no,
)
from campaign.roster.words import Column, is_useless, meanings_of
from campaign.texts import Text, text

Values = Counter[str]


@dataclass
class Columns:
    """Where in a list each thing stands.

    `numbers`: several may stand side by side, staff and students; the first that is filled counts.
    `posts`: columns that are headed by a post, and what it is here; None for a post without a use.
    `standings`: columns that are headed by a standing. Marks below say whose it is.
    """

    places: dict[Column, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    posts: dict[int, Role | None] = field(default_factory=dict)
    standings: dict[int, Standing] = field(default_factory=dict)
    notes: list[Text] = field(default_factory=list)

    @property
    def named(self) -> frozenset[Column]:
        """The columns that there are."""
        found = set(self.places)
        found |= {Column.NUMBER} if self.numbers else set()
        found |= {Column.STANDING} if self.standings else set()
        return frozenset(found | ({Column.ROLE} if self.posts else set()))


def choose_columns(
    headings: Sequence[str], body: Iterable[Sequence[str]], campaign: Campaign
) -> Columns:
    """What each column of a list with these headings and rows is."""
    values = _values(len(headings), body)
    found = Columns()
    wanted: dict[Column, list[int]] = {}
    for place, heading in enumerate(headings):
        meanings = meanings_of(heading)
        if meanings:
            column = _meant(meanings, heading, values[place], campaign)
            wanted.setdefault(column, []).append(place)
        elif is_post(heading):
            _take_post(found, place, heading, values[place])
        elif is_standing(heading):
            _take_standing(found, place, heading, values[place])
        elif is_useless(heading):
            found.notes.append(text("roster.unused_column", heading=shown(heading)))
    _take_numbers(found, headings, wanted.pop(Column.NUMBER, []), values)
    for column, places in wanted.items():
        _take(found, column, places, headings, values, campaign)
    return found


def _values(width: int, body: Iterable[Sequence[str]]) -> list[Values]:
    """The distinct values of each column with how often they stand there, blanks left out."""
    found: list[Values] = [Counter() for _ in range(width)]
    for cells in body:
        for values, cell in zip(found, cells, strict=False):
            if cell:
                values[cell] += 1
    for values in found:
        for word in [word for word in values if is_written_blank(word)]:
            del values[word]
    return found


def _meant(
    meanings: Mapping[Column, int], heading: str, values: Values, campaign: Campaign
) -> Column:
    if len(meanings) == 1:
        return next(iter(meanings))
    return max(
        meanings,
        key=lambda column: (_share(column, heading, values, campaign), -meanings[column]),
    )


def _share(column: Column, heading: str, values: Values, campaign: Campaign) -> float:
    """How much of a column is understood if it is this one, from 0 to 1."""
    understood = sum(n for word, n in values.items() if _fits(column, heading, word, campaign))
    return understood / max(1, values.total())


def _fits(column: Column, heading: str, word: str, campaign: Campaign) -> bool:
    if column is Column.CATEGORY:
        return category_of(word, campaign) is not None
    if column is Column.STANDING:
        return standing_of(word, heading) is not None
    if column is Column.ROLE:
        return all(role_of(post) or is_minor_post(post) for post in posts_in(word))
    return True


def _take(
    found: Columns,
    column: Column,
    places: list[int],
    headings: Sequence[str],
    values: list[Values],
    campaign: Campaign,
) -> None:
    """Of several columns that say the same: that of which more is understood, then by rank."""

    def worth(place: int) -> tuple[bool, int, int]:
        share = _share(column, headings[place], values[place], campaign)
        filled = not values[place] or share > 0
        return filled, -meanings_of(headings[place])[column], -place

    best = max(places, key=worth)
    found.places[column] = best
    for place in places:
        if place != best and _same(headings[place], headings[best], values[place], values[best]):
            continue
        if place != best:
            words = {"heading": shown(headings[place]), "chosen": shown(headings[best])}
            found.notes.append(Text("roster.other_column", words))


def _same(one: str, other: str, values: Values, others: Values) -> bool:
    """A column over two, merged, shows the same twice."""
    return one == other and (values == others or not values)


def _take_numbers(
    found: Columns, headings: Sequence[str], places: list[int], values: list[Values]
) -> None:
    sure = [place for place in places if meanings_of(headings[place])[Column.NUMBER] == 0]
    for place in places:
        if place in sure or (not sure and not _counts_rows(values[place])):
            found.numbers.append(place)
        else:
            found.notes.append(text("roster.row_numbers", heading=shown(headings[place])))


def _counts_rows(values: Values) -> bool:
    """Whether the values are 1, 2, 3 …, each once, a word of a total below them aside."""
    numbers = sorted(int(word) for word in values if word.isascii() and word.isdigit())
    others = len(values) - len(numbers)
    return numbers == list(range(1, len(numbers) + 1)) and others <= min(3, len(numbers))


def _take_standing(found: Columns, place: int, heading: str, values: Values) -> None:
    """A column headed by 正式党员 or 预备党员, with marks below it."""
    standing = standing_of(heading)
    if standing is not None and any(yes_or_no(word) for word in values):
        found.standings[place] = standing


def _take_post(found: Columns, place: int, heading: str, values: Values) -> None:
    """A column headed by a post: marks below it say who holds it."""
    role = role_of(heading)
    marks = sum(n for word, n in values.items() if yes_or_no(word) is not None)
    if values and not marks:
        found.notes.append(text("roster.post_not_marked", heading=shown(heading)))
        return
    found.posts[place] = role
    if role is None and any(yes_or_no(word) for word in values):
        found.notes.append(text("roster.minor_posts", posts=[shown(heading)]))
