"""The empty roster to fill in: drop-down lists, numbers kept as text, and a sheet of examples."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from campaign.definition import Campaign
from campaign.roster.words import Column
from campaign.texts import Language, Text, Texts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 2000
WIDTHS = {
    Column.NUMBER: 16,
    Column.NAME: 14,
    Column.BRANCH: 28,
    Column.CATEGORY: 22,
    Column.STANDING: 14,
    Column.ROLE: 24,
}
CHOSEN = (Column.CATEGORY, Column.STANDING, Column.ROLE)


def write_template(path: Path, campaign: Campaign, texts: Texts, language: Language) -> None:
    """Write the workbook. Raises FileExistsError rather than write over anything."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(_say(texts, "roster_template.sheet", language))
    example = book.create_sheet(_say(texts, "roster_template.examples", language))
    lists = book.create_sheet("lists")
    for page in (sheet, example):
        _heading(page, texts)
    for row in _examples(texts, campaign):
        example.append(row)
    _lists(lists, _choices(texts, campaign, language))
    _validate(sheet, _choices(texts, campaign, language), texts, language)
    for column, _ in enumerate(Column, start=1):
        for number in range(2, ROWS + 2):
            sheet.cell(number, column).number_format = "@"
    with path.open("xb") as file:
        book.save(file)


def _say(texts: Texts, key: str, language: Language) -> str:
    return texts.say(Text(key), language).plain()


def _heading(sheet: "Worksheet", texts: Texts) -> None:
    """Both languages in every heading, the English one in brackets."""
    sheet.append(
        [
            f"{_say(texts, f'roster.column_{column}', Language.ZH)} "
            f"({_say(texts, f'roster.column_{column}', Language.EN)})"
            for column in Column
        ]
    )
    for number, column in enumerate(Column, start=1):
        cell = sheet.cell(1, number)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFF2CC")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[column]
    sheet.freeze_panes = "A2"


def _choices(texts: Texts, campaign: Campaign, language: Language) -> dict[Column, list[str]]:
    words = {
        Column.STANDING: ("people.standing_full", "people.standing_probationary"),
        Column.ROLE: (
            "people.role_member",
            "people.role_secretary",
            "people.role_deputy",
            "people.role_office",
            "people.role_leader",
        ),
    }
    found = {column: [_say(texts, key, language) for key in keys] for column, keys in words.items()}
    return found | {Column.CATEGORY: [c.name.in_language(language) for c in campaign.categories]}


def _lists(sheet: "Worksheet", choices: dict[Column, list[str]]) -> None:
    """What may be chosen stands on a sheet of its own: a list in the cell may not be long."""
    for number, column in enumerate(CHOSEN, start=1):
        for row, word in enumerate(choices[column], start=1):
            sheet.cell(row, number, word)
    sheet.sheet_state = "hidden"


def _validate(
    sheet: "Worksheet", choices: dict[Column, list[str]], texts: Texts, language: Language
) -> None:
    columns = list(Column)
    for number, column in enumerate(CHOSEN, start=1):
        letter, last = get_column_letter(number), len(choices[column])
        rule = DataValidation(
            type="list", formula1=f"lists!${letter}$1:${letter}${last}", allow_blank=True
        )
        # Several roles may be written into one cell.
        rule.showErrorMessage = column is not Column.ROLE
        rule.showInputMessage = True
        rule.prompt = _say(texts, f"roster_template.{column}", language)
        place = get_column_letter(columns.index(column) + 1)
        rule.add(f"{place}2:{place}{ROWS + 1}")
        sheet.add_data_validation(rule)


def _examples(texts: Texts, campaign: Campaign) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = []
    for language in Language:
        say = [
            part.split("|") for part in _say(texts, "roster_template.rows", language).split("\n")
        ]
        for number, (name, branch, standing, role) in enumerate(say):
            category = campaign.categories[number % len(campaign.categories)]
            code = f"{2008001 + number}"
            rows.append((code, name, branch, category.name.in_language(language), standing, role))
    return rows
