"""Holiday tables of a renewed file: past years go, years to come are left to be filled in."""

from collections.abc import Iterator
from itertools import takewhile

from campaign.locale.translated import translated
from campaign.reading.places import Path
from campaign.renewal.edits import Edit, Template
from campaign.renewal.marks import mark

NEXT_TABLE = """
{mark}
[[holidays]]
year = {year}
source = {{ zh = "{zh}", en = "{en}" }}
confirmed = false
breaks = []
makeup_days = []
"""


def years_over(template: Template, years: range) -> Iterator[Edit]:
    """Takes out the tables of years that the new campaign does not touch."""
    for table in template.file.rows("holidays"):
        if template.has_header(table.path) and table.at("year").number not in years:
            yield _without(template, table.path)


def years_to_come(template: Template, years: range) -> str:
    """Empty tables for the years that have none, to be put at the end of the text."""
    if template.file.rows("holidays") and not template.has_header(("holidays",)):
        return ""
    known = {table.at("year").number for table in template.file.rows("holidays")}
    missing = [year for year in years if year not in known]
    wanted, source = mark("new_campaign.holidays"), translated("new_campaign.no_source")
    words = {"mark": wanted, "zh": source.zh, "en": source.en}
    return "".join(NEXT_TABLE.format(year=year, **words) for year in missing)


def _without(template: Template, path: Path) -> Edit:
    """Takes out a table from its header to the next, but leaves the comments above that one."""
    lines = template.text.split("\n")
    first = template.placed[path].line
    others = (
        place.line
        for other, place in template.placed.items()
        if place.is_header and other[: len(path)] != path and place.line > first
    )
    following = min(others, default=len(lines) + 1)
    block = lines[first - 1 : following - 1]
    own = len(block) - len(list(takewhile(_is_comment, reversed(block))))
    own += len(list(takewhile(_is_blank, block[own:])))
    return Edit(template.line_start(first), template.line_start(first + own), "")


def _is_blank(line: str) -> bool:
    return not line.strip()


def _is_comment(line: str) -> bool:
    return _is_blank(line) or line.lstrip().startswith("#")
