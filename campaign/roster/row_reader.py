"""Reads the rows of one list into people, and notes what is wrong with them or worth a look."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from campaign.definition import Campaign
from campaign.people import Role, Standing
from campaign.roster.columns import Columns
from campaign.roster.headings import shown
from campaign.roster.keys import tidy, without_text_mark
from campaign.roster.names import has_lost_characters, is_garbled, is_odd_name, read_name
from campaign.roster.posts import is_minor_post, posts_in, role_of
from campaign.roster.rows import LONGEST, RosterRow, RowFault
from campaign.roster.values import category_of, is_ditto, is_written_blank, standing_of, yes_or_no
from campaign.roster.words import Column
from campaign.sheets import CellKind, Line
from campaign.texts import Text, text

MOST_WORDS_TOLD = 20

_SHEET_ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
_SHORTENED = re.compile(r"\d(\.\d+)?[Ee]\+\d+")
# A day that was a branch once: 3-1 became 3月1日 or 1-Mar, and was saved as text.
_DAY = re.compile(
    r"(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}月\d{1,2}日|\d{1,2}-[A-Z][a-z]{2}|"
    r"[A-Z][a-z]{2}-\d{1,2})( 0?0:00(:00)?)?"
)
_NO_WORD = re.compile(r"[\W\d_]+")
_BRANCHLESS = frozenset({Role.OFFICE, Role.LEADER})
_OF_A_BRANCH = frozenset({Role.SECRETARY, Role.DEPUTY})

_NOT_UNDERSTOOD = {
    Column.CATEGORY: "roster.unknown_categories",
    Column.STANDING: "roster.unknown_standings",
    Column.ROLE: "roster.unknown_roles",
}

Meant = TypeVar("Meant")
Kinds = Mapping[tuple[int, int], CellKind]


@dataclass
class RowReader:
    """Reads the rows of one list. What it did not understand it tells in the end, word by word.

    `standing`: that of everybody, where no column says it. `sheet`: where several are read.
    """

    headings: Sequence[str]
    columns: Columns
    kinds: Kinds
    campaign: Campaign
    sheet: str = ""
    standing: Standing | None = None
    faults: list[RowFault] = field(default_factory=list)
    notes: list[RowFault] = field(default_factory=list)
    _unknown: dict[Column, Counter[str]] = field(default_factory=dict)
    _minor: dict[str, None] = field(default_factory=dict)
    _above: dict[Column, str] = field(default_factory=dict)
    _meant: dict[tuple[Column, str], object] = field(default_factory=dict)
    _broken: set[Column] = field(default_factory=set)

    def person(self, line: Line, branch: str | None) -> RosterRow:
        """The person of a row; `branch` where the row itself names none."""
        self._broken.clear()
        roles = self._roles(line)
        branch = self._branch(line, roles, branch)
        return RosterRow(
            line.number,
            self._name(line),
            self._number(line),
            branch,
            self._category(line),
            self._standing(line),
            roles,
            self.sheet,
        )

    def told(self) -> Iterator[Text]:
        """Once for the list: the words that were not understood, the posts without a use here."""
        for column, words in self._unknown.items():
            yield self._not_understood(column, words)
        if self._minor:
            yield text("roster.minor_posts", posts=list(self._minor))

    def _fault(self, line: Line, column: Column, key: str, **words: object) -> None:
        self._broken.add(column)
        self.faults.append(RowFault(line.number, column, Text(key, words), self.sheet))

    def _note(self, line: Line, column: Column, key: str, **words: object) -> None:
        self.notes.append(RowFault(line.number, column, Text(key, words), self.sheet))

    def _name(self, line: Line) -> str:
        written = self._text(line, Column.NAME) or ""
        name = read_name(written)
        if not name and Column.NAME not in self._broken:
            self._fault(line, Column.NAME, "roster.empty")
        elif self._is_doubtful(line, Column.NAME, name):
            pass
        elif name and is_odd_name(written):
            self._note(line, Column.NAME, "roster.odd_name", name=name)
        return name

    def _is_doubtful(self, line: Line, column: Column, written: str) -> bool:
        """Whether characters are lost or garbled; then it is noted."""
        if has_lost_characters(written):
            self._note(line, column, "roster.lost_characters")
        elif is_garbled(written):
            self._note(line, column, "roster.garbled", found=written)
        else:
            return False
        return True

    def _number(self, line: Line) -> str | None:
        """The first number that is filled; another one beside it is noted, not kept."""
        read = (self._text_at(line, place, Column.NUMBER) for place in self.columns.numbers)
        found = list(dict.fromkeys(without_text_mark(one) for one in read if one is not None))
        if len(found) > 1:
            self._note(line, Column.NUMBER, "roster.second_number", kept=found[0], other=found[1])
        return found[0] or None if found else None

    def _branch(self, line: Line, roles: frozenset[Role] | None, offered: str | None) -> str | None:
        branch = self._text(line, Column.BRANCH)
        held = roles or frozenset()
        if branch is None and not held & _BRANCHLESS:
            branch = offered
        if branch is not None:
            if not self._is_doubtful(line, Column.BRANCH, branch) and _NO_WORD.fullmatch(branch):
                self._note(line, Column.BRANCH, "roster.odd_branch", branch=branch)
            return branch
        if Column.BRANCH in self._broken:
            return None
        if not held & _BRANCHLESS:
            self._fault(line, Column.BRANCH, "roster.empty")
        elif held & _OF_A_BRANCH:
            self._fault(line, Column.BRANCH, "roster.secretary_of_what")
        return None

    def _category(self, line: Line) -> str | None:
        return self._word(line, Column.CATEGORY, lambda word: category_of(word, self.campaign))

    def _standing(self, line: Line) -> Standing | None:
        place = self.columns.places.get(Column.STANDING)
        if place is None:
            marked = (
                standing
                for at, standing in self.columns.standings.items()
                if yes_or_no(_at(line, at))
            )
            return next(marked, self.standing)
        heading = self.headings[place]
        return self._word(line, Column.STANDING, lambda word: standing_of(word, heading))

    def _word(
        self, line: Line, column: Column, meaning: Callable[[str], Meant | None]
    ) -> Meant | None:
        """What a word of a list means; one that means nothing here is counted."""
        written = self._text(line, column)
        if written is None:
            return None
        key = (column, written)
        if key not in self._meant:
            self._meant[key] = meaning(written)
        found: Meant | None = self._meant[key]  # type: ignore[assignment]
        if found is None:
            self._unknown.setdefault(column, Counter())[written] += 1
        return found

    def _roles(self, line: Line) -> frozenset[Role] | None:
        """The roles that the row names; None where the list has no such column."""
        if Column.ROLE not in self.columns.named:
            return None
        found = {
            role
            for place, role in self.columns.posts.items()
            if role is not None and yes_or_no(_at(line, place))
        }
        for post in posts_in(self._text(line, Column.ROLE) or ""):
            role = role_of(post)
            if role is not None:
                found.add(role)
            elif is_minor_post(post):
                self._minor[post] = None
            else:
                self._unknown.setdefault(Column.ROLE, Counter())[post] += 1
        return frozenset(found)

    def _text(self, line: Line, column: Column) -> str | None:
        place = self.columns.places.get(column)
        if place is None:
            return None
        written = _at(line, place)
        if column is not Column.NAME and is_ditto(written):
            return self._above.get(column)
        found = self._text_at(line, place, column)
        if found is not None:
            self._above[column] = found
        return found

    def _text_at(self, line: Line, place: int, column: Column) -> str | None:
        """A short text on one line; None where the cell says nothing or something is wrong."""
        value = tidy(_at(line, place))
        kind = self.kinds.get((line.number, place))
        key = _problem(value, kind, column)
        if key is not None:
            self._fault(line, column, key, **({"found": value} if key == "roster.date" else {}))
            return None
        if is_written_blank(value):
            return None
        if len(value) > LONGEST.get(column, 200):
            self._fault(line, column, "roster.too_long", most=LONGEST.get(column, 200))
            return value[: LONGEST.get(column, 200)]
        return value

    def _not_understood(self, column: Column, words: Counter[str]) -> Text:
        place = self.columns.places[column]
        told: list[object] = [
            text("roster.word_times", word=word[:20], n=n)
            for word, n in words.most_common(MOST_WORDS_TOLD)
        ]
        if len(words) > MOST_WORDS_TOLD:
            told.append(text("roster.words_more", n=len(words) - MOST_WORDS_TOLD))
        said: dict[str, object] = {"heading": shown(self.headings[place]), "words": told}
        if column is Column.CATEGORY:
            said["known"] = [category.name for category in self.campaign.categories]
        return Text(_NOT_UNDERSTOOD[column], said)


def _at(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""


def _problem(value: str, kind: CellKind | None, column: Column) -> str | None:
    """What makes a cell nothing to take over: a formula, an error, digits that are lost, a day."""
    if kind is CellKind.FORMULA or (value[:1] == "=" and not value.startswith('="')):
        return "roster.formula"
    if kind is CellKind.ERROR or _SHEET_ERROR.fullmatch(value):
        return "roster.sheet_error"
    if column is Column.NUMBER:
        if kind is CellKind.SHORTENED or _SHORTENED.fullmatch(value):
            return "roster.shortened"
        if kind is CellKind.LONG_NUMBER:
            return "roster.long_number"
    if kind is CellKind.DATE and column in {Column.NUMBER, Column.NAME, Column.BRANCH}:
        return "roster.date"
    if column is Column.BRANCH and _DAY.fullmatch(value):
        return "roster.date"
    return None
