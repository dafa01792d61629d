"""A workbook read as a roster: every visible sheet that holds a list of people, row by row."""

from collections.abc import Iterable, Iterator, Sequence

from campaign.definition import Campaign
from campaign.people import Standing
from campaign.roster.columns import Columns, choose_columns
from campaign.roster.doubled_rows import without_doubles
from campaign.roster.headings import columns_named, shown
from campaign.roster.keys import branch_key, tidy
from campaign.roster.layout import Block, blocks_of, branch_in, branch_offered, holds_others
from campaign.roster.row_reader import RowReader
from campaign.roster.rows import MOST_ROWS, Roster, RosterRow, RowFault, row_numbers
from campaign.roster.skipped_rows import skipped
from campaign.roster.values import is_written_blank, standing_of
from campaign.roster.words import NEEDED, Column
from campaign.sheets import Line, Sheet, Workbook
from campaign.texts import Text, text

# So many headings are named where one is missing.
_HEADINGS_TOLD = 30


def read_roster(workbook: Workbook, campaign: Campaign) -> Roster:
    """What the visible sheets say. Whatever is passed over is noted, by the sheet's name or row."""
    read = [_SheetReading(sheet, blocks, campaign) for sheet, blocks in _lists(workbook)]
    notes = [RowFault(0, None, doubt) for doubt in workbook.doubts]
    notes += [RowFault(0, None, note) for note in _about_sheets(workbook, read)]
    if not read:
        return Roster((), frozenset(), (_no_heading(workbook),), tuple(notes))
    faults = _too_many(read) or [fault for one in read for fault in one.read(len(read) > 1)]
    rows = [row for one in read for row in one.rows]
    if not faults and not rows:
        faults = [RowFault(read[0].blocks[0].row, None, text("roster.no_rows"))]
    for one in read:
        notes += one.notes
    rows, doubled, repeated = without_doubles(rows)
    order = {one.sheet.name: place for place, one in enumerate(read)}
    faults = sorted([*faults, *doubled], key=lambda f: (order.get(f.sheet, -1), f.row))
    columns = frozenset[Column]().union(*(one.columns for one in read))
    return Roster(tuple(rows), columns, tuple(faults), (*notes, *repeated))


def _lists(workbook: Workbook) -> Iterator[tuple[Sheet, list[Block]]]:
    for sheet in workbook.sheets:
        blocks = [] if holds_others(sheet) else blocks_of(sheet)
        if blocks:
            yield sheet, blocks


class _SheetReading:
    """Reads one sheet; `rows`, `notes` and `columns` are what it found."""

    def __init__(self, sheet: Sheet, blocks: list[Block], campaign: Campaign) -> None:
        self.sheet = sheet
        self.blocks = blocks
        self.rows: list[RosterRow] = []
        self.notes: list[RowFault] = []
        self.columns: frozenset[Column] = frozenset()
        self._campaign = campaign
        self._label = ""

    def read(self, labelled: bool) -> list[RowFault]:
        """Read the sheet's lists; what is wrong with them. `labelled`: one sheet of several."""
        self._label = self.sheet.name if labelled else ""
        return [fault for block in self.blocks for fault in self._read_block(block)]

    def _read_block(self, block: Block) -> Sequence[RowFault]:
        words = block.heading.words
        columns = choose_columns(words, (line.cells for line in block.lines), self._campaign)
        offered = None if Column.BRANCH in columns.places else self._offered(block, columns)
        missing = [column for column in NEEDED if column not in columns.places]
        if missing and not (offered is not None and missing == [Column.BRANCH]):
            return [self._no_column(block, missing)]
        self.columns |= columns.named | ({Column.BRANCH} if offered else set())
        self._note_columns(columns)
        standing = None if Column.STANDING in columns.named else self._standing()
        reader = RowReader(words, columns, block.kinds, self._campaign, self._label, standing)
        self._read_lines(block, columns, reader, offered)
        self.notes += reader.notes
        self.notes += [RowFault(0, None, note, self._label) for note in reader.told()]
        return reader.faults

    def _read_lines(
        self, block: Block, columns: Columns, reader: RowReader, offered: str | None
    ) -> None:
        lines = list(self._people(block, columns))
        fill = _is_written_once(lines, columns.places.get(Column.BRANCH))
        branch = offered or None
        for line in lines:
            if isinstance(line, str):
                branch = line
                continue
            row = reader.person(line, branch)
            if fill and row.branch is not None:
                if row.branch == branch and not _written(line, columns.places[Column.BRANCH]):
                    self._note(line.number, text("roster.branch_from_above", branch=branch))
                branch = row.branch
            self.rows.append(row)

    def _people(self, block: Block, columns: Columns) -> Iterator[Line | str]:
        """The lines in which somebody stands; and a branch that a line of its own names."""
        name = columns.places[Column.NAME]
        known = sorted({*columns.places.values(), *columns.numbers})
        has_branch = Column.BRANCH in columns.places
        for line in block.lines:
            if not has_branch and (branch := _section(line.cells)) is not None:
                yield branch
                continue
            reason = skipped(line.cells, name, known)
            if reason is None:
                yield line
            else:
                self._note(line.number, reason)

    def _standing(self) -> Standing | None:
        """The standing that the sheet's name gives to all of its people: 预备党员."""
        standing = standing_of(tidy(self.sheet.name))
        if standing is not None:
            said = Text(f"people.standing_{standing}")
            self._note(0, text("roster.standing_of_sheet", sheet=self.sheet.name, standing=said))
        return standing

    def _offered(self, block: Block, columns: Columns) -> str | None:
        """The branch of everybody in the sheet; "" where lines within the list name it."""
        offered = branch_offered(self.sheet)
        if offered is not None:
            key = "roster.branch_of_sheet" if self.sheet.name else "roster.branch_of_title"
            self._note(0, Text(key, {"sheet": self.sheet.name, "branch": offered}))
            return offered
        sections = any(_section(line.cells) is not None for line in block.lines)
        return "" if sections else None

    def _no_column(self, block: Block, missing: Iterable[Column]) -> RowFault:
        words = {"columns": _named(missing), "found": _headings(block.heading.words)}
        return RowFault(block.row, None, Text("roster.no_column", words), self._label)

    def _note_columns(self, columns: Columns) -> None:
        for note in columns.notes:
            self._note(0, note)
        if Column.CATEGORY not in columns.places:
            lacking = RowFault(0, None, text("roster.no_category"))
            self.notes += [lacking] if lacking not in self.notes else []

    def _note(self, row: int, problem: Text) -> None:
        self.notes.append(RowFault(row, None, problem, self._label))


def _section(cells: Sequence[str]) -> str | None:
    """The branch that a line of its own names for the people below it."""
    told = {cell for cell in cells if cell}
    return branch_in(told.pop()) if len(told) == 1 else None


def _written(line: Line, place: int) -> bool:
    return place < len(line.cells) and not is_written_blank(line.cells[place])


def _is_written_once(lines: Sequence[Line | str], place: int | None) -> bool:
    """Whether each branch stands beside its first member only, as merged cells leave it."""
    if place is None:
        return False
    people = [line for line in lines if not isinstance(line, str)]
    written = [branch_key(line.cells[place]) for line in people if _written(line, place)]
    blanks = len(people) - len(written)
    return (
        blanks >= len(written) > 0
        and _written(people[0], place)
        and len(set(written)) == len(written)
    )


def _about_sheets(workbook: Workbook, read: Sequence[_SheetReading]) -> Iterator[Text]:
    taken = [one.sheet.name for one in read]
    passed = [sheet.name for sheet in workbook.sheets if sheet.name not in taken and sheet.lines]
    if len(taken) > 1:
        yield text("roster.sheets_read", sheets=taken)
    if passed and taken:
        yield text("roster.sheets_passed", sheets=passed)
    if workbook.hidden_sheets:
        yield text("roster.sheets_hidden", sheets=list(workbook.hidden_sheets))
    for one in read:
        sheet = one.sheet
        if sheet.hidden_rows:
            yield text("roster.rows_hidden", sheet=sheet.name, rows=row_numbers(sheet.hidden_rows))
        if sheet.hidden_columns:
            columns = list(sheet.hidden_columns)
            yield text("roster.columns_hidden", sheet=sheet.name, columns=columns)


def _too_many(read: Sequence[_SheetReading]) -> list[RowFault]:
    lines = [line.number for one in read for block in one.blocks for line in block.lines]
    if len(lines) <= MOST_ROWS:
        return []
    return [RowFault(lines[MOST_ROWS], None, text("roster.too_many", n=MOST_ROWS))]


def _no_heading(workbook: Workbook) -> RowFault:
    """No list anywhere: if a line names some columns, the names that stand there are told."""
    needed = _named(NEEDED)
    for sheet in workbook.sheets:
        for line in sheet.lines[:15]:
            if len(columns_named(line.cells)) > 1:
                missing = [column for column in NEEDED if column not in columns_named(line.cells)]
                words = {"columns": _named(missing), "found": _headings(line.cells)}
                return RowFault(line.number, None, Text("roster.no_column", words))
    return RowFault(0, None, Text("roster.no_heading", {"columns": needed}))


def _headings(words: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(shown(tidy(word)) for word in words if word))
    return [f"「{word}」" for word in found[:_HEADINGS_TOLD]]


def _named(columns: Iterable[Column]) -> list[Text]:
    return [Text(f"roster.column_{column}") for column in columns]
