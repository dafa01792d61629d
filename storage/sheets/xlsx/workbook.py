"""Reads an XLSX, also a strict one, whatever its parts are called, as far as its cells go."""

from campaign.sheets import Sheet, Workbook
from campaign.texts import Text
from storage.sheets.archive import Archive
from storage.sheets.limits import Extent, UnreadableSheet, unreadable
from storage.sheets.xlsx.parts import (
    Contents,
    Relation,
    contents_of,
    formats_of,
    relations,
    shared_texts_of,
)
from storage.sheets.xlsx.sheet import CellReader, read_grid, shows_anything

_BINARY = "xl/workbook.bin"


def read_xlsx(archive: Archive) -> Workbook:
    """The workbook in the archive. Raises UnreadableSheet."""
    part = _main_part(archive)
    contents = contents_of(archive, part)
    if not contents.sheets:
        raise UnreadableSheet(Text("sheet_file.wrong_kind"))
    related = {relation.kind: relation for relation in relations(archive, part).values()}
    cells = _cell_reader(archive, contents, related)
    sheets: list[Sheet] = []
    hidden: list[str] = []
    extent = Extent()
    for sheet in contents.sheets:
        if sheet.is_hidden:
            if shows_anything(archive, sheet.part, cells):
                hidden.append(sheet.name)
        else:
            grid = read_grid(archive, sheet.part, cells, extent)
            sheets.append(grid.sheet(sheet.name))
    return Workbook(tuple(sheets), hidden_sheets=tuple(hidden))


def _main_part(archive: Archive) -> str:
    for relation in relations(archive, "").values():
        if relation.kind == "officeDocument" and archive.has(relation.target):
            if relation.target.lower().endswith(".bin"):
                raise UnreadableSheet(Text("sheet_file.binary_workbook"))
            return relation.target
    raise unreadable()


def _cell_reader(archive: Archive, contents: Contents, related: dict[str, Relation]) -> CellReader:
    styles, shared = related.get("styles"), related.get("sharedStrings")
    return CellReader(
        formats_of(archive, styles.target) if styles and archive.has(styles.target) else [],
        shared_texts_of(archive, shared.target) if shared and archive.has(shared.target) else [],
        since_1904=contents.since_1904,
    )
